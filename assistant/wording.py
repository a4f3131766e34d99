"""Every fixed sentence that a person reads in a reply. No code but templates in ``str.format`` form.

All safety wording here awaits review by a clinician and by people with lived experience; docs/hazards.md lists it.
"""

DISCLAIMER = (
    "This is general information from checked pages, not medical advice. "
    "Please talk it over with your clinician or pharmacist."
)

PRIVACY_HOSTED = (
    "To word its answers, this service sends your question to a language model run by another company. "
    "Do not type names or other private details."
)

# --- emergency, crisis, personal advice ------------------------------------------------------------------------

EMERGENCY = (
    "This may be an emergency. Call your local emergency number now, or ask someone near you to call. "
    "If you cannot speak, use an alarm, a bell, or a text or relay emergency service, or knock to get attention. "
    "Do not wait for an answer here."
)
EMERGENCY_OVERDOSE = (
    "This may be an emergency. Call your local emergency number or poison line now, or ask someone near you to call. "
    "Have the medicine pack at hand. If you cannot speak, use an alarm, a bell, or a text or relay emergency service. "
    "Do not wait for an answer here."
)
CRISIS = (
    "I am sorry that things are so hard. You do not have to go through this alone. "
    "A crisis line can listen, often by chat or text if speaking is hard, and also by phone. "
    "You can also tell someone near you, or your care team, how you feel today. "
    "If you might act on these thoughts now, call your local emergency number or ask someone to stay with you."
)
CRISIS_CARER = (
    "Caring for someone with ALS/MND can be more than one person can carry. You are not failing, and you do not have to do it alone. "
    "A crisis line can listen, often by chat or text, and also by phone. Please also tell your doctor, the care team or an "
    "ALS/MND association that you cannot go on like this; they can help find a break. "
    "If anyone is in danger now, call your local emergency number."
)
CRISIS_DYING = (
    "Thinking about how life may end is common with ALS/MND, and you can talk about it openly. "
    "Your ALS/MND team or a palliative care team can explain what choices there are, including about breathing machines, and what comfort care can do. "
    "Laws differ from place to place, and this service cannot advise on them. "
    "If the wish to die weighs on you, a crisis line can listen, by chat, text or phone."
)
CRISIS_LINES = "Crisis lines: {lines}"
EMERGENCY_LINES = "Numbers: {lines}"
ANYWHERE_CRISIS = "{name} lists crisis lines by country, with chat, text and phone: {url}"
SUPPORT_LINE = "If things feel too hard or anyone may be in danger: call your local emergency number, or find a crisis line at {url}."
SUPPORT_LINE_PLAIN = "If things feel too hard or anyone may be in danger, call your local emergency number."
URGENT = "Call your care team now."

PERSONAL_ADVICE = "We cannot advise on your own treatment. Please ask your doctor, ALS/MND nurse or pharmacist before you change anything."
PERSONAL_ADVICE_MORE = "What the pages say in general:"

# --- nothing to say, off topic, unavailable --------------------------------------------------------------------

NOT_IN_PAGES = (
    "The pages do not say. Your doctor, ALS/MND nurse, pharmacist or ALS/MND association is the best one to ask."
)
NOT_IN_PAGES_DRUG = (
    "The pages do not say that about {drug}. Your doctor, ALS/MND nurse or pharmacist is the best one to ask."
)
NOT_IN_PAGES_NAME = "The pages have nothing under the name “{name}”. Please check the spelling, or ask your doctor or pharmacist about it."
NOT_IN_PAGES_LANGUAGE = (
    "Sorry, this service can only answer in English. Please ask again in English, or ask someone to help."
)
NOT_IN_PAGES_LANGUAGE_DRUG = (
    "Sorry, this service can only answer in English. It has a page on {drug}: {url}. Please ask again in English."
)
OFF_TOPIC = (
    "This service answers questions about drugs for ALS/MND: approved, in development, or no longer developed. "
    "It cannot help with other things."
)
GREETING = "Hello. You can ask about any drug for ALS/MND here: whether it works, side effects, how it is given, where it is approved."
THANKS = "You are welcome. You can ask another question at any time."
ABILITIES = (
    "You can ask about drugs for ALS/MND: what they are, whether they work, side effects, how they are given, and where they are approved. "
    "Each answer is quoted from checked pages. It is not medical advice."
)
RULES_KEPT = "This service only quotes its checked pages on drugs for ALS/MND. It cannot take other instructions."
UNAVAILABLE = (
    "Sorry, the answer service is not available right now. Your question was not lost: please try again in a minute."
)
SWITCHED_OFF = (
    "This answer service is switched off for now. Please ask your care team. "
    "In an emergency, call your local emergency number."
)
BUSY = "Sorry, many people are asking right now. Please wait a little and press Ask again."

EXAMPLES = (
    "Does riluzole work?",
    "What is tofersen?",
    "Which drugs are approved in Japan?",
    "What happened to AMX0035?",
)
DID_YOU_MEAN = "Did you mean {name}?"

# --- notices ---------------------------------------------------------------------------------------------------

UNREVIEWED = "Checked against its sources to {date}. Not yet reviewed by a clinician."
UNREVIEWED_MANY = "Checked against their sources to between {first} and {last}. Not yet reviewed by a clinician."
REVIEWED = "Checked against its sources to {date}. Reviewed by {by} on {day}."
STALE = "The page on {title} was due for review on {due}; newer facts may exist."
PARTIAL = "The pages do not say anything about: {words}."
PARTIAL_QUESTION = "The pages do not answer this part of your message: “{question}”"

# --- questions to take along, and follow-ups -------------------------------------------------------------------

ASK_YOUR_TEAM = {
    "short": ("Could this treatment be right for me?", "What else is open to me now?"),
    "how": ("What would this treatment do in my case?", "Are there other treatments that work in this way?"),
    "given": ("How would I take it if swallowing gets hard?", "How often would I need to come in?"),
    "tested": ("Am I like the people in the trial?", "Is a trial open near me?"),
    "works": ("What could I hope for from this, at my stage?", "How would we know if it helps me?"),
    "safety": ("Which side effects should I watch for?", "Does it go with my other medicines?"),
    "access": ("Can I get this treatment here?", "Who pays for it?"),
    "experts": ("What do you think of this treatment?", "Is there a newer guideline?"),
    "unknown": ("What is not yet known that matters for me?", "When may we know more?"),
}
FOLLOW_UP = {
    "short": "What is {drug}?",
    "how": "How is {drug} thought to work?",
    "given": "How is {drug} given?",
    "tested": "Who was {drug} tested in?",
    "works": "Does {drug} work?",
    "safety": "What are the side effects of {drug}?",
    "access": "Where is {drug} approved?",
    "experts": "What do experts say about {drug}?",
    "unknown": "What is not known about {drug}?",
}
# The same of a class of drugs, whose name is a plural.
FOLLOW_UP_MANY = {
    "short": "What are {drug}?",
    "how": "How are {drug} thought to work?",
    "given": "How are {drug} given?",
    "tested": "Who were {drug} tested in?",
    "works": "Do {drug} work?",
    "safety": "What are the side effects of {drug}?",
    "access": "Where are {drug} approved?",
    "experts": "What do experts say about {drug}?",
    "unknown": "What is not known about {drug}?",
}
