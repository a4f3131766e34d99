"""The words people use about drugs → what they ask for: topics, places, like-meaning words, words that carry nothing.

Tables only, all over folded text (see `language.fold`). A new way of asking belongs here, not in a rule elsewhere.
"""

from __future__ import annotations

import re

from assistant.frontmatter import Region
from assistant.language import stem

# --- topics: what a question asks of a page --------------------------------------------------------------------

# (section key, weight, pattern). Weights add up; 1.0 settles a section, 0.4 only leans towards it.
_TOPICS: tuple[tuple[str, float, str], ...] = (
    # Does it work?
    (
        "works",
        1.0,
        r"\b(?:do|does|did|will|would|can|could|is|are|has|have)\b[^?.!]{0,60}\b(?:work(?:s|ed|ing)?|help(?:s|ed|ful)?|effective|any good|make (?:a|any) difference)\b",
    ),
    (
        "works",
        1.0,
        r"\b(?:effective(?:ness)?|efficacy|effectivness|benefits?|beneficial|evidence|proof|proven|prove[ns]?|promising|cure[sd]?|reverse[sd]?|halt(?:s|ed)?|(?:hold|holds|held|holding|keep|kept) (?:\w+ ){0,2}(?:back|at bay)|worthwhile|worth (?:it|taking|trying|having)|(?:work|help)(?:s|ed)? (?:for|in|with|against) (?:als|mnd|people|patients|anyone|everyone|me|him|her|us)|how well|how good|work(?:s|ed)?\b(?=\W*$)|useless|miracle|breakthrough|pass(?:es|ed)? (?:(?:its|the|their|that|a) )?(?:\w+ )?(?:test|trial|study|exam))\b",
    ),
    (
        "works",
        1.0,
        r"\b(?:slow(?:s|ed|ing|er|down)?|stop(?:s|ped|ping)? (?:the |my |his |her )?(?:als|mnd|disease|progression|decline|it getting worse)|progression|extend(?:s|ed)? (?:life|survival)|prolong(?:s|ed)?|live longer|longer life|lengthen(?:s|ed)?|surviv(?:al|e|ed)|life expectancy|lifespan|improve(?:s|d|ment)?|better off|strength(?:en)?|how much (?:time|longer)|extra (?:time|months)|buy(?:s)? (?:me |him |her |us )?(?:more )?time)\b",
    ),
    (
        "works",
        1.0,
        r"\b(?:trials?|study|studies|research|phase ?[123]\w*)\b[^?.!]{0,40}\b(?:results?|show(?:s|ed|n)?|find|found|outcomes?|conclu\w+|fail(?:s|ed|ure)?|succe\w+|positive|negative|say|said|said|tell|happen(?:ed)?)\b",
    ),
    ("works", 1.0, r"\b(?:results?|outcomes?|findings|data)\b(?! (?:expected|due))"),
    (
        "works",
        1.0,
        r"\b(?:fail(?:s|ed|ure|ing)?|succeed(?:ed)?|success(?:ful)?|miss(?:ed)? (?:its|the) (?:goal|endpoint|main)|met its|endpoints?|statistically|significant|p[ -]?value)\b",
    ),
    ("works", 0.6, r"\b(?:trials?|study|studies|alsfrs(?:-r)?|placebo|compared (?:to|with)|half|percent(?:age)?)\b"),
    # Side effects and safety
    ("safety", 1.6, r"\b(?:look|watch) out for\b|\bwatch for\b|\bkeep an eye on\b|\bbe careful (?:about|of|with)\b"),
    (
        "safety",
        1.2,
        r"\b(?:side[ -]?eff?ects?|(?:bad|down|dark|other) ?sides?|(?:bad|ill|nasty|unwanted|unpleasant|harmful) (?:after[ -]?)?effects?|after[ -]?effects|grumbled? about|complain(?:ed)? (?:of|about)|side ?affects?|sid effects?|adverse (?:effects?|events?|reactions?)|reactions?|safe(?:ty|ly)?|unsafe|dangers?|dangerous|risks?|risky|harm(?:s|ful|ed)?|toxic(?:ity)?|poison(?:ous)?|warnings?|precautions?|contra ?indicat\w+|tolera(?:te|ted|ble|bility)|bad for you|complications?|problems? (?:with|from|of)|downsides?|drawbacks?)\b",
    ),
    (
        "safety",
        1.0,
        r"\b(?:interact(?:s|ions?|ing)?|allerg(?:y|ic|ies)|pregnan(?:t|cy)|breast ?feed\w*|nausea|vomit\w*|diarrh?o?ea|rash|headaches?|dizz(?:y|iness)|liver|kidneys?|sulph?ites?|asthma|bruis\w+|bleed\w*|infection|fever|tired(?:ness)?|fatigue|drows\w+|sleepy|falls?|heart|qt|blood (?:tests?|pressure|clots?)|white (?:blood )?cells?|meningitis|myelitis|mood|seizures?|weight (?:loss|gain)|hair loss|itch\w*|swelling|who (?:should|must|can) ?not|should not (?:take|use|have)|avoid|monitor(?:ing|ed)?|hurt(?:s)?|pain(?:ful)?|die[ds]?\b.{0,20}\b(?:trial|study)|deaths?)\b",
    ),
    (
        "safety",
        0.8,
        r"\b(?:cause[sd]?|make[s]? (?:me|you|him|her|people) (?:ill|sick|feel|worse)|feel (?:sick|ill)|can i expect)\b",
    ),
    # How is it given?
    (
        "given",
        1.2,
        r"\bhow (?:is|are|was|were|do|does|did|would|will|can|should)\b[^?.!]{0,50}\b(?:given|give|taken|take|took|taking|administered|administer|injected|inject|used|use|delivered|get into|go in|put in(?:to)?|swallow\w*)\b",
    ),
    (
        "given",
        1.2,
        r"\bwhere (?:in|on) (?:the|my|his|her|your) body\b|\b(?:under|into|in) (?:the|a|your|my|his|her) (?:skin|veins?|muscles?|arms?|spine|back|belly|tummy)\b[^?.!]{0,20}\bor\b|\bor\b[^?.!]{0,20}\b(?:under|into|in) (?:the|a|your) (?:skin|vein|muscle|arm|spine|back|belly|tummy)\b",
    ),
    (
        "given",
        1.2,
        r"\b(?:dos(?:e|es|age|ages|ing)|how often|how many (?:mg|times|doses|tablets|pills|capsules|injections|ml|cycles)|how much (?:do|does|is|of it)|schedule|regimen|mg|milligrams?|frequency|times a day|twice a day|once a (?:day|week|month)|every (?:day|week|month))\b",
    ),
    (
        "given",
        1.0,
        r"\b(?:pills?|tablets?|capsules?|liquid|suspension|syrup|powder|film|by mouth|oral(?:ly)?|swallow(?:ing|ed)?|injections?|inject(?:ed|ing)?|shots?|jabs?|needles?|infus(?:ion|ions|ed)|drips?|iv|intravenous(?:ly)?|lumbar|spinal(?: tap)?|epidural|intrathecal(?:ly)?|feeding tube|peg|g-?tube|route|administration|administered|at home|inhale[dr]?|patch|with food|empty stomach|before (?:food|meals?)|after (?:food|meals?)|crush(?:ed)?|dissolve[ds]?|how long (?:does|do|is|are|will) (?:it|the|each|an|one|a)?\b[^?.!]{0,20}\b(?:take|last|infusion|treatment|drip|injection)|vials?|store[d]?|storage|fridge|taste[s]?)\b",
    ),
    # Who was it tested in?
    (
        "tested",
        1.2,
        r"\b(?:who|what (?:kind|sort|type) of (?:people|patients)|which (?:people|patients))\b[^?.!]{0,50}\b(?:test(?:ed)?|studied|stud(?:y|ies)|trials?|took part|take part|included|excluded|enrol\w*|eligible|for|given to|can (?:have|get|take|use|join))\b",
    ),
    (
        "tested",
        1.1,
        r"\b(?:eligib\w+|inclusion|exclusion|criteria|qualif(?:y|ies|ied)|tried|participants?|volunteers?|take part|join (?:the|a) (?:trial|study)|get in(?:to)? (?:the|a) (?:trial|study)|tested (?:in|on)|studied in|patient population|how many (?:people|patients|participants|were|took)|number of (?:people|patients))\b",
    ),
    (
        "tested",
        0.7,
        r"\b(?:bulbar|limb onset|early[ -]?stage|late[ -]?stage|advanced|older|elderly|children|kids|women|men|age[ds]?|familial|sporadic|sod1|c9orf72|fus|gene(?:tic)?|mutation|kind of als|type of als)\b",
    ),
    # Where can people get it?
    (
        "access",
        1.2,
        r"\b(?:approv(?:ed|al|als|e|es|ing)|approuved|aproved|licen[cs](?:ed|e|es|ing)|authori[sz](?:ed|ation|e)|cleared|legal|permit(?:s|ted)?|available|availability|availible|avail(?:able)?|on the market|market(?:ed)?|sold|on sale|still (?:sold|made|available|approved)|regulators?|fda|ema|mhra|nice|tga|health canada|pmda|medicare|medicaid|pbs|nhs|prescri(?:be|bed|ption)|pharmac(?:y|ies|ist)|withdrawn|withdraw(?:al)?|pulled|taken off|recall(?:ed)?|discontinued|off the market|status)\b",
    ),
    (
        "access",
        1.2,
        r"\b(?:where|how|when)\b[^?.!]{0,30}\b(?:can|could|do|will|would|to)\b[^?.!]{0,25}\b(?:get|buy|find|obtain|access|have|order)\b",
    ),
    (
        "access",
        1.2,
        r"\b(?:cost(?:s|ly)?|price[ds]?|pric(?:ing|ey)|expensive|cheap|afford\w*|pay(?:s|ing)?|paid|insur(?:ance|ed|er|ers)|cover(?:ed|age|s)?|reimburs\w+|funded|funding|subsid\w+|copay|how much (?:money|is it|does it cost|would it cost)|dollars?|euros?|pounds?)\b",
    ),
    (
        "access",
        1.1,
        r"\b(?:expanded access|early access|compassionate|named patient|right to try|eap|orphan|fast track|generic(?:s)?|import|shortage|can i (?:still )?get|get (?:it|hold of|this)|accelerated approval|apply|applied|application|submitted|filing|filed|file|launch(?:ed)?|rejected|refused|turned down|when will it|(?:is|are) (?:it|they) out)\b",
    ),
    (
        "access",
        1.0,
        r"\b(?:happened (?:to|with)|what became of|still (?:being )?(?:developed|tested|going|around|in trials)|no longer|stopped (?:making|selling|developing)|what stage|current(?:ly)?|right now|nowadays|today|latest|news|update|next step[s]?|plans?|under way|ongoing|running|recruit(?:ing|ment)?|open (?:trial|study|for)|(?:trial|study) (?:open|near))\b",
    ),
    # What is it and how is it thought to work?
    (
        "how",
        1.2,
        r"\bhow (?:does|do|did|is|would|might|could)\b[^?.!]{0,40}\b(?:work|act|function|thought to work|supposed to work|meant to work|help|protect)\b"
        r"|\bwhat (?:is|are|was|does|do|did) [^?.!,]{0,30}\b(?:doing|do) (?:to (?!be |get |have |help |join |take )|(?:in|inside) (?:the |my |your |his |her |our )?(?:body|brain|spine|cells?|nerves?|muscles?)\b)",
    ),
    (
        "how",
        1.2,
        r"\b(?:mechanism|mode of action|made (?:of|from)|contain(?:s|ed)?|ingredients?|consist[s]?|what kind of (?:drug|medicine|treatment|thing)|what type of (?:drug|medicine|treatment)|what sort of (?:drug|medicine|treatment)|(?:same|another|different) (?:type|kind|sort|class|family)|target(?:s|ed)?|action|chemical|other names?|another name|brand names?|also (?:called|known)|called|who makes|who made|maker|manufactur\w+|company|sponsor|developed by|developer|behind it)\b",
    ),
    (
        "how",
        0.7,
        r"\b(?:what(?:'s| is| are| was)|whats|tell me about|explain|describe|define|info(?:rmation)? (?:on|about)|about)\b",
    ),
    # What experts say
    (
        "experts",
        1.3,
        r"\b(?:experts?|expert opinions?|specialists?|opinions?|guidelines?|recommend(?:s|ed|ation|ations)?|advis(?:ers?|ors?|ory)|committee|panel|vot(?:e|ed|es)|council|alsuntangled|neurologists? (?:think|say|feel)|doctors? (?:think|say|feel)|scientists? (?:think|say)|consensus|critic(?:s|ism|ised|ized)|controvers\w+|alliance (?:say|think|view)\w*|what (?:do|does|did) (?:the )?(?:alliance|association|charit\w+)|rating|grade[ds]?)\b",
    ),
    # What is not known
    (
        "unknown",
        1.3,
        r"\b(?:not (?:yet )?known|unknowns?|(?:do not|don't|dont) (?:we |they |you |people |doctors |scientists )?(?:yet )?know|(?:do )?(?:we|they|scientists|doctors) (?:still )?(?:not |don't |dont )know|unanswered|open questions?|still (?:unclear|uncertain|unsure|not clear)|unclear|uncertain(?:ty)?|missing|gaps?|remains? to be|left to (?:find|learn|know))\b",
    ),
)
TOPICS = tuple((key, weight, re.compile(pattern)) for key, weight, pattern in _TOPICS)

# --- kinds of question -----------------------------------------------------------------------------------------

GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|greetings)(?: there| all| everyone)?\W*$"
)
THANKS = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|great|oh|right|good)[\s,!.]+)?(?:thanks?|thank you|thank u|thx|ty|cheers|much appreciated|bless you|bye|goodbye)\b[^?]{0,60}$"
)
ABILITIES = re.compile(
    r"\b(?:what|how) (?:can|do|does|could) (?:you|this|i|it)(?: site| service| chat\w*| page| bot)? (?:do|help|ask|answer|work|know|use (?:you|this))\b(?! about)"
    r"|\bwho are you\b|\bare you (?:a|an|real|human|chatgpt|ai)\b|^\W*(?:help|help me|start|menu|test|testing)\W*$|\bwhat (?:is|are) (?:this|you)(?: for)?\W*$|\bwhat can i ask\b"
)
# "Sure, go ahead", "ok tell me more": words of assent alone; "ok thanks" ends a talk, "why not?" asks.
_ASSENT = (
    r"(?:y|yes|yeah|yea|yep|yup|ja|oui|si|sure|sure thing|ok|okay|okey|alright|all right|of course|certainly|absolutely|definitely"
    r"|please|please do|go on|go ahead|go for it|carry on|continue|do it|do that|do so|tell me|tell me more|tell me that|show me|show me more|more"
    r"|i do|i would|i want to know|i want to know more|(?:i would|i'd|i d|id) (?:like|love) (?:that|to|more|to know|to know more|to hear more)|i want that|let'?s (?:hear|see) it"
    r"|sounds good|sounds great|that would be (?:good|great|nice|helpful|useful)|that would help|yes thanks|yes thank you)"
)
YES = re.compile(rf"^\W*{_ASSENT}(?:\W+(?:{_ASSENT}|then|now|why not|a bit|that))*\W*$")
_THINGS = r"(?:drugs?|treatments?|medicines?|medications?|medicaments?|meds|therap(?:y|ies)|ones|options?|pills?|tablets?|capsules?|injections?|infusions?|drips?|jabs?|shots?|products?|compan(?:y|ies)|approvals?|trials?|studies|cell (?:therap|treatment)\w*|stem[ -]?cells?|gene therap\w*|antibod\w+|antisense|vitamins?)"
# "Which charity paid for the first study of the pill …": something else is asked for than drugs.
_OF_A_DRUG = r"(?! (?:\w+ )?(?:charit(?:y|ies)|diseases?|illness|firm|company|countr(?:y|ies)|cit(?:y|ies)|town|hospital|university|professor|year|month|gene(?! therap)|bank|shop|person|people|share|part)\b)"
LIST = re.compile(
    rf"\b(?:(?:which|what){_OF_A_DRUG}|whats|what's|list|name|show|give me|how many|any|are there|is there an?|all|every|other|anyone|anything)\b[^?.!]{{0,60}}\b{_THINGS}\b"
    rf"|\bof the (?:[\w-]+ ){{0,4}}(?:drugs|treatments|medicines|medications|meds|therapies|ones|options|pills|tablets|products|companies|trials)\b"
    rf"|\b{_THINGS},? which(?: ones?)?\W*$"
    r"|^\W*(?:list|show)\b|\blist\W*$|\bwhich (?:are|were|is|have|can|need|failed|work|of (?:them|these))\b|\bapproved\b[^?.!]* which ones?\W*$"
    r"|\b(?:something|anything)\b[^?.!]{0,30}\b(?:exist|only|just|specific\w*|special) ?(?:for|against)\b"
    rf"|^\W*(?:als |mnd |sod1 |fus |new |approved |licen[cs]ed |withdrawn |failed |current )*{_THINGS} (?:for|that|which|in|with|not|from)\b|\bapprov(?:ed|als?)\b[^?.!]{{0,20}}\b(?:in|since|after) (?:the year )?(?:19|20)\d\d\b"
    rf"|\b{_THINGS} (?:are |were |have been |got )?(?:approved|available|licen[cs]ed|withdrawn|refused|in (?:trials?|development|phase|the pipeline)|being (?:tested|developed)|that (?:are|have|can)|not started|open|recruiting|planned)\b"
    r"|\b(?:what|what's|whats)(?: is|'s| are| was| has| have)?(?: there| actually| been| currently)* (?:that's |that is )?(?:actually |been )*(?:approved|available|in (?:phase|trials?|the pipeline|development)|being tested|out there|new|coming|recruiting|changed|failed|withdrawn|stopped|licen[cs]ed)\b"
    r"|\banything (?:approved|new|in (?:the pipeline|trials|phase)|licen[cs]ed|available|coming)\b|\b(?:any|have any|has any)\b[^?.!]{0,20}\b(?:approved|licen[cs]e|withdrawn|refused)\b"
    r"|\bwhat did (?:the )?(?:\w+ )?(?:europe|eu|ema|fda|canada|usa|us|uk|japan|regulators?)\b[^?.!]{0,20}\b(?:refuse|reject|turn down|say no|approve|say yes)"
)
# The first question of many who were just told: "what medicines are there for MND?", "what are our options?"
_SOME_DRUGS = r"(?:drugs?|medicines?|medications?|meds|treatments?|therap(?:y|ies)|options?)"
_FOR_ALS = r"(?: (?:for|against|with|about) (?:(?:people|patients|someone|anyone|those) with )?(?:als|mnd|motor neurone? disease|lou gehrig'?s?(?: disease)?|it|this|him|her|me|us)(?: patients)?)"
WHAT_THERE_IS = re.compile(
    r"(?:"
    rf"\b(?:what|which|any)(?: (?:kinds? of|sorts? of|other|als|mnd))? {_SOME_DRUGS}(?:(?: are| is)?(?: out)? there| exist| do you (?:have|know)(?: of| about)?| can (?:slow|treat|help)(?: with)? (?:als|mnd|it|this|him|her|me|us)(?: down)?)(?: at all)?{_FOR_ALS}?"
    rf"|\b(?:what|which) {_SOME_DRUGS}{_FOR_ALS}"
    rf"|\bwhat(?:'s| is| do you have)(?: out there| there)?{_FOR_ALS}"
    rf"|\b(?:are|is) there any {_SOME_DRUGS}(?: at all)?{_FOR_ALS}?"
    r"|\bwhat are (?:the|my|our|his|her|their) (?:treatment |drug )?options"
    rf"|\bwhat can be done{_FOR_ALS}?"
    r")(?: (?:right )?now| today| these days| already| so far)?\W*(?:$|[.?!] )"
)
# "What is a placebo?" asks for a meaning even where the word could start a list.
MEANING = re.compile(
    r"\bmean(?:s|t|ing)?\b|\bstands? for\b|\bdefin\w+|\bexplain\b|\bwhat (?:is|are|does|do)(?: an?| the)? [\w -]{2,30}\W*$|\bwhats? (?![\w -]* are there\W*$)(?:(?:an?|the) )?[\w -]{2,30}\W*$|\bcall(?:ed)? it\b|\bplain english\b|\bwhat (?:is )?that(?=\W*$|[,;?])"
)
COMPARE = re.compile(
    r"\b(?:compar(?:e|ed|es|ing|ison)|versus|vs|v|differen(?:t|ce|ces)|better|best|worse|against|instead of|rather than|same|similar|between|both|or|and|which)\b"
)
# Beside a drug spoken of, the meaning of a word is asked for in so many words: "what does sham mean".
MEANING_OF_A_WORD = re.compile(r"\bwhat(?:'s| is| are| does| do)\b|\bmean(?:s|ing)?\b|\bexplain\b|\bdefin\w+")
# The word to be explained stands before it: "orphan drug, what is that".
WHAT_IS_THAT = re.compile(r"\bwhat(?:'s| is| does| do)? (?:that|this|it)(?: mean)?\W*(?:$|[,;?] )")
# The word to be explained was said before: "the doctor wrote 'hazard ratio'. Explain simply please."
EXPLAIN_IT = re.compile(
    r"(?:^|[.?!] )\W*(?:please |can you |could you )*explain(?: it| this| that)?(?: to me| for me)?,? (?:in )?(?:simpl\w+|plain\w*|easy|slowly|please|me|like|as if|as though)\b"
)
# One drug is held against another, so that an answer on one of them alone would be half of it.
VERSUS = re.compile(
    r"\b(?:versus|vs|v|compared? (?:to|with)|comparison|better than|worse than|which (?:one )?is (?:better|safer|worse))\b"
)
WORD = re.compile(
    r"\b(?:what (?:is|are|does|do|was|'s)|whats|what's|define|definition of|meaning of|explain|mean(?:s|t)?(?: by)?|stand for|word)\b"
)

# A sentence that asks, though it may lack its question mark.
ASKS = re.compile(
    r"^(?:(?:so|and|but|or|ok|okay|well|also|hi|hello|please|now|then|just|anyway|basically)[\s,]+)*(?:what|whats|what's|which|who|whose|where|when|why|how|is|are|was|were|does|do|did|can|could|will|would|has|have|should|any|tell me|explain|i (?:want|need|would like|wonder|am wondering|'d like) (?:to know)?)\b"
    r"|\b(?:what|which|who|where|when|why|how) (?:is|are|was|were|does|do|did|can|could|will|would|has|have|many|much|often|long|it|they|people)\b"
)
# Where a question goes on to another one: "…, and when would the answer come", "…, has NICE said yes".
_ASKING = (
    r"(?:what|whats|when|why|how|who|whose|which|where|is|are|was|were|does|do|did|has|have|had|can|could|will|would"
    r"|(?:in|for|at|by|roughly|about) (?:what|which|how|whom)|it is true)"
)
NEXT_ASK = re.compile(
    rf"(?:,|;| [-–—])? (?:and|but|or|then|also)(?: also| so| then)?,? (?={_ASKING}\b)|[,;:?]\s+(?={_ASKING}\b)", re.I
)
AN_ASK = re.compile(rf"{_ASKING}\b", re.I)
# Asks without a word of its own: "…, and how many was it really".
ASKS_OF_ITSELF = re.compile(r"(?:when|who|where|why|how (?:many|much|often|long|far))\b", re.I)
# Something to be made or written rather than a question to be answered.
TASK = re.compile(
    r"^\W*(?:please |can you |could you |would you |now |hey |ok )*(?:write|compose|generate|create|draft|fabricate|develop|design|implement|promote|invent|make up|make me|build|code|program|translate|sing|draw|recommend me|analy[sz]e|argue|justify|simulate|prescribe|roleplay|role play)\b(?! (?:riluzole|edaravone|tofersen))"
)
# Illnesses of other people's questions: the pages are about ALS/MND alone.
OTHER_ILLNESS = re.compile(
    r"\b(?:alzheimer\w*|parkinson\w*|dementia|cancers?|tumou?rs?|diabet\w+|hiv|aids|covid\w*|influenza|malaria|arthritis|lupus|ms|multiple sclerosis|epilepsy|autism|adhd|schizo\w+|bipolar|migraines?|asthma|copd|hypertension|cholesterol|obesity|stroke|fibromyalgia|crohn\w*|psoriasis|eczema|acne|measles|hepatitis|huntington\w*|spinal musc\w+ atrophy|sma|myasthenia\w*|wilson(?:'s)? disease|inclusion body myositis|myositis|cystic fibrosis|lewy bod\w+)\b"
)
# Right after the name of an illness: a medicine is called by it.
A_MEDICINE = re.compile(
    r" (?:tablet|pill|capsule|drug|medicine|medication|painkiller|jab|shot|injection|treatment|half|part)s?\b"
)
# Pets and livestock: what is asked about them is no matter of these pages, though it be of medicine.
ANIMALS = re.compile(
    r"\b(?:cats?|dogs?|pupp(?:y|ies)|kittens?|hamsters?|rabbits?|horses?|pon(?:y|ies)|cows?|sheep|hens?)\b"
)
ALS = re.compile(r"\b(?:als|mnd|motor neuron\w*|lou gehrig\w*)\b")
# And on one thing of it: "how often do they check that".
OF_THAT = re.compile(
    r"\b(?:check|test|measure|know|tell|see|show|prove|happen|help|treat|stop|find|do|of|about|from|for|with|in) (?:that|those|this)\b(?! (?:drug|one|trial|study|medicine|pill)\b)"
)
# Leaning on what was said before: "it", "and in Europe?", "side effects?".
PRONOUN = re.compile(
    r"\b(?:it|its|it's|they|them|their|this|that|these|those|the (?:drug|medicine|treatment|medication|trial|study|company|same|former|latter|first|second|other))\b"
)
ELLIPSIS = re.compile(
    r"^\W*(?:and|but|or|so|also|what about|how about|what of|in|for|with|then|ok(?:ay)? (?:and|but|so)|why|when|where|who|how|how much|how many|how often|is there|are there)\b"
)
ABOUT_ANOTHER = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|and|but|so)[\s,]+)?(?:and|what about|how about|what of|or|same (?:question )?for|also)\b"
)
# The drug that a conversation began with.
THE_FIRST = re.compile(r"\b(?:the )?(?:first|former|original) (?:one|drug|medicine|treatment)\b|\bthe former\b")
# What many medicines are called by: alone it describes none ("vitamin D", "an antibiotic", "my blood sugar").
OF_MANY_MEDICINES = frozenset(
    stem(word)
    for word in [
        "oral",
        "pill",
        "tablet",
        "capsule",
        "liquid",
        "film",
        "infusion",
        "drip",
        "injection",
        "shot",
        "jab",
        "cell",
        "cells",
        "stem",
        "trial",
        "company",
        "pharma",
        "vitamin",
        "vitamins",
        "high",
        "dose",
        "supplement",
        "antibiotic",
        "antibiotics",
        "sugar",
        "water",
        "drink",
        "blood",
        "medicine",
        "drug",
        "treatment",
        "therapy",
    ]
)
# Words beside a drug's name that ask for nothing in particular.
ONLY_NAMED = frozenset(
    [
        "what",
        "whats",
        "what's",
        "exactly",
        "actually",
        "really",
        "is",
        "are",
        "was",
        "the",
        "a",
        "an",
        "tell",
        "me",
        "about",
        "please",
        "info",
        "information",
        "on",
        "of",
        "and",
        "more",
        "explain",
        "describe",
        "hi",
        "hello",
        "ok",
        "so",
        "do",
        "you",
        "know",
        "know",
        "anything",
        "something",
        "heard",
        "hear",
        "i",
        "have",
        "need",
        "want",
        "give",
        "any",
        "details",
        "this",
        "that",
        "trial",
        "trials",
        "study",
        "drug",
        "it",
        "summary",
        "overview",
        "sum",
        "up",
        "in",
        "short",
        "briefly",
        "basics",
        "everything",
        "for",
        "als",
        "mnd",
        "help",
        "with",
        "can",
        "could",
        "would",
        "like",
        "to",
        "us",
    ]
)
# Words that make a question general, so that it leans on no drug.
GENERAL = re.compile(
    r"\bwhich ones\b|\bany of (?:this|these|that|those|it|them)\b(?! (?:die|died|drop|get|got|have|had|stop|quit|leave|left|fall|become|need)\b)|\b(?:any|all|some|other|which|new|every|these|best|most) (?:new |als |mnd |approved |other )?(?:drugs?|treatments?|medicines?|medications?|therap(?:y|ies)|trials|pills)\b|\bdrugs\b|\btreatments\b|\bmedicines\b|\bmedications\b|\bis there (?:a|any) (?:cure|drug|treatment|medicine|pill)\b|(?<!hardly )(?<!\bdo )(?<!\bdoes )(?<!\bdid )(?<!\bdoing )\banything\b"
)

# Before the name of a drug that is not asked about.
EXCEPT = r"\b(?:apart from|other than|besides|except(?: for)?|not counting|aside from|leaving aside) (?:the )?"
# What was said before it tells what is asked for: "I burst into tears. What drug is there for that?"
FOR_THAT = re.compile(
    r"\b(?:drug|medicine|medication|treatment|pill|tablet|capsule|jab|something|anything)\b[^?.!]{0,20}\bfor (?:that|this|it)\b"
)
# A form of medicine for something told before asks for no list of all that has that form.
A_FORM_FOR_THAT = re.compile(r"\b(?:pill|tablet|capsule|jab)\b[^?.!]{0,20}\bfor (?:that|this|it)\b")

# Asks for one thing in words that carry nothing by themselves.
GIVEN_SOMEHOW = re.compile(
    r"\bhow (?:is|are|do|does|was|were|did|would|will)\b[^?.!]{0,20}\b(?:put|go|get) in(?:to)?\b"
)

# Sayings whose words would ask for something: eyes, food, a home.
SAYINGS = re.compile(
    r"\bwhen it'?s at home\b|\bsw(?:ear|ears|ore|earing) blind\b|\bjuice (?=(?:off|out of|from) (?:your|the|his|her|my) (?:spine|back)\b)",
    re.I,
)

# How a form of a drug is told apart that has a page of its own: "the edaravone that you drink", not the drip.
BY_MOUTH = re.compile(
    r"\b(?:drinkable|oral(?:ly)?|liquid|syrup|swallowed|(?:by|via|through) (?:the )?mouth|(?:for|to) drink(?:ing)?|stir(?:red)? (?:in|into) water|(?:you|we|they|he|she|one|i) (?:can )?drinks?|you (?:can )?swallow|drinking (?:form|kind|one|version|sort)|(?:the|a|as) drink)\b"
)
COMPARED_FORMS = re.compile(
    r"\b(?:against|versus|vs|v|compared (?:to|with)|differen\w+|between|better|or|instead of)\b"
)
BY_VEIN = re.compile(
    r"\b(?:in (?:the|my|his|her|your) arm|drips?|infu\w+|iv|i\.v\.|veins?|intravenous\w*|bags?|cannula|needles?)\b"
)

# "Is there a trial then?": one drug has trials, forms, companies too.
OF_ONE_DRUG = re.compile(
    r"\b(?:trials?|study|studies|pills?|tablets?|capsules?|injections?|shots?|company|approvals?)\b"
)
# "Which SOD1 therapies are there?", beside "what would someone feel after Treg therapy injections?".
CLASS_LISTED = re.compile(
    r"\b(?:which|what(?! (?:did|does|do|was|were|has|had)\b)|list|name|all|how many|any|any other|other)\b(?:\W+[\w-]+){0,3}\W+"
    r"(?:drugs?|treatments?|therap(?:y|ies)|medicines?|ones|products?|trials?|compan(?:y|ies))\b(?! (?:injections?|infusions?))"
)

# What tells that a question is about illness or medicine at all, though the pages may not answer it.
IN_DOMAIN = re.compile(
    r"\b(?:als|mnd|motor neuron\w*|lou gehrig\w*|drugs?|medicines?|medications?|meds?|medical|tablets?|pills?|capsules?|dos(?:e|es|age)|treat(?:s|ed|ment|ments)?|therap(?:y|ies)|cures?d?|trials?|stud(?:y|ies)|placebo|cells|side effects?"
    r"|symptoms?|diagnos\w+|illness|disease|disorder|doctors?|neurolog\w+|hospital|clinic|nurse|pharmac\w+|muscles?|breath\w*|swallow\w*|chok(?:e|es|ing)|speech|feeding tube|peg|ventilat\w+|wheelchair|saliva|drool\w*|cramps?|spasm\w*|twitch\w*"
    r"|stiff\w*|weakness|weak|pain|genes?|genetic|inherit\w*|hereditary|placebo|fda|supplements?|vitamins?|diet|nutrition|physio\w*|exercise|caregivers?|carers?|hospice|palliative|vaccin\w*|surgery|injections?|infusion|stem cells?|mutation|prognosis|life expectancy|therapist|psychiatr\w+|depress\w+|anxiety|cancer|diabet\w+|blood|lump|taper\w*|bruis\w+|infection|pregnan\w+|allerg\w+|fever|headaches?|migraine|cholesterol|antibiotics?|painkillers?|overdos\w+|prescri\w+|health|sick|ill|takes?|taking|took|inject\w*|patch|painful|swollen|x-?ray|exercises?)\b"
)

# --- places ----------------------------------------------------------------------------------------------------

_PLACES: dict[Region, str] = {
    Region.EU: r"eu|e\.u\.|european union|europe|european|ema|germany|german|france|french|spain|spanish|italy|italian|ireland|irish|netherlands|dutch|holland|belgium|belgian|austria|sweden|swedish|denmark|danish|finland|poland|polish|portugal|portuguese|greece|greek|hungary|czech(?: republic|ia)?|romania|bulgaria|croatia|slovakia|slovenia|luxembourg|malta|cyprus|estonia|latvia|lithuania",
    Region.UK: r"uk|u\.k\.|united kingdom|britain|great britain|british|england|english nhs|scotland|scottish|wales|welsh|northern ireland|nhs|mhra|nice|london",
    Region.USA: r"usa|us(?=\b)|u\.s\.a?\.?|united states|america|american|states|fda|medicare|medicaid",
    Region.CANADA: r"canada|canadian|health canada|ontario|quebec|alberta|british columbia",
    Region.JAPAN: r"japan|japanese|pmda",
    Region.SOUTH_KOREA: r"korea|south korea|korean|mfds",
    Region.CHINA: r"china|chinese|nmpa",
    Region.AUSTRALIA: r"australia|australian|tga|pbs|sydney|melbourne",
    Region.NEW_ZEALAND: r"new zealand|nz|pharmac|medsafe",
    Region.SWITZERLAND: r"switzerland|swiss|swissmedic",
    Region.NORWAY: r"norway|norwegian",
    Region.ISRAEL: r"israel|israeli",
    Region.BRAZIL: r"bra[sz]il|brazilian|anvisa",
    Region.INDONESIA: r"indonesia",
    Region.MALAYSIA: r"malaysia",
    Region.THAILAND: r"thailand",
}
PLACES = tuple((region, re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])")) for region, pattern in _PLACES.items())
# How sentences of the pages name a region, whichever of its countries was typed.
PLACE_NAMES: dict[Region, str] = {
    Region.EU: r"eu|european|europe",
    Region.UK: r"uk|england|scotland|wales|britain|nhs|nice|mhra",
    Region.USA: r"usa|us|fda",
    Region.CANADA: r"canada|canadian",
    Region.JAPAN: r"japan|japanese|japan's",
    Region.SOUTH_KOREA: r"korea|korean",
    Region.CHINA: r"china|chinese",
    Region.AUSTRALIA: r"australia|australian|pbs",
    Region.NEW_ZEALAND: r"new zealand|pharmac|medsafe",
}
# Places that people ask about and that no status row speaks of.
OTHER_PLACES = re.compile(
    r"\b(?:india|indian|pakistan|bangladesh|sri lanka|nepal|russia|russian|ukraine|turkey|turkish|iran|iraq|saudi arabia|uae|dubai|egypt|south africa|nigeria|kenya|ghana|morocco|africa"
    r"|mexico|mexican|brasilia|argentina|chile|colombia|peru|uruguay|venezuela|ecuador|cuba|costa rica|philippines|vietnam|singapore|taiwan|hong kong|iceland|serbia|bosnia|albania|georgia|armenia|kazakhstan|jamaica|asia|south america|latin america|middle east)\b"
)
# "us" is the country only in capitals, or after "the" or "in the".
US_AS_WORD = re.compile(r"(?<![\w.])us(?!\w|\.\w)")

# --- words that mean the same ----------------------------------------------------------------------------------

_SAME = (
    "child children kid kids teenager paediatric pediatric",
    "price cost costs yen dollar dollars euro euros pounds expensive pay paid money cheap afford",
    "pay insurance insured fund funded subsidy subsidised reimbursed cover coverage medicare medicaid",
    "pill pills tablet tablets capsule capsules mouth oral swallow swallowed",
    "shot shots jab needle injection injections inject injected",
    "drip infusion infused iv intravenous vein",
    "spine spinal lumbar intrathecal puncture",
    "stomach tummy belly abdominal gut bowel",
    "vomit vomiting sick nausea queasy",
    "diarrhoea diarrhea runs loose",
    "tired tiredness fatigue weary exhausted drowsy sleepy",
    "breathe breathing breath lung lungs respiratory fvc svc capacity",
    "live survival survive survived surviving lengthen life lifespan longer alive expectancy prolong extend",
    "die died dies death deaths dead fatal killed",
    "toxic poison poisonous toxicity",
    "sold sale available market buy bought shop",
    "colour color red purple blue",
    "dummy placebo sham",
    "ventilator ventilation ventilated breathing bipap niv machine",
    "drink drinking liquid suspension mouth oral",
    "dizzy dizziness",
    "bruise bruising bruises",
    "constipation constipated",
    "itch itching itchy rash skin",
    "headache headaches",
    "permanent full-time",
    "layoffs jobs staff",
    "damage harm injury",
    "legs walking gait",
    "eyes sight vision optic",
    "cream lotion",
    "europe european eu",
    "combine combined mix mixed together interact interaction interactions",
    "stop stopped end ended halted withdrawn discontinued",
    "fail failed missed unsuccessful failure",
    "side effect effects adverse reaction",
    "old older elderly age aged",
    "swallow swallowing dysphagia",
    "walk walking mobility move movement",
    "speak speech talk talking voice",
    "approve approved approval licence license licensed authorised authorized",
    "maker makes made company manufacturer sponsor produces",
    "allergy allergic anaphylaxis hypersensitivity reaction",
    "liver hepatic alt",
    "kidney kidneys renal",
    "heart cardiac qt",
    "skin rash itching",
    "gene genetic mutation variant familial inherited sod1 fus",
    "blood-marker marker biomarker neurofilament nfl",
    "feeding-tube tube peg gastrostomy",
    "start started begin began begun",
    "recruit recruiting enrol enroll open join enrolment",
    "phase stage",
    "compassionate expanded early-access access eap",
    "pregnant pregnancy breastfeeding unborn baby",
    "storage store stored keep kept fridge refrigerator light",
    "food meal meals eat eating stomach fast fasting breakfast",
    "laugh laughing cry crying pba pseudobulbar emotional outbursts",
    "slow slows slowed slowing slower progression decline worsening worse loss",
    "stem cells cell",
    "quality life",
    "cure cured",
    "dose doses dosage mg",
    "often frequency daily day week weekly month monthly twice once",
    "vote voted votes voting advisers committee panel advisory",
    "guideline guidelines guidance recommend recommends recommended",
    "generic generics copies",
    "shortage supply unavailable",
    "company firm business",
    "due expected awaited",
    "strength muscle muscles grip",
    "tendon tendons sinew sinews",
    "common usual frequent often",
    "serious severe dangerous bad worst",
)


def _like_meaning() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _SAME:
        group = {stem(word) for word in line.split()}
        for word in group:
            found.setdefault(word, set()).update(group)
    return {word: frozenset(group) for word, group in found.items()}


LIKE_MEANING = _like_meaning()

# --- words that carry nothing ----------------------------------------------------------------------------------

_FUNCTION = """
a an the and or but if of in on at to for from by with about as into than then so too very just only also even still
i me my we us our you your he she it its they them their his her him hers who whom whose which what when where why how
is are was were be been being am do does did done doing have has had having can could will would shall should may might must
not no nor yes this that these those there here any some all each every both few more most much many other another such own same
up down out off over under again once because while until during before after between through against without within upon
what's whats who's it's i'm i've don't doesn't didn't isn't aren't can't won't let lets let's get gets got getting go goes going went
one ones two first second thing things something anything nothing everything way ways kind sort type lot lots bit really actually
please thanks thank ok okay hi hello hey well now today yet ever never always maybe perhaps else etc vs via per
know tell say says said think wonder wondering want wanted need like see look looking find ask asking asked question questions give
show explain describe mean means understand hear heard read reading told mention mentioned talk curious sure true right able try
trying use used using take takes taken taking took make makes made come comes keep put help people person someone anyone
everyone patient patients drug drugs medicine medicines medication medications treatment treatments therapy therapies meds
als mnd sla ela disease condition illness motor neuron neurone amyotrophic lateral sclerosis lou gehrig gehrig's pals cals
info information detail details page pages site latest news new current currently recent recently
exist exists involve involved involves basically exactly simple simply short plain word words english
wat wot abt bout u r ur hw wen whn pls there's that's does't im ive dont doesnt didnt isnt cant wont id i'd you're theyre they're were we're hes shes
"""
_COMMON = """
back life world state three around high little end found find big free away left already case cases change changes enough full far less line
order open set course level mind single become control hours almost several along matter pretty remember close idea past late leave
special future light low age deal rather reason report reported third turn turned check further minutes myself yourself fun near non plan plans
quite six according final former ready sometimes example process across clear gave himself self cut held instead moment seems seem force
issue issues rest space term terms beautiful date miss project strong account period position record similar total above below knew lead perfect
share middle couple hold return sense break wish answer answers design gone guess added alone average brought original part parts present
received role sent themselves became cool provide relationship source usual usually value official rate round save stand stuff amount fast
model size step forward range review attention match amazing situation complete itself related enjoy entire wrong decided decision poor release
choice considered continue increase lose pick seven sign began modern huge listen practice created deep lol mark offer pass note piece wanna
gonna wrote written allowed allow respond response standard century except funny limited required addition ahead beat expect expected normal
potential regular content despite focus individual key previous section speed contact fair link throughout welcome absolutely beyond
earlier immediately significant unless agree statement ability announced definitely knowledge search subject wide wow centre claim claims fit
global gotta opportunity plus growing physical reach stupid active approach lack multiple operation imagine impact analysis anyway bought
choose easily literally luck necessary supposed thus caught doubt greater large larger largest notice reality fully eventually otherwise primary
purpose attempt challenge block broken theory truly appear solution accept distance complex demand critical count separate smart realise realize remain
weird apparently basis apply correct extremely greatest negative prevent removed till trouble troubles apart aware advantage herself impossible
influence items neither onto tough concept copy concerned conversation easier fix slightly surprise technical unique variety
discovered forever prepared reference somewhere strategy core description excellent presence reduce solid initial introduced massive pair
plenty proper quarter shape zone advanced alternative anywhere everywhere discussion fantastic joint path proposed terrible ensure intended minimum
suddenly younger combined combine combination communication express factor grown measures mistake appropriate confirmed entry regarding angry comfortable
confidence equal fake maintain numerous quiet revealed split task context display experienced false forgot identified incredible typically
unfortunately whenever choosing chosen relevant unable upset cycle essential familiar combo documents document papers official officially permit permitted allowed
users user product products fine sold killed killing dead buried nearly lol spring summer autumn winter monday tuesday wednesday thursday friday saturday sunday
january february march april june july august september october november december
one three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty forty fifty hundred mega super ultra thousand first last next final half quarter zero
says saying told telling heard hearing read reading saw seen watched noticed wonder wondered whatever whoever however
quick line word words sentence sentences briefly short shortly brief summarise summarize summary simple simply plainly
meant means meaning supposed listed list mentioned mention counted count happens happened happening ended ending end turns turn
whole entire total overall roughly approximately around nearly almost exactly precisely
anyone anybody somebody someone others folks ppl guys fellow
ones thing thingy thingie something anything everything
ask asked asking answer answered reply replied write wrote tell
please pls plz thx cheers ok okay hmm um uh oh ah hey yo dear sir madam
properly really truly actually basically literally honestly seriously clearly obviously
mate love luv honey buddy
"""
_CHAT = """
earth heck hell deuce doc docs neuro neuros anymore mentioned
dad mum mom father mother husband wife partner son daughter brother sister uncle aunt friend family grandad grandma grandfather
grandmother loved caregiver carer care doctor doctors dr neurologist nurse consultant gp team clinic hospital appointment diagnosed diagnosis
diagnose newly year years old month months week weeks ago last time days day morning night living lives live home
worried worry scared afraid hope hopeful hoping feel feeling feels sad sorry tired worn confused struggling hard difficult lost
chance chances real really bad good great nice best better worse worst happy glad interested important wonderful
google googled facebook internet online forum website article newspaper tv youtube video support group charity association
yesterday tomorrow tonight soon later long quick quickly brief briefly quickly honestly honest truth straight
everybody nobody somebody guys sir madam dear please help advice suggest suggestion possible possibly probably
start starting started stop whether either though although however since much lot going
suffer suffers suffering suffered sufferer sufferers affected fight fighting battle progressing progressive
hearing seeing reading saying talking speaking thinking wondering trying looking getting doing coming based
actual different various certain specific general generally overall main major particular particularly especially
"""
CARRIES_NOTHING = frozenset(stem(word) for word in (_FUNCTION + _COMMON + _CHAT).split())

# Words that only say which section is asked for: a page need not hold them to answer. Every other word that carries
# meaning ("children", "alcohol", "insurance") has to be met by what is quoted.
_GENERIC = """
work works working worked worth worthwhile good any help helps helpful helped effective effectiveness efficacy effectivness benefit benefits
beneficial evidence proof proven prove promising slow slows slowed slowing progression extend prolong live longer survival
survive improve improvement result results outcome outcomes finding findings data trial trials study studies studied research
phase show shows shown showed fail failed fails failure success successful succeed difference different compare compared comparison versus better
side effect effects adverse reaction reactions safe safety safely danger dangers dangerous risk risks risky harm harmful warning warnings precaution
precautions tolerate tolerated problem problems downside drawback bad cause causes caused happen happens happened common serious
given give gives administer administered administration dose doses dosage dosing schedule route form take taken use used inject injection injected treat treated treats
often much many long number test tested testing participant participants took part include included criteria eligible eligibility qualify
approved approval approve licence license licensed authorised authorized available availability legal access get buy where market status country countries place places region
still now currently current stage today latest update
company maker manufacturer firm behind belong owns obtain pharmacy chemist hold mechanism action function act acts type kind name names called other another
expert experts specialist specialists opinion opinions view views guideline guidelines recommend recommended recommendation committee advisers advisors
known unknown unclear uncertain sure certain
summary overview basics detail details fact facts background overall main point points key
option options list
"""
GENERIC = frozenset(stem(word) for word in _GENERIC.split())
# Words of asking, spelt out, that a misspelt word may have meant.
ASKING = frozenset((_GENERIC + _FUNCTION + _CHAT).split()) | frozenset(" ".join(_SAME).split())
