"""What particular thing a question asks → what a unit that answers it has to hold. Tables only, over folded text.

A page that never speaks of taste does not answer "what does it taste like?", however near its sentences are. An aspect
whose words are the same in question and answer is given once; where they differ ("how much does it cost?" and "10,425
yen"), as a pair. A new way of asking for something particular belongs here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Aspect:
    """One particular thing.

    Attributes:
        asked: Finds it in a question.
        told: Finds it in a unit that answers.
        needed: Whether a drug's page that never tells it leaves the question unanswered; else it only helps to choose.
    """

    asked: re.Pattern[str]
    told: re.Pattern[str]
    needed: bool


# (asked, told): what is asked by one sort of words and told by another.
_PAIRS: tuple[tuple[str, str], ...] = (
    # people
    (
        r"\bhow many (?:people|patients|participants|persons|volunteers|adults|were|was|took part|joined|in it)|\bhow much (?:people|persons)|\bhow (?:big|large) (?:was|is|were)|\bnumber of (?:people|patients)",
        r"\b\d[\d,]* (?:people|adults|patients|participants|with|on)\b|\b(?:randomi[sz]ed|enrolled|joined|groups? of|put|plans? for|given to|of)\b[^.]{0,12}\b\d+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten) (?:people|patients)",
    ),
    (
        r"\bhow many (?:of (?:them|the people) (?:were|are) )?(?:women|females?|men|males?)\b",
        r"\b(?:women|females?|men|males?)\b",
    ),
    (
        r"\bhow many (?:\w+ or )?(?:black|hispanic|asian|white|indigenous)\b|\b(?:ethnic\w*|race|races)\b",
        r"\b(?:black|hispanic|asian|white (?:people|patients)|ethnic\w*|race)\b",
    ),
    (
        r"\b(?:name|called|who) (?:of|is|was|were|are)?\b[^.?!]{0,25}\b(?:neurologist|doctor|scientists?|chemists?|students?|professor|investigator|researcher|surgeon|inventor|founder|head|chief|ceo)\b|\bwho (?:has |had |have |first |was it that )?(?:invented|discovered|founded|created|came up with|dreamt up|headed|heads|leads|led|ran|runs)\b|\bwhich (?:neurologist|doctor|professor|scientist)\b|\b(?:chief|head|lead|principal) (?:of|investigator)\b|\bwhat were they called\b",
        r"\b(?:dr|prof|professor)\b|\b(?:invented|discovered|founded) by\b",
    ),
    (
        r"\bwho (?:makes?|made|owns?|owned|developed|develops|sells?|produces?|manufactur\w+|pays for|paid for|funded|funds)\b|\b(?:maker|manufacturer|sponsor|producer)\b|\b(?:which|what) (?:firm|company)\b|\b(?:company|firm) (?:is |that is )?(?:behind|that makes|making)\b|\bbehind it\b|\bmade by\b",
        r"\b(?:made by|maker|makes|made|company|from|runs?|ran|part of|developed by|belongs|paid for|funded|sponsor|bought|rights|led by|owned)\b",
    ),
    # money
    (
        r"\b(?:costs?|charged?|charges|prices?|pric(?:ey|ing)|expensive|how much (?:money|is it|does it cost|are they|euros?|dollars?)|afford\w*|cheap|set (?:a man|you|us|me|him|her|one|people|anyone) back|bills?)\b",
        r"\b\d[\d,.]*(?: thousand| million| billion)? ?(?:us |canadian |australian )?(?:dollars?|euros?|yen|pounds?|won)\b|\bprices?\b|\bcosts?\b",
    ),
    (
        r"\binsur\w+|\bcover(?:ed|age|s)? (?:it|this|for|by)?\b|\bcovered\b|\bmedicare|\bmedicaid|\breimburs\w+|\bcopay|\bwho pays\b|\bpay for it\b|\bsubsid\w+|\bfund(?:ed|ing)\b",
        r"\b(?:insur\w+|cover\w*|subsid\w+|fund\w*|pay|pays|paid|paying|pbs|medicare|medicaid|reimburs\w+|plans?)\b",
    ),
    (
        r"\b(?:aetna|cigna|humana|kaiser|blue ?cross|bupa|unitedhealth\w*|tricare|axa|allianz)\b",
        r"\b(?:aetna|cigna|humana|kaiser|blue ?cross|bupa|unitedhealth\w*|tricare|axa|allianz)\b",
    ),
    # time
    (
        r"\bhow often|\bhow many times?\b|\bfrequency|\btimes (?:a|per|each) (?:day|week|month)|\bevery how|\bschedule\b|\bhow regularly",
        r"\b(?:once|twice|three times|four times|every|each|daily|weekly|monthly|a day|a week|a month|per day|days apart|weeks apart|days? in a row|cycles?)\b",
    ),
    (
        r"\bwhen (?:was|did|is|will|were|are|does|do|could|can|might|should)\b|\bwhat (?:year|date|month|day)|\bwhich year|\bsince when|\bhow long ago|\bby when\b",
        r"\b(?:19|20)\d\d\b",
    ),
    (
        r"\bhow long (?:does|do|is|was|did|were|are|will|would)\b[^.?!]{0,40}\b(?:infusion|drip|injection|session|take|last|run|trial|study|course|treatment)",
        r"\b\d[\d.]*(?: to \d+)?[ -](?:minutes?|hours?|days?|weeks?|months?|years?)\b",
    ),
    (r"\bhow many minutes|\bhow many hours\b", r"\b(?:minutes?|hours?)\b"),
    (r"\bhow many (?:ml|millilit\w+|lit(?:re|er)s)\b", r"\b\d[\d.,]* ?(?:ml|lit(?:re|er)s)\b"),
    (
        r"\bhow many (?:\w+ of )?(?:\w+ )?cells\b",
        r"\b\d[\d.,]*(?: ?x ?10|[^.]{0,12} (?:million|billion))|\bcells (?:per|for each) (?:kg|kilo)",
    ),
    (
        r"\bwho (?:gives|injects|puts)\b[^.?!]*\b(?:it|jab|injection|shot|drip|needle)\b|\b(?:by )?an? nurse,? or\b",
        r"\b(?:nurses?|doctors?|trained|family|themselves|clinic|hospital|at home)\b",
    ),
    (
        r"\b(?:in|into) (?:the |my |which |what )?(?:arm|leg|thigh|bottom|buttocks?|belly|tummy|shoulder)\b|\b(?:of|the) arm, (?:of |the )?leg\b",
        r"\b(?:arms?|legs?|thighs?|bottom|buttocks?|belly|tummy|shoulders?|skin|vein)\b",
    ),
    (r"\bvisas?\b|\bpassports?\b", r"\bvisas?\b|\bpassports?\b"),
    (r"\bivf\b|\bembryos?\b", r"\bivf\b|\bembryos?\b"),
    (r"\btwins?\b", r"\btwins?\b"),
    (
        r"\bhow (?:soon|quickly|fast)\b[^.?!]{0,30}\b(?:work|help|act|effect|kick|notice|feel)|\bhow long (?:until|till|before|does it take)\b[^.?!]{0,40}\b(?:work\w*|help\w*|effect|act|kick\w*|notice|feel|better)|\b(?:days|weeks) (?:until|before)\b[^.?!]{0,20}\b(?:work|help)\w*",
        r"\b(?:begins?|starts?|started|began) to (?:work|act|help)|\bwithin \d+ (?:days|weeks)|\btakes? effect",
    ),
    (
        r"\bhalf[ -]?life|\bstays? (?:in|inside) (?:the |my |your )?(?:body|blood|system|spinal)|\bhow long (?:does it |is it )?(?:stay|remain|detect)\w*|\b(?:leave|leaves|out of) (?:the |my |your )?(?:body|system)",
        r"\bhalf[ -]?life|\bstays? in the body|\bto fall by half",
    ),
    # amounts
    (
        r"\bhow much\b(?! (?:does|do|did|will|would) (?:it|they|this|that|\w+) cost)(?=[^.?!]*\b(?:take|taken|given|give|gave|dose|injected|swallow|drink|per|get|in one|in each)\b)|\bdos(?:e|es|age)\b|\bhow many (?:mg|milligrams|tablets|pills|capsules|injections|doses|ml|units|cells|bags|packets)|\bmg\b|\bmilligrams?\b",
        r"\b\d[\d,.]* ?(?:mg|ml|g|kg|million|mcg|capsules?|tablets?|injections?|doses?|units|packets?|bags?|cells)\b|\b(?:one|two|three|four|five) (?:capsules?|tablets?|injections?|doses?|packets?|bags?)\b|\bdose\b",
    ),
    (
        r"\bpercent(?:age)?s?\b|\bby how much|\bhow much (?:slower|better|longer|less|more|difference|did it (?:slow|help|cut))|\bhow big (?:a|an|was the) (?:difference|effect|gain)",
        r"%|\bpoints?\b|\bmonths\b|\bdays\b",
    ),
    (
        r"\bhow (?:common|likely|frequent|rare)|\bhow (?:often|many) (?:do|did|get|got|had|people (?:get|got|had|have))|\bchances? of\b|\bwhat share\b|\bcommon (?:on|with|in)\b",
        r"\d ?%|\bin (?:about )?\d+ (?:people|of)|\b\d+ of (?:the )?\d+|\bcommon\b|\brare\w*\b",
    ),
    # results
    (
        r"\blive(?:s|d)? longer|\bsurviv\w+|\blife expectancy|\blifespan|\blengthen\w*|\bextend\w* (?:life|survival)|\bprolong\w*|\b(?:extra|more) (?:time|months|years)\b|\bstay alive\b",
        r"\b(?:alive|surviv\w+|live longer|lived|lives|lengthen\w*|died|deaths?|life|time to death)\b",
    ),
    (
        r"\bhow many (?:people )?(?:died|die|deaths?|dead)|\bdeaths?\b|\bdid (?:anyone|people|anybody|any\w*) die\b|\bpeople died\b|\bdied\b|\bpassed away in\b",
        r"\b(?:died|deaths?|death|dead|alive|fatal)\b",
    ),
    (
        r"\brecruit\w*|\benrol\w*|\bopen (?:to|for|now|trial|study)|\b(?:trial|study) (?:open|near|i can|still)|\btake part|\bjoin (?:a|the|this|any) (?:trial|study)|\bsign up\b|\bget (?:in|into|on) (?:a|the|this) (?:trial|study)|\btaking (?:people|patients|part)\b",
        r"\b(?:recruit\w*|open|opened|join\w*|enrol\w*|not yet started|running|full|closed|take[ns]? (?:part|people|in)|taking people|trials?|needs?|must)\b",
    ),
    (
        r"\b(?:trial|study|paid) (?:pay|pays|money)|\bpaid (?:to|for) (?:take|taking|join)|\b(?:hotel|mileage|parking|petrol|travel costs?|expenses|taxi|lodging|accommodation)\b",
        r"\b(?:hotel|mileage|parking|travel costs?|expenses|lodging|stipend)\b",
    ),
    (
        r"\b(?:phone|telephone|contact) (?:number|person|details)|\be-?mail address|\bwhom? (?:do|to) (?:i|we) (?:call|contact|write)|\bwebsite\b",
        r"\b(?:phone|e-?mail|contact|website)\b",
    ),
    (  # one with a name: "at 5 hospitals" tells of none
        r"\b(?:which|what) (?:\w+ )?(?:hospitals?|clinics?)\b|\bis there an? (?:hospital|clinic) in\b",
        r"(?<!\ba )(?<!\bor )(?<!\bone )\b(?:hospital|university|institute)\b(?! (?:or|stay|exemption)\b)",
    ),
    (
        r"\b(?:which|what) (?:sites?|centres?|centers?|cities)\b",
        r"\b(?:hospitals?|clinics?|sites?|centres?|centers?|university)\b",
    ),
    (
        r"\bwhere\b[^.?!]*\b(?:tri(?:ed|al|als)|test(?:ed)?|done|run|stud(?:y|ied|ies)|held|took place)\b",
        r"\b(?:sites?|centres?|centers?|hospitals?|university|clinics?|countries|israel|jerusalem|japan|korea|china|europe|usa|uk|italy|france|norway|sweden|canada|australia)\b",
    ),
    (
        r"\b(?:new|next|another|further) (?:trial|study)\b|\b(?:trial|study) (?:coming|planned|next)\b",
        r"\b(?:new|planned|plans?|cleared|not (?:yet )?started|next|allowed)\b",
    ),
    (
        r"\b(?:due|expected|awaited|come out|read ?outs?|announced)\b",
        r"\b(?:expected|due|planned|second half|first half|announced|reported|came out|published|results?)\b",
    ),
    (
        r"\bserious|\bdangerous|\bworst|\bsevere\b|\bfatal\b|\blife[ -]threatening",
        r"\b(?:serious|severe|died|fatal|danger\w*|toxic|poison\w*|harm\w*|life-threatening|warning)\b",
    ),
    (r"\bmost common|\bmain side|\bcommon side|\busual side", r"\b(?:common\w*|most)\b"),
    (r"\bvot(?:e|ed|es|ing)\b", r"\bvot(?:e|ed|es|ing)\b|\b\d+ (?:to|against|yes|no)\b"),
    (
        r"\bp[ -]?value|\bconfidence interval|\bstatistical\w*|\bsignificant\w*",
        r"\bp[ =<]|\b95%|\bsignifican\w*|\bchance\b|\bclear\w*\b",
    ),
    (r"\bhazard ratio", r"\bhazard ratio|\brisk\b[^.]{0,40}\btimes\b"),
    # the thing itself
    (
        r"\btast(?:e|es|ed|y|ing)\b|\bflavou?r\w*|\bbitter\b|\bsweet(?:en\w*)?\b|\bmint\b|\bstrawberry\b",
        r"\btast\w*|\bflavou?r\w*|\bbitter\b|\bsweet\w*|\bmint\b|\bstrawberry\b",
    ),
    (r"\bsmell\w*|\bodou?rs?\b|\bwhiff\b", r"\bsmell\w*|\bodou?rs?\b"),
    (
        r"\bwhat colou?r|\bcolou?r (?:is|are|of)|\bis it (?:blue|red|yellow|white|purple|green)\b",
        r"\b(?:colou?r\w*|blue|red|yellow|white|purple|green)\b",
    ),
    (
        r"\b(?:size|shape|big or small|how (?:big|large|thick))\b[^.?!]{0,20}\b(?:tablet|pill|capsule)|\b(?:tablet|pill|capsule)s?\b[^.?!]{0,20}\b(?:size|shape|big or small|how big)\b",
        r"\b(?:size|shape|mm)\b|\b(?:large|small|big) (?:tablet|pill|capsule)s?\b",
    ),
    (
        r"\b(?:stor(?:e|ed|age|ing)|fridge|refrigerat\w*|freez\w+|room temperature|shelf[ -]?life|expir\w+|keep it cold|kept (?:cold|cool|in)|sunlight|thaw\w*)\b",
        r"\b(?:stor(?:e|ed|age|ing)|fridge|refrigerat\w*|freez\w*|frozen|temperature|shelf|expir\w+|protected from|sensitive to light|thaw\w*)\b",
    ),
    (
        r"\b(?:fl(?:y|ying)(?! (?:(?:to|out|over) [\w ]{2,20} for|colou?rs)\b)|flight|aeroplane|airplane|plane|airport|luggage|suitcase|customs|travel(?:ling|ing)?|holiday abroad|cruise)\b",
        r"\b(?:fly|flying|flight|plane|airport|luggage|customs|travel\w*)\b",
    ),
    (
        r"\b(?:ingredients?|made (?:of|from|out of)|contain(?:s|ed)?|consists?|what(?:'s| is) in (?:it|the)|sugar[ -]free|gluten|lactose|fructose|sorbitol|dye|preservatives?)\b",
        r"\b(?:ingredients?|made (?:of|from|up)|made\b|contain\w*|consists?|mix\w*|joins?|combin\w+|holds|form of|gluten|lactose|fructose|sorbitol|sulfites?|sulphites?|crystals?|acid|cells?)\b",
    ),
    (
        r"\b(?:gluten|lactose|fructose|sorbitol|halal|kosher|vegan|vegetarian|gelatin\w*|animal (?:product|origin|parts)|which animal|pork|pig|bovine|fetal|foetal)\b",
        r"\b(?:gluten|lactose|fructose|sorbitol|halal|kosher|vegan|vegetarian|gelatin\w*|animals?|pork|pig|bovine|fetal|foetal)\b",
    ),
    (
        r"\bpronounce\w*|\bhow do you say\b|\bwhat does the name mean\b|\bnamed after\b|\bwhere does the name\b",
        r"\bpronounce\w*|\bnamed after\b|\bname\b",
    ),
    (
        r"\b(?:packag\w+|blister|vials?|syringes?|pre-?filled|ampoules?|box of|bottle size|cap\b|child[ -]?proof)\b",
        r"\b(?:packag\w+|blister|vials?|syringes?|pre-?filled|ampoules?|packets?|bottles?|bags?)\b",
    ),
    (
        r"\b(?:gauge|needle size|how (?:long|thick) is the needle|size needle|needle do they use)\b",
        r"\b(?:gauge|needle)\b[^.]{0,20}\b(?:size|mm|gauge)\b",
    ),
    (
        r"\b(?:(?:give|given|giving|inject\w*|have|having|done|do|get|take|taken|used?|drip|jab|nurse|learn\w*)\b[^?.!]{0,30}\bat home|at home or|home (?:or|nurse|treatment|infusion|injection)|self[ -]?inject\w*|inject (?:it )?(?:myself|yourself)|by (?:myself|yourself|family))\b",
        r"\b(?:home|self|family|clinic|hospital|trained)\b",
    ),
    (
        r"\b(?:anaesthe\w+|anesthe\w+|sedat\w+|numbing|put to sleep)\b",
        r"\b(?:anaesthe\w+|anesthe\w+|sedat\w+|numb\w*)\b",
    ),
    (
        r"\b(?:with food|with (?:a )?meals?|empty stomach|before (?:food|eating|meals?|breakfast)|after (?:food|eating|meals?)|fast(?:ing)?\b(?! (?:or slow|track|als|progress|worsen|mov))|with or without (?:food|a meal))\b|\bwith a meal or\b",
        r"\b(?:meals?|(?:empty|full) stomach|fast(?:ing|ed)?|breakfast|eat(?:ing|en)?|with(?:out)? food|food (?:and|or) |(?:after|before|from|of) food)\b|\bfat\b",
    ),
    (
        r"\b(?:yoghurt|yogurt|apple ?sauce|juice|milk|mixed (?:in|with))\b",
        r"\b(?:food|meals?|stomach|breakfast|water|eat|drink|mixed)\b",
    ),
    (
        r"\b(?:crush\w*|open(?:ed)? (?:the )?capsules?|capsules? (?:be )?opened|dissolv\w+|split|chew\w*|cut (?:the|it))\b",
        r"\b(?:crush\w*|open\w*|dissolv\w+|split|chew\w*|cut|melts?|mixed)\b",
    ),
    (
        r"\b(?:alcohol|wine|beer|booze|champagne|whisky|vodka|spirits)\b|(?<!\bfor )\bdrinking\b(?=\W*(?:\?|$|on|while|with|and|too))",
        r"\b(?:alcohol|wine|beer)\b",
    ),
    (
        r"\b(?:grapefruit|coffee(?! morning)|caffeine|dairy|cheese|garlic|green tea|turmeric|st\.? john|diet\w*|vegetables|nutrition\w*|keto)\b",
        r"\b(?:grapefruit|coffee(?! morning)|caffeine|dairy|cheese|garlic|green tea|turmeric|st\.? john|diet\w*|vegetables|nutrition\w*|keto)\b",
    ),
    (
        r"\b(?:interact\w*|clash\w*|other (?:drugs|medicines|medications|meds|tablets)|combin\w+ with|together with|alongside|mix(?:ed|ing)? with|on top of)\b",
        r"\b(?:interact\w*|other drugs?|other medicines?|combin\w+|together|also took|also take|added to|on top of|alongside|must not be|not be mixed|mixed|slow its|speed|allowed|limited|same time|drugs that)\b",
    ),
    (r"\bvaccin\w*|\bflu (?:jab|shot)|\bshingles|\bcovid\b|\bimmuni[sz]ation", r"\bvaccin\w*|\bimmuni[sz]ation"),
    (r"\bpregnan\w*|\bunborn|\bexpecting a baby", r"\bpregnan\w*|\bunborn|\bbaby"),
    (r"\bbreast[ -]?fe\w+|\bnursing mother|\bbreast milk", r"\bbreast[ -]?fe\w+"),
    (
        r"\bfertil\w*|\bsperm|\bcontracepti\w+|\bbirth control|\bimpoten\w*|\berect\w*|\blibido|\bsex(?:ual)? (?:life|drive|function)|\berectile",
        r"\bfertil\w*|\bsperm|\bcontracepti\w+|\bbirth control|\bimpoten\w*|\blibido|\bsexual",
    ),
    (
        r"\b(?:child|children|kids?|teenagers?|paediatric|pediatric|minors|under 18)\b(?! of)",
        r"\b(?:child|children|kids?|teenagers?|paediatric|pediatric|adults|aged? (?:18|20))\b",
    ),
    (
        r"\b(?:elderly|older (?:people|patients|adults)|over (?:70|75|80)|age limit|old people|how old|what ages?|ages?)\b",
        r"\b(?:elderly|older|over \d\d|aged?|ages|adults|years old)\b",
    ),
    # the body
    (r"\bhair\b", r"\bhair\b"),
    (r"\b(?:liver|hepat\w+|alt)\b", r"\b(?:liver|hepat\w+|alt|transaminases?)\b"),
    (r"\b(?:kidneys?|renal)\b", r"\b(?:kidneys?|renal|egfr)\b"),
    (r"\b(?:heart|cardiac|palpitat\w*|arrhythmi\w*|qt)\b", r"\b(?:heart|cardiac|palpitat\w*|arrhythmi\w*|qt)\b"),
    (r"\bblood pressure|\bhypertens\w+", r"\bblood pressure|\bhypertens\w+"),
    (
        r"\b(?:depress\w*|suicid\w*|mood|anxi\w+|hallucinat\w*|psychosis)\b",
        r"\b(?:depress\w*|suicid\w*|mood|anxi\w+|hallucinat\w*|serotonin)\b",
    ),
    (
        r"\b(?:sleep\w*|insomnia|dreams?|nightmares?|drows\w+|snoring)\b",
        r"\b(?:sleep\w*|insomnia|dreams?|nightmares?|drows\w+)\b",
    ),
    (
        r"\b(?:memory|thinking problems?|cognit\w+|concentrat\w+|brain fog|confus\w+)\b",
        r"\b(?:memory|thinking|cognit\w+|confus\w+)\b",
    ),
    (
        r"\b(?:weight (?:loss|gain)|lose weight|gain weight|appetite|put on weight|losing weight)\b",
        r"\b(?:weight|appetite)\b",
    ),
    (
        r"\b(?:sunburn\w*|sun(?:light)? sensitiv\w*|tan(?:ning)?|photosensitiv\w*|sunscreen)\b",
        r"\b(?:sun\w*|photosensitiv\w*)\b",
    ),
    (r"\b(?:rash|itch\w*|hives|eczema|skin (?:reaction|problem)s?)\b", r"\b(?:rash|itch\w*|hives|eczema|skin)\b"),
    (
        r"\b(?:eyes?(?:ight)?|vision|blind\w*|blurr\w+|cataract\w*|glaucoma)\b(?![ -]?gaze)",
        r"\b(?:eyes?|eyesight|vision|blind\w*|blurr\w+|optic|sight)\b(?!ed)",
    ),
    (r"\b(?:hearing|tinnitus|deaf\w*|ears?)\b", r"\b(?:hearing|tinnitus|deaf\w*|ears?)\b"),
    (r"\b(?:teeth|tooth|dent(?:al|ist|ures))\b", r"\b(?:teeth|tooth|dental)\b"),
    (r"\b(?:urine|wee|pee|urinat\w+|bladder)\b", r"\b(?:urine|urinat\w+|bladder|urinary)\b"),
    (r"\b(?:diabet\w+|blood sugar|insulin|glucose)\b", r"\b(?:diabet\w+|blood sugar|insulin|glucose)\b"),
    (r"\b(?:cancers?|tumou?rs?|malignan\w+)\b", r"\b(?:cancers?|tumou?rs?|malignan\w+)\b"),
    (r"\b(?:asthma|sulphites?|sulfites?)\b", r"\b(?:asthma|sulphites?|sulfites?|bisulfite)\b"),
    (r"\ballerg\w+|\banaphyla\w+", r"\ballerg\w+|\banaphyla\w+|\bhypersensitiv\w+"),
    (r"\bheadaches?\b", r"\bheadaches?\b"),
    (r"\b(?:nausea|nauseous|vomit\w*|feel(?:ing)? sick|throw(?:ing)? up)\b", r"\b(?:nausea|vomit\w*|sick)\b"),
    (r"\bdiarrh?o?ea|\bthe runs\b|\bloose stools", r"\bdiarrh?o?ea|\bgut\b|\bstomach"),
    (r"\bconstipat\w+", r"\bconstipat\w+"),
    (r"\bdizz\w+|\blight[ -]?headed|\bvertigo", r"\bdizz\w+|\bvertigo"),
    (r"\b(?:tired(?:ness)?|fatigue|exhaust\w+)\b", r"\b(?:tired(?:ness)?|fatigue|weakness)\b"),
    (r"\b(?:fever|temperature)\b", r"\b(?:fever|temperature)\b"),
    (
        r"\b(?:infections?|immune|immunosuppress\w*)\b",
        r"\b(?:infections?|immune|immunosuppress\w*|white (?:blood )?cells)\b",
    ),
    (r"\b(?:bruis\w+|bleed\w*|blood thinn\w*|clots?)\b", r"\b(?:bruis\w+|bleed\w*|clots?)\b"),
    (
        r"\b(?:seizures?|epilep\w+|epileptic fits?|fits or seizures|(?:have|having|had|get|cause) fits)\b",
        r"\b(?:seizures?|epilep\w+)\b",
    ),
    (r"\b(?:falls?|falling|balance)\b(?! (?:in|by|of|as|with))", r"\b(?:falls?|falling|balance|walking)\b"),
    (r"\b(?:dr(?:ive|iving)|drive a car|behind the wheel|machinery)\b", r"\b(?:driv\w+|machinery)\b"),
    (
        r"\b(?:exercis\w+|swim\w*|gym|(?<!my )(?<!the )(?<!her )(?<!his )physio\w*|sports?|doping|marathon|yoga|sauna|hot tub|massage)\b",
        r"\b(?:exercis\w+|swim\w*|physio\w*|sports?|doping|sauna)\b",
    ),
    (r"\b(?:donat\w+ blood|blood donat\w+|blood services?|organ donat\w+|donor)\b", r"\b(?:donat\w+|donor)\b"),
    (r"\b(?:surgery|operation|surgeon)\b(?! of)", r"\b(?:surgery|surgical|operation)\b"),
    (r"\b(?:mri|ct scan|x-?ray|scans?|pacemaker|metal)\b", r"\b(?:mri|ct|x-?ray|scans?|pacemaker|metal)\b"),
    (r"\b(?:tattoo\w*|piercings?)\b", r"\b(?:tattoo\w*|piercings?)\b"),
    (r"\b(?:feeding tube|peg|g-?tube|gastrostomy)\b", r"\b(?:feeding tubes?|peg|gastrostomy)\b"),
    (
        r"\b(?:bi-?pap|niv|ventilators?|ventilation|tracheostomy|breathing machine|trach)\b",
        r"\b(?:bi-?pap|niv|ventilat\w+|tracheostomy|breathing (?:machine|support|tube)|trach)\b",
    ),
    (
        r"\b(?:swallow\w*(?= (?:problems?|trouble|difficult\w*|it|them|tablets?|pills?|a|the|with|food)\b|\W*$)|(?:not|hard to|easy to|cannot|can\'t|trouble|difficulty|to) swallow\w*|dysphagia)\b",
        r"\b(?:swallow\w*|liquid|tablets?|film|drink|mouth|bulbar)\b",
    ),
    (r"\b(?:speech|voice|talk better|speaking(?! of))\b", r"\b(?:speech|voice|speaking|bulbar)\b"),
    (r"\b(?:saliva|drool\w*)\b", r"\b(?:saliva|drool\w*)\b"),
    (
        r"\b(?:cramps?|spasm\w*|spastic\w*|twitch\w*|fasciculat\w*)\b",
        r"\b(?:cramps?|spasm\w*|spastic\w*|twitch\w*|fasciculat\w*)\b",
    ),
    (r"\bquality of life", r"\bquality of life|\balsaq"),
    (
        r"\b(?:breath(?:e|ing)|lungs?|lung function|breathless\w*)\b",
        r"\b(?:breath\w*|lungs?|vital capacity|fvc|svc|respirat\w+)\b",
    ),
    (r"\b(?:strength|grip|stronger)\b", r"\b(?:strength|grip|muscles?|stronger)\b"),
    # where it comes from, what became of it
    (
        r"\b(?:dogs?|cats?|horses?|vets?|veterinar\w+)\b[^.?!]*\b(?:licen[sc]ed|medicine|approved|given|used)\b|\b(?:licen[sc]ed|medicine|approved|used)\b[^.?!]* (?:for|in|on) (?:dogs?|cats?|horses?)\b",
        r"\b(?:dogs?|cats?|horses?|veterinar\w+)\b",
    ),
    (
        r"\b(?:mice|mouse|rats?|animals?|monkeys?|dogs?|test tube|lab (?:studies|tests))\b",
        r"\b(?:mice|mouse|rats?|animals?|monkeys?|primates?|dogs?|zebrafish|flies|worms?|lab)\b",
    ),
    (
        r"\bwhose (?:own )?(?:cells?|body|marrow|blood|are they)\b|\bfrom (?:somebody|someone) else\b|\b(?:his|her|my|your|their|patient's) own or\b",
        r"\b(?:own|donors?|donated|embryonic|cord blood|do not come from)\b",
    ),
    (r"\bwhich charit(?:y|ies)\b", r"\b(?:charit(?:y|ies)|foundation|fund)\b"),
    (r"\bpatents?\b", r"\bpatents?\b"),
    (
        r"\b(?:shares(?= (?:in|of|fell|worth|price))|stock|share price|nasdaq|invest(?:or|ors|ment)|bankrupt\w*|revenue)\b",
        r"\b(?:shares?|stock|nasdaq|invest\w*|bankrupt\w*)\b",
    ),
    (r"\b(?:generics?|no-?name|copies)\b", r"\bgenerics?\b"),
    (
        r"\b(?:shortage|out of stock|supply problem|short supply|recall(?:ed)?)\b",
        r"\b(?:shortage|stock|supply|recall\w*|brought in|import\w*)\b",
    ),
    (r"\b(?:prescription|over the counter|otc)\b", r"\b(?:prescri\w+|counter|supplement)\b"),
    (
        r"\b(?:buy|bought|order|sold) (?:it )?(?:online|on the internet|off the internet|at amazon|from a website)|\bamazon\b|\bebay\b",
        r"\b(?:online|internet|supplements?|pharmacy|shop|bought)\b",
    ),
    (
        r"\b(?:petition|lawsuit|sued|court|settlement|fined)\b",
        r"\b(?:petition|lawsuit|sued|court|settlement|settled|fined|paid)\b",
    ),
    (
        r"\b(?:dispos\w+|throw (?:it )?away|leftovers?|left over|unused|flush|environment\w*|recycl\w*|carbon|plastic)\b",
        r"\b(?:dispos\w+|throw|leftovers?|unused|environment\w*)\b",
    ),
    (r"\b(?:overdos\w+|too much of it)\b", r"\b(?:overdos\w+)\b"),
    (r"\b(?:religio\w*|jehovah\w*|church|islam\w*|jewish law|catholic)\b", r"\b(?:religio\w*|jehovah\w*)\b"),
    (r"\b(?:jet ?lag|pets?(?! shop)|my dog|my cat|garden\w*|wi-?fi|5g)\b", r"\b(?:pets?|dogs?|cats?)\b"),
)

# (asked, told): helps to choose, but a page may answer without it.
_HINTS: tuple[tuple[str, str], ...] = (
    (
        r"\bwhy\b|\bhow come\b|\breason\b",
        r"\b(?:because|after|since|due|so that|as|failed|did not|not enough|doubt\w*|led to)\b",
    ),
    (
        r"\bnow\b|\bcurrent\w*|\btoday\b|\blatest\b|\bstill\b|\bstand[s]?\b|\bstatus\b",
        r"\b(?:as of|in sources up to|still|now|202[4-6])\b",
    ),
    (
        r"\bqualif\w+|\beligib\w+|\bcriteria\b|\bconditions?\b[^.?!]{0,25}\b(?:ful\w+|enter|join|meet)|\b(?:accept(?:ed|s|ing)?|let|allowed|get|got|admitted) (?:in|into)\b|\b(?:are|were|they|was) accept\w*|\bwho (?:can|could|may|was able to) (?:join|enter|take part)|\b(?:which|what sort of|what kind of) (?:people|patients|persons|pals)\b",
        r"\b(?:had to|must|needed|needs?)\b|\btakes? (?:people|adults|only)\b|\btook (?:people|adults|in people)\b|\btested in (?:people|adults)\b|\baged? \d|\bcould not join|\bto join\b|\bwithin \d+ (?:months|years)",
    ),
    (r"\bearly\b|\bnewly\b|\bbeginning\b|\bstart of\b", r"\b(?:early|first symptoms|within)\b"),
    (r"\b(?:late|later|advanced|end) ?(?:stage)?\b", r"\b(?:late|later|advanced|older)\b"),
)


def _aspects() -> Iterator[Aspect]:
    for asked, told in _PAIRS:
        yield Aspect(re.compile(asked), re.compile(told), needed=True)
    for asked, told in _HINTS:
        yield Aspect(re.compile(asked), re.compile(told), needed=False)


ASPECTS = tuple(_aspects())


def aspects_asked(plain: str) -> tuple[Aspect, ...]:
    """Aspects that a folded text asks for, in table order."""
    return tuple(aspect for aspect in ASPECTS if aspect.asked.search(plain))
