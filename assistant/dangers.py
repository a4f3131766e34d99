"""Words that tell of danger: the tables behind `safety`. Patterns only, over text as ``safety.plain`` writes it.

Each table is a list of (words that set the rule off, words that make the same phrase ordinary). The ordinary words are
taken out of the text before the others are looked for. Every line answers to cases in evals/cases and to
docs/hazards.md; awaiting review by clinicians and people with lived experience.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Sign:
    """One rule: ``words`` set it off unless all of them stand inside ``ordinary`` ones."""

    words: re.Pattern[str]
    ordinary: re.Pattern[str] | None

    def seen_in(self, plain: str) -> bool:
        """Whether a text shows the sign."""
        return bool(self.words.search(self.ordinary.sub(" . ", plain) if self.ordinary else plain))


def _sign(*words: str, ordinary: tuple[str, ...] = ()) -> Sign:
    return Sign(re.compile("|".join(words)), re.compile("|".join(ordinary)) if ordinary else None)


# --- words used in many rules ----------------------------------------------------------------------------------

_WHO = r"(?:i|we|he|she|they|my|dad|mum|mom|father|mother|husband|wife|partner|son|daughter|brother|sister|him|her|me|patient|child|baby|toddler|kid)"
_VENT = r"(?:ventilator|ventilation|vent|bi-?pap|c-?pap|niv|trilogy|astral|breathing (?:machine|mask|support)|breather|respirator|cough assist|trach(?:eostomy)?(?: tube| vent)?|air machine|life support)"
_PILLS = r"(?:pills?|tablets?|tabs?|capsules?|meds?|medicines?|medications?|packets?|bottles?|box(?:es)?|packs?|sachets?|doses?|patches|drops|riluzole|rilutek|nuedexta|radicava|tudca|morphine|oxycodone|paracetamol|tylenol|sleeping)"
_CHILD = r"(?:child|children|toddler|baby|kid|kids|grandson|granddaughter|grandchild|niece|nephew|(?:my|the|our) (?:little )?(?:son|daughter|boy|girl|one)|\d+[ -]?(?:year|yr|month)s?[ -]?old|two-year-old|three-year-old|dog|puppy|cat)"
_NOW = r"(?:now|right now|at the moment|just|suddenly|sudden|this (?:morning|minute)|today|tonight|help|please|quick|quickly|urgent|since \d+ minutes|what do i do|what now|911|999|112)"

# Asking about an effect, a trial or the future, not having it: "can it cause chest pain?", "did anyone choke in the trial?"
GENERAL = (
    r"\b(?:can|could|does|do|did|will|would|may|might|is|are|was|were|has|have)\b[^.!?]{0,70}\b(?:caus(?:e|es|ed|ing)|lead to|side[ -]effects?|symptoms? of|common|a risk|risks?|in (?:the |any |a |his |her )?(?:\w+ ){0,2}(?:trials?|stud(?:y|ies))|reported|listed|counted|mentioned|happen with|help with|prevent|outcome|measure[ds]?)\b[^.!?]*",
    r"\bhow many\b[^.!?]{0,50}\b(?:ended|died|had|got|were|needed|stopped)\b[^.!?]*",
    r"\b(?:what|which|how many|how often|why|how common|was|were)\b[^.!?]{0,90}\b(?:people|patients|participants|deaths?|trials?|study|studies|side[ -]effects?|label|page|warnings?|section|part of)\b[^.!?]*",
    r"\b(?:people|patients|participants|anyone|someone|somebody)\b[^.!?]{0,60}\b(?:in|during|from) (?:the |a |any )?(?:\w+ ){0,2}(?:trials?|study|studies)\b[^.!?]*",
    r"\b(?:side[ -]effects?|warnings?|label|leaflet|page|risk|signs?|symptoms?)\b[^.!?]{0,40}\b(?:say|says|said|list|lists|listed|mention|mentions|mentioned|called|include|includes|such as|like|of)\b[^.!?]*",
    r"\b(?:likely|less likely|more likely|afraid|scared|worried|worry|fear|fears|prevent|avoid|stop (?:him|her|me|them) (?:from )?|so that (?:he|she|i) (?:does|do) not|to not|reduce|help with|history of|risk of|used to|last (?:year|month|week)|years ago|months ago|in the past|once|one day|in future|in the future|later on|eventually|when the time comes|what (?:if|happens if)|what would happen|in case)\b[^.!?]{0,60}",
)
_CHRONIC = (
    r"\b(?:cannot|not can|struggling to|trouble|unable to|can hardly|can barely|hardly|barely|difficulty|hard to)\b[^.?!]{0,10}\bbreath(?:e|ing)?\b[^.?!]{0,6}\b(?:as )?(?:well|deeply|so well|at night|lying|flat|on (?:his|her|my|their) (?:own|back)|without|when lying|properly (?:at|when))\b[^.?!]*",
    r"\btrouble breathing (?:when|while|at|if|during|on)\b[^.?!]*",
)

EMERGENCY = (
    # choking, no air
    _sign(
        r"\b(?:is|am|are|be|keeps?|was just|just started|started|'?s|nearly|almost|now) (?:now )?(?:chok(?:e?ing)|suffocating|gasping|gagging)\b",
        r"\bchoke?ing (?:on|right now|now|badly|please|help)\b|^\W*(?:help\W+|please\W+)?chok(?:e?ing|es?)\b",
        rf"\b{_WHO} (?:is |are |am |'s )?chok(?:e?ing|es|ed)\b",
        r"\b(?:cannot|not can|can (?:hardly|barely)|unable to|hardly|barely|struggling to|fighting to|fighting for|trouble|difficulty|not|no longer|stopped|stops|stop) breath(?:e|ing|es|s)?\b",
        r"\b(?:cannot|unable to|hardly|barely) (?:get|catch|take|draw) (?:my|his|her|any|a|enough)? ?(?:air|breath)\b|\bno air\b|\bout of (?:air|breath)\b|\bgasping\b|\bsuffocating\b",
        r"\bstuck\b[^.?!]{0,20}\b(?:in|down)? ?(?:my|his|her|the)? ?(?:throat|windpipe|airway)\b|\b(?:food|tablet|pill|phlegm|mucus|something)\b[^.?!]{0,15}\bstuck\b|\bcannot cough\b|\bcannot get (?:it|this|that|the phlegm|the mucus) (?:up|out)\b",
        r"\b(?:sudden(?:ly)?|now|worse|getting worse)\b[^.?!]{0,30}\b(?:short of breath|breathless|cannot breathe)\b|\b(?:short of breath|breathless)\b[^.?!]{0,30}\b(?:sudden(?:ly)?|now|getting worse|worse)\b",
        ordinary=(*_CHRONIC, *GENERAL, r"\bchoked\b[^.?!]*\b(?:last|ago|before|once|used to)\b"),
    ),
    # colour
    _sign(
        r"\b(?:lips?|face|fingers?|fingertips|nails?|skin|mouth|tongue|he|she|i)\b[^.?!]{0,30}\b(?:blue|bluish|grey|gray|purple|going red)\b|\bturn(?:ing|ed) (?:blue|grey|gray|purple)\b|\b(?:blue|bluish|grey|purple) (?:lips?|fingers?|face)\b",
        ordinary=(
            *GENERAL,
            r"\bblue (?:pill|tablet|badge|box|cross|capsule)\w*",
            r"\b(?:is|are) (?:it|they|the \w+) (?:blue|grey|red|purple)\b",
        ),
    ),
    # the machine that breathes
    _sign(
        rf"\b{_VENT}\b[^.?!]{{0,45}}\b(?:stopp?ed|stops|not work\w*|does not work|is not|isn'?t|switched (?:itself )?off|went off|turned (?:itself )?off|is off|came off|come off|fell (?:off|out)|pulled out|out|disconnected|fail(?:ed|ing|s)?|broke|broken|alarm\w*|beeping|died|dead|no power|battery|black|blank|not pushing|no air|leaking)\b",
        rf"\b(?:power|electricity)\b[^.?!]{{0,25}}\b(?:out|outage|cut|off|failed|failure|gone)\b[^.?!]*\b{_VENT}\b|\b{_VENT}\b[^.?!]*\bpower (?:cut|outage|failure)\b",
        ordinary=(
            *GENERAL,
            r"\b(?:have|has|had|get|got|getting|having|want|wants|wanted|take|taken|turn|turned|be|being|can|could|may|should|who|when|whenever|decide|decides)\b[^.?!]{0,40}\b(?:ventilator|vent|bi-?pap|niv|trach\w*|breathing machine|life support|ventilation)\b[^.?!]{0,20}\b(?:withdrawn|removed|turned off|switched off|taken off|off|out)\b",
            r"\bwant (?:my |the )?vent off\b|\bvent(?:ilator)? off\b[^.?!]{0,5}(?:\.|$)",
        ),
    ),
    # swelling, severe allergy
    _sign(
        r"\b(?:swelling|swollen|swelled|swell|puffy|puffed)\b[^.?!]{0,30}\b(?:face|throat|tongue|lips?|mouth|eyes)\b|\b(?:face|throat|tongue|lips?|mouth)\b[^.?!]{0,30}\b(?:swelling|swollen|swelled|swells|closing|closed|tight(?:ening)?|puffed|puffy|thick)\b",
        r"\b(?:having|has|in|going into) (?:an? )?(?:anaphyla\w+|severe allergic)\b|\banaphyla\w+\b[^.?!]*\bnow\b|\bepi-?pen\b",
        ordinary=GENERAL,
    ),
    # collapse, heart, brain
    _sign(
        r"\b(?:collapsed|collapsing|unconscious|unresponsive|passed out|passing out|blacked out|faint(?:ed|ing)|not (?:waking|responding)|will not wake|cannot wake|does not wake|not wake up now|is (?:not )?(?:conscious|responding))\b",
        ordinary=(
            *GENERAL,
            r"\b(?:company|share|shares|stock|price|amylyx|firm|trial|market)\b[^.?!]{0,20}\bcollaps\w+",
            r"\bcollapsed (?:after|when) the (?:trial|news)\b",
        ),
    ),
    _sign(
        r"\bchest\b[^.?!]{0,15}\b(?:pain|pains|hurts?|hurting|tight|tightness|pressure|crushing|squeez\w+)\b|\b(?:pain|pressure|tightness|crushing|weight)\b[^.?!]{0,20}\b(?:in|on|across) (?:my|his|her|the) chest\b",
        r"\b(?:having|has|is it|may be|think it is|could (?:it|this) be) (?:a |an )?(?:heart attack|stroke|seizure|fit)\b|\bface\b[^.?!]{0,10}\bdroop\w*|\bslurr\w+\b[^.?!]{0,20}\bsudden\w*|\bheart (?:has )?stopped\b|\bno pulse\b",
        ordinary=(*GENERAL, r"\b(?:after|had|since) (?:a|my|his|her) (?:heart attack|stroke)\b"),
    ),
    # spinal cord
    _sign(
        r"\b(?:sudden(?:ly)?|this morning|woke up|overnight|today|since (?:the|his|her|my) (?:injection|puncture|tap|dose))\b[^.?!]{0,60}\b(?:cannot (?:move|feel|walk|stand|see)|lost (?:all )?(?:feeling|movement|control|sight|vision)|paraly\w+|numb\w*|dead|loss of|blind)\b",
        r"\bsudden(?:ly)?\b[^.?!]{0,30}\bweak(?:ness|er)?\b|\b(?:legs?|arms?|feet)\b[^.?!]{0,20}\b(?:completely|totally|suddenly) (?:dead|numb|gone|paralysed|paralyzed)\b|\b(?:both|my|his|her) legs? (?:are|have|has|went|gone) (?:\w+ )?(?:dead|numb|given way)\b",
        r"\b(?:cannot|no longer)\b[^.?!]{0,25}\b(?:move|feel|walk|stand)\b[^.?!]{0,40}\b(?:sudden(?:ly)?|since (?:the|his|her|my|yesterday)|after (?:the|his|her|my) (?:injection|puncture|tap))\b",
        r"\b(?:lost|losing|no|cannot control|not control) (?:control of )?(?:my|his|her|the)? ?(?:bladder|bowels?|wee|pee|urine)(?: control)?\b|\bcannot (?:pee|urinate|pass (?:urine|water)|wee)\b|\bwet (?:himself|herself|myself)\b[^.?!]{0,40}\b(?:injection|legs?|suddenly|spinal)\b",
        ordinary=GENERAL,
    ),
    # infection after a spinal dose, fever without white cells
    _sign(
        r"\bstiff neck\b[^.?!]*\b(?:fever|temp(?:erature)?|headache|vomit\w*|lights?|hot)\b|\b(?:fever|temp(?:erature)?|headache|hot|\d\d\.\d)\b[^.?!]{0,60}\b(?:stiff neck|neck (?:is |so )?(?:very )?stiff)\b|\bneck (?:is |so )?(?:very )?stiff\b[^.?!]{0,60}\b(?:fever|temp\w*|headache|lights?|hot|vomit\w*)\b",
        r"\b(?:fever|temp(?:erature)?)\b[^.?!]*\b(?:low|no|few|drop\w*)\b[^.?!]{0,20}\b(?:white (?:blood )?cells?|neutrophil\w*|white count|wbc)\b|\b(?:white (?:blood )?cells?|neutro\w+|white count|wbc)\b[^.?!]*\b(?:fever|temp(?:erature)?|shiver\w*|hot)\b",
        r"\b(?:fever|temp(?:erature)?)\b[^.?!]{0,12}\b(?:39|40|41|42|103|104|105)(?:\.\d)?\b|\b(?:39|40|41|103|104|105)(?:\.\d)? ?(?:degrees?|c|f)?\b[^.?!]{0,12}\b(?:fever|temp(?:erature)?)\b",
        ordinary=GENERAL,
    ),
    # severe belly pain
    _sign(
        r"\bappendicitis\b|\b(?:severe|terrible|unbearable|sudden|persistent|worst)\b[^.?!]{0,20}\b(?:abdominal|stomach|belly|tummy)\b[^.?!]{0,10}\bpain\b|\b(?:severe|terrible|unbearable|sudden|persistent) pain\b[^.?!]{0,25}\b(?:abdomen|stomach|belly|tummy)\b",
        ordinary=GENERAL,
    ),
    # bleeding
    _sign(
        r"\b(?:vomit\w*|throw\w* up|cough\w*(?: up)?|spitting|passing|pooing)\b[^.?!]{0,20}\bblood\b|\bcoffee grounds?\b|\bbleeding (?:a lot|heavily|badly|and (?:it )?will not stop)\b|\bblood everywhere\b",
        ordinary=GENERAL,
    ),
    # the most urgent phrases in other languages
    _sign(
        r"\bno (?:puedo|puede|logra) respirar|\bse (?:esta )?(?:ahogando|asfixiando)|\bme (?:ahogo|asfixio)|\batragant\w+|\blabios (?:azules|morados)|\binconsciente|\bse (?:ha )?desmay\w+|\bdolor (?:fuerte )?(?:en el|de) pecho|\bse trago\b|\bsobredosis|\bse (?:paro|apago|ha parado) (?:el|la) (?:respirador|ventilador|maquina|bipap)",
        r"\b(?:n'?|ne )?(?:arrive|peux|peut) (?:plus|pas) (?:a )?respirer|\bil (?:ne respire plus|s'etouffe)|\belle (?:ne respire plus|s'etouffe)|\bje m'etouffe|\bs'etouffe|\blevres bleues|\binconscient|\bevanoui|\bdouleur (?:\w+ )?(?:a la|dans la) poitrine|\ba avale\b|\bsurdose|\b(?:machine|appareil|respirateur)\b[^.?!]{0,50}\b(?:arrete|en panne|marche plus)",
        r"\b(?:bekomme|kriege|kriegt|bekommt) keine luft|\bkann nicht (?:mehr )?atmen|\berstick\w+|\batmet nicht|\bblaue lippen|\blippen (?:sind )?blau|\bbewusstlos|\bohnmachtig|\bbrustschmerz\w*|\bschmerzen in der brust|\bverschluckt\b|\buberdosis|\b(?:beatmung\w*|gerat|maschine)\b[^.?!]{0,40}\b(?:ausgefallen|kaputt|aus\b|funktioniert nicht)",
        r"\bnon (?:riesco|riesce|posso|puo|respira) ?(?:piu )?(?:a )?(?:respirare)?\b[^.?!]{0,5}respir|\bnon respira|\bsta soffocando|\bsoffoc\w+|\blabbra (?:blu|viola)|\bsvenut\w+|\bincosciente|\bdolore al petto|\bha (?:ingoiato|inghiottito)|\boverdose di|\bventilatore\b[^.?!]{0,30}\b(?:fermato|spento|rotto)",
        r"\bnao (?:consigo|consegue) respirar|\bnao respira|\bengasg\w+|\blabios (?:azuis|roxos)|\binconsciente|\bdesmaiou|\bdor no peito|\bengoliu\b|\boverdose\b[^.?!]*\b(?:remedio|comprimidos)|\bventilador\b[^.?!]{0,30}\b(?:parou|desligou)",
        r"\bkan niet (?:meer )?ademen|\bkrijgt? geen (?:lucht|adem)|\bstikt\b|\bverslikt\b|\bblauwe lippen|\bbewusteloos|\bpijn op de borst|\bnie moge oddychac|\bnie oddycha|\bdusi sie|\bnieprzytomn\w+|\bnefes (?:alamiyor\w*)|\bboguluyor|\bkan inte andas|\bkvaver|\bnu (?:pot|poate) respira",
        r"息ができない|呼吸ができない|息が苦しい|窒息|意識がない|不能呼吸|无法呼吸|喘不过气|呼吸困难|昏迷|噎住|숨을? ?(?:못|쉴 수)|의식이 없|не (?:могу|может) дышать|задыха|без сознания|لا (?:أستطيع|يستطيع) التنفس|يختنق|सांस नहीं|बेहोश",
    ),
)

OVERDOSE = (
    _sign(
        rf"\b(?:took|taken|takes|taking|had|swallowed|swallow|ate|eaten|drank|drunk|drinked|given|gave|got|used)\b[^.?!]{{0,40}}\b(?:too (?:many|much)|whole (?:bottle|pack|box|strip|packet)|all (?:of )?(?:my|his|her|the|them)|every (?:pill|tablet|one)|entire|handful|bottle complete|lots of|a lot of|(?:[5-9]|\d\d+|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|several|loads of) (?:of )?(?:my |his |her |the )?(?:\w+ )?{_PILLS})",
        r"\b(?:i|he|she|they|we) (?:have |has |had |may have |might have |just |accidentally )*overdosed\b|\baccidental(?:ly)?\b[^.?!]{0,20}\boverdos\w+|\b(?:is|this is|having|had) an overdose\b",
        ordinary=(
            *GENERAL,
            r"\b(?:in the|per|a|each) (?:trial|day|study)\b",
            r"\boverdosed on (?!(?:his|her|my|the|some)?\s?\w*(?:pill|tablet|med|riluzole|nuedexta|morphine|drug))[^.?!]*",
        ),
    ),
    _sign(
        r"\b(?:symptoms?|signs?) of (?:an? )?overdos\w+|\bwhat (?:to|do i|should i) do\b[^.?!]{0,30}\boverdos\w+",
        ordinary=(r"\blabel\b[^.?!]*",),
    ),
    _sign(
        rf"\b{_CHILD}\b[^.?!]{{0,45}}\b(?:swallowed|swallow|ate|eaten|drank|drinked|drunk|took|taken|got (?:in|into|hold of)|chewed|licked|put in (?:his|her) mouth)\b",
        ordinary=(
            r"\b(?:child|children|kid|kids) (?:took|take) part\b|\b(?:can|could|may|should|did|do) (?:children|kids|a child)\b[^.?!]*",
        ),
    ),
)

INTENDED = (
    _sign(
        r"\b(?:took|taken|swallowed)\b[^.?!]{0,60}\b(?:to (?:die|end it|kill myself)|on purpose|deliberately|want to die|do not want help|never wake)\b",
        rf"\b(?:going to|gonna|will|about to|plan(?:ning)? to|want to|tonight i)\b[^.?!]{{0,20}}\b(?:take|swallow)\b[^.?!]{{0,12}}\b(?:all|every|whole|too many)\b[^.?!]{{0,20}}\b{_PILLS}",
        r"\b(?:want to die|kill myself|end it|do not want help|do not want to live)\b[^.?!]*[.?!]?[^.?!]{0,60}\b(?:took|taken|swallowed)\b|\b(?:took|taken|swallowed) (?:every|all)\b[^?!]{0,60}\b(?:do not want help|how long)\b",
        rf"\b(?:saving|saved|stash(?:ed|ing)?|hoard(?:ed|ing)?|stockpil\w+|collect(?:ed|ing)?|hid(?:den|ing)?)\b[^.?!]{{0,40}}\b(?:{_PILLS})\b[^.?!]{{0,50}}\b(?:big dose|one dose|one go|at once|all at|way out|end|die|enough)\b|\b(?:stash|hoard|pile)\b[^.?!]{{0,60}}\b(?:way out|end it|die)\b",
    ),
)

_ORDINARY_DYING = (
    r"\bdying (?:to (?:know|see|hear|meet|try|find|ask|learn|tell|read)|of (?:curiosity|boredom|thirst|hunger|als|mnd|it|this|sla|motor)|from (?:als|mnd|it|this|motor)|with (?:als|mnd))\b",
    r"\b(?:a|something|food|cake|view) to die for\b|\bkill(?:ing|s|ed)? (?:time|me|the (?:lights?|process|switch|mood|vibe|pain)|relyvrio|the (?:drug|trial|company))\b|\b(?:is|are|was) killing me\b|\bkills? (?:bacteria|germs|cells?|nerve|nerves|motor|neurons?|pain|viruses)\b|\bnearly died (?:laughing|of)\b|\bto death\b",
    r"\b(?:what is|whats|what's|define|meaning of|statistics on|history of) suicid\w*|\bsuicid\w* (?:rate|statistics|bomb\w*)|\beuthan\w+\b[^.?!]{0,20}\b(?:dog|cat|pet|hamster|horse|rabbit|animal)s?\b|\b(?:dog|cat|pet|hamster|horse|rabbit|animal)s?\b[^.?!]{0,30}\b(?:euthan\w+|put down)\b",
    r"\bdie hard\b|\b(?:cells?|neurons?|nerves?|battery|phone|plant|laptop|tablet|car)\b[^.?!]{0,15}\b(?:die|dies|dying|died)\b|\bstop\w* [^.?!]{0,20}\b(?:cells|nerves|neurons)\b[^.?!]{0,15}\bdying\b",
    r"\bsuicid\w* (?:gene|inhibitor|rates?|squad|warning|thoughts? (?:as|in|listed|on the))\b|\b(?:risk|rate|rates|side effect|warning|mention)\w* (?:of|about) suicid\w*",
    r"\b(?:does|can|could|did|do|was|were|is|are)\b[^.?!]{0,60}\b(?:cause|raise|lead to|list|lists|listed|mention\w*|counted|recorded|reported|warn\w*|page|label)\b[^.?!]{0,50}\bsuicid\w*[^.?!]*|\bsuicid\w*\b[^.?!]{0,40}\b(?:counted|recorded|reported|listed|as (?:a|an) (?:side|outcome|event)|in (?:the|any) (?:\w+ )?(?:trial|study))\b[^.?!]*",
    r"\b(?:does|do|did) not want to die\b|\bnot (?:ready|want(?:ing)?) to die\b|\bafraid (?:of dying|to die)\b|\bscared (?:of dying|to die)\b",
)

SELF_HARM = (
    _sign(
        r"\b(?:want|wants|wanted|wish|wishing|plan|planning|ready|like|hope|hoping|pray|praying|prefer|rather|better|need|try|trying|tried|decided|tempted|intend|going|thinking (?:of|about)|think (?:of|about)|thoughts? of|dream of) (?:to |i (?:could|was|were|would|had) (?:just )?|(?:was|were) |me )?(?:just |only )?(?:die|be dead|dead|death|dying|kill(?:ing)? (?:myself|himself|herself|me)|end(?:ing)? (?:it|my life|everything|things|my suffering|myself|this life)|suicide|not (?:wake|be here|exist|be alive)|never (?:wake|woken|been born)|disappear|be gone|be no more|hurt(?:ing)? myself|harm(?:ing)? myself|jump(?:ing)?)\b",
        r"\b(?:kill|killing|hurt|hurting|harm|harming|cut|cutting|hang|hanging|poison|drown|drowning|shoot|stab|starve|starving|suffocate|burn) (?:myself|himself|herself|my wrists?)\b|\bcutting again\b|\b(?:pierce|slit|cut|open|sever|slash) (?:my|his|her) (?:own )?(?:arter\w+|veins?|wrists?|throat|arms?)\b|\bself[ -]?harm\w*|\bself[ -]?injur\w+",
        r"\b(?:commit(?:ting)? |attempt(?:ed|ing)? )?suicid\w*|\b(?:end|ending|take|taking) (?:my|his|her) (?:own )?life\b|\bend it all\b|\bend my suffering\b|\bput me out of\b|\bmake it (?:all )?stop\b",
        r"\b(?:do not|no longer|not) want to (?:live|be here|be alive|wake up|go on|exist|carry on|continue|be around|see tomorrow)\b|\b(?:do not|did not|no longer) (?:wish to live|feel like living|want (?:my |this )?life)\b|\bnever wake(?: up)?\b|\bnot wake(?: up)?(?: ever| again| tomorrow)?\b",
        r"\b(?:no|any|see no|what is the|whats the|what's the) (?:reason|point|sense)(?: (?:to|in|of|for|any) (?:live|living|going on|carrying on|life|be alive|it|this|trying|being here|anything))?(?: anymore| any longer)\b|\bno point\b[^.?!]{0,8}(?:[.?!]|$)|\b(?:no|any|what is the|what's the) (?:reason|point) (?:to|in|of|for) (?:live|living|going on|carrying on|life|being here|being alive)\b|\blife (?:is |has )?(?:not|no longer|no) (?:worth|meaning|point)\b|\b(?:not )?worth (?:me )?(?:being alive|living)\b",
        r"\b(?:better off|happier|easier|better for (?:them|everyone|all)|relieved) (?:dead|without me|if i (?:was|were|am) (?:gone|dead)|when i am gone)\b|\bi am (?:just |only |such )?(?:a |an )?(?:terrible |big |huge )?burden\b|\bbetter i (?:disappear|die|go|am gone)\b|\bburden (?:to|on|for) (?:my|everyone|them|him|her)\b",
        r"\bwish (?:that )?i (?:was|were|had) (?:dead|never (?:been )?born|died|not here)\b|\blet me (?:die|go)\b|\bhelp me (?:to )?(?:die|end it|go)\b|\bwant (?:it|this|my life|everything) (?:all )?(?:to be |to )?(?:over|end|stop|finished)\b",
        r"\b(?:tired|sick|weary) of (?:living|life|being alive|(?:the )?fight(?:ing)?|existing|it all)\b|\bhad enough of (?:life|living|everything|it all|this life)\b|\bcannot (?:live|go on|keep living) (?:like this|with this|anymore|any longer|another day)\b|\bready to (?:die|go)\b|\bready go\b|\bgiv(?:e|en|ing) up on (?:life|everything|living)\b|\bgoodbye letters?\b|\bsuicide note\b|\bsaid (?:all )?my goodbyes\b|\bnot (?:be )?(?:sticking|staying) around\b|\bnot long now\b|\bi have (?:a|my) plan\b[^.?!]{0,30}\b(?:end|out|die|go)\b|\b(?:end|die|go|out)\b[^.?!]{0,40}\bi have (?:a|my) plan\b",
        r"\b(?:stop|stopped|stopping|refus\w+) (?:eating and drinking|eating or drinking|to eat and drink|food and (?:water|drink))\b|\bjump(?:ing)? (?:off|from|in front|under|out)\b|\bwheelchair\b[^.?!]{0,30}\b(?:stairs|traffic|river|lake|sea|water|road|cliff|train)\b[^.?!]{0,40}\b(?:thinking|think|do it|end)\b|\b(?:noose|razor blade|gun to my)\b|\bway out\b[^.?!]{0,20}\b(?:of (?:this|life)|for me)\b|\bhis way out\b|\bher way out\b|\bmy way out\b",
        ordinary=_ORDINARY_DYING,
    ),
    _sign(
        r"\b(?:lethal|fatal|deadly|letal)\b[^.?!]{0,20}\b(?:dose|amount|quantity|combination|together|mix|level)s?\b|\b(?:dose|amount|quantity|meds?|pills?|combination|mix)\b[^.?!]{0,20}\b(?:lethal|deadly)\b|\blethal together\b",
        r"\b(?:how (?:many|much)|which|what)\b[^.?!]{0,70}\b(?:to (?:die|overdose|kill|end|not wake)|would kill|will kill|can kill|kills|is (?:fatal|lethal)|be (?:fatal|lethal)|enough to (?:die|kill|end)|let me overdose|too many to survive)\b",
        r"\b(?:way|ways|method|methods|how)\b[^.?!]{0,20}\b(?:to|do i|can i|do you|does one)\b[^.?!]{0,15}\b(?:die|overdose|kill (?:myself|himself|herself|me)|end (?:it|life)|be dead)\b|\b(?:least painful|painless|easiest|quickest|peaceful|gentle(?:st)?|fastest|surest|surefire)\b[^.?!]{0,25}\b(?:way|death|method|exit|to (?:die|go)|die|end)\b|\boverdose (?:on purpose|myself|fastest)\b|\bwant to overdose\b|\b(?:commit|do) it\b[^.?!]{0,20}\bwith (?:pills|my meds|what)\b",
        ordinary=(
            *_ORDINARY_DYING,
            r"\bhow (?:do|did|does|many|can|could|have) (?:the )?(?:people|patients|someone|he|she|they|persons?|participants|folks)\b[^.?!]{0,60}\b(?:die|died)\b",
            r"\b(?:of|from|with) (?:als|mnd)\b",
        ),
    ),
    _sign(
        r"\bquiero (?:morir|matarme|suicidarme|acabar con)|\bme quiero (?:morir|matar)|\bno quiero (?:vivir|seguir)|\bganas de (?:vivir|morir)|\bquitarme la vida|\bsuicid(?:arme|arse|io)\b|\bno puedo mas\b|\bya no (?:puedo|aguanto) mas",
        r"\bje veux (?:mourir|me tuer|en finir)|\bme suicider|\bplus envie de vivre|\bmettre fin a mes jours|\bj'en peux plus|\bje n'en peux plus",
        r"\bich (?:will|mochte) (?:sterben|nicht mehr leben|nicht mehr)|\bmich umbringen|\bselbstmord|\bsuizid\w*|\bich kann nicht mehr\b|\bvollig am ende|\bam ende meiner kraft\w*|\bnicht mehr leben",
        r"\bvoglio morire|\buccidermi|\bfarla finita|\btogliermi la vita|\bnon voglio (?:piu )?vivere|\bnon ce la faccio piu|\bquero morrer|\bme matar\b|\bacabar com (?:a minha vida|tudo)|\bnao quero (?:mais )?viver|\bnao aguento mais",
        r"\bik wil (?:dood|niet meer (?:leven|verder))|\bzelfmoord|\beinde aan mijn leven|\bik kan niet meer\b|\bchce umrzec|\bsamoboj\w*|\bnie chce (?:juz )?zyc|\bzabic sie|\bolmek istiyorum|\bintihar|\byasamak istemiyorum|\bjag vill (?:do|inte leva)|\bsjalvmord|\bvreau sa mor",
        r"死にたい|自殺|生きていたくない|消えたい|想死|不想活|自杀|活不下去|죽고 ?싶|자살|살고 싶지 않|хочу умереть|не хочу жить|покончить с собой|أريد أن أموت|انتحار|मरना चाहत|आत्महत्या",
    ),
)

CARER = (
    _sign(
        r"\b(?:i|we) (?:just |really |simply |honestly |truly |absolutely )?cannot (?:cope|go on|carry on|do (?:this|it) (?:anymore|any longer|alone)|do this|take (?:this|it|much more|any more|anymore)|keep (?:doing|going)|bear (?:this|it)|handle (?:this|it) (?:anymore|any longer)|stand (?:this|it) (?:anymore|any longer))\b",
        r"\b(?:breaking|broken|snapping) point\b|\bat the end of my (?:rope|tether)\b|\bi am (?:so |completely |totally |utterly |just )*(?:broken|burn(?:ed|t) out|overwhelmed|falling apart|drowning|at my limit|finished|done with (?:this|everything)|desperate)\b|\bi give up\b|\bi want to (?:give up|run away|scream)\b",
        r"\bno (?:more|longer)? ?(?:force|strength|energy)\b[^.?!]{0,40}\b(?:nobody|no one|alone|help|left|anymore)\b|\b(?:nobody|no one) (?:helps?|is helping|cares)\b|\bnot coping\b|\bi (?:have )?(?:no|not any) (?:more )?(?:force|strength) left\b",
        r"\bi (?:might|could|may|am (?:going|scared|afraid|worried) (?:to|i will|i might|of)|nearly|almost|wanted to|want to|hit|shook|slapped)\b[^.?!]{0,12}\b(?:hurt|hit|harm|kill|smother|strangle|lose it with|shake|him|her)\b[^.?!]{0,20}|\bwish (?:he|she|they|my \w+) (?:would|were|was) (?:just )?(?:die|dead|gone|to die)\b|\bpillow over\b",
        ordinary=(
            r"\bcannot (?:cope|manage|take it|take this|handle it|handle this) (?:with )?(?:the )?(?:tablets?|pills?|capsules?|taste|film|liquid|food|swallowing|by mouth|with food)\b",
            r"\bcannot take (?:this|it) (?:drug|medicine|with|because|if|orally|by|as|in)\b|\bif\b[^.?!]{0,20}\bcannot take (?:it|this)\b|\bcannot take it all in\b|\bcould not\b[^.?!]{0,10}\btake it all in\b",
            r"\b(?:how do|how can|what helps) (?:carers|caregivers|families|people)\b[^.?!]*",
        ),
    ),
)

DYING = (
    _sign(
        r"\bassist(?:ed|ing)?[ -](?:dying|suicide|death)\b|\bassistance (?:in|with) dying\b|\beuthan\w+|\bdignitas\b|\bpegasos\b|\bexit international\b|\bmedical(?:ly)? (?:aid|assistance|assisted) (?:in |with )?(?:dying|death)\b|\b(?:apply|applied|ask(?:ed)?|qualify|eligible|get|having|have|want|about|with|for) (?:for )?maid\b|\bmaid\b[^.?!]{0,15}\b(?:als|mnd|ontario|canada|eligib\w+|dying)\b|\bright to die\b|\bdeath with dignity\b|\bvsed\b",
        r"\bchoos\w* (?:my|his|her|your|when|how|the time)[^.?!]{0,15}\b(?:ending|end|death|die|to die|to go)\b|\bend[ -]of[ -]life (?:options?|choices?|law)\b|\b(?:die|dying|death|end) on my own terms\b|\bpalliative sedation\b|\blet nature take its course\b|\b(?:hasten|speed up)\b[^.?!]{0,12}\b(?:death|dying|the end)\b|\bso (?:this|it) (?:is|will be) over (?:sooner|faster)\b|\bgoes faster\b[^.?!]{0,5}$",
        rf"\b(?:stop|stopping|turn|turning|turned|switch|switching|switched|withdraw|withdrawing|withdrawn|remove|removing|removed|take|taking|taken|come|coming|pull|unplug|off|quit|end|discontinue)\b[^.?!]{{0,30}}\b(?:off |of |the |my |his |her |a |wearing |using )*{_VENT}\b(?:[^.?!]{{0,25}}\b(?:off|die|death|end|dying|out|anymore|enough)\b|[^.?!]{{0,6}}(?:[.?!]|$))|\b{_VENT}\b[^.?!]{{0,30}}\b(?:withdrawn|removed|turned off|switched off|taken off|taken away|off)\b",
        rf"\b(?:say(?:ing)? no|refus\w+|declin\w+|not want|turn(?:ing)? down|without)\b[^.?!]{{0,20}}\b(?:to )?(?:the |a |my |his |her )?(?:{_VENT}|feeding tube|peg)\b[^.?!]{{0,40}}\b(?:over|end|sooner|die|coward|enough|nature|live)\b",
        r"\b(?:he|she|dad|mum|mom|husband|wife|father|mother|partner|who)\b[^.?!]{0,15}\b(?:wants?|wishes|asks?|asked|begs?|begged) (?:me )?(?:to (?:help (?:him|her) )?)?(?:die|end (?:it|his|her)|stop (?:it|everything))\b",
        ordinary=(
            r"\beuthan\w+\b[^.?!]{0,20}\b(?:dog|cat|pet|hamster|horse|rabbit|animal)s?\b|\bput(?:s|ting)? off\b|\bwhen will the trial stop\b|\b(?:did|could|can|were|was|may)\b[^.?!]{0,40}\b(?:in|join|enter)\b[^.?!]{0,20}\btrial\b[^.?!]*|\bcome off (?:riluzole|the drug)\b|\b(?:itself|power cut)\b[^.?!]*|\bnot (?:pushing|working)\b[^.?!]*|\bcame off\b[^.?!]*",
            r"\b(?:people|patients|participants)\b[^.?!]{0,40}\b(?:trial|study|counted|alive)\b[^.?!]*",
        ),
    ),
)

# After "I want to die", a question about amounts, overdose or dying is no ordinary question any more.
AFTERWARDS = re.compile(
    r"\bhow (?:many|much)\b|\btoo (?:many|much)\b|\boverdos\w*|\bdos(?:e|es|age)\b|\bmg\b|\bdie\b|\bdying\b|\bdeath\b|\bdead\b|\bkill\w*|\bstrong(?:est)?\b|\btoxic\b|\bpoison\w*|\bstockpil\w*|\bpainless\w*|\blethal\b|\bfatal\b|\bstop breathing\b|\bsleep\b"
)

# --- personal advice -------------------------------------------------------------------------------------------

_MINE = r"(?:i|me|my|we|our|he|she|him|his|her|dad|dads|mum|mom|father|mother|husband|wife|partner|son|daughter|brother|sister|uncle|aunt|gran\w*|friend|loved one)"
_FAMILY = r"(?:my \w+|dad|mum|mom|husband|wife|he|she|they|someone like me)"
_ACT = (
    r"(?:take|takes|taking|start|starts|starting|stop|stops|stopping|quit|quitting|continue|keep|come off|coming off|go on|be on|get off|increase|raise|lower|reduce|double|halve|split|cut|crush|skip|switch|change|mix|combine|add|"
    r"have|drink|eat|wait|delay|pause|give|inject|swap|replace|stay on|carry on|leave out|drop|dropping|need|try|use|buy|order|ask (?:for|to))"
)
_SUBSTANCE = (
    r"(?:alcohol|wine|beer|champagne|whisky|vodka|gin|booze|cider|drink(?:s|ing)?|ibuprofen|paracetamol|tylenol|advil|aspirin|naproxen|antidepressants?|ssris?|sertraline|citalopram|fluoxetine|prozac|zoloft|lexapro|amitriptyline|warfarin|blood thinners?|apixaban|eliquis|"
    r"st\.? john'?s wort|grapefruit(?: juice)?|antibiotics?|cannabis|weed|marijuana|cbd(?: oil)?|thc|statins?|metformin|insulin|lisinopril|amlodipine|omeprazole|baclofen|gabapentin|pregabalin|tizanidine|morphine|codeine|tramadol|diazepam|lorazepam|melatonin|turmeric|curcumin|vitamin d|magnesium|zinc|fish oil|coq10|creatine|supplements?|vitamins?|coffee|caffeine|nicotine|smoking|"
    r"(?:my|his|her) (?:other )?(?:meds|medicines?|medication|tablets|pills|drugs))"
)
_GENERAL_FORM = (
    r"\bcan (?:i|we|he|she|my \w+) (?:still )?(?:get|buy|access|find|have access|order|see|ask|read|join|take part|use this|use the)\b(?! (?:it |this )?(?:together|with|alongside))",
    r"\bshould (?:i|we) (?:know|expect|be aware|look|read|hear|see)\b|\bwhat should (?:i|we) (?:know|ask|expect)\b|\bwho should (?:i|we) (?:vote|ask|call)\b|\bhow do i (?:use|end|start|clear|delete|print|save|close)\b[^.?!]*|\b(?:this|the) (?:chat|page|site|website|service)\b[^.?!]*",
)

PERSONAL = (
    _sign(
        rf"\bshould (?:i|we|{_FAMILY})\b|\b(?:ought|need|supposed|allowed|able) (?:i )?to {_ACT}\b|\b(?:do|must|shall|may) i\b[^.?!]{{0,20}}\b{_ACT}\b",
        rf"\b(?:can|could|may|must|do|does|shall|would|will) (?:i|we|{_FAMILY})\b(?<!they)[^.?!]{{0,30}}\b{_ACT}\b",
        rf"\b(?:is it|would it be|am i|is that|is this|are we)\b[^.?!]{{0,12}}\b(?:ok|okay|safe|fine|all right|alright|bad|dangerous|wise|good idea|best|too late|worth it|a problem|allowed|normal)\b[^.?!]{{0,60}}\b(?:for (?:me|him|her|my|us)|if (?:i|he|she|my|we)|to {_ACT}|i {_ACT}|he {_ACT}|she {_ACT})\b",
        r"\b(?:safe|right|suitable|good|best|recommended|ok|okay|better) for (?:me|him|her|my|us|someone like me)\b|\bwhat (?:should|do|must) (?:i|we)\b[^.?!]{0,15}\b(?:do|take|try|give)\b|\bwhat (?:now|do)\b\W*$|\bwould you (?:take|recommend|advise|suggest)\b|\b(?:diagnose|prescribe|examine) (?:me|my|him|her)\b|\bhow (?:to|do i|can i|should i) (?:safely )?(?:stop|taper|come off|wean|quit|get off)\b|\bdo you (?:recommend|advise|think (?:i|we|he|she|my))\b|\bthinking of (?:dropping|stopping|quitting|starting|trying|taking|skipping|switching|changing|coming off|cutting)\b",
        ordinary=_GENERAL_FORM,
    ),
    _sign(
        r"\b(?:i|he|she|we|my \w+|dad|mum|mom)\b[^.?!]{0,30}\b(?:missed|forgot|forgotten|skipped|doubled|took (?:two|double|2|extra|an extra|it twice)|had (?:his|her|my|it|the)\b[^.?!]{0,20}\btwice|ran out|run out)\b|\bmissed (?:a|my|his|her|the|one|dose|\d)\b|\b(?:miss|forget|skip) (?:a|my|his|her|one) dose\b|\bdouble (?:the |my |his |her )?dose\b|\bmy dose\b|\b(?:two|2|double|both) (?:\w+ ){0,2}(?:doses|bags|tablets|pills|packets)\b[^.?!]{0,30}\b(?:together|at once|same time|by mistake|instead)\b|\bby mistake\b",
        r"\bhow (?:many|much)\b[^.?!]{0,40}\b(?:should|can|do|must|may|shall) (?:i|he|she|we|my \w+|dad|mum|mom)\b|\bhow (?:many|much)\b[^.?!]{0,30}\b(?:me|for me|for him|for her)\b\W*$|\bwhat (?:amount|dose|dosage)\b[^.?!]{0,30}\b(?:should|can|do|must) (?:i|he|she|we|my \w+)\b|\bhow (?:many|much)\b[^.?!]{0,40}\btoo (?:many|much)\b",
        rf"\bno \w+ (?:for )?\d+ days?\b|\b\d+ days? without\b[^.?!]{{0,20}}\b(?:what|now|do)\b|\b(?:does|do) {_FAMILY} need (?:less|more|a lower|a higher)\b",
    ),
    _sign(
        rf"\b{_MINE}\b[^?!]{{0,60}}\b(?:pregnant|breast[ -]?feeding|breastfeed|trying (?:for a baby|to (?:conceive|get pregnant)))\b|\bif (?:i|she|my wife) (?:am|is|get|gets|become)\b[^.?!]{{0,10}}\bpregnant\b|\bwhile (?:i am )?(?:pregnant|breast[ -]?feeding)\b|\bgetting pregnant\b",
    ),
    _sign(
        rf"^(?=.*\b(?:ok|okay|safe|allowed|fine|good idea|problem|can (?:i|he|she|we)|may i|i take|i am on|taking|takes|drink)\b).*(?:\b(?:with|and|w|w/|\+|plus|alongside|while (?:on|taking)|on) {_SUBSTANCE}\b|\b{_SUBSTANCE} (?:with|w|w/|and|\+|plus|ok|okay|safe|allowed|while on)\b)",
        r"\b(?:drink|drinking|have|having) (?:a |some |any )?(?:alcohol|wine|beer|champagne|glass)\b|\bi like to drink\b",
        rf"\b(?:i|he|she|we|{_FAMILY}|doc|doctor|gp|neuro) (?:am|is|are|'s|'m|put (?:me|him|her) on|takes?|started|gave|prescribed|wants?)\b[^?!]{{0,90}}\b(?:ok|okay|safe|mix|together|interact|both|problem|too|as well|add|alongside|good idea|clash)\b",
        r"\b(?:can|could|may) (?:you|one|it be|they be|\w+ be|these|both|the two)\b[^.?!]{0,40}\b(?:taken?|used?|combined|mixed|given)\b[^.?!]{0,30}\b(?:with|together|alongside|and)\b|\b(?:ok|okay|safe|fine|allowed) (?:w|with|me|together|to (?:mix|combine|add))\b",
        ordinary=(
            r"\b(?:in|during|for) (?:the |this |a )?(?:\w+ )?(?:trials?|study|studies)\b[^.?!]*|\bwere\b[^.?!]*|\bdid (?:people|they|participants|the)\b[^.?!]*|\bwhich (?:medicines|drugs|medications)\b[^.?!]*",
        ),
    ),
    _sign(
        r"\b(?:i take|i am (?:on|taking)|i have (?:been )?(?:on|taking)|he takes|she takes|(?:he|she) is (?:on|taking)|since i (?:take|started)|script for|prescribed)\b[^?!]{0,80}[.,;]? ?[^?!]{0,40}\b(?:allowed|problem|good idea|normal|what now|safe|ok|okay|should|leave out|next one|worth it|instead)\b",
        r"\bgood idea\b\W*$|\ballowed\?|\bis (?:that|this) (?:ok|okay|allowed|normal|safe|dangerous)\b",
    ),
)

# Milder warning signs: "call your care team now".
WARNING = (
    _sign(
        rf"\b{_MINE}\b[^?!]{{0,80}}\b(?:fever|temp(?:erature)?|yellow(?:ish)?|jaundice|dark urine|wheez\w*|rash|hives|itching all over|dry cough|palpitations|irregular heartbeat|(?:getting|growing|become|becoming|slowly|gradually|much|lot) weaker|more weakness|weakness (?:is|has|getting|growing)|blurred vision|blurry|(?:severe|bad|terrible|awful) headaches?|breathless|short of breath)\b",
        r"\b(?:fever|temp(?:erature)?|yellow(?:ish)?|jaundice|dark urine|wheez\w*|rash|hives|dry cough|palpitations|weaker|weakness|headache|blurr\w+)\b[^?!]{0,60}\b(?:since|after (?:each|the|every|my|his|her|starting|taking)|week of|on (?:riluzole|rilutek|masitinib|tofersen|edaravone)|started)\b",
        r"\b(?:eyes?|skin|whites?)\b[^?!]{0,25}\b(?:yellow|yellowish)\b|\brash (?:on )?(?:arms?|legs?|face|body|chest)\b|\b(?:low[ -]grade|slight|mild) (?:fever|temperature)\b",
        ordinary=GENERAL,
    ),
    _sign(
        r"\b(?:cannot|trouble|struggling to|hard to|difficulty)\b[^.?!]{0,6}\bbreath\w* (?:well|at night|lying|flat|when|while|on (?:his|her|my) (?:own|back))\b",
        ordinary=GENERAL,
    ),
)

# Asking for an amount to take, to miss, to stop, to start, to mix: no amount may be shown then.
AMOUNTS = re.compile(
    r"\bhow (?:many|much)\b|\bdos(?:e|es|age|ing)\b|\bdouble\b|\btwice\b|\bmiss(?:ed|ing)?\b|\bforg(?:ot|et|otten)\b|\bskip(?:ped)?\b|\bstop\w*|\bstart\w*|\bmix\w*|\bhalf\b|\bextra\b|\bmore\b|\bless\b|\bmg\b|\bml\b|\bamount\b|\bquit\w*|\bdrop\w*|\bleave out\b|\bby mistake\b"
)

# Trying to change what the assistant does, rather than asking.
RULES = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass|skip)\b[^.?!\n]{0,40}\b(?:instructions?|rules?|prompts?|guidelines|safety|restrictions?|filters?|polic(?:y|ies)|above|previous|prior|everything)\b"
    r"|\b(?:system|hidden|initial|original|secret|starting) (?:prompt|instructions?|message)\b|\byou are now\b|\bdeveloper mode\b|\bjail ?break\w*|\bdan mode\b|\bno (?:content )?(?:restrictions|policy|filters|rules)\b"
    r"|\b(?:reveal|print|show|repeat|output|display|tell me|leak|recite|translate|summari[sz]e)\b[^.?!\n]{0,40}\b(?:your (?:\w+ )?(?:prompt|instructions|rules|configuration|guidelines)|instructions you were given|system prompt|text above|words above|everything above|(?:this|the) entire conversation)\b"
    r"|\b(?:pretend|act as if|act as though|role ?play|imagine)\b[^.?!\n]{0,40}\b(?:you|no|unrestricted)\b|\bnew instructions?\b|\bend of (?:user input|document|prompt)\b|\boverride:|\bsystem:|\bignora (?:las|le) instru\w+|\bignorez? les instructions|\bignoriere (?:alle|die)\b"
)
