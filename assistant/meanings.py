"""Words by what they do in a medical sentence: deny, compare, limit, hedge, say where a drug stands. Tables, no functions.

The verifier of written sentences (`support`) holds claims and sources against each other by these classes. Within a
class the first word of a line stands for all on it.
"""

from __future__ import annotations

import re

# Written out before anything else is looked at, on folded text.
WRITTEN_OUT: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), whole)
    for pattern, whole in (
        (r"\bcan't\b|\bcannot\b", "can not"),
        (r"\bwon't\b", "will not"),
        (r"\b(is|are|was|were|do|does|did|has|have|had|would|could|should|must|need)n't\b", r"\1 not"),
        (r"\bper cent\b|\bpercent\b", "%"),
        (r"\btwo and a half\b", "2.5"),
        (r"\bthree and a half\b", "3.5"),
        (r"\bone and a half\b", "1.5"),
        (r"\b(\d+) and a half\b", r"\1.5"),
        (r"\bun(likely|proven|clear|known|certain|able|linked|related|available|safe|clearly)\b", r"not \1"),
        (r"\b(?:did|do|does|has|have|had) not (?:reach|meet|hit|achieve|reached|met)\b", "missed"),
        (r"\b(?:go|goes|went|going|keep|keeps|kept|carry|carries|carried) (?:on|going)\b", "continue"),
        (r"\b(?:turn|turns|turned|knock|knocked) (?:down|back)\b", "refused"),
        (
            r"\b(?:go|goes|went|going|gone|come|comes|came|drives?|drove|pushe?s?|pushed|brings?|brought|sends?|sent) (?:\w+ )?up\b",
            "rose",
        ),
        (
            r"\b(?:go|goes|went|going|gone|come|comes|came|drives?|drove|pushe?s?|pushed|brings?|brought|sends?|sent) (?:\w+ )?down\b",
            "fell",
        ),
        (r"\bonce (?=a |an |per |daily|weekly|monthly|only)", "1 times "),
        (r"\btwice (?=a |an |per |every |each |daily|weekly|monthly)", "2 times "),
        (r"\btwo[ -]thirds\b", "67 %"),
        (r"\bthree[ -]quarters\b", "75 %"),
        (r"\ba fortnight\b", "2 weeks"),
        (r"\bunited states(?: of america)?\b|\bu\.s\.(?:a\.)?", "usa"),
        (r"\b(?:united kingdom|great britain)\b", "uk"),
        (r"\beuropean union\b", "eu"),
        (r"\bside-effects?\b", "side effects"),
        (r"\brather than\b", "not"),
        (r"\binstead of\b", "not"),
        (r"\bfree of\b|\bfree from\b", "without"),
        (r"\b(?:said|says|say) yes\b", "approved"),
        (r"\b(?:said|says|say) no\b", "refused"),
        (r"\b(?:takes?|took|taken|taking) back\b|\b(?:takes?|took|taken|taking) (?:\w+ ){1,3}back\b", "withdrew"),
        (r"\b(?:advise[ds]?|vote[ds]?|voting) against\b", "refused"),
        (r"\bwith conditions\b", "conditional"),
        (r"\bun(licensed|approved)\b", r"not \1"),
        (r"\bonce (?=every|each)", ""),
        (r"\bhalf a year\b", "6 months"),
        (r"\bno longer\b", "not anymore"),
        (r"\b(?:double-)?blind(?:ed)?\b", ", neither knew,"),
        (r"\bno (?:more|longer|later|older) than\b(?= (?:\d|two|three|four|five|six|twelve|a |one))", "upto"),
        (r"\bno (?:less|fewer|younger) than\b(?= (?:\d|two|three|four|five|six|twelve|a |one))", "atleast"),
        (r"\bno (more|less|fewer|higher|lower|better|worse)(?: \w+)? than\b", r"not \1 than"),
        (r"\b((?:\d[\d.]*|one|two|three|four|five|six)(?: ?%| \w+)?) or (?:more|over|longer)\b", r"atleast \1"),
        (r"\b((?:\d[\d.]*|one|two|three|four|five|six)(?: ?%| \w+)?) or (?:less|fewer|under)\b", r"upto \1"),
        (r"\bat least\b", "atleast"),
        (r"\bat most\b|\bup to\b", "upto"),
        (
            r"\bmore than\b(?= [\d~£$€])|\bover\b(?= \d[\d.,]*(?! (?:hour|day|week|month|year)s?\b))|\babove\b(?= \d)",
            "morethan",
        ),
        (r"\bless than\b(?= [\d~£$€])|\bfewer than\b(?= \d)|\bunder\b(?= \d)|\bbelow\b(?= \d)", "lessthan"),
    )
)
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBER_WORDS = {
    **{word: value for value, word in enumerate(_ONES.split())},
    **{word: 10 * tens for tens, word in enumerate(_TENS.split(), 2)},
    **{"hundred": 100, "once": 1, "twice": 2, "both": 2, "dozen": 12},
}
SHARES = {"half": "50", "halve": "50", "halved": "50", "quarter": "25", "third": "33", "fifth": "20", "tenth": "10"}

MONTHS = tuple("january february march april may june july august september october november december".split())

# Units as written, singular → (name, how many of it). Times of a day or longer are counted in days.
UNITS: dict[str, tuple[str, float]] = {
    "mg": ("mg", 1), "milligram": ("mg", 1), "g": ("mg", 1000), "gram": ("mg", 1000), "mcg": ("mg", 0.001),
    "microgram": ("mg", 0.001), "kg": ("kg", 1), "kilogram": ("kg", 1), "ml": ("ml", 1), "millilitre": ("ml", 1),
    "milliliter": ("ml", 1), "litre": ("ml", 1000), "teaspoon": ("teaspoon", 1), "%": ("%", 1), "point": ("point", 1),
    "second": ("second", 1), "millisecond": ("millisecond", 1), "minute": ("minute", 1), "hour": ("hour", 1), "day": ("day", 1), "week": ("day", 7),
    "month": ("month", 1), "year": ("month", 12), "yen": ("yen", 1), "dollar": ("dollar", 1), "euro": ("euro", 1),
    "patient-year": ("patient-year", 1), "patient-month": ("patient-month", 1), "degree": ("degree", 1), "mm": ("mm", 1),
    "cm": ("cm", 1), "iu": ("iu", 1), "million": ("million", 1), "billion": ("billion", 1), "°c": ("degree", 1),
    "thousand": ("thousand", 1), "metre": ("metre", 1), "hz": ("hz", 1), "microlitre": ("microlitre", 1),
}  # fmt: skip

# What denies the words of its clause.
DENIES = frozenset("not no never none without neither nor nobody nothing lack lacks lacked lacking nowhere".split())
# What a claim may say in the place of a denial.
DENIES_TOO = frozenset(
    "avoid avoids avoided away stop stops stopped fail fails failed failing missed except unlike until yet excluded excludes exclude barred ruled refused declined unaware same".split()
)
FORBIDS = re.compile(
    r"\b(?:must|should|may|can|do|does|did|was|were|has|have|had) not\b|\bnot (?:be )?(?:given|used|taken|recommended)\b"
)
# What ends the reach of a denial.
CLAUSE_END = re.compile(
    r"[,;:()]|(?<!\d)\.|\.(?!\d)|\b(?:but|although|though|while|whereas|because|since|so that|however|yet|until|unless|which|who|whom)\b"
    r"|\band (?=could|can|may|might|was|were|is|are|has|have|had|did|does|it|they|no|not|the|those|about|\d)"
)

# Comparisons: axis and sign. A claim may not turn one round.
COMPARES: dict[str, tuple[str, int]] = {
    word: (axis, sign)
    for axis, sign, words in (
        ("speed", 1, "faster quicker quickly fast rapidly accelerate accelerated accelerates sped speeds speed"),
        ("speed", -1, "slower slow slows slowed slowing slowly slowest delay delayed delays delaying"),
        ("amount", 1, "more higher greater larger most above bigger extra excess frequent often commoner majority further"),
        ("amount", -1, "less fewer lower smaller least below minority rarer"),
        ("change", 1, "increase increased increases increasing rose rise rises raise raised raises exceeded climbed grew risen boosts boosted boost"),
        ("change", -1, "decrease decreased decreases reduce reduced reduces reducing fell fall falls fallen drop dropped drops cut cuts lowered lowers lowering shrank lessen lessens lessened"),
        ("gain", 1, "gain gains gained gaining"),
        ("gain", -1, "lose loses lost losing loss losses"),
        ("length", 1, "longer lengthen lengthens lengthened extend extends extended prolong prolongs prolonged"),
        ("length", -1, "shorter shorten shortens shortened shortening"),
        ("quality", 1, "better improve improved improves improvement improving benefit benefits benefited helped helps help safer milder"),
        ("quality", -1, "worse worsen worsened worsens worsening harmed harm harms harmful deteriorated"),
        ("time", 1, "later after afterwards following"),
        ("time", -1, "earlier before beforehand sooner prior"),
        ("share", 1, "most mostly majority"),
        ("size", 1, "large big major great long"),
        ("size", -1, "small little slight slightly short tiny minor modest"),
    )
    for word in words.split()
}  # fmt: skip

# Groups of a trial that are not on the drug.
CONTROLS = frozenset(["placebo", "sham", "dummy", "untreated", "control", "controls", "comparison"])
ALIKE_IN_GROUPS = frozenset(
    "differ differed different difference same alike similar similarly equal equally both either neither".split()
)
BETWEEN_GROUPS = frozenset(["than", "versus", "vs", "against", "compared"])

# Where a drug stands. A claim may not move from one line to another.
STANDS: dict[str, str] = {
    word: words.split()[0]
    for words in (
        "approved approve approves approval approvals approving licensed licence license licences licenses licensing authorised authorized authorisation cleared clearance",
        "withdrawn withdrew withdraw withdraws withdrawal discontinued pulled removed",
        "refused refuse refusal refusing rejected reject rejection declined negative",
        "conditional conditionally accelerated provisional",
        "full fully regular",
        "review reviewed reviewing reviews considering",
        "applied application applications apply applying submitted filed",
        "experimental investigational unapproved unlicensed",
        "recommended recommend recommends backed endorsed positive",
        "orphan",
        "recruiting enrolling open opens accepts accepting",
        "closed",
        "completed finished complete",
        "planned plan plans planning",
        "stopped stop stops stopping halted ended ceased terminated abandoned cancelled",
        "started start starts began begun begin begins launched",
        "continued continue continues ongoing running",
        "sold marketed sale sales market available sell selling",
        "free",
        "missed miss failed fails fail failing failure unsuccessful",
        "met meet meets reached reach reaches hit achieved achieve achieves succeeded succeed succeeds success successful",
        "proven prove proved proof proves confirmed confirm confirms",
        "cure cures cured",
        "safe safely",
        "upheld maintained",
        "overturned reversed overruled",
    )
    for word in words.split()
}  # fmt: skip
# Standing words with which an ordinary verb is often put in other words; they may be new in a claim.
LOOSE_STANDS = frozenset(
    {"started", "completed", "planned", "closed", "free", "continued", "upheld", "stopped", "sold", "applied"}
)
# What a claim may not say where its source says the other.
OPPOSED = {
    frozenset(pair.split())
    for pair in (
        "stopped continued", "stopped started", "approved refused", "met missed", "upheld overturned", "approved withdrawn",
        "closed recruiting", "recruiting completed", "recruiting planned", "approved experimental", "planned completed", "planned stopped", "approved applied", "approved review",
        "refused recommended", "refused review", "withdrawn sold", "withdrawn review", "full conditional", "stopped recruiting",
    )
}  # fmt: skip

# What makes a statement less than certain. A claim may change the word, not lose the doubt.
HEDGES = frozenset(
    "may might could perhaps possibly possible probably likely seem seems seemed appear appears appeared suggest suggests suggested hint hints hinted uncertain unclear unproven unknown doubt doubts doubtful chance believed thought think thinks hoped hope hopes expected expect expects expecting estimate estimated estimates about around roughly nearly almost approximately reported reportedly reports report says said say saying claims claimed according aims aimed meant intended designed supposed theory idea guess guesses tentative open-label promising can proven certain sure known clear clearly clear-cut cautious caution careful planned".split()
)
# Doubts of the sentence that a claim rests on.
CAVEATS = re.compile(
    r"\bhint(?:s|ed)?\b|\bnot (?:yet |fully |quite )?(?:certain|sure|clear|proven|known|proof|shown|likely)\b|\bcan ?not (?:show|tell|prove|say)\b|\bno proof\b|\bproves? nothing\b"
    r"|\bchance\b(?= ?[,.;)]|$)|\b(?:due|down) to chance\b|\b(?:be|been|by|just|pure) chance\b|\brests? on (?:few|one|little|a single)\b|\bmay\b(?! \d)|\bmight\b|\bcould\b|\bseem(?:s|ed)?\b|\bappear(?:s|ed)? to\b"
    r"|\bsuggest(?:s|ed)?\b|\bperhaps\b|\bpossibl[ey]\b|\bprobably\b|\blikely\b|\bdoubts?\b|\bdoubtful\b|\btoo (?:few|small|short|early)\b|\b(?:is|are|was|were) (?:thought|believed|hoped|expected|meant|designed|supposed) to\b"
    r"|\bexpected\b|\bbelie(?:ved|fs?)\b|\bhopes?\b|\baims? (?:to|at)\b|\bintended\b|\bthe idea\b|\bpromising\b|\bsources differ\b|\bmust (?:still )?confirm\b"
)
# Doubts on a result that hold for the whole unit: a claim may not quote the result without one.
GRAVE_CAVEATS = re.compile(
    r"\bhint\b|\bno(?:t)? proof\b|\bcan ?not (?:show|tell|prove)\b|\bnot (?:a )?(?:certain|proven)\b|\b(?:be|been|to) chance\b|\btoo few\b|\brests? on (?:few|one|little)\b|\bmust confirm\b|\bneeds? to confirm\b"
)
# How a claim may show that it doubts.
DOUBTING = re.compile(
    CAVEATS.pattern
    + r"|\bshould\b|\bthinks?\b|\bmeant\b|\bthought\b|\bdisagree\b|\bproof\b|\bis to\b|\bare to\b|\bhop(?:e|ed|es)\b|\bpending\b|\bconfirm\w*\b|\bnobody\b|\breportedly\b|\bchance\b|\bexpects?\b|\btentative\b"
)
# Who says it. A claim that drops the speaker claims more than its source.
SAYS = re.compile(r"\b(?:says?|said|claims?|claimed|according to|reportedly|(?:is|are|was|were) reported)\b")
SPEAKS = re.compile(
    SAYS.pattern
    + r"|\b(?:reports?|reported|reporting|states?|stated|announced?|estimates?d?|thinks?|thought|believes?|believed|calls?|called|advises?|advised|warns?|warned|speaks? of|view|concluded?|wrote|figures|data|news|word)\b"
)
# More certain than a source that does not say so.
BOOSTS = frozenset(
    "definitely certainly proof proves prove proved proven definitive conclusive conclusively clearly clear firm firmly always never all every everyone everybody anybody any entirely completely guaranteed undoubtedly surely obvious obviously confirms confirmed settled established established whole wherever whenever regardless anywhere everywhere worldwide nobody none only solely exclusively just must dramatic dramatically".split()
)
SAME_BOOST: dict[str, str] = {
    word: words.split()[0]
    for words in (
        "all every everyone everybody each any anyone anybody whatever entirely completely both either",
        "only solely exclusively just alone merely limited",
        "proof proves prove proved proven conclusive conclusively definitive",
        "clear clearly obvious obviously",
        "none nobody never no not",
        "must need needs required requires has have",
        "confirmed confirms confirm",
        "worldwide world everywhere anywhere wherever",
        "definitely certainly surely sure certain undoubtedly",
        "firm firmly",
    )
    for word in words.split()
}
# Limits that a claim may not lose: who, how early, in what.
LIMITS: dict[str, str] = {
    word: words.split()[0]
    for words in (
        "only solely exclusively just alone limited merely",
        "mice mouse rats rat animal animals monkeys dogs zebrafish fish flies worms pigs",
        "lab laboratory dish dishes test-tube",
        "healthy volunteers",
        "sod1", "fus", "c9orf72", "c9", "tdp-43", "niemann-pick", "ftd", "pba", "ms", "parkinson's", "alzheimer's", "huntington's",
        "early earlier recent recently newly",
        "subgroup group groups",
        "some several few",
        "open-label",
        "women men",
        "older younger aged",
        "fast fast-moving faster rapidly quick quickly",
        "small little",
    )
    for word in words.split()
}  # fmt: skip

PLACES: dict[str, str] = {
    word: words.split()[0]
    for words in (
        "usa us american america americans fda states",
        "uk british britain england english scotland wales nhs",
        "eu european europe ema brussels",
        "japan japanese pmda",
        "korea korean",
        "china chinese",
        "canada canadian canadians",
        "australia australian australians",
        "france french", "germany german", "italy italian", "spain spanish", "israel israeli", "switzerland swiss",
        "norway norwegian", "sweden swedish", "denmark danish", "netherlands dutch", "belgium belgian", "ireland irish",
        "poland polish", "brazil brazilian", "india indian", "indonesia indonesian", "malaysia malaysian",
        "thailand thai", "zealand", "turkey turkish", "russia russian", "iran iranian", "austria austrian",
        "portugal portuguese", "finland finnish", "taiwan taiwanese", "mexico mexican", "singapore", "slovenia",
        "world worldwide globe anywhere everywhere nowhere countries country",
    )
    for word in words.split()
}  # fmt: skip

# Ordinary words that mean the same in these pages, beside those of ``lexicon.LIKE_MEANING``.
ALIKE = (
    "people participants patients persons person participant patient volunteers someone those anyone users recipients adults men women",
    "trial study trials studies research",
    "drug medicine treatment therapy medication drugs treated given on using taking received receiving",
    "took take takes taken taking given gave give gives got get gets received receive receiving used use uses using swallowed had",
    "found saw showed shown show shows seen finding results result revealed",
    "put split divided assigned randomised randomized allocated sorted shared",
    "company maker makers owner manufacturer firm producer developer",
    "died deaths death dying die dead fatal fatalities lives",
    "lived survival survive survived living alive live life lives",
    "function functioning score alsfrs-r ability abilities",
    "breathing breath lung vital capacity svc fvc respiratory",
    "vein intravenous infusion drip iv infused veins",
    "spine spinal back lumbar intrathecal",
    "mouth oral orally swallowed swallow drink",
    "made makes make produced grown manufactured built prepared created derived",
    "tested tried tests test testing studied assessed examined",
    "help helps helped work works worked working benefit effect",
    "ran run running carried conducted took hosted lasted went",
    "end ended finish finished stopped stop over closed",
    "begin began begun start started starting commenced",
    "goal aim target endpoint aims",
    "difference differ different differed gap",
    "chance random randomly randomised",
    "clinics clinic sites site centres centre hospitals centers",
    "linked link due related caused because tied blamed connected connect connection attributed",
    "judged thought considered deemed",
    "regulator agency authority fda ema pmda regulators",
    "year years yearly annual annually 12-month",
    "week weeks weekly",
    "month months monthly",
    "day days daily",
    "symptoms signs symptom",
    "quit stopped left gave dropped withdrew",
    "main primary chief key",
    "big large larger",
    "blood plasma serum",
    "marker biomarker sign measure",
    "nerve nerves neuron neurons cells cell",
    "damage harm injury",
    "pill pills tablet tablets capsule capsules",
    "powder sachet sachets",
    "shot injection injections injected jab needle",
    "joined join joining entered enter enrolled enrol took included recruited signed",
    "announced news reported told revealed disclosed said",
    "own self themselves",
    "allergic allergy reaction reactions",
    "liver hepatic",
    "serious severe grave bad",
    "money funds funding cash",
    "carry keep go continue",
    "speech talking speaking talk",
    "brain head",
    "protein proteins",
    "gene genetic",
    "change changes changed mutation fault",
    "average mean typically",
    "group groups arm arms half",
    "doctors clinicians doctor staff",
    "knew know aware knowing told blind",
    "page pages here",
)

# Words that carry nothing, not even in a denied clause.
EMPTY = frozenset(
    "a an the and or of in on at to for from by with about as into than that this these those there here it its they them their he she his her who which what when where why how is are was were be been being am do does did done has have had will would shall should then so too also both each other another while during after before between if any".split()
)

# Words that a claim may hold though its source does not: they join, point and tell, and carry no fact of their own.
FREE = frozenset(
    "a an the and or of in on at to for from by with about as into that this these those there here it its they them their he she his her who which what when where why how whose is are was were be been being am do does did done doing has have had having will would shall should then than such so too also both each other another one ones while during after before between through within per upon toward towards among amid since until if because though although however still already yet even just get gets got getting go goes going went come comes came make makes made making put puts let lets keep keeps kept people person patient patients participant participants someone those user users volunteer volunteers adults adult individuals trial trials study studies drug drugs medicine medicines treatment treatments therapy therapies medication als mnd disease condition found find finds show shows showed shown saw see sees seen say says said according report reports reported result results give gives gave given take takes took taken use uses used using receive receives received work works worked call calls called known run runs ran running carry carried happen happens happened place time part parts way sort kind number total group groups i you we our your my me us up out off down over back away again whether not no nor never more most less year years month months week weeks day days hour hours minute minutes percent".split()
)
