"""Words that tell of danger: the tables behind `safety`. Patterns only, over text as ``safety.plain`` writes it.

A rule is made of a few named lists of words (who, took, many, wish, death …) set near each other, so that a new way of
saying the same thing is a word in a list. Each rule has words that set it off and words that make the same phrase
ordinary; the ordinary ones are taken out of the text first. Every line answers to cases in evals/cases and to
docs/hazards.md; awaiting review by clinicians and people with lived experience.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Sign:
    """One rule: ``words`` set it off unless all of them stand inside ``ordinary`` ones.

    Attributes:
        words: What sets it off.
        ordinary: What makes the same words harmless, or None.
        insisted: Where this is found the ordinary words excuse nothing ("is it a side effect? I have it right now").
        also: What has to stand somewhere in the text as well, or None.
    """

    words: re.Pattern[str]
    ordinary: re.Pattern[str] | None = None
    insisted: re.Pattern[str] | None = None
    also: re.Pattern[str] | None = None

    def seen_in(self, plain: str) -> bool:
        """Whether a text shows the sign."""
        excused = self.ordinary and not (self.insisted and self.insisted.search(plain))
        text = self.ordinary.sub(" . ", plain) if self.ordinary and excused else plain
        return bool(self.words.search(text)) and (self.also is None or bool(self.also.search(text)))


def _sign(*words: str, ordinary: tuple[str, ...] = (), insisted: str = "", also: str = "") -> Sign:
    return Sign(
        re.compile("|".join(words)),
        re.compile("|".join(ordinary)) if ordinary else None,
        re.compile(insisted) if insisted else None,
        re.compile(also) if also else None,
    )


def _near(one: str, other: str, within: int) -> str:
    """Two lists of words in either order, at most ``within`` characters apart in one sentence."""
    return rf"\b{one}\b[^.?!]{{0,{within}}}\b{other}\b|\b{other}\b[^.?!]{{0,{within}}}\b{one}\b"


# --- words used in many rules ----------------------------------------------------------------------------------

_PERSON = r"(?:i|me|my|we|he|she|him|her|his|dad|mum|mom|mam|father|mother|husband|hubby|wife|partner|son|daughter|brother|sister|gran\w*|patient|child|baby|toddler|kid)"
_VENT = r"(?:ventilator|ventilation|vent|bi-?pap|c-?pap|niv|trilogy|astral|breathing (?:machine|mask|support)|breather|respirator|cough assist|machine that (?:breathes|helps)|trache?(?:ostomy)?(?: tube| vent)?|air machine|life support)"
_TUBE = r"(?:trache?(?:ostomy)?|trache? tube|tube|mask|breathing tube|cannula|peg)"
_DRUG = r"(?:riluzole?|rilutek|teglutik|tiglutik|exservan|nuedexta|radicava|edaravone|tudca|relyvrio|albrioza|qalsody|tofersen|masitinib|ibudilast|morphine|oramorph|oxycodone|fentanyl|methadone|tramadol|codeine|lorazepam|diazepam|baclofen|gabapentin|paracetamol|tylenol|amitriptyline|sertraline|iron|insulin)"
_PILLS = rf"(?:pills?|tablets?|tabs?|capsules?|caps|meds?|medicines?|medications?|packets?|bottles?|box(?:es)?|packs?|sachets?|patches|drops|doses?|sleeping tablets|painkillers?|{_DRUG})"
_CHILD = r"(?:child|children|toddler|baby|kids?|grandson|granddaughter|grandchild|grandkid|niece|nephew|(?:my|the|our) (?:(?:little )?(?:son|daughter|boy|girl)|little one)|(?:\d+|two|three|four|five|six)[ -]?(?:year|yr|month)s?[ -]?olds?)"
_TOOK = r"(?:took|taken|takes|taking|taken|take|had|swallowed|swallow|swallowing|ate|eaten|drank|drunk|drinked|gave|given|got|used|injected)"
_MANY = rf"(?:too (?:many|much)|(?:\d+|three|four|five|ten|a hundred) times (?:the|my|his|her|too)|whole (?:bottle|pack|box|strip|packet|lot)|the lot|all (?:of )?(?:my|his|her|the|them|those|these|it)|every (?:pill|tablet|one)|everything|entire|handfuls?|bottle complete|(?:half|most) (?:of )?(?:a|the|my|his|her) (?:bottle|box|pack|packet|strip)|a? ?(?:lots?|load|loads|bunch|ton|pile|heap) (?:of|more)|(?:[3-9]|\d\d+|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|several|dozens?) (?!(?:mg|ml|mcg|g|milli\w+|days?|weeks?|months?|years?|hours?|minutes?|times?|drugs?) )(?:of )?(?:my |his |her |the |a |grandad's |granny's )?(?:\w+ )?(?:{_PILLS}|of (?:them|those|these)))"
_SUDDEN = r"(?:sudden(?:ly)?|all of a sudden|just|this (?:morning|afternoon|evening)|woke up|overnight|today|yesterday|tonight|(?:since|after) (?:the|his|her|my|a|an|having) (?:\w+ )?(?:injection|puncture|tap|dose|shot|jab|spinal)|(?:hours?|days?) (?:ago|after))"
# It happens now, whatever else the sentence asks.
_HAPPENING = r"\b(?:right now|just now|at the moment|this (?:minute|second|instant)|as we speak|i (?:do )?have (?:it|this|that)\b|(?:he|she) has (?:it|this|that)\b|(?:i|he|she|my \w+|dad|mum|mom) (?:has |have |is |are )?(?:now|just) (?!want|wonder|curious|ask|need|diagnosed|started taking|read|saw|heard)\w+|legs just|has (?:stopped|turned|gone|collapsed|swollen)|is turning|are turning|ambulance|911|999|help me|please help|what do i do)\b"

# Asking about an effect, a trial or the future, not having it: "can it cause chest pain?", "did anyone choke in the trial?"
_GENERAL = (
    r"\b(?:can|could|does|do|did|will|would|may|might|is|are|was|were|has|have)\b[^.!?]{0,70}\b(?:caus(?:e|es|ed|ing)|lead to|side[ -]effects?|symptoms? of|common|a risk|risks?|in (?:the |any |a |his |her )?(?:\w+ ){0,2}(?:trials?|stud(?:y|ies))|reported|listed|counted|mentioned|happen with|help with|prevent|outcome|measure[ds]?)\b[^.!?]*",
    r"\bhow many\b[^.?!]{0,50}\b(?:ended|died|had|got|were|needed|stopped)\b[^.?!]*",
    r"\b(?:what|which|how many|how often|why|how common|was|were)\b[^.?!]{0,90}\b(?:people|patients|participants|deaths?|trials?|study|studies|side[ -]effects?|label|page|warnings?|section|part of)\b[^.?!]*",
    r"\b(?:people|patients|participants|anyone|someone|somebody)\b[^.?!]{0,60}\b(?:in|during|from) (?:the |a |any )?(?:\w+ ){0,2}(?:trials?|study|studies)\b[^.?!]*",
    r"\b(?:side[ -]effects?|warnings?|label|leaflet|page|risk|signs?|symptoms?)\b[^.?!]{0,40}\b(?:say|says|said|list|lists|listed|mention|mentions|mentioned|called|include|includes|such as|like|of)\b[^.?!]*",
    r"\b(?:likely|less likely|more likely|afraid|scared|worried|worry|fear|fears|prevent|avoid|stop (?:him|her|me|them) (?:from )?|so that (?:he|she|i) (?:does|do) not|to not|reduce|help with|history of|risk of|used to|last (?:year|month|week|winter|summer)|years ago|months ago|in the past|once|one day|in future|in the future|later on|eventually|when the time comes|what (?:if|happens if)|what would happen|in case|(?:chok\w+|fall|bleeding) (?:hazard|risk))\b[^.?!]{0,60}",
    # a telegraphic sentence about effects or trials, in which nobody is named
    rf"(?:^|(?<=[.?!]))(?:(?!\b{_PERSON}\b)[^.?!])*\b(?:side[ -]effects?|trials?|stud(?:y|ies)|label|leaflet|death rate)\b(?:(?!\b{_PERSON}\b)[^.?!])*",
)
_CHRONIC = (
    r"\b(?:cannot|not can|struggling to|trouble|unable to|can hardly|can barely|hardly|barely|difficulty|hard to)\b[^.?!]{0,10}\bbreath(?:e|ing)?\b[^.?!]{0,6}\b(?:as )?(?:well|deeply|so well|at night|lying|flat|on (?:his|her|my|their) (?:own|back)|without|when lying|properly (?:at|when))\b[^.?!]*",
    r"\btrouble breathing (?:when|while|at|if|during|on)\b[^.?!]*|\bbreathe a word\b|\bto stop breathing\b|\bsuffocating (?:under|in (?:this|all))\b",
)


def _now(*words: str, ordinary: tuple[str, ...] = ()) -> Sign:
    """A sign of an emergency: told, not asked about in general, or happening now."""
    return _sign(*words, ordinary=(*ordinary, *_GENERAL), insisted=_HAPPENING)


# --- emergency -------------------------------------------------------------------------------------------------

EMERGENCY = (
    # a call for help itself, but for "help, what drugs are there?"
    _sign(
        r"^\W*(?:help|emergency|ambulance|sos|mayday|911|999|112|hilfe|socorro|ayuda|au secours|aiuto)(?:\W+(?:help|me|now|please|emergency|ambulance))*\W*$",
        ordinary=(
            r"\b(?:when|should (?:i|we) know|(?:what|which)(?!(?:'?s| is| are| does| did)(?! (?:happening|going on|wrong|this|that|these|those|it|he|she|they|one|i|we|my|dad|mum|mom)\b)\b| (?:(?:\w+ )?(?:drugs?|medicines?|medications?|meds|treatments?|therap\w+|options?|trials?))\b(?![^.?!]*\b(?:swallow\w*|took|taken|ate|drank)\b)))\b[^.?!]*",
            r"\bwhats (?:wrong|happening|going on)\b[^.?!]*",
            r"\bif\b[^.?!]*",
        ),
    ),
    _sign(
        r"\b(?:need|call|get|send|ring|phone|want)\b[^.?!]{0,15}\b(?:an? ambulance|ambulance|paramedics?|911|999|112)\b",
        ordinary=(r"\b(?:when|what|which|should (?:i|we) know)\b[^.?!]*", r"\bif\b[^.?!]*"),
    ),
    # choking, no air
    _now(
        r"\b(?:is|am|are|be|keeps?|was just|just started|started|'?s|nearly|almost|now) (?:now )?(?:chok(?:e?ing)|suffocating|gasping|gagging)\b",
        r"\bchoke?ing\b(?! (?:episodes?|fits?|risk|hazard|problems?|spells?))|(?:^|[.?!] )\W*(?:help\W+|please\W+)?chokes?\b",
        rf"\b{_PERSON} (?:is |are |am |'s )?chok(?:e?ing|es|ed)\b",
        r"\b(?:holding|clutching|grabbing|pointing (?:at|to)) (?:his|her|my|their|the) (?:neck|throat)\b|\b(?:no|any) sound\b[^.?!]{0,40}\b(?:throat|neck|face|cough\w*)\b|\bcough\w*\b[^.?!]{0,60}\bno sound\b",
        r"\b(?:cannot|not can|can (?:hardly|barely)|unable to|hardly|barely|struggling to|fighting to|fighting for|trouble|difficulty|not|no longer|stopped|stops|stop|no)(?: \w+)? breath(?:e|ing|es|s|)?\b",
        r"\b(?:cannot|unable to|hardly|barely)\b[^.?!]{0,8}\b(?:get|catch|take|draw)\b[^.?!]{0,10}\b(?:air|breath)\b|\bno (?:air|breath)\b|\bout of (?:air|breath)\b|\bgasping\b|\bsuffocating\b",
        r"\bbreathing\b[^.?!]{0,12}\b(?:noisy|fast|rapid|shallow|really slow|very slow|so slow|strange|funny|wrong|gurgl\w+|laboured|labored)\b",
        r"\b(?:oxygen|sats?|spo2|o2|saturations?)\b[^.?!]{0,25}\b(?:[4-8]\d|dropping|falling|going down|crash\w*)\b",
        r"\bstuck\b[^.?!]{0,20}\b(?:in|down)? ?(?:my|his|her|the)? ?(?:throat|windpipe|airway)\b|\b(?:food|tablet|pill|phlegm|mucus|something)\b[^.?!]{0,15}\bstuck\b|\bblock\w*\b[^.?!]{0,15}\b(?:throat|windpipe|airway)\b|\bmucus plug\b|\bcannot cough\b|\bcannot get (?:it|this|that|the phlegm|the mucus) (?:up|out)\b",
        _near(r"(?:sudden(?:ly)?|now|worse|getting worse)", r"(?:short(?:ness)? of breath|breathless(?:ness)?)", 30),
        ordinary=(
            *_CHRONIC,
            r"\bchoked\b[^.?!]*\b(?:last|ago|before|once|used to)\b",
            # what happens each time, by someone who looks for another form
            r"\bchokes on (?:anything|everything|most|all) (?:solid|dry|hard|thin|solids|foods?|drinks?|things)\b",
            r"\bchokes on (?:(?:the|his|her|their|these|those|most|big|any) )?(?:\w+ )?(?:tablets?|pills?|capsules?|medicines?|meds)\b[^.?!]*\b(?:what else|comes? (?:as|in)|liquid|syrup|powder|film|another (?:form|way)|other (?:forms?|ways?)|instead|alternatives?|easier)\b[^.?!]*",
            r"\bchokes on (?:tablets?|pills?|capsules?)(?=[.,;]? (?:so )?(?:can|could|may) (?:i|we|you|one|it|they) (?:be )?(?:open|crush|sprinkl|mix|dissolv|melt|split|stir|put)\w*\b)",
        ),
    ),
    # colour
    _now(
        r"\b(?:lips?|face|fingers?|fingertips|nails?|mouth|tongue|he|she|i)\b[^.?!]{0,12}\b(?:is|are|am|look(?:s|ing)?|go(?:es|ing|ne)|went|turn(?:s|ed|ing)|seems?|all|very|n)\b[^.?!]{0,20}\b(?:blue|bluish|grey|gray|purple|red|dark)\b(?! (?:pill|tablet|badge|hair|mood))",
        r"\b(?:turn(?:ing|ed)|gone|going|went) (?:blue|grey|gray|purple)\b|\b(?:blue|bluish|grey|gray|purple|pale) (?:lips?|fingers?|face)\b|\blips? (?:are |is |look |looks )?(?:\w+ )?pale\b",
        r"\bgoing dark in the face\b|\b(?:blue|grey|purple) around\b|(?:^|[.?!] )\W*(?:my )?(?:he|she|dad|mum|mom|husband|wife) (?:blue|gr[ea]y|purple)\b",
        ordinary=(
            r"\bblue (?:pill|tablet|badge|box|cross|capsule|mood)\w*",
            r"\b(?:folks?|people)\b(?:(?!\b(?:he|she|i|my|his|her|dad|mum|mom)\b)[^.?!,]){0,40}\b(?:went|turned) (?:blue|gr[ea]y|purple)\b|\b(?:blue|gr[ea]y|purple) for life\b",
            r"\b(?:is|are) (?:it|they|the \w+) (?:blue|grey|red|purple)\b|\b(?:going|gone|turn(?:ed|ing)|went) gr[ea]y\b(?= (?:at|hair|with))",
        ),
    ),
    # the machine that breathes
    _now(
        rf"\b{_VENT}\b[^.?!]{{0,45}}\b(?:stopp?ed|stops|not work\w*|does not work|is not|isn'?t|switched (?:itself )?off|went off|turned (?:itself )?off|is off|going off|came off|come off|fell (?:off|out)|pulled out|disconnected|fail(?:ed|ing|s)?|broke|broken|alarm\w*|beeping|low pressure|died|dead|no power|battery|black|blank|not pushing|no air|leaking|quit|packed up|gave up|will not (?:turn|switch|start|come) on|no backup)\b",
        rf"\b{_TUBE}\b[^.?!]{{0,20}}\b(?:came out|come out|popped out|fell out|fallen out|pulled out|is out|slipped out|blocked)\b|\bstoma\b[^.?!]{{0,15}}\bclosing\b",
        rf"\b(?:blackout|(?:power|electricity)\b[^.?!]{{0,25}}\b(?:out|outage|cut|off|failed|failure|gone))\b[^.?!]*\b{_VENT}\b|\b{_VENT}\b[^.?!]*\bpower (?:cut|outage|failure)\b",
        ordinary=(
            rf"\b(?:have|has|had|get|got|getting|having|want|wants|wanted|ask|take|taken|turn|turned|be|being|can|could|may|should|who|when|whenever|decide|decides)\b[^.?!]{{0,40}}\b{_VENT}\b[^.?!]{{0,20}}\b(?:withdrawn|removed|turned off|switched off|taken off|stopped|off|out)\b",
            r"\bwant (?:my |the )?vent off\b|\bvent(?:ilator)? off\b[^.?!]{0,5}(?:\.|$)",
        ),
    ),
    # swelling, severe allergy
    _now(
        _near(
            r"(?:swelling|swollen|swelled|swells?|puffy|puffed(?: shut| up)?|closing|closed|tight(?:ening)?|blew up|blown up|huge)",
            r"(?:face|throat|tongue|lips?|mouth|eyes)",
            30,
        ),
        r"\b(?:having|has|in|going into) (?:an? )?(?:anaphyla\w+|severe allergic)\b|\b(?:severe|serious|bad) allergic reaction\b|\banaphyla\w+\b[^.?!]*\bnow\b|\bepi-?pen\b",
        ordinary=(r"\b(?:eyes?|mouth) (?:are |is |kept )?closed\b|\bclosed (?:his|her|my) (?:eyes|mouth)\b",),
    ),
    # collapse, heart, brain
    _now(
        r"\b(?:collapsed|collapsing|unconscious|unresponsive|passed out|passing out|pass out|blacked out|faint(?:ed|ing)|floppy|eyes (?:have )?rolled|no (?:answer|response)(?= from|[^.?!]{0,3}$)|cannot (?:\w+ ){0,4}(?:rouse|woken|wake|open (?:his|her) eyes)|not (?:waking|responding|respond|answering)|(?:will|does|would) not wake|cannot wake(?: \w+)? ?(?:up)?|not wake up now|is (?:not )?(?:conscious|responding))\b",
        r"\bheart (?:has )?stopped\b|\bno pulse\b|\b(?:having|has|had|is|in) (?:an? |another )?(?:seizure|convulsions?|convulsing|heart attack|cardiac arrest|stroke)\b|\b(?:is|started|keeps|been) (?:fitting|convulsing)\b(?! (?:in|me|him|her|the|into|well))|\b(?:is it|may be|think it is|could (?:it|this) be) (?:a |an )?(?:heart attack|stroke|seizure)\b",
        rf"\bface\b[^.?!]{{0,15}}\bdroop\w*|\bmouth\b[^.?!]{{0,10}}\b(?:hangs|hanging|droop\w*)\b|\btalking (?:gibberish|nonsense)\b|{_near('(?:slurr(?:ed|ing)|confus(?:ed|ion))', 'sudden(?:ly)?', 20)}",
        r"\b(?:morphine|oramorph|opioids?|oxycodone|fentanyl|methadone|codeine|tramadol|diazepam|lorazepam)\b[^?!]{0,60}\b(?:confus\w+|hard to wake|not waking|(?:very|so|too) (?:sleepy|drowsy))\b",
        ordinary=(
            r"\b(?:company|shares?|stock|price|amylyx|firm|trial|market)\b[^.?!]{0,20}\bcollaps\w+",
            r"\bcollapsed (?:after|when) the (?:trial|news)\b|\b(?:after|since) (?:a|my|his|her) (?:heart attack|stroke)\b|\b(?:had|has had) (?:a|his|her) (?:heart attack|stroke|seizure)\b(?=[^.?!]*\b(?:ago|years?|last|before|in \d{4})\b)",
            r"\b(?:in|from) the \w+ (?:study|trial)\b",
        ),
    ),
    _now(
        _near(
            r"chest",
            r"(?:pains?|hurts?|hurting|tight|tightness|pressure|crushing|squeez\w+|elephant)",
            20,
        ),
        r"\bheart\b[^.?!]{0,10}\b(?:racing|pounding|fluttering)\b[^.?!]{0,40}\b(?:faint|dizzy|pass out|chest|sweat\w*|pain)\b",
        ordinary=(r"\bchest (?:infection|x-?ray|clinic)\b",),
    ),
    # spinal cord
    _now(
        _near(
            _SUDDEN,
            r"(?:cannot (?:move|feel|walk|stand|see|speak|talk)|lost (?:all )?(?:feeling|movement|control|sight|vision)|paraly\w+|numb|loss of|blind|weak(?:ness|er)?(?! by)|legs? (?:\w+ ){0,2}(?:dead|gone|numb)|(?:legs?|arms?|body) (?:\w+ )?(?:stopped working|went|gave (?:way|out)|not work\w*))",
            60,
        ),
        r"\b(?:legs?|arms?|feet)\b[^.?!]{0,20}\b(?:completely|totally|suddenly) (?:dead|numb|gone|paralysed|paralyzed)\b|\b(?:both|my|his|her) legs? (?:are|have|has|went|gone|just) (?:\w+ )?(?:dead|numb|given way|went)\b",
        r"\b(?:cannot|no longer)\b[^.?!]{0,25}\b(?:move|feel|walk|stand)\b[^.?!]{0,40}\bsince yesterday\b",
        r"\b(?:lost|losing|no|cannot control|not control) (?:control of )?(?:my|his|her|the)? ?(?:bladder|bowels?|wee|pee|urine)(?: control)?\b|\bcannot (?:pee|urinate|pass (?:urine|water)|wee)\b|\bwet (?:himself|herself|myself)\b[^.?!]{0,40}\b(?:injection|legs?|suddenly|spinal)\b",
    ),
    # infection after a spinal dose, fever without white cells
    _now(
        _near(
            r"(?:(?:stiff|rigid|sore) neck|neck (?:is |so |feels )*(?:very )?(?:stiff|rigid|will not bend))",
            r"(?:fever\w*|temp(?:erature)?|headache|vomit\w*|lights?|hot|burning up|\d\d,\d)",
            60,
        ),
        r"\bstiff neck\b[^.?!]*\b(?:fever|temp(?:erature)?)\b",
        _near(r"(?:fever|temp(?:erature)?|shiver\w*)", r"(?:white (?:blood )?cells?|neutro\w+|white count|wbc)", 90),
        _near(r"(?:fever|temp(?:erature)?)", r"(?:39|40|41|42|103|104|105)(?:,\d)?", 14),
    ),
    # belly, blood, a bad fall, a dose in the wrong place
    _now(
        r"\bappendicitis\b",
        _near(
            r"(?:severe|terrible|unbearable|sudden|persistent|worst)[^.?!]{0,20}pain",
            r"(?:abdom\w+|stomach|belly|tummy)",
            25,
        ),
        r"\b(?:severe|terrible|unbearable|sudden|persistent|worst)\b[^.?!]{0,20}\b(?:abdominal|stomach|belly|tummy)\b[^.?!]{0,10}\bpain\b",
        r"\b(?:vomit\w*|throw\w* up|cough\w*(?: up)?|spitting|passing|pooing)\b[^.?!]{0,20}\bblood\b|\bcoffee grounds?\b|\bbleeding (?:a lot|heavily|badly|and (?:it )?will not stop)\b|\bblood everywhere\b",
        r"\b(?:hit|banged|cracked|smashed) (?:his|her|my|the) head\b[^?!]{0,60}\b(?:bleed\w*|blood|sleepy|vomit\w*|confus\w+|not)\b",
        r"\binject\w*\b[^.?!]{0,25}\binto (?:my|his|her|the) (?:wrong|kidney|artery|vein by|eye|lung|liver)\b",
    ),
    # the most urgent phrases in other languages
    _sign(
        r"\bno (?:puedo|puede|logra) respirar|\bse (?:esta )?(?:ahogando|asfixiando)|\bme (?:ahogo|asfixio)|\batragant\w+|\blabios (?:azules|morados)|\binconsciente|\bse (?:ha )?desmay\w+|\bdolor (?:fuerte )?(?:en el|de) pecho|\bse (?:ha )?(?:trago|tragado|tomo tod\w+|tomado tod\w+)\b|\bsobredosis|\bse (?:paro|apago|ha parado) (?:el|la) (?:respirador|ventilador|maquina|bipap)",
        r"\b(?:n'?|ne )?(?:arrive|peux|peut) (?:plus|pas) (?:a )?respirer|\bil (?:ne respire plus|s'etouffe)|\belle (?:ne respire plus|s'etouffe)|\bje m'etouffe|\bs'etouffe|\blevres bleues|\binconscient|\bevanoui|\bdouleur (?:\w+ )?(?:a la|dans la) poitrine|\ba (?:avale|pris tou\w+)\b|\bsurdose|\b(?:machine|appareil|respirateur)\b[^.?!]{0,50}\b(?:arrete|en panne|marche plus)",
        r"\b(?:bekomme|kriege|kriegt|bekommt) keine luft|\bkann nicht (?:mehr )?atmen|\berstick\w+|\batmet nicht|\bblaue lippen|\blippen (?:sind )?blau|\bbewusstlos|\bohnmachtig|\bbrustschmerz\w*|\bschmerzen in der brust|\b(?:ver|ge)schluckt\b|\balle (?:tabletten|pillen) genommen|\buberdosis|\b(?:beatmung\w*|gerat|maschine)\b[^.?!]{0,40}\b(?:ausgefallen|kaputt|aus\b|funktioniert nicht)",
        r"\bnon (?:riesco|riesce|posso|puo|respira) ?(?:piu )?(?:a )?(?:respirare)?\b[^.?!]{0,5}respir|\bnon respira|\bst\w+ (?:soffocando|strozzando)|\bsoffoc\w+|\blabbra (?:blu|viola)|\bsvenut\w+|\bincosciente|\bdolore al petto|\bha (?:ingoiato|inghiottito)|\boverdose di|\bventilatore\b[^.?!]{0,30}\b(?:fermato|spento|rotto)",
        r"\bnao (?:consigo|consegue) respirar|\bnao respira|\bengasg\w+|\blabios (?:azuis|roxos)|\binconsciente|\bdesmaiou|\bdor no peito|\bengoliu\b|\boverdose\b[^.?!]*\b(?:remedio|comprimidos)|\bventilador\b[^.?!]{0,30}\b(?:parou|desligou)",
        r"\bkan niet (?:meer )?ademen|\bkrijgt? geen (?:lucht|adem)|\bstikt\b|\bverslikt\b|\bblauwe lippen|\bbewusteloos|\bpijn op de borst|\bnie moge oddychac|\bnie oddycha|\bdusi sie|\bnieprzytomn\w+|\bnefes (?:alamiyor\w*)|\bboguluyor|\bkan inte andas|\bkvaver|\bnu (?:pot|poate) respira",
        r"息ができない|呼吸ができない|息が苦しい|窒息|意識がない|不能呼吸|无法呼吸|喘不过气|呼吸困难|昏迷|噎住|숨을? ?(?:못|쉴 수)|의식이 없|не (?:могу|может) дышать|задыха|без сознания|لا (?:أستطيع|يستطيع) التنفس|يختنق|सांस नहीं|बेहोश",
    ),
)

_TWICE = r"(?:two|2|twice|double|a second|second|another|extra|both|too (?:much|many)|the wrong (?:dose|amount))"
_BY_MISTAKE = r"(?:by (?:mistake|accident|error)|accidental(?:ly)?|mistakenly|in error|without (?:thinking|noticing|realising|realizing)|(?:had )?forgot(?:ten)? (?:that )?(?:i|he|she|we) (?:had )?(?:already )?(?:took|taken|had)|got (?:muddled|confused|mixed up))"

# An amount that was taken: by mistake or not said why.
OVERDOSE = (
    _sign(
        rf"\b{_TOOK}\b[^.?!]{{0,60}}\b{_MANY}",
        r"\b(?:i|he|she|they|we|dad|mum|mom|\w+) (?:have |has |had |may have |might have |just |accidentally )*overdosed\b|\baccidental(?:ly)?\b[^.?!]{0,20}\boverdos\w+|\b(?:is|this is|having|had|have|has|taken|took) (?:taken )?an overdose\b|(?:^|[.?!] )\W*overdos\w*(?: \w+)?\W*$",
        r"\b(?:symptoms?|signs?) of (?:an? )?overdos\w+|\bwhat (?:to|do i|should i) do\b[^.?!]{0,30}\boverdos\w+",
        ordinary=(
            # a few people, and illnesses that went round: never "a handful of them" or "two lots of" what may be taken
            r"\bhandful of (?:\w+ )?(?:people|patients|families|foreigners|volunteers|centres|hospitals|countries|studies|trials)\b",
            r"\blots of (?:flu|covid|colds?|infections?|pneumonia|c\b|sickness|bad luck|trouble|visitors|people|questions|letters|tests|scans)\b",
            r"\blabel\b[^.?!]*|\b(?:what|when|if|how)\b[^.?!]{0,30}\b(?:took|takes?|taking) (?:it )?all (?:the )?(?:info\w*|time)\b",
            r"\b(?:how many|how much|is it|should|can|could|must|do|does|may|did|were|was|if)\b[^.?!]{0,30}\b(?:take|taken|taking|given|used|took|had|got|have)\b[^.?!]*",
            r"\b(?:take|takes|taking|given|used|had|got)\b[^.?!]{0,40}\b(?:a|per|each|every) (?:day|week|month)\b|\b(?:daily|in the (?:\w+ )?(?:trial|study)|(?:people|patients|participants|they|group) (?:\w+ )?(?:took|had|got|were given|taking))\b[^.?!]*",
            r"\boverdosed on (?!(?:his|her|my|the|some)?\s?\w*(?:pill|tablet|med|riluzole|nuedexta|morph|drug))[^.?!]*",
            # milligrams, day by day
            rf"(?<!to )(?<!will )(?<!can )\b(?:(?:i|we) take|(?:he|she|dad|mum|mom) takes) \d{{3,4}} of (?:the |my |his |her )?{_DRUG}\b(?![^.?!]*\b(?:now|tonight|today|at once|in one go)\b)",
            r"\b(?:before|after|until|since) the lot (?:in|from|at) [^.?!]*",  # a company
            r"\b(?:got|had|have|has|used|given|gave|take|takes|taking) (?:too (?:many|much)|all (?:of )?(?:the|it|my|his|her)|a? ?(?:lots?|bunch|load|ton) of|everything|several|(?:three|four|five|six|[3-9]|\d\d+) (?:drugs|meds|medicines|medications|different))\b[^.?!]*",
            *_GENERAL[1:4],
        ),
    ),
    # one dose too many, and nobody meant it
    _sign(
        rf"\b{_TOOK}\b[^.?!]{{0,30}}\b{_TWICE}\b[^.?!]{{0,50}}\b{_BY_MISTAKE}\b|\b{_BY_MISTAKE}\b[^.?!]{{0,40}}\b{_TOOK}\b[^.?!]{{0,40}}\b{_TWICE}\b",
        rf"\b{_BY_MISTAKE}\b[^.?!]{{0,15}}\bdoubled\b|\bdoubled (?:up|\w+ (?:\w+ )?(?:dose|pills?|tablets?))\b[^.?!]{{0,20}}\b{_BY_MISTAKE}\b",
        ordinary=(
            r"\b(?:if|in case|should someone|supposing|suppose)\b[^.?!]*",
            r"\b(?:people|patients|participants) (?:\w+ )?(?:got|had|took|were given)\b[^.?!]*|\bthey\b[^.?!]*\b(?:trial|study)\b[^.?!]*",
            *_GENERAL[1:4],
        ),
    ),
    _sign(
        rf"\b{_CHILD}\b[^.?!]{{0,45}}\b(?:swallowed|swallow|ate|eaten|drank|drinked|drunk|took|taken|got (?:in|into|hold of)|chewed|licked|put\b[^.?!]{{0,25}}\bin (?:his|her) mouth)\b|\b{_CHILD}\b[^.?!]{{0,30}}\b(?:with|holding|opened|playing with)\b[^.?!]{{0,20}}\b{_PILLS}\b|\bswallow\w*\b[^.?!]{{0,15}}\b(?:battery|bleach|coin|magnet|cleaner|detergent|petrol|needle)\b",
        ordinary=(
            r"\b(?:child|children|kids?) (?:took|take) part\b|\b(?:can|could|may|should|did|do) (?:children|kids|a child)\b[^.?!]*",
            r"\b(?:took|taken) (?:him|her|me|us|over|part|care|a photo|to)\b",
        ),
    ),
)

_WISH = r"(?:sooner|want(?:s|ed|ing)?|wish(?:es|ed|ing)?|plan(?:s|ned|ning)?|ready|like|hop(?:e|es|ed|ing)|pray(?:s|ing)?|prefer|rather|better|need|tr(?:y|ying|ied)|decided|tempted|intend(?:s|ing)?|going|about|will|would|might|think(?:s|ing)?(?: of| about)?|thoughts?|ideas?|dream(?:s|ing)?|ask(?:s|ed|ing)?|beg(?:s|ged|ging)?|tell(?:s|ing)?|say(?:s|ing)?|said|feel(?:ing)? like|let|help)"
_SELF = r"(?:myself|himself|herself|themselves|ourselves|yourself|me|us)"
_DEATH = rf"(?:die|be dead|death|dying|kill(?:ing)? {_SELF}|(?:end|ending|finish|finishing|stop) (?:it|it all|(?:my|his|her|this) (?:own )?life|everything|things|my suffering|me off|{_SELF}|all (?:of )?this)|suicid\w*|not wake|not exist|never (?:wake|woken|been born)|(?:fall asleep|sleep|go to sleep) (?:forever|for ever|and not|and never)|disappear|be gone|be no more|not be alive|be allowed to (?:die|go)|shoot(?:ing)? {_SELF}|hang(?:ing)? {_SELF}|drown(?:ing)? {_SELF}|jump(?:ing)? (?:off|from|in front|under|out))"
_INTENT = r"\b(?:to (?:die|end (?:it|things|everything|my life)|kill (?:myself|himself|herself)|be over)|on purpose|deliberately|intentionally|wants? to die|wants? it to be over|not want (?:any )?help|not tell (?:my|him|her|anyone|them)|never wake|goodbye|end it|end things|way out|no point|enough of life|tonight is the night|left a (?:note|letter)|suicid\w*)\b"

# Taken, or about to be taken, in order to die.
INTENDED = (
    _sign(
        rf"\b(?:took|taken|swallowed|swallow|swallowing|lined up)\b[^.?!]{{0,60}}\b(?:{_MANY}|lot\b)|\b{_MANY}[^.?!]{{0,40}}\b(?:lined up|in front of me|next to (?:me|him|her))\b|\bbottle\b[^.?!]{{0,20}}\bempty\b|\b(?:took|taken|swallowed)\b[^.?!]{{0,30}}\bon purpose\b",
        also=_INTENT,
        ordinary=(r"\bhow (?:many|much)\b[^.?!]*|\bif\b[^.?!]*|\bcan (?:you|one|people)\b[^.?!]*",),
    ),
    _sign(
        rf"\b(?:going to|will|about to|plan(?:ning)? to|want to|tonight i)\b[^.?!]{{0,20}}\b(?:take|swallow)\b[^.?!]{{0,12}}\b(?:all (?:of )?(?:my|the|these|those)|every|whole|the lot|too many)\b[^.?!]{{0,20}}\b(?:{_PILLS}|lot)\b",
        r"\b(?:saving|saved|stash(?:ed|ing)?|hoard(?:ed|ing)?|stockpil\w+|hid(?:den|ing)?)(?: up| away| back)?(?: (?:all|some|enough|most|of|my|the|her|his|our|these|those|\d+|hundreds)){0,4} (?:tablets?|pills?|meds|medicines?|medication|morphine|doses?)\b[^?!]{0,80}\b(?:(?:will|shall|going to|gonna|plan to|want to) (?:take|swallow|use) (?:them|it|all)|when (?:she|he|they|everyone|my \w+) (?:is |are )?(?:asleep|sleeps?|out|gone))\b",
        r"\bso (?:that )?(?:she|he|they|my \w+) (?:is|are|can be|will be|would be) (?:free|rid) of me\b|\bthey(?: would|'d| will|'ll)? be rid of me\b",
        r"\b(?:saving|saved|stash(?:ed|ing)?|hoard(?:ed|ing)?|stockpil\w+|collect(?:ed|ing)?|hid(?:den|ing)?|pile)\b[^.?!]{0,60}\b(?:big dose|one dose|one go|at once|all at|way out|end it|die|lot of them|enough to)\b",
    ),
)

# --- crisis ----------------------------------------------------------------------------------------------------

_IDIOMS = (
    r"\bdying (?:to (?:know|see|hear|meet|try|find|ask|learn|tell|read)|of (?:curiosity|boredom|thirst|hunger|als|mnd|it|this|sla|motor)|from (?:als|mnd|it|this|motor)|with (?:als|mnd))\b",
    r"\b(?:a|something|food|cake|view) to die for\b|\bkill(?:ing|s|ed)? (?:time|the (?:lights?|process|switch|mood|vibe|pain)|relyvrio|the (?:drug|trial|company))\b|\b(?:is|are|was|were) killing (?:me|him|her|my|us)\b|\bkills? (?:bacteria|germs|cells?|nerve|nerves|motor|neurons?|pain|viruses|weeds|(?:a|the) (?!person|patient|man|woman|human|adult)\w+)\b|\bnearly died (?:laughing|of)\b|\bto death\b|\bkiller\b|\bdrop dead gorgeous\b",
    r"\b(?:what is|whats|what's|define|meaning of|statistics on|history of) (?:a |an )?suicid\w*|\bsuicid\w* (?:rate|statistics|bomb\w*)|\beuthan\w+\b[^.?!]{0,20}\b(?:dog|cat|pet|hamster|horse|rabbit|animal)s?\b|\b(?:dog|cat|pet|hamster|horse|rabbit|animal)s?\b[^.?!]{0,30}\b(?:euthan\w+|put down)\b",
    r"\babout (?:\w+ )?(?:people|patients|others|those|folks?|someone|participants|men|women|volunteers)\b[^.?!]{0,20}\b(?:dying|die|died|deaths?)\b",
    r"\bdie hard\b|\b(?:cells?|neurons?|nerves?|battery|phone|plant|laptop|tablet|car|mice|mouse|rats?)\b[^.?!]{0,15}\b(?:die|dies|dying|died)\b|\bstop\w* [^.?!]{0,20}\b(?:cells|nerves|neurons)\b[^.?!]{0,15}\bdying\b",
    r"\b(?:friend|neighbou?r|uncle|aunt|cousin|colleague|actor|man|woman|people|person|patients?|someone|who|trial|study|studies)\b[^.?!]{0,20}\bsuicides?\b(?! (?:note|pact))|\bsuicid\w* (?:gene|inhibitor|rates?|squad|warning|thoughts? (?:as|in|listed|on the))\b|\b(?:risk|rate|rates|side effect|warning|mention)\w* (?:of|about) suicid\w*",
    r"\b(?:does|can|could|did|do|was|were|is|are)\b[^.?!]{0,60}\b(?:cause|raise|lead to|list|lists|listed|mention\w*|counted|recorded|reported|warn\w*|page|label|make (?:you|people|patients))\b[^.?!]{0,50}\bsuicid\w*[^.?!]*|\bsuicid\w*\b[^.?!]{0,40}\b(?:counted|recorded|reported|listed|as (?:a|an) (?:side|outcome|event)|in (?:the|any) (?:\w+ )?(?:trial|study))\b[^.?!]*",
    r"\b(?:do|does|did|will|would|is|am|are) not (?:want|wish|like|going|ready|plan|try|think)[^.?!]{0,12}\bto (?:die|be dead)\b|\bnot (?:ready|want(?:ing)?) to die\b|\b(?:afraid|scared|fear|frightened|worried|thinking|think|talk|asked|ask|told|tell|say|says|said|know|read) (?:me |him |her |us )?(?:of|to|about|that)? ?(?:dying|die|death)\b|\bcharacter's death\b",
    r"\b(?:will|would|might|going to|how (?:and|or) when) (?:i|he|she|we|they|my \w+|dad|mum|mom|it|people|patients|not)?\b ?(?:\w+ )?(?:die|death)\b(?! (?:if|tonight))|\b(?:about|before|until|when|likely to|people|patients|persons) (?:\w+ )?(?:die|death)\b|\b(?:rate|number|cause|risk|odds|chance) of (?:death|dying)\b|\b(?:death|dying) (?:rate|rates|certificate|within|from|of|in)\b",
)

SELF_HARM = (
    # a wish, near death; a person's own or told of another
    _sign(
        r"\b(?:want|wish|like|need|wanted|wishes|wants)\b[^.?!]{0,12}\b(?:all (?:of )?(?:this|it)|everything|it all) to (?:be over|be done|end|stop)\b(?! (?:raining|snowing|working|itching|hurting))",
        rf"\b{_WISH}\b (?:\w+ ){{0,3}}{_DEATH}\b|\bdo not want to be (?:here|alive)\b|\bi want out\b|(?:^|[.?!] )\W*(?:just |please )*(?:end|finish|kill) me\b|\bfinish me off\b|\b(?:nobody|no one) would miss me\b|\bi have (?:got )?a (?:rope|gun|noose|knife)\b|\bmy life is (?:worthless|pointless|over|useless)\b|\b(?:what is|what's|whats) the use\b|\b(?:would|will|could|to) end (?:this|it|me|everything)\b(?: for (?:me|us))?|\bnot deserve to live\b|\bdeserve to die\b|\b(?:no|cannot see (?:a|any)|not see (?:a|any)) future\b",
        r"\b(?:want|wish|hope|rather|better|feel|am|was|were)\b (?:i |we |he |she |to be |be |was |were |had |been |just |already )*dead\b(?! (?:against|certain|sure|set|keen|tired|right|wrong|on))|\bwan(?:t|na)? (?:2|two|too|to) die\b|\bwant sleep\b[^.?!]{0,15}\bnot wake\b",
        r"\b(?:kill|hurt|harm|cut|hang|poison|drown|shoot|stab|starve|suffocate|burn)(?:ing|ting)? (?:myself|himself|herself|my wrists?)\b|\b(?:ask\w*|beg\w*|tell\w*|want\w*) (?:me|us|my \w+) to (?:kill|end|finish)\b|\bkill (?:him|her|me)\b(?= please| now|\W*$)|\bcutting again\b|\b(?:pierce|slit|cut|open|sever|slash) (?:my|his|her) (?:own )?(?:\w+ )?(?:arter\w+|veins?|wrists?|throat|arms?)\b|\bself[ -]?(?:harm\w*|injur\w+)",
        r"\b(?:commit(?:ting)? |attempt(?:ed|ing)? |about |considering |write my )?suicid\w*|\b(?:end|ending|take|taking) (?:my|his|her|their|our) (?:own )?(?:life|lives)\b|\bend(?:ing)? it all\b|\bend my suffering\b|\bput me out of\b|\bmake it (?:all )?stop\b",
        r"\b(?:do not|no longer|not) want to (?:live|be here|be alive|wake up|go on|exist|carry on|continue|be around|see tomorrow)\b|\b(?:do not|did not|no longer) (?:wish to live|feel like living|want (?:my |this )?life)\b|\bnever wake(?: up)?\b|\bnot wake(?: up)?(?: ever| again| tomorrow)\b|\b(?:hope|hoping|wish|want|pray) (?:that )?i (?:do not|will not|never|did not) wake\b|\bdark thoughts\b|\bthinking of ways\b|\bgoing to do it (?:tonight|today|tomorrow|now)\b",
        r"\b(?:drive|driving|roll|rolling|steer\w*|wheelchair|chair)\b[^.?!]{0,30}\b(?:into|in front of|off|down|to the top of|under)\b[^.?!]{0,15}\b(?:stairs|traffic|river|lake|sea|water|road|cliff|train|bridge|canal)\b",
        # let go, burden, nothing left
        r"\blet me (?:die|go)\b|\bhelp (?:me|him|her) (?:to )?(?:die|end it|go)\b(?! (?:on|to|out|back|home|for))|\bwish (?:that )?i (?:was|were|had) (?:dead|never (?:been )?born|died|not here)\b|\bwant (?:it|this|my life|everything) (?:all )?(?:to be |to )?(?:over|end|stop|finished)\b",
        r"\b(?:better off|happier|easier|better for (?:them|everyone|all)|relieved|better) (?:dead|without me|if i (?:was|were|am) (?:gone|dead)|when i am gone)\b|\bi am (?:just |only |such )?(?:a |an )?(?:terrible |big |huge )?burden\b|\bburden (?:to|on|for) (?:my|everyone|them|him|her)\b",
        r"\b(?!any use\b(?! (?:to|in|of|for) (?:live|living|life|being|going on|carrying on|go on|trying)\b))(?:no|any|see no|cannot see (?:a|any)|what is the|what's the) (?:reason|point|sense|use)\b(?: (?:to|in|of|for) (?:live|living|life|being (?:here|alive)|going on|carrying on|go on|any of it|anything|this|it|trying)\b| anymore| any longer|[^.?!\w]*(?:[.?!]|$))|\blife (?:is |has )?(?:not|no longer|no) (?:worth|meaning|point|longer)\b|\bnot worth (?:me )?(?:being alive|living|it anymore)\b|\bworth me being alive\b",
        r"\bnothing (?:left |more )?(?:to live for|worth living)\b|\bno (?:hope|future) (?:left|anymore|for me)\b|\bhopeless and\b|\b(?:why|how) (?:should i |do i |even |to )?(?:go on|carry on|keep going|bother living)\b|\bmy life is over\b|\bgoodbye (?:everyone|all|world)\b|\bno more\b(?=\W*$)",
        r"\b(?:tired|sick|weary) of (?:living|life|being alive|(?:the )?fight(?:ing)?|existing|it all)\b|\bhad enough(?:\W*(?:[.?!]|$)| of (?:life|living|everything|it all|this life))|\bcannot (?:live|go on|keep living)(?: (?:like this|with this|anymore|any longer|another day)|\W*$)|\bready to (?:die|go)\b(?! (?:home|ahead|to|out|on|back))|\bready go\b|\bgiv(?:e|en|ing) up on (?:life|living)\b",
        r"\bgoodbye letters?\b|\b(?:wrote|left|leaving|writing) (?:a |my |his )?(?:suicide )?note\b|\bsaid (?:all )?my goodbyes\b|\bnot (?:be )?(?:sticking|staying) around\b|\bnot long now\b|\bi have (?:a|my) plan\b[^.?!]{0,30}\b(?:end|out|die|go)\b|\b(?:end|die|go|out)\b[^.?!]{0,40}\bi have (?:a|my) plan\b|\b(?:noose|razor blade|gun to my)\b|\b(?:my|his|her|peaceful|painless|easy) way out\b|\bway out\b[^.?!]{0,20}\b(?:of (?:this|life)|for (?:me|someone(?! (?:who|that)\b)))\b",
        r"\b(?:stop|stopped|stopping|refus\w+) (?:eating and drinking|eating or drinking|to eat and drink|food and (?:water|drink))\b|\bstop myself (?:from )?eating\b",
        ordinary=_IDIOMS,
    ),
    # a method, an amount
    _sign(
        _near(
            r"(?:lethal|fatal|deadly|deadliest|letal)",
            r"(?:doses?|amount|quantity|combination|together|mix|levels?|overdose|meds?|pills?|how many|how much)",
            30,
        ),
        r"\b(?:how (?:many|much)|which|what)\b[^.?!]{0,70}\b(?:to (?:die|overdose|kill|end|not wake|stop breathing)|would kill|will kill|can kill|kills|is (?:fatal|lethal)|be (?:fatal|lethal|deadly)|enough to (?:die|kill|end)|let me overdose|too many to survive)\b",
        r"\b(?:way|ways|method|methods|how)\b[^.?!]{0,20}\b(?:to|do i|can i|do you|does one)\b[^.?!]{0,15}\b(?:die|overdose|kill (?:myself|himself|herself|me)|end (?:it|life)|be dead)\b|\b(?:least painful|painless|easiest|quickest|peaceful|gentle(?:st)?|fastest|surest|surefire)\b[^.?!]{0,25}\b(?:way|death|method|exit|to (?:die|go)|die|end)\b|\boverdose (?:on purpose|myself|fastest)\b|\bwant to overdose\b|\b(?:commit|do) it\b[^.?!]{0,20}\bwith (?:pills|my meds|what)\b",
        rf"\b(?:what (?:happens|would happen|if)|can (?:i|you|one))\b[^.?!]{{0,30}}\b(?:take|took|swallow|taking)\b[^.?!]{{0,10}}\b(?:(?:[1-9]\d+|twenty|thirty|forty|fifty)\b(?! ?(?:mg|mcg|ml|g|grams?|milligrams?|days?|weeks?|minutes?|hours?|times|%))|all (?:of )?(?:my|the|them|it)\b|the whole\b)|\b(?:die|kill\w*|death)\b[^.?!]{{0,30}}\btoo (?:much|many)\b|\b(?:would|will|is|are)\b[^.?!]{{0,8}}\b(?:[1-9]\d+|twenty|thirty|forty|fifty|all) (?:\w+ )?{_PILLS}\b[^.?!]{{0,8}}\b(?:do it|enough|work)\b|\bon purpose\b[^.?!]{{0,20}}\b(?:overdose|die)\b|\b(?:overdose|die)\b[^.?!]{{0,40}}\bon purpose\b",
        r"\b(?:give|gave|giving|inject) (?:him|her|me) (?:all|the whole|too much|an overdose)\b|\b(?:look|looking|stare|staring) at (?:my|the|his) (?:pills|tablets|meds)\b[^.?!]*\b(?:all|taking|think)\b",
        ordinary=(
            *_IDIOMS,
            r"\bhow (?:do|did|does|many|can|could|have) (?:the )?(?:people|patients|someone|he|she|they|persons?|participants|folks)\b[^.?!]{0,60}\b(?:die|died)\b",
            r"\b(?:die|dies|died) (?:of|from|with) (?:als|mnd)\b|\b(?:mice|mouse|rats?|animals?|dogs?|monkeys?)\b[^.?!]*|\b(?:lethal|fatal) doses?\b[^.?!]{0,30}\b(?:mice|mouse|rats?|animals?|dogs?)\b",
        ),
    ),
    _sign(
        r"\bquiere (?:morir|matarse)|\bcansad[oa] de vivir|\bquiero (?:morir|matarme|suicidarme|acabar con)|\bme quiero (?:morir|matar)|\bno quiero (?:vivir|seguir)|\bganas de (?:vivir|morir)|\bquitarme la vida|\bsuicid(?:arme|arse|io)\b|\bno puedo mas\b|\bya no (?:puedo|aguanto) mas",
        r"\bveu(?:t|lent) mourir|\bfatiguee? de vivre|\bmarre de vivre|\bje veux (?:mourir|me tuer|en finir)|\bme suicider|\bplus envie de vivre|\bmettre fin a mes jours|\bj'en peux plus|\bje n'en peux plus",
        r"\bwill (?:nur noch )?sterben|\blebensmude|\bkein(?:en|e)? (?:bock|lust)[^.?!]{0,12}\bleben\b|\bno quiero (?:mas )?vivir|\bich (?:will|mochte) (?:sterben|nicht mehr leben|nicht mehr)|\bmich umbringen|\bselbstmord|\bsuizid\w*|\bich kann nicht mehr\b|\bvollig am ende|\bam ende meiner kraft\w*|\bnicht mehr leben",
        r"\bvuole morire|\bstanc[oa] di vivere|\bquer morrer|\bcansad[oa] de viver|\bvoglio morire|\buccidermi|\bfarla finita|\btogliermi la vita|\bnon voglio (?:piu )?vivere|\bnon ce la faccio piu|\bquero morrer|\bme matar\b|\bacabar com (?:a minha vida|tudo)|\bnao quero (?:mais )?viver|\bnao aguento mais",
        r"\bik wil (?:dood|niet meer (?:leven|verder))|\bzelfmoord|\beinde aan mijn leven|\bik kan niet meer\b|\bchce umrzec|\bsamoboj\w*|\bnie chce (?:juz )?zyc|\bzabic sie|\bolmek istiyorum|\bintihar|\byasamak istemiyorum|\bjag vill (?:do|inte leva)|\bsjalvmord|\bvreau sa mor",
        r"死にたい|自殺|生きていたくない|消えたい|想死|不想活|自杀|活不下去|죽고 ?싶|자살|살고 싶지 않|хочу умереть|не хочу жить|покончить с собой|أريد أن أموت|انتحار|मरना चाहत|आत्महत्या",
    ),
)

CARER = (
    _sign(
        r"\b(?:i|we|me)?\b ?(?:just |really |simply |honestly |truly |absolutely )?cannot (?:cope|anymore|look after (?:him|her|them)|care for (?:him|her|them)|go on|carry on|do (?:this|it)(?: anymore| any longer| alone| no more)?(?! (?:in|on|with|for|at|by) )|take (?:this|it|much more|any more|anymore|no more)|keep (?:doing|going)|bear (?:this|it)|(?:handle|control|stand) (?:this|it) (?:anymore|any longer))\b",
        r"\b(?:breaking|broken|snapping) point\b|\bat the end of my (?:rope|tether)\b|\bi am (?:so |completely |totally |utterly |just )*(?:broken|burn(?:ed|t) out|overwhelmed|falling apart|drowning(?! in (?:paper|form|bill|mail|email|info|work|news)\w*)|at my limit|finished|done with (?:this|everything)|desperate|done(?=\W*(?:[,.!]|$|no\b|i\b)))|\bi (?:just )?give up\b(?! (?:on|my|smoking|the|work))|\bi want to (?:give up|run away|scream)\b|\bwant to run away\b|\bi hate myself\b",
        _near(
            r"(?:no|any|nothing) (?:more |longer |left )?(?:force|strength|energy|left to give)",
            r"(?:i|nobody|no one|alone|help|left|anymore)",
            40,
        ),
        r"\b(?:nobody|no one) (?:helps?|is helping|cares)\b|\bnot coping\b|\bso tired of (?:caring|it all|this)\b|\bfalling apart\b",
        rf"\bi (?:might|could|may|am (?:going|scared|afraid|worried) (?:to|i will|i might|of)|nearly|almost|wanted to|want to|feel like|keep)\b[^.?!]{{0,20}}\b(?:hurt|hurting|hit|hitting|harm|kill|smother|strangle|lose it with|shake|shaking|slap)\b|\b(?:i|and) (?:hit|shook|slapped|pushed|shoved|hurt|punched|kicked|grabbed) (?:him|her|my \w+|dad|mum|mom|{_PERSON})\b|\bwish (?:he|she|they|my \w+|dad|mum) (?:would|were|was) (?:just |already )?(?:die|dead|gone|to die)\b|\bpillow over\b",
        ordinary=(
            r"\bcannot (?:cope|manage|take it|take this|handle it|handle this) (?:with )?(?:the |all (?:these|the|this|those) )?(?:tablets?|pills?|capsules?|taste|film|liquid|food|swallowing|by mouth|drug names|jargon|names|numbers)\b",
            r"\bcannot take (?:this|it) (?:drug|medicine|with|because|if|orally|by|as|in)\b|\bif\b[^.?!]{0,20}\bcannot take (?:it|this)\b|\bcannot take it all in\b|\bcould not\b[^.?!]{0,10}\btake it all in\b|\bcannot do it (?:at|by|in)\b",
            r"\b(?:how do|how can|what helps) (?:carers|caregivers|families|people)\b[^.?!]*|\b(?:people|carers) who\b[^.?!]*",
        ),
    ),
)

DYING = (
    _sign(
        r"\bassist(?:ed|ing)?[ -](?:dying|suicide|death)\b|\bassistance (?:in|with) dying\b|\beuthan\w+|\bdignitas\b|\bpegasos\b|\bexit international\b|\bmedical(?:ly)? (?:aid|assistance|assisted) (?:in |with )?(?:dying|death)\b|\b(?:apply|applied|ask(?:ed)?|qualify|eligible|get|having|have|want|about|with|for) (?:for )?maid\b|\bmaid\b[^.?!]{0,15}\b(?:als|mnd|ontario|canada|eligib\w+|dying)\b|\bright to die\b|\bdeath with dignity\b|\bvsed\b|\b(?:doctor|nurse|physician|someone|help me)\b[^.?!]{0,15}\b(?:help me (?:to )?die|end my life)\b",
        r"\bchoos\w* (?:my|his|her|your|when|how|the time)[^.?!]{0,15}\b(?:ending|end|death|die|to die|to go)\b|\bend[ -]of[ -]life (?:options?|choices?|law)\b|\b(?:die|dying|death|end) on my own terms\b|\bpalliative sedation\b|\blet nature take its course\b|\b(?:hasten|speed up)\b[^.?!]{0,12}\b(?:death|dying|the end)\b|\bso (?:this|it) (?:is|will be) over (?:sooner|faster)\b|\bgoes faster\b[^.?!]{0,5}$|\bbe allowed to (?:die|go)\b",
        rf"\b(?:stop|stopping|turn|turning|turned|switch|switching|switched|withdraw|withdrawing|withdrawn|remove|removing|removed|take|taking|taken|come|coming|pull|unplug|off|quit|end|discontinue)\b[^.?!]{{0,30}}\b(?:off |of |the |my |his |her |a |wearing |using )*{_VENT}\b(?:[^.?!]{{0,25}}\b(?:off|die|death|end|dying|out|anymore|enough)\b|[^.?!]{{0,6}}(?:[.?!]|$))|\b{_VENT}\b[^.?!]{{0,30}}\b(?:withdrawn|removed|turned off|switched off|taken off|taken away|off)\b|\b(?:have|get|ask\w*|want\w*|to)\b[^.?!]{{0,20}}\b{_VENT} (?:to be )?stopped\b",
        rf"\b(?:say(?:ing)? no|refus\w+|declin\w+|not want|turn(?:ing)? down|without)\b[^.?!]{{0,20}}\b(?:to )?(?:the |a |my |his |her )?(?:{_VENT}|feeding tube|peg)\b[^.?!]{{0,40}}\b(?:over|end|sooner|die|coward|enough|nature|live)\b",
        r"\b(?:he|she|dad|mum|mom|husband|wife|father|mother|partner|who)\b[^.?!]{0,15}\b(?:wants?|wishes|asks?|asked|begs?|begged) (?:me )?(?:to (?:help (?:him|her) )?)?(?:die|end (?:it|his|her)|stop (?:it|everything))\b",
        ordinary=(
            r"\beuthan\w+\b[^.?!]{0,20}\b(?:dog|cat|pet|hamster|horse|rabbit|animal)s?\b|\bput(?:s|ting)? off\b|\bwhen will the trial stop\b|\b(?:did|could|can|were|was|may)\b[^.?!]{0,40}\b(?:in|join|enter)\b[^.?!]{0,20}\btrial\b[^.?!]*|\bcome off (?:riluzole|the drug)\b|\b(?:itself|power cut)\b[^.?!]*|\bnot (?:pushing|working)\b[^.?!]*|\bcame off\b[^.?!]*",
            r"\b(?:people|patients|participants)\b[^.?!]{0,40}\b(?:trial|study|counted|alive)\b[^.?!]*",
        ),
    ),
)

# After "I want to die", a question about amounts, overdose or dying is no ordinary question any more.
AFTERWARDS = _sign(
    r"\bhow (?:many|much)\b|\btoo (?:many|much)\b|\boverdos\w*|\bdos(?:e|es|age)\b|\bmg\b|\bdie\b|\bdying\b|\bdeath\b|\bdead\b|\bkill\w*|\bstrong(?:est)?\b|\btoxic\b|\bpoison\w*|\bstockpil\w*|\bpain(?:less|ful)\w*|\bhurts?\b|\blethal\b|\bfatal\b|\bdanger\w*|\bstop breathing\b|\bsleep\b|\ball of (?:it|them)\b|\bat once\b|\b(?:with|and) (?:alcohol|whisky|vodka|wine)\b|\bmaximum\b",
    ordinary=(
        r"\bhow (?:much|many)\b[^.?!]{0,30}\b(?:costs?|pays?|price|people|patients|countries|trials?|sites?|drugs)\b",
    ),
)

# --- personal advice -------------------------------------------------------------------------------------------

_MINE = r"(?:i|me|my|we|our|he|she|him|his|her|dad|dads|mum|mom|father|mother|husband|wife|partner|son|daughter|brother|sister|uncle|aunt|gran\w*|friend|loved one)"
_FAMILY = r"(?:my \w+|dad|mum|mom|husband|wife|he|she|they|someone like me)"
_ACT = (
    r"(?:take|takes|taking|start|starts|starting|stop|stops|stopping|quit|quitting|continue|keep|come off|coming off|go on|be on|get off|increase|raise|lower|reduce|double|halve|split|cut|crush|skip|switch|change|mix|combine|add|"
    r"have(?! to\b)|drink|eat|wait|delay|pause|give|inject|swap|replace|stay on|carry on|leave out|drop|dropping|need|try|use|buy|order|ask (?:for|to))"
)
_SUBSTANCE = (
    r"(?:alcohol|wine|beer|champagne|whisky|vodka|gin|booze|cider|(?<!gold )(?<!that )(?<!this )(?<!the )drink(?:s|ing)?|ibuprofen|paracetamol|tylenol|advil|aspirin|naproxen|antidepressants?|ssris?|sertraline|citalopram|fluoxetine|prozac|zoloft|lexapro|amitriptyline|warfarin|blood thinners?|apixaban|eliquis|"
    r"st\.? john'?s wort|grapefruit(?: juice)?|antibiotics?|cannabis|weed|marijuana|cbd(?: oil)?|thc|statins?|metformin|insulin|lisinopril|amlodipine|omeprazole|baclofen|gabapentin|pregabalin|tizanidine|morphine|codeine|tramadol|diazepam|lorazepam|melatonin|turmeric|curcumin|vitamin d|magnesium|zinc|fish oil|coq10|creatine|supplements?|vitamins?|coffee|caffeine|nicotine|smoking|"
    r"(?:my|his|her) (?:other )?(?:meds|medicines?|medication|tablets|pills|drugs))"
)
_GENERAL_FORM = (
    # what anybody had to do to be let in: "how long would we have had to live in Korea"
    rf"\b(?:would|did) (?:i|we|you|one|they|people|{_FAMILY}) have (?:had )?to (?:be (?:able|aged|over|under)|live|stay in|stop in|travel|pay|come to|go to|sign)\b[^.?!,;]*",
    # what a trial asks of those in it
    r"\bmust (?:i|he|she|we|they) already\b(?![^.?!]*\b(?:stop|skip|quit|halve|drop|come off)\b)[^.?!]*|\b(?:does|do) (?:i|he|she|we|they) need\b[^.?!]{0,60}\b(?:before|for) (?:every|each) (?:dose|injection|round)\b[^.?!]*",
    rf"\b(?:for|to join|to get into) (?:the|that|this|their) (?:\w+ ){{0,3}}(?:study|trial)\b(?![^.?!]*\b(?:should|stop|skip|quit|halve|drop|swap|come off|go off)\b)[^.?!]{{0,50}}\b(?:does|do|must|would) (?:i|we|{_FAMILY}|people|you|one)\b[^.?!]*",
    rf"\b(?:could|would|might) (?:i|we|{_FAMILY}) have (?:joined|taken part|got(?:ten)? in|qualified|been (?:in|let|taken|allowed))\b[^.?!]*",
    r"\bcan (?:i|we|he|she|my \w+) (?:still )?(?:get|buy|access|find|have access|order|see|ask|read|join|take part|use this|use the)\b(?! (?:it |this )?(?:together|with|alongside))(?![^.?!]*\band (?:take|use|try)\b)",
    r"\btak(?:e|es|ing) (?:that|this|it|them|what \w+ says?) (?:at face value|seriously|as (?:read|true|fact|gospel))\b|\btak(?:e|es|ing) (?:his|her|their|your|its) word\b",
    r"\btak(?:e|es|ing) (?:part|steps|place|notes?|a look|photos?|it all in)\b|\bwhat steps\b[^.?!]*|\bneed to know\b|\b(?:come|came) good for\b|\bwith (?:meals?|food|water|milk|breakfast)\b",
    r"\bshould (?:i|we) (?:know|expect|be aware|look|read|hear|see)\b|\bwhat should (?:i|we) (?:know|ask|expect)\b|\bwho should (?:i|we) (?:vote|ask|call)\b|\bhow do i (?:use|end|start|clear|delete|print|save|close)\b[^.?!]*|\b(?:this|the) (?:chat|page|site|website|service)\b[^.?!]*",
)

PERSONAL = (
    _sign(
        rf"\bshould (?:i|we|{_FAMILY})\b|\b(?:i|we|{_FAMILY})\b[^.?!]{{0,15}}\b(?:ought|need|supposed|allowed|able) to {_ACT}\b|\b(?:do|must|shall|may) i\b[^.?!]{{0,20}}\b{_ACT}\b",
        rf"\b(?:can|could|may|must|do|does|shall|would|will) (?:i|we|{_FAMILY})\b(?<!they)[^.?!]{{0,30}}\b{_ACT}\b",
        rf"\b(?:is it|would it be|am i|is that|is this|are we)\b[^.?!]{{0,12}}\b(?:ok|okay|safe|fine|all right|alright|bad|dangerous|wise|good idea|best|too late|worth it|a problem|allowed)\b[^.?!]{{0,60}}\b(?:for (?:me|him|her|my|us)|if (?:i|he|she|my|we)|to {_ACT}|i {_ACT}|he {_ACT}|she {_ACT})\b",
        r"\b(?:safe|right|suitable|good|best|recommended|ok|okay|better|too (?:much|strong|high|little)) for (?:me|him|her|my|us|someone like me)\b|\bsuit (?:me|him|her|my \w+)\b|\bcan i (?:push|ask) for\b|\bwhat (?:should|do|must) (?:i|we)\b[^.?!]{0,15}\b(?:do|take|try|give)\b|\bwhat (?:now|do)\b\W*$|\bwould you (?:do|have|take) (?:it|this|that)\b[^.?!]{0,12}\b(?:if you were|in (?:my|our|his|her) (?:place|shoes))|\bif you were (?:me|us)\b|\bwould you (?:put|start) (?:me|him|her|dad|mum|mom|my \w+)\b|\bwould you (?:take|recommend|advise|suggest|choose|pick|go for|prefer)\b|\b(?:diagnose|prescribe|examine) (?:me|my|him|her)\b|\bhow (?:to|do i|can i|should i) (?:safely )?(?:stop|taper|come off|wean|quit|get off)\b|\bdo you (?:recommend|advise|think (?:i|we|he|she|my))\b|\bthinking of (?:dropping|stopping|quitting|starting|trying|taking|skipping|switching|changing|coming off|cutting)\b",
        rf"\bif (?:i|we|{_FAMILY})\b[^.?!]{{0,12}}\b(?:stop|miss|skip|mix|double|forget|quit|halve|swap|come off|go off)\b|\b(?:mixing|combining|adding|stopping|starting|taking|dropping|skipping|swapping)\b[^.?!]{{0,70}}\b(?:good idea|bad idea|ok|okay|safe|wise|sensible)\b",
        rf"\b(?:am|is|are) (?:i|we|{_FAMILY}) too \w+ (?:for|to)\b|\b{_MINE}\b[^?!]{{0,60}}\brul(?:e|es|ing) (?:me |him |her )?out\b",
        ordinary=_GENERAL_FORM,
    ),
    _sign(
        r"(?:^|[.?!] )\W*(?:stop|start|skip|halve|double|quit|mix|crush|split|continue|restart) [^.?!]{3,60}\?",
        r"\b(?:i|he|she|we|my \w+|dad|mum|mom)\b[^.?!]{0,30}\b(?:missed|forgot(?:ten)?(?! to (?:ask|say|tell|mention|write|look))|skipped|doubled|took (?:two|double|2|extra|an extra|it twice)|had (?:his|her|my|it|the)\b[^.?!]{0,20}\btwice|ran out|run out)\b|\bmissed (?:a|my|his|her|the|one|dose|\d)\b|\b(?:miss|forget|skip) (?:a|my|his|her|one) dose\b|\b(?<!\bdose and in )(?<!\bdose and )(?<!\bdose or )double (?:the |my |his |her )?dose\b|\bmy dose\b|\b(?:two|2|double|both) (?:\w+ ){0,2}(?:doses|bags|tablets|pills|packets)\b[^.?!]{0,30}\b(?:together|at once|same time|by mistake|instead)\b|\bby mistake\b|\b(?:hours?|days?|too) (?:late|early)\b|\b(?:took|take|taken)\b[^.?!]{0,20}\b(?:late|twice)\b",
        r"\bhow (?:many|much)\b[^.?!]{0,40}\b(?:should|can|do|must|may|shall) (?:i|he|she|we|my \w+|dad|mum|mom)\b|\bhow (?:many|much)\b[^.?!]{0,30}\b(?:me|for me|for him|for her)\b\W*$|\bwhat (?:amount|dose|dosage)\b[^.?!]{0,30}\b(?:should|can|do|must) (?:i|he|she|we|my \w+)\b|\bhow (?:many|much)\b[^.?!]{0,40}\btoo (?:many|much)\b",
        rf"\bhow (?:many|much)\b[^.?!]{{0,40}}\b(?:i|he|she|we|{_FAMILY}) (?:should|can|must|may|ought|needs?)\b|\b(?:fine|ok|okay|safe|all right|alright) to {_ACT} (?:my|his|her|our)\b",
        rf"\bno \w+ (?:for )?\d+ days?\b|\b\d+ days? without\b[^.?!]{{0,20}}\b(?:what|now|do)\b|\b(?:does|do) {_FAMILY} need (?:less|more|a lower|a higher)\b",
        ordinary=(r"\bhow much\b[^.?!]{0,30}\bpay\b[^.?!]*",),
    ),
    _sign(
        rf"\b{_MINE}\b[^?!]{{0,60}}\b(?:pregnant|periods? (?:is )?late|late period|breast[ -]?feeding|breastfeed|trying (?:for a baby|to (?:conceive|get pregnant)))\b|\bif (?:i|she|my wife) (?:am|is|get|gets|become)\b[^.?!]{{0,10}}\bpregnant\b|\bwhile (?:i am )?(?:pregnant|breast[ -]?feeding)\b|\bgetting pregnant\b",
    ),
    _sign(
        rf"^(?=.*\b(?:ok|okay|safe|allowed|fine|good idea|problem|can (?:i|he|she|we)|may i|i take|me (?:take|on)|i am on|taking|takes|drink)\b).*(?:\b(?:with|and|w|w/|\+|plus|alongside|while (?:on|taking)|on) {_SUBSTANCE}\b|\b{_SUBSTANCE} (?:with|w|w/|and|\+|plus|ok|okay|safe|allowed|while on)\b)",
        r"\b(?:drink|drinking|have|having) (?:a |some |any )?(?:alcohol|wine|beer|champagne|glass)\b|\bi like to drink\b|\b(?:had|drank|drinks?)\b[^.?!]{0,15}\b(?:glass(?:es)?|wines?|beers?|pints?|whisky|vodka)\b|(?:^|[.?!] )\W*(?:my |for )?(?:me|i|dad|mum|mom|wife|husband)\b[^.?!]{0,40}\b(?:yes or no|ok or not)\b|\b(?:clash(?:es)? with|will \w+ clash)\b|\bsafe to \w+ (?:after|with|on|while|during) (?:my|his|her)\b|(?:^|[.?!] )(?:carry on|keep going|continue|stay) (?:with|on)\b[^.?!]*\?",
        rf"\b(?:i|he|she|we|{_FAMILY}|doc|doctor|gp|neuro) (?:am on|is on|are on|put (?:me|him|her) on|takes?|started|gave|prescribed|wants?)\b[^?!]{{0,90}}\b(?:ok|okay|safe|mix|together|interact|both|problem|too(?=\W*$)|as well|add|alongside|good idea|clash)\b",
        r"\b(?:can|could|may) (?:you|one|it be|they be|\w+ be|these|both|the two)\b[^.?!]{0,40}\b(?:taken?|used?|combined|mixed|given)\b[^.?!]{0,30}\b(?:with|together|alongside|and)\b|\b(?:ok|okay|safe|fine|allowed) (?:w|with|me|together|to (?:mix|combine|add))\b",
        ordinary=(
            # of people in general, and of nobody in particular
            rf"(?:^|(?<=[.?!]))(?:(?!\b{_MINE}\b)[^.?!])*\b(?:for (?:most )?people|in general|generally|in the (?:\w+ )?(?:trials?|stud(?:y|ies)))\b(?:(?!\b{_MINE}\b)[^.?!])*",
            r"\b(?:can|could) you\b[^.?!]{0,60}\btrials?\b|\b(?:in|during|for) (?:the |this |a )?(?:\w+ )?(?:trials?|study|studies)\b[^.?!]*|\bwere\b[^.?!]*|\b(?:been|was) (?:ok|okay|fine) with\b|\bdid (?:people|they|participants|the)\b[^.?!]*|\bwhich (?:medicines|drugs|medications)\b[^.?!]*",
        ),
    ),
    _sign(
        r"\b(?:i take|i am (?:on|taking)|i have (?:been )?(?:on|taking)|he takes|she takes|(?:he|she) is (?:on|taking)|since i (?:take|started)|script for|prescribed)\b[^?!]{0,80}[.,;]? ?[^?!]{0,40}\b(?:allowed|problem|good idea|normal|what now|safe|ok|okay|should|leave out|next one|worth it|instead)\b",
        r"\bgood idea\b\W*$|(?:^|[.?!,] )(?:allowed|ok|okay|safe|(?:a )?problem) ?\?|\bis (?:that|this) (?:ok|okay|allowed|normal|safe|dangerous)\b",
    ),
)

# Milder warning signs: "call your care team now".
WARNING = (
    _sign(
        rf"\b{_MINE}\b(?:[^?!]{{0,30}}\b(?:has|have|had|got|gets?|is|am|are|been|developed|came|keeps?|feels?|feeling|running|gone|went|turn\w*|getting|a|an)\b[^?!]{{0,60}}|(?<=my|is|er) (?:\w+ )?)\b(?:fever|temp(?:erature)?|(?:eyes?|skin|is|gone|turn\w*|going|look\w*) (?:\w+ ){{0,3}}yellow(?:ish)?|jaundice|dark (?:urine|wee|pee)|(?:urine|wee|pee) (?:is )?(?:very )?dark|wheez\w*|rash|hives|itching all over|dry cough|palpitations|irregular heartbeat|(?:getting|growing|become|becoming|slowly|gradually|much|lot) weaker|more weakness|weakness (?:is|has|getting|growing)|blurred vision|blurry|(?:severe|bad|terrible|awful) headaches?|breathless|short of breath)\b",
        r"\b(?:fever|temp(?:erature)?|jaundice|dark urine|wheez\w*|rash|hives|dry cough|palpitations|weaker|weakness|headache|blurr\w+)\b[^?!]{0,60}\b(?:since|after (?:each|the|every|my|his|her|starting|taking|lumbar|spinal|an?)|week of|on (?:riluzole|rilutek|masitinib|tofersen|edaravone)|started)\b",
        r"\b(?:eyes?|skin|whites?)\b[^?!]{0,25}\b(?:yellow|yellowish)\b|\brash (?:on )?(?:arms?|legs?|face|body|chest)\b|\b(?:low[ -]grade|slight|mild|low) (?:fever|temperature)\b|\b(?:unusual|easy|lots of|new) bruis\w+\b",
        ordinary=_GENERAL,
    ),
    _sign(
        r"\b(?:cannot|trouble|struggling to|hard to|difficulty)\b[^.?!]{0,6}\bbreath\w* (?:well|at night|lying|flat|when|while|on (?:his|her|my) (?:own|back))\b",
        ordinary=_GENERAL,
    ),
)

# Asking for an amount to take, to miss, to stop, to start, to mix: no amount may be shown then.
AMOUNTS = re.compile(
    r"\bhow (?:many|much)\b|\bdos(?:e|es|age|ing)\b|\bdouble\b|\btwice\b|\bmiss(?:ed|ing)?\b|\bforg(?:ot|et|otten)\b|\bskip(?:ped)?\b|\bstop\w*|\bstart\w*|\bmix\w*|\bhalf\b|\bextra\b|\bmore\b|\bless\b|\bmg\b|\bml\b|\bamount\b|\bquit\w*|\bdrop\w*|\bleave out\b|\bby mistake\b"
)

# Only how a drug is taken in general; then the labelled dose may stand in the reply.
HOW_TAKEN = re.compile(
    r"\bhow (?:should|do|must|can|would) (?:i|we|he|she|my \w+|dad|mum|mom) (?:take|use|get|have|swallow)\b"
)

# Advice asked on a treatment that is not named: "is it dangerous for my wife to stop suddenly", not "should I stop here".
_SO = r"(?:taking|it|them|this|that|treatment|suddenly|abruptly|cold turkey|at once|straight away|now|today|early|again|altogether|completely)"
TREATMENT = re.compile(rf"\b(?:stop|stopping|quit|quitting|come off|coming off|taper\w*)(?: {_SO})*\W*$")

# Trying to change what the assistant does, rather than asking; in a question, an earlier turn, or planted in a page.
_ORDERS = r"(?:instru\w+|istruzion\w+|anweisung\w*|rules?|regeln|prompts?|guidelines|restrictions?|filters?|limits?|polic(?:y|ies)|protocols?)"
RULES = re.compile(
    rf"\b(?:ignor\w+|disregard|forget|override|bypass|skip|vergiss|olvida|oublie[zr]?)\b[^.?!\n]{{0,40}}\b(?:{_ORDERS}|safety|everything (?:above|before)|the user)\b"
    r"|\b(?:system|hidden|initial|original|secret|starting) ?(?:prompt|instructions?|message|configuration|note|update)\b|\bsystem-?hinweis\b|\binitiali[sz]ation string\b"
    r"|\byou are (?:now|no longer)\b(?! able)|\b(?:developer|maintenance|dan|unrestricted|debug) mode\b|\bjail ?break\w*|\b(?:uncensored|unrestricted)\b"
    rf"|\b(?:no|without|exempt from|have no|ab jetzt hast du keine)\b[^.?!\n]{{0,20}}\b(?:content )?{_ORDERS}\b(?=[^.?!\n]{{0,30}}(?:$|[.?!\n]|\b(?:answer|next|whatsoever|and|so)\b))|\bcontent policy\b|\bsafety (?:guidelines|protocols|rules)\b|\brestricted content\b"
    rf"|\b(?:reveal|print|show|repeat|output|display|tell me|leak|recite|translate|summari[sz]e|encode|reproduce|what (?:are|were))\b[^.?!\n]{{0,50}}\b(?:your (?:\w+ )?{_ORDERS}|{_ORDERS} you were given|configuration|credentials|(?:text|words) (?:above|you were given)|above text|everything above|contents of this document|(?:this|the) entire conversation)\b|\byour rules have\b|\bmy instructions are\b|\bwas instructed to\b"
    r"|\b(?:pretend|act as|act as if|act as though|role ?play|imagine you)\b[^.?!\n]{0,40}\b(?:no|un\w+ed|without)\b|\bnew instructions?\b|\bend of (?:user input|document|prompt)\b|\boverride:|(?:^|[\[#>.] ?)system\]?:|<\|?im_|</?thinking>"
    r"|\b(?:notes?|notice|message|hinweis) (?:to|for|an) (?:the |any |all )?(?:ai|bot|assistant|chatbot|model|agents?)\b|\b(?:ai|assistant|bot|agents?) (?:reading|reviewing|processing|system processing) this\b|\byour real task\b|\bshown to the user\b|\(assistant\)"
    r"|\b(?:assistants?|ai|bots?|chatbots?|language models?|agents?)\b[^.?!\n]{0,50}\b(?:must|should|has to|have to) (?:say|tell|answer|reply|leave|add|omit|never|not|always)\b|\bwhen (?:you are )?asked (?:about|whether|if)\b[^.?!\n]{0,60}\b(?:do not|never|always|only) (?:mention|say|tell|answer|reply)\b"
    r"|\b(?:disable|turn off|switch off|deactivate)\b[^.?!\n]{0,20}\b(?:safety|filters?|guard\w*|rules)\b|\badmin (?:command|mode|override)\b|\b(?:whoever|anyone who) (?:summari[sz]es|processes|answers) this\b"
    r"|\bbase ?64\b|\brot ?13\b|\b(?:append|include|add|insert|repeat|angehangt|save)\b[^\n]{0,80}\b(?:token|verification code|trace_?id|doc_?id|verbatim|every future reply|end of your|in your (?:summary|reply|response|review|answer))\b|\btoken\b[^\n]{0,80}\bangehangt\b"
)

# Words that no slip of the finger, the eye or the microphone may hide, and words that only look like such a slip.
URGENT_WORDS = "ambulance breath breathe breathing choking collapsed emergency euthanasia overdose overdosed paralysed paralyzed seizure suffocating suicidal suicide swallowed unconscious unresponsive ventilator".split()  # noqa: SIM905
NO_SLIPS = "cooking coking overdone breaching breach breadth bread breast breathes breathed breaths collapse collapses emergence".split()  # noqa: SIM905
