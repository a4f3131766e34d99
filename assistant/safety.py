"""Raw text of this and earlier turns → Guard or None: fixed rules, before anything else is done with a question.

It reads text only: no page, no model, no search. The rules stand in tables, most urgent first; each names the words
that set it off and the words that make the same phrase ordinary ("dying to know", "did people die in the trial").
The wording shown is in `wording`; hazards and the tests that hold them are in docs/hazards.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.language import fold


class Danger(StrEnum):
    """What a guard is about. The value names the rule in tests and counts."""

    EMERGENCY = "emergency"
    OVERDOSE = "overdose"
    INTENDED_OVERDOSE = "intended overdose"
    SELF_HARM = "self-harm"
    CARER = "carer"
    DYING = "assisted dying"
    PERSONAL = "personal advice"
    WARNING_SIGN = "warning sign"


EMERGENCIES = frozenset({Danger.EMERGENCY, Danger.OVERDOSE, Danger.INTENDED_OVERDOSE})
CRISES = frozenset({Danger.SELF_HARM, Danger.CARER, Danger.DYING})


@dataclass(frozen=True)
class Guard:
    """What the rules found in a question.

    Attributes:
        danger: The rule that was set off.
        on_amounts: Whether the question asks for amounts to take, so that none may be shown.
    """

    danger: Danger
    on_amounts: bool = False

    @property
    def grave(self) -> bool:
        """Whether it ends the answer: emergency or crisis. Such a turn lends no drug or topic to later ones."""
        return self.danger in EMERGENCIES or self.danger in CRISES


def guard(text: str, *, earlier: Sequence[str] = ()) -> Guard | None:
    """The most urgent guard that a question sets off, or None.

    Args:
        text: The question as typed.
        earlier: Earlier questions of the conversation, oldest first.
    """
    plain = _plain(text)
    for danger, rules in _GRAVE:
        if any(rule.hits(plain) for rule in rules):
            return Guard(danger)
    if any(_is_grave(_plain(turn)) for turn in earlier) and _AFTERWARDS.search(plain):
        return Guard(Danger.SELF_HARM)
    if any(rule.hits(plain) for rule in _WARNING):
        return Guard(Danger.WARNING_SIGN)
    if any(rule.hits(plain) for rule in _PERSONAL):
        return Guard(Danger.PERSONAL, on_amounts=bool(_AMOUNTS.search(plain)))
    return None


def was_grave(text: str) -> bool:
    """Whether a turn, taken alone, was an emergency or a crisis."""
    return _is_grave(_plain(text))


def changes_rules(text: str) -> bool:
    """Whether a text tries to change what the assistant does rather than to ask something."""
    return bool(_RULES.search(_plain(text)))


# --- how a rule reads ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rule:
    words: re.Pattern[str]
    ordinary: re.Pattern[str] | None = None

    def hits(self, plain: str) -> bool:
        if self.ordinary:
            plain = self.ordinary.sub(" ", plain)
        return bool(self.words.search(plain))


def _rule(words: str, ordinary: str = "") -> _Rule:
    return _Rule(re.compile(words, re.VERBOSE), re.compile(ordinary, re.VERBOSE) if ordinary else None)


def _is_grave(plain: str) -> bool:
    return any(rule.hits(plain) for _, rules in _GRAVE for rule in rules)


_CONTRACTIONS = (
    (re.compile(r"\b(?:can ?not|cant|can't|cannt|canot|couldnt|couldn't|could not)\b"), "cannot"),
    (re.compile(r"\b(?:dont|don't)\b"), "do not"),
    (re.compile(r"\b(?:doesnt|doesn't)\b"), "does not"),
    (re.compile(r"\b(?:didnt|didn't)\b"), "did not"),
    (re.compile(r"\b(?:isnt|isn't)\b"), "is not"),
    (re.compile(r"\b(?:wont|won't)\b"), "will not"),
    (re.compile(r"\b(?:i'm|im|i am)\b"), "i am"),
    (re.compile(r"\b(?:ive|i've)\b"), "i have"),
    (re.compile(r"\b(?:hes|he's)\b"), "he is"),
    (re.compile(r"\b(?:shes|she's)\b"), "she is"),
    (re.compile(r"\b(?:wanna|want too|wnat to|wana)\b"), "want to"),
    (re.compile(r"\b(?:any ?more)\b"), "anymore"),
    (re.compile(r"\bkil+\b"), "kill"),
    (re.compile(r"\b(?:my ?self|meself|myslef)\b"), "myself"),
    (re.compile(r"\bsuic?s?id\w*|\bsuicde\b|\bsucid\w*"), "suicide"),
)


def _plain(text: str) -> str:
    """Folded text on one line, with the contractions that the rules rely on written out."""
    plain = re.sub(r"\s+", " ", fold(text))
    for pattern, written in _CONTRACTIONS:
        plain = pattern.sub(written, plain)
    return plain


# --- the tables ------------------------------------------------------------------------------------------------

# Someone it is happening to: a general question ("can it cause chest pain?") names nobody.
_SOMEONE = (
    r"(?:i|my|we|he|she|they|dad|mum|mom|father|mother|husband|wife|partner|son|daughter|brother|sister|patient|pals|"
    r"the\ child|baby|toddler|kid|him|her|me)"
)
_MACHINE = r"(?:ventilator|vent|bi-?pap|c-?pap|niv|trilogy|breathing\ machine|breather|respirator|mask|cough\ assist)"
_PILLS = r"(?:pills?|tablets?|capsules?|meds?|medicines?|medication|packets?|bottles?|box|pack|sachets?|doses?)"

# "Can riluzole cause chest pain?", "did anyone choke in the trial?": asking about an effect, not having it.
_GENERAL = (
    r"\b(?:can|could|does|do|did|will|would|may|might|is|are|was|were|has|have)\b[^.!?]{0,60}"
    r"\b(?:cause|causes|caused|lead\ to|side\ effects?|common|a\ risk|in\ the\ trials?|in\ (?:the\ )?stud(?:y|ies)|reported|happen\ with|help\ with|prevent)\b"
    r"[^.!?]*"
    r"|\b(?:what|which|how\ many|how\ often|why)\b[^.!?]{0,80}\b(?:people|patients|participants|deaths?|trial|study|side\ effects?)\b[^.!?]*"
    r"|\bwhat\ (?:if|happens\ if|should\ i\ do\ if)\b[^.!?]{0,60}\b(?:later|one\ day|in\ (?:the\ )?future|ever)\b[^.!?]*"
)

_EMERGENCY = (
    _rule(
        rf"\b(?:is|am|are|be|keeps|was\ just|just\ started)\ (?:now\ )?(?:choking|suffocating|gasping)\b"
        rf"|\bchoking\ (?:on|right\ now|now)\b|^\W*(?:help\W+)?choking\b|\b{_SOMEONE}\ (?:choke|chokes|choking)\b[^.?!]*\bnow\b"
        r"|\b(?:cannot|can\ (?:hardly|barely)|unable\ to|hardly|barely|struggling\ to|fighting\ to|trouble|not|no\ longer|stopped)\ breath(?:e|ing)?\b"
        r"|\b(?:cannot|unable\ to)\ (?:get|catch)\ (?:my|his|her|any|a)\ (?:air|breath)\b|\bno\ air\b|\bout\ of\ air\b"
        r"|\bshort\ of\ breath\b[^.?!]*\b(?:sudden|suddenly|now|getting\ worse|worse)\b|\bsudden(?:ly)?\b[^.?!]{0,30}\b(?:short\ of\ breath|breathless)",
        r"\b(?:cannot|struggling\ to|trouble|unable\ to|hardly|barely)\ breath(?:e|ing)?\ (?:as\ )?(?:well|deeply|so\ well|at\ night|lying|flat|on\ (?:his|her|my|their)\ own|without)\b[^.?!]*"
        rf"|{_GENERAL}",
    ),
    _rule(
        r"\b(?:lips?|face|fingers?|nails?|skin|he|she|i|mouth)\b[^.?!]{0,30}\b(?:blue|grey|gray|purple)\b|\bturn(?:ing|ed)\ blue\b|\bblue\ lips?\b",
        rf"{_GENERAL}|\bblue\ (?:pill|tablet|badge|box)\w*",
    ),
    _rule(
        rf"\b{_MACHINE}\b[^.?!]{{0,40}}\b(?:stopped|not\ working|does\ not\ work|is\ off|failed|failing|broke|broken|alarm(?:ing)?|died|dead|no\ power|out\ of\ battery|battery)\b"
        rf"|\b(?:power|electricity)\b[^.?!]{{0,20}}\b(?:out|cut|off|failed|failure|gone)\b[^.?!]*\b{_MACHINE}\b",
        rf"{_GENERAL}",
    ),
    _rule(
        r"\b(?:swelling|swollen|swelled|swelling\ up)\b[^.?!]{0,25}\b(?:face|throat|tongue|lips?|mouth)\b"
        r"|\b(?:face|throat|tongue|lips?|mouth)\b[^.?!]{0,25}\b(?:swelling|swollen|swelled|closing|closed|tight(?:ening)?|puffed\ up)\b"
        r"|\banaphyla\w+\b[^.?!]*\bnow\b|\bhaving\ an?\ (?:anaphyla\w+|severe\ allergic)\b",
        rf"{_GENERAL}",
    ),
    _rule(
        r"\b(?:collapsed|unconscious|unresponsive|passed\ out|blacked\ out|fainted|not\ (?:waking|responding)|will\ not\ wake|cannot\ wake)\b",
        rf"{_GENERAL}",
    ),
    _rule(
        r"\bchest\ (?:pain|pains|hurts|tightness|is\ tight|pressure)\b|\bpain\ in\ (?:my|his|her|the)\ chest\b|\bheart\ attack\b"
        r"|\bhaving\ (?:a\ )?(?:stroke|seizure|fit)\b|\bface\ (?:is\ )?droop\w*",
        rf"{_GENERAL}|\b(?:history|risk)\ of\ (?:a\ )?heart\ attack\b|\b(?:had|after)\ (?:a|my|his|her)\ heart\ attack\b",
    ),
    _rule(
        r"\bsudden(?:ly)?\b[^.?!]{0,50}\b(?:cannot\ (?:move|feel|walk|stand|see)|lost|paraly\w+|numb\w*|weak(?:ness)?|loss\ of|blind)\b"
        r"|\b(?:cannot|no\ longer)\b[^.?!]{0,25}\b(?:move|feel|walk|stand)\b[^.?!]{0,40}\bsudden(?:ly)?\b"
        r"|\b(?:lost|losing|no)\ (?:control\ of\ )?(?:my|his|her|the)?\ ?(?:bladder|bowel)s?(?:\ control)?\b|\bcannot\ (?:pee|urinate|pass\ urine|wee)\b"
        r"|\bcannot\ (?:feel|move)\ (?:my|his|her)\ legs?\b[^.?!]*\b(?:since|after|today|now|injection|puncture|tap)\b",
        rf"{_GENERAL}",
    ),
    _rule(
        r"\bstiff\ neck\b[^.?!]*\b(?:fever|temperature|headache|vomit\w*|light)\b|\b(?:fever|temperature|headache)\b[^.?!]*\bstiff\ neck\b",
        rf"{_GENERAL}",
    ),
    _rule(
        r"\b(?:high\ )?(?:fever|temperature)\b[^.?!]*\b(?:low|no|few)\b[^.?!]{0,20}\b(?:white\ (?:blood\ )?cells?|neutrophil\w*|white\ count)\b"
        r"|\b(?:white\ (?:blood\ )?cells?|neutro\w+|white\ count)\b[^.?!]*\b(?:fever|temperature)\b"
        r"|\b(?:fever|temperature)\ (?:of\ |is\ |at\ |over\ )?(?:39|40|41|103|104|105)\b",
        rf"{_GENERAL}",
    ),
    _rule(
        r"\b(?:vomit\w*|throw\w*\ up|cough\w*(?:\ up)?|spitting)\b[^.?!]{0,20}\bblood\b|\bcoffee\ grounds?\b|\bbleeding\ (?:a\ lot|heavily|badly|and\ (?:it\ )?will\ not\ stop)\b",
        rf"{_GENERAL}",
    ),
    # Other languages, the most urgent phrases only.
    _rule(
        r"\bno\ puedo\ respirar|\bno\ puede\ respirar|\bse\ (?:esta\ )?ahoga(?:ndo)?|\bme\ ahogo\b|\bje\ n'?\ ?(?:arrive|peux)\ (?:plus|pas)\ (?:a\ )?respirer"
        r"|\bil\ (?:ne\ respire\ plus|s'etouffe)|\belle\ (?:ne\ respire\ plus|s'etouffe)|\bich\ (?:bekomme\ keine\ luft|kann\ nicht\ atmen|kriege\ keine\ luft)|\ber(?:stickt|\ atmet\ nicht)"
        r"|\bnon\ (?:riesco\ a|posso)\ respirare|\bnao\ consigo\ respirar|\bik\ kan\ niet\ ademen|\bik\ krijg\ geen\ lucht|\bnie\ moge\ oddychac"
        r"|\bnefes\ alamiyorum|\bjag\ kan\ inte\ andas|息ができない|呼吸ができない|不能呼吸|无法呼吸|喘不过气|숨을?\ ?(?:못|쉴)|не\ могу\ дышать|لا\ أستطيع\ التنفس|सांस\ नहीं"
    ),
)

_OVERDOSE = (
    _rule(
        rf"\b(?:took|taken|takes|had|swallowed|ate|drank|drunk|given|gave)\b[^.?!]{{0,40}}\b(?:too\ (?:many|much)|whole\ (?:bottle|pack|box|strip)|all\ (?:my|his|her|the|of)|entire|handful|"
        rf"(?:[5-9]|\d\d+|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|lots\ of|several)\ (?:of\ )?(?:my\ |his\ |her\ |the\ )?(?:\w+\ )?{_PILLS})"
        r"|\b(?:have|has|i|he|she)\ (?:just\ )?overdosed\b|\baccidental(?:ly)?\b[^.?!]{0,20}\boverdos\w+",
        rf"{_GENERAL}|\b(?:in\ the|per|a|each)\ (?:trial|day|study)\b",
    ),
    _rule(
        r"\b(?:child|toddler|baby|kid|son|daughter|grandson|granddaughter|grandchild|boy|girl|dog|cat|\d[\ -]year[\ -]old)\b[^.?!]{0,40}\b(?:swallowed|ate|drank|took|got\ into|has\ eaten|chewed)\b"
    ),
)

_INTENDED_OVERDOSE = (
    _rule(
        r"\b(?:took|taken|swallowed)\b[^.?!]{0,60}\b(?:to\ (?:die|end\ it|kill\ myself)|on\ purpose|deliberately|want\ to\ die)\b"
        r"|\b(?:want\ to\ die|kill\ myself|end\ it)\b[^.?!]{0,60}\b(?:took|taken|swallowed)\b"
        r"|\b(?:i\ have|i|just)\ (?:just\ )?(?:overdosed|cut\ my\ wrists?)\b[^.?!]*\b(?:on\ purpose|die|deliberately)\b"
    ),
)

_ORDINARY_DYING = (
    r"\bdying\ (?:to\ (?:know|see|hear|meet|try|find\ out|ask|learn)|of\ (?:curiosity|boredom|als|mnd|it|this)|from\ (?:als|mnd|it|this))\b"
    r"|\b(?:a|something|food|cake)\ to\ die\ for\b|\bkill(?:ing)?\ time\b|\bkills?\ (?:the\ )?(?:lights?|process|switch|bacteria|germs|cells?|nerve|motor|neurons?|pain)\b"
    r"|\bdie\ hard\b|\b(?:cells?|neurons?|nerves?|battery|phone|plant)\b[^.?!]{0,15}\b(?:die|dies|dying|died)\b"
    r"|\bsuicide\ (?:gene|inhibitor|rates?|risk|squad|warning)\b|\b(?:risk|rate|rates|side\ effect)\ of\ suicide\b"
    r"|\b(?:does|can|could|did|do)\b[^.?!]{0,40}\b(?:cause|raise|lead\ to)\b[^.?!]{0,30}\bsuicide\b"
)

_SELF_HARM = (
    _rule(
        r"\b(?:want|wants|wanted|wish|wishing|going|plan|planning|ready|like|hope|prefer|rather|better|need|try|trying|decided|tempted|thinking\ (?:of|about))\ (?:to\ |i\ (?:could|was|were|would)\ (?:just\ )?|(?:was|were)\ )?(?:just\ )?"
        r"(?:die|be\ dead|dead|dying|kill\ (?:myself|himself|herself|themselves|me)|end\ (?:it|my\ life|everything|things|my\ suffering)|ending\ (?:it|my\ life|everything)|suicide|not\ (?:wake|be\ here|exist)|disappear\ forever)\b"
        r"|\b(?:kill|killing|hurt|hurting|harm|harming|cut|cutting|hang|hanging|poison|drown|shoot|stab|starve|starving|suffocate)\ (?:myself|himself|herself|my\ wrists?)\b"
        r"|\b(?:commit(?:ting)?\ )?suicide\b|\bself[\ -]?harm\w*|\b(?:end|ending|take|taking)\ (?:my|his|her)\ (?:own\ )?life\b|\bend\ it\ all\b|\bend\ my\ suffering\b"
        r"|\b(?:do\ not|no\ longer)\ want\ to\ (?:live|be\ here|be\ alive|wake\ up|go\ on|exist|carry\ on)\b|\b(?:do\ not|did\ not)\ (?:wish|feel\ like)\ (?:to\ live|living)\b"
        r"|\b(?:no|any)\ (?:reason|point)\ (?:to|in|of|for)\ (?:live|living|going\ on|carrying\ on|life|be\ alive)\b|\blife\ (?:is\ )?(?:not|no\ longer)\ worth\b|\bnot\ worth\ living\b"
        r"|\bbetter\ off\ (?:dead|without\ me)\b|\bwish\ (?:that\ )?i\ (?:was|were)\ (?:dead|never\ born)\b|\blet\ me\ die\b|\bhelp\ me\ (?:to\ )?die\b|\bwant\ (?:it|this|my\ life)\ to\ (?:be\ over|end)\b"
        r"|\btired\ of\ (?:living|life|being\ alive)\b|\bcannot\ (?:live|go\ on)\ (?:like\ this|with\ this|anymore|any\ longer)\b|\bready\ to\ die\b",
        rf"{_ORDINARY_DYING}|\b(?:does|do|did)\ not\ want\ to\ die\b|\bnot\ (?:ready|want(?:ing)?)\ to\ die\b|\bafraid\ (?:of\ dying|to\ die)\b",
    ),
    _rule(
        r"\b(?:lethal|fatal|deadly)\ (?:dose|amount|quantity|combination)s?\b|\b(?:how\ (?:many|much)|which|what)\b[^.?!]{0,60}\b(?:to\ (?:die|overdose|kill|end)|would\ kill|will\ kill|can\ kill|is\ (?:fatal|lethal)|enough\ to\ (?:die|kill)|let\ me\ overdose|too\ many\ to\ survive)\b"
        r"|\b(?:way|ways|method|methods|how)\b[^.?!]{0,15}\b(?:to|do\ i|can\ i)\b[^.?!]{0,15}\b(?:die|overdose)\b|\bpainless(?:ly)?\b[^.?!]{0,20}\b(?:death|die|dying|way\ out)\b|\boverdose\ (?:on\ purpose|myself|fastest)\b|\bwant\ to\ overdose\b",
        rf"{_ORDINARY_DYING}|\bhow\ (?:do|did|does|many|can)\ (?:people|patients|someone|he|she|they|persons?)\b[^.?!]{{0,40}}\b(?:die|died)\b|\b(?:of|from|with)\ (?:als|mnd)\b",
    ),
    _rule(
        r"\bquiero\ (?:morir|matarme|suicidarme)|\bme\ quiero\ morir|\bno\ quiero\ vivir|\bje\ veux\ (?:mourir|me\ tuer)|\bme\ suicider|\bplus\ envie\ de\ vivre"
        r"|\bich\ (?:will|mochte)\ (?:sterben|nicht\ mehr\ leben)|\bmich\ umbringen|\bselbstmord|\bvoglio\ morire|\buccidermi|\bquero\ morrer|\bme\ matar\b|\bik\ wil\ dood|\bzelfmoord"
        r"|\bchce\ umrzec|\bsamoboj|\bolmek\ istiyorum|\bintihar|\bjag\ vill\ do\b|\bsjalvmord|死にたい|自殺|想死|不想活|自杀|죽고\ ?싶|자살|хочу\ умереть|покончить\ с\ собой|أريد\ أن\ أموت|मरना\ चाहत"
    ),
)

_CARER = (
    _rule(
        r"\b(?:i|we)\ (?:just\ |really\ |simply\ )?cannot\ (?:cope|go\ on|carry\ on|do\ (?:this|it)|take\ (?:this|it|much\ more)|keep\ (?:doing|going)|bear\ (?:this|it)|manage|handle\ (?:this|it))\b"
        r"|\b(?:breaking|broken|snapping)\ point\b|\bat\ the\ end\ of\ my\ (?:rope|tether)\b|\bcompletely\ (?:overwhelmed|exhausted|burn(?:ed|t)\ out)\b|\bi\ (?:want\ to\ )?give\ up\b"
        r"|\bi\ (?:might|could|am\ (?:going|scared|afraid)\ (?:to|i\ will))\ (?:hurt|hit|harm|kill|smother)\ (?:him|her|them|my)\b|\bwish\ (?:he|she|they|my\ \w+)\ (?:would|were|was)\ (?:just\ )?(?:die|dead)\b|\bnot\ coping\b|\bi\ am\ drowning\b",
        r"\bcannot\ (?:cope|manage|take\ it|take\ this|handle\ it|handle\ this)\ (?:with\ )?(?:the\ )?(?:tablets?|pills?|capsules?|taste|film|liquid|food|swallowing|by\ mouth)\b|\bcannot\ take\ (?:this|it)\ (?:drug|medicine|with|because|if|orally|by)\b|\bif\b[^.?!]{0,20}\bcannot\ take\ (?:it|this)\b",
    ),
)

_DYING = (
    _rule(
        r"\bassist(?:ed|ing)?[\ -](?:dying|suicide|death)\b|\bassistance\ (?:in|with)\ dying\b|\beuthan\w+|\bdignitas\b|\bmedical(?:ly)?\ (?:aid|assistance|assisted)\ (?:in\ |with\ )?(?:dying|death)\b|\bright\ to\ die\b|\bdeath\ with\ dignity\b"
        r"|\b(?:stop|stopping|turn|turning|switch|switching|withdraw|withdrawing|remove|removing|take|taking|come|coming)\b[^.?!]{0,25}\b(?:off\ )?(?:my|his|her|the|a)?\ ?(?:ventilat\w+|ventilator|life\ support|breathing\ machine|breathing\ support|bi-?pap|niv)\b[^.?!]*(?:\b(?:off|die|death|end|dying)\b|$)"
        r"|\b(?:he|she|dad|mum|mom|husband|wife|father|mother|partner|who)\b[^.?!]{0,15}\b(?:wants?|wishes|asks?|asked)\ (?:me\ )?(?:to\ (?:help\ (?:him|her)\ )?)?(?:die|end\ (?:it|his|her))\b",
        r"\bwhen\ will\ the\ trial\ stop\b|\b(?:did|could|can|were|was|may)\b[^.?!]{0,40}\b(?:in|join|enter)\b[^.?!]{0,20}\btrial\b[^.?!]*|\bcome\ off\ (?:riluzole|the\ drug)\b",
    ),
)

_GRAVE: tuple[tuple[Danger, tuple[_Rule, ...]], ...] = (
    (Danger.INTENDED_OVERDOSE, _INTENDED_OVERDOSE),
    (Danger.EMERGENCY, _EMERGENCY),
    (Danger.OVERDOSE, _OVERDOSE),
    (Danger.SELF_HARM, _SELF_HARM),
    (Danger.DYING, _DYING),
    (Danger.CARER, _CARER),
)

# After "I want to die", a question about amounts, overdose or dying is no ordinary question any more.
_AFTERWARDS = re.compile(
    r"\bhow\ (?:many|much)\b|\btoo\ (?:many|much)\b|\boverdos\w*|\bdos(?:e|es|age)\b|\bmg\b|\bdie\b|\bdying\b|\bdeath\b|\bdead\b|\bkill\w*|\bstrong(?:est)?\b|\btoxic\b|\bpoison\w*|\bstockpil\w*|\bpainless\w*".replace(
        r"\ ", " "
    )
)

_AMOUNTS = re.compile(
    r"\bhow (?:many|much)\b|\bdos(?:e|es|age|ing)\b|\bdouble\b|\bmiss(?:ed|ing)?\b|\bforg(?:ot|et|otten)\b|\bskip(?:ped)?\b|\bstop\w*|\bstart\w*|\bmix\w*|\bhalf\b|\bextra\b|\bmore\b|\bless\b|\bmg\b"
)

_MINE = r"\b(?:i|me|my|we|our|he|she|him|his|her|dad|dads|mum|mom|father|mother|husband|wife|partner|son|daughter|brother|sister|uncle|aunt|grand\w+|friend|loved\ one)\b"

_WARNING = (
    _rule(
        rf"{_MINE}[^?!]{{0,80}}\b(?:fever|temperature|yellow\ (?:skin|eyes?)|skin\ (?:is|has|looks|went|gone|turning|turned)\ yellow|eyes\ (?:are|have|look|went|gone|turning|turned)\ yellow|jaundice|dark\ urine|wheez\w*|rash|hives|itching\ all\ over|dry\ cough"
        r"|palpitations|irregular\ heartbeat|(?:getting|growing|become|becoming|slowly)\ weaker|more\ weakness|weakness\ (?:is|has|getting|growing)|blurred\ vision|blurry|severe\ headache|bad\ headache|breathless|short\ of\ breath)\b",
        rf"{_GENERAL}",
    ),
    _rule(r"\b(?:cannot|trouble|struggling\ to|hard\ to)\ breath\w*\ (?:well|at\ night|lying|flat)\b"),
)

_ACT = (
    r"(?:take|takes|taking|start|starts|starting|stop|stops|stopping|quit|continue|keep|come\ off|go\ on|be\ on|get\ off|increase|raise|lower|reduce|double|halve|split|cut|crush|skip|switch|change|mix|combine|add|try|use|have|drink|eat|join|"
    r"wait|delay|pause|give|inject|swap|replace|buy|order|stay\ on|carry\ on)"
)
_PERSONAL = (
    _rule(
        rf"\bshould\ (?:i|we|he|she|they|my\ \w+|dad|mum|mom|someone\ like\ me)\b|\b(?:ought|need|supposed|allowed)\ (?:i\ )?to\ {_ACT}\b"
        rf"|\b(?:can|could|may|must|do|shall|would|will)\ (?:i|we|he|she|my\ \w+|dad|mum|mom)\b[^.?!]{{0,30}}\b{_ACT}\b"
        rf"|\b(?:is\ it|would\ it\ be|am\ i)\ (?:ok|okay|safe|fine|all\ right|alright|bad|dangerous|wise|good|best|better|too\ late|worth\ it)\b[^.?!]{{0,50}}\b(?:for\ (?:me|him|her|my|us)|if\ (?:i|he|she|my)|to\ {_ACT}|i\ {_ACT}|he\ {_ACT}|she\ {_ACT})\b"
        r"|\b(?:safe|right|suitable|good|best|recommended|ok|okay)\ for\ (?:me|him|her|my|us|someone\ like\ me)\b|\bwhat\ (?:should|would|can)\ (?:i|we)\ (?:do|take|try)\b|\bwould\ you\ (?:take|recommend|advise|suggest)\b|\bdo\ you\ (?:recommend|advise|think\ (?:i|we|he|she|my))\b",
        r"\bcan\ (?:i|we|he|she|my\ \w+)\ (?:get|buy|access|find|have\ access|order|see|ask|read|join|take\ part|still\ get|use\ this|use\ the)\b|\bshould\ (?:i|we)\ (?:know|expect|ask|be\ aware)\b|\bwhat\ should\ (?:i|we)\ (?:know|ask|expect)\b",
    ),
    _rule(
        r"\b(?:i|he|she|we|my\ \w+|dad|mum|mom)\b[^.?!]{0,30}\b(?:missed|forgot|forgotten|skipped|doubled|took\ (?:two|double|2|extra|an\ extra)|ran\ out)\b|\bmissed\ (?:a|my|his|her|the|one|dose)\b|\b(?:miss|forget|skip)\ (?:a|my|his|her|one)\ dose\b"
        r"|\bdouble\ (?:the\ |my\ |his\ |her\ )?dose\b|\bmy\ dose\b|\bhow\ (?:many|much)\b[^.?!]{0,40}\b(?:should|can|do|must)\ (?:i|he|she|we|my\ \w+|dad|mum|mom)\b"
    ),
    _rule(
        r"\b(?:i\ am|she\ is|my\ (?:wife|partner|daughter)\ is|if\ i\ (?:am|get|become)|while|when)\ (?:pregnant|breast[\ -]?feeding|trying\ (?:for\ a\ baby|to\ (?:conceive|get\ pregnant)))\b|\bget(?:ting)?\ pregnant\b"
    ),
    _rule(
        r"\b(?:with|and|alongside|while\ (?:on|taking))\ (?:alcohol|wine|beer|whisky|ibuprofen|paracetamol|tylenol|aspirin|antidepressants?|my\ (?:other\ )?(?:meds|medicines?|medication|tablets|pills)|warfarin|blood\ thinners?|st\.?\ john'?s\ wort|grapefruit|antibiotics|cannabis|cbd|statins?)\b"
        r"|\b(?:i|he|she|we|my\ \w+)\ (?:am|is|are)\ (?:already\ )?(?:on|taking)\b[^.?!]{0,60}\b(?:can|safe|ok|okay|mix|together|interact|as\ well|too)\b|\bdrink\ (?:alcohol|wine|beer)\b"
        r"|\b(?:can|could|may)\ (?:you|i|we|he|she|they|one|it\ be|\w+\ be)\b[^.?!]{0,40}\b(?:taken?|used?|combined|mixed|given)\b[^.?!]{0,30}\b(?:with|together|alongside|and)\b"
    ),
)

_RULES = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass|skip)\b[^.?!\n]{0,40}\b(?:instructions?|rules?|prompts?|guidelines|safety|restrictions?|filters?|polic(?:y|ies)|above|previous|prior|everything)\b"
    r"|\b(?:system|hidden|initial|original|secret|starting) (?:prompt|instructions?|message)\b|\byou are now\b|\bdeveloper mode\b|\bjail ?break\w*|\bdan mode\b|\bno (?:content )?(?:restrictions|policy|filters|rules)\b"
    r"|\b(?:reveal|print|show|repeat|output|display|tell me|leak|recite|translate|summari[sz]e)\b[^.?!\n]{0,40}\b(?:your (?:\w+ )?(?:prompt|instructions|rules|configuration|guidelines)|instructions you were given|system prompt|text above|words above|everything above|(?:this|the) entire conversation)\b"
    r"|\b(?:pretend|act as if|act as though|role ?play|imagine)\b[^.?!\n]{0,40}\b(?:you|no|unrestricted)\b|\bnew instructions?\b|\bend of (?:user input|document|prompt)\b|\boverride:|\bsystem:|\bignora (?:las|le) instru\w+|\bignorez? les instructions|\bignoriere (?:alle|die)\b"
)
