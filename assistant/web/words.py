"""Every word of the web pages themselves, in one place. What a reply says comes from `assistant.wording`."""

SITE = "ALS/MND drug answers"  # the name of the service, where the settings give it no other
LANGUAGE = "en"
INTRO = (
    "Ask about any drug for ALS/MND. Answers are quoted from checked pages. "
    "This is not medical advice. In an emergency, call your local emergency number."
)
NOT_TESTED = "This service has not yet been tested with assistive technology or by people with ALS."
LOADING = "The page is loading. On a slow line there is a faster one:"
SKIP_SIMPLE = "Go to the simple page"
SKIP_QUESTION = "Go to the question box"
EXAMPLES = "Start with one of these questions"
CONVERSATION = "Conversation"
QUESTION = "Your question"
QUESTION_HINT = "Press Enter to send. Shift and Enter begins a new line."
ASK = "Ask"
NEW = "New conversation"
UNDO = "Undo: bring the conversation back"
STOP = "Stop"
ASK_AGAIN = "Ask again"
BACK_TO_QUESTION = "Back to your question"
YOU_ASKED = "You asked"
SHORT_ANSWER = "Short answer"
KEY_POINTS = "Key points"
SOURCES = "Sources"
ALL_SOURCES = "Show all {n} sources"
SOURCE = "Source"
CHECKED_TO = "checked to"
OPEN_PAGE = "Open the whole page (new tab)"
FROM = "From"
ASK_TEAM = "Ask your care team"
ASK_NEXT = "Ask next"
ACTIONS = "Use this answer"
LISTEN = "Read aloud"
LISTEN_STOP = "Stop reading"
COPY = "Copy"
PRINT = "Print for my clinic visit"
HELPED = "This helped"
NOT_HELPED = "This did not help"
THANKS_COUNTED = "Thank you. Only the number of presses is kept."
REPORT = "Report a wrong or unsafe answer"
REPORT_INTRO = "If you press the button below, this is sent to those who run this service, and nothing else:"
REPORT_QUESTION = "Question"
REPORT_VERSION = "Version of the pages"
REPORT_SEND = "Send this report"
REPORT_SENT = "Thank you. Your report was sent."
REPORT_FAILED = "Your report could not be sent. Please try again later."
GO_BACK = "Go back in your browser to read on."
ANSWER = "Answer"
IMPORTANT = "Please note"
SETTINGS = "Display"
BIGGER_TEXT = "Bigger text"
BIGGER_BUTTONS = "Bigger buttons"
HIGH_CONTRAST = "High contrast"
IS_ON, IS_OFF = "on", "off"
HELP = "Help and privacy"
HELP_TEXT = (
    "Press a number after a sentence to see where it comes from. "
    "You can move with Tab and press with Enter. Nothing here runs out of time. "
    "To print, use the print button or the print command of your browser."
)
CONTACT = "Contact"
PRIVACY = (
    "Your questions are not stored and not written to any log. No cookies are set. "
    "The conversation is kept in this browser page only and is gone when you close it. "
    "If you press a display button, this browser keeps that choice, and nothing else."
)
PAGES = "All pages"
PAGES_BESIDE = "All pages (new tab)"
TO_SOURCES = "See the list of sources"
UNDATED = "date not known"
PAGES_INTRO = "Every answer is quoted from these pages."
SEARCH = "Find a drug"
SEARCH_HINT = "A name, a brand or a code. Part of it will do."
SEARCH_GO = "Find"
SEARCH_ALL = "Show all pages"
SEARCH_FOUND = "Pages that fit"
SEARCH_NONE = "No page fits. Check the spelling, or ask a question."
ASK_ABOUT = "Ask about this drug"
WORDS_USED = "Words used here"
READ_MORE = "Read more about this word"
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

# --- on paper --------------------------------------------------------------------------------------------------

PAPER_TITLE = "Questions on ALS/MND drugs, for my clinic visit"
PRINTED = "Answered on"
VERSION = "version of the pages"
NOTES = "My notes"

# --- what the scripts of the pages say -------------------------------------------------------------------------

SPOKEN = {
    "sent": "Question sent.",
    "still": "Still looking. You can wait, or press Stop. Your question is kept.",
    "ready": "Answer ready.",
    "source": "Answer ready. 1 source.",
    "sources": "Answer ready. {n} sources.",
    "unavailable": "No answer came. Your question is still in the box. Please ask again in a minute.",
    "unreachable": (
        "The service cannot be reached. Your question is still in the box, and the answers above stay. "
        "Check your connection, then ask again."
    ),
    "stopped": "Stopped. Your question is still in the box.",
    "empty": "Type a question first, or press one of the examples.",
    "cleared": "The conversation is cleared. You can undo this until your next question.",
    "restored": "The conversation is back.",
    "copied": "Copied, with its sources.",
    "not_copied": "This browser did not allow copying. You can mark the text and copy it.",
    "reading": "Reading aloud.",
    "silent": "Reading stopped.",
    "on": IS_ON,
    "off": IS_OFF,
    "listen": LISTEN,
    "listen_stop": LISTEN_STOP,
    "counted": THANKS_COUNTED,
    "reported": REPORT_SENT,
    "not_reported": REPORT_FAILED,
}
