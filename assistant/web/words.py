"""Every word of the web pages themselves, in one place. What a reply says comes from `assistant.wording`."""

SITE = "ALS/MND drug answers"
LANGUAGE = "en"
INTRO = (
    "Ask about any drug for ALS/MND. Answers are quoted from checked pages. "
    "This is not medical advice. In an emergency, call your local emergency number."
)
NOT_TESTED = "This service has not yet been tested with assistive technology or by people with ALS."
SKIP_SIMPLE = "Go to the simple page"
SKIP_QUESTION = "Go to the question box"
EXAMPLES = "Start with one of these questions"
CONVERSATION = "Conversation"
QUESTION = "Your question"
QUESTION_HINT = "Press Enter to send. Shift and Enter begins a new line."
ASK = "Ask"
NEW = "New conversation"
YOU_ASKED = "You asked"
SHORT_ANSWER = "Short answer"
KEY_POINTS = "Key points"
SOURCES = "Sources"
SOURCE = "Source"
CHECKED_TO = "checked to"
OPEN_PAGE = "Open the whole page (new tab)"
FROM = "From"
ASK_TEAM = "Ask your care team"
ASK_NEXT = "Ask next"
ANSWER = "Answer"
IMPORTANT = "Please note"
HELP = "Help and privacy"
PRIVACY = (
    "Your questions are not stored and not written to any log. No cookies are set. "
    "The conversation is kept in this browser page only and is gone when you close it."
)
PAGES = "All pages"
TO_SOURCES = "See the list of sources"
UNDATED = "date not known"
PAGES_INTRO = "Every answer is quoted from these pages."
APPROVED, IN_DEVELOPMENT, DISCONTINUED, BACKGROUND = (
    "Approved drugs",
    "Drugs in development",
    "Drugs no longer in development",
    "Background",
)
MUST_KNOW = "What everyone should know"
STATUS = "Where it stands"
REGION, STATE, DATE = "Where", "State", "When"
TRIALS = "Trials"
BACK_TO_ASK = "Ask a question"
NOT_FOUND = "This page does not exist. See the list of all pages."
SIMPLE = "Simple page"
NO_SUCH_ADDRESS = "There is nothing at this address."
WRONG_METHOD = "This address does not take that method."
BAD_REQUEST = "The request could not be read. Please check it and try again."
