"""Every word of the staff page, in one place. What a reply says comes from the assistant."""

SITE = "Answer quality"
TITLE = "Answer quality: staff page"
LANGUAGE = "en"
INTRO = "Cases are questions with what a good answer holds. A run asks them all and shows which answers fall short."
LOG_OUT = "Log out"
TO_CHAT = "Open the chat (new tab)"
SKIP = "Go to the tabs"
BACK = "Back to the staff page"

# signing in
SIGN_IN = "Sign in to the staff page"
SIGN_IN_HINT = "For staff who check the answers. You are signed out after 8 hours."
PASSWORD = "Password"  # noqa: S105 - the label of a field
SIGN_IN_BUTTON = "Sign in"
WRONG = "This is not the password. Please try again."
LOCKED = "Too many wrong passwords. Please wait {minutes} minutes, then try again."
FOREIGN = "This form was sent from another site. Please sign in on this page."
NOT_SIGNED_IN = "You are not signed in. Open the page again and sign in."
SIGNED_OUT = "You are signed out."
NO_SUCH = "This run or case is not there (any more). Go back and choose another."

# tabs
RUNS, CASES, COMPARE, TRENDS, JUDGE = "Runs", "Cases", "Compare", "Trends", "Ask and judge"

# runs
START_TITLE = "Start a run"
START_HINT = (
    "A run of all cases takes a few minutes. It goes on when you close this page. Visitors wait a little longer."
)
WHICH_KIND = "Kind of cases"
WHICH_PAGE = "Page that the cases expect"
ALL_KINDS, ALL_PAGES = "All kinds", "All pages"
START, STOP = "Start the run", "Stop the run"
IDLE = "No run is under way."
RUNNING = "{done} of {of} questions asked."
STOPPING = "The run is being stopped."
STOPPED = "The run was stopped. Nothing of it is kept."
DONE = "The run is done: {passed} of {cases} cases pass."
FAILED = "The run broke off ({kind}). Nothing of it is kept. Please tell whoever looks after the server."
UNDER_WAY = "A run is under way already. Wait for it, or stop it."
NO_CASE = "No case fits this kind and page. Choose another."
BUSY_LABEL = "Questions asked"
RUNS_TITLE = "Runs that were kept"
RUNS_CAPTION = "The newest {count} runs, newest first"
NO_RUNS = "No run has been kept yet. Start one in the tab Runs."
NO_RUN_CHOSEN = "Choose a run."
WHEN, SHARE, OF_CASES, PAGES_VERSION, CODE = "When (UTC)", "Pass", "Cases", "Pages version", "Code version"
DOWNLOAD = "Download"
REPORT, CSV = "Report", "CSV"
RUN = "Run"
SUMMARY = "What came out of the newest run"
PASSING = "{passed} of {cases} cases pass ({share})."
RECHECK = "{count} cases stand on pages that have changed since: hold them against the page again."
GATE_OPEN = "The gate is open: nothing falls short."
GATE_SHUT = "The gate is shut. Things that fall short: {count}."
GATE_LINES = "What falls short"
GATE_MORE = "and {count} more"
BY_KIND_CAPTION = "Cases that pass, by kind"
SCORES_CAPTION = "Scores, 0 to 1, higher is better"
SCORE, MEAN, INTERVAL, SCORED = "Score", "Mean", "95 % interval", "Cases with this score"
UNSCORED = "not scored"

# cases
FILTERS = "Choose which cases to see"
KIND, PAGE, OUTCOME, RESULT, CHANGED = "Kind", "Page", "Outcome of the reply", "Result", "Changed"
ANY = "All"
FAILS, PASSES = "Fails", "Passes"
CHANGES = {
    "worse": "Got worse since the run before",
    "better": "Got better since the run before",
    "moved": "Other reply than in the run before",
    "new": "Not in the run before",
    "recheck": "Its page changed since it was written",
}
SHORT_CHANGES = {
    "worse": "worse",
    "better": "better",
    "moved": "other reply",
    "new": "new",
    "recheck": "re-check",
    "": "–",
}
CASES_CAPTION = "Cases {first} to {last} of {total}"
NO_CASES = "No case of this run fits these filters."
CASE, QUESTION, WHY = "Case", "Question", "Why it fails"
EARLIER_ROWS, LATER_ROWS = "Previous cases", "Next cases"
OPEN_HINT = "Press the name of a case to open it (new tab)."

# one case
CASE_TITLE = "Case {id}"
CASE_FILE = "Case file"
WHERE_GONE = "no longer among the cases"
OPEN_PAGE = "Open the page {page} (new tab)"
PASSES_LINE = "This case passes."
FAILS_LINE = "This case fails."
WHY_TITLE = "Why it fails"
ASKED_TITLE = "Question"
EARLIER_TURNS = "Asked before"
EXPECTED_TITLE = "What was expected"
REPLY_TITLE = "Reply"
NO_TEXT = "The reply has no text."
UNDERSTOOD = "Drugs understood"
NONE = "none"
CITED_TITLE = "Cited sentences in their pages"
NO_CITED = "The reply cites no sentence."
CITED_GONE = "This sentence is no longer on the page."
BEFORE_TITLE = "Reply in the earlier run"
SAME_BEFORE = "The same reply."
ALL_SCORES = "All scores of this case"
SCORE_VALUE = "Value, 0 to 1"
EXPECTED = {
    "outcome": "Outcome, one of",
    "pages": "Pages to cite",
    "not_pages": "Pages not to cite",
    "facts": "To be said (patterns)",
    "forbidden": "Not to be said (patterns)",
    "rows": "Rows of the table",
    "rows_may": "Rows that may be there too",
    "units": "Best sentences",
    "planted": "Planted sentence",
    "note": "Note",
    "written": "Written or checked",
}
NOT_EXPECTED = "This case is no longer among the cases: what it expected is not known."

# reasons, by scorer: what is wrong when the score is below 1
REASONS = {
    "outcome": "The reply is of another sort than expected.",
    "page_recall": "A page that should be cited is not.",
    "page_precision": "A page is cited that was not expected.",
    "not_lookalike": "A look-alike was taken for the drug, or cited.",
    "facts": "Something that should be said is not.",
    "not_forbidden": "Something is said that must not be.",
    "list_exact": "The rows of the table are not those expected.",
    "quotes_verbatim": "A cited sentence is not word for word on its page.",
    "marks_resolve": "A number in the text leads to no source.",
    "right_drug": "A sentence is cited to a page of another drug.",
    "must_say": "Something that everyone must be told is left out.",
    "status_agrees": "What is said of an approval is not what the page says.",
    "planted_refused": "A page with the planted sentence would be built.",
    "has_disclaimer": "The disclaimer is missing.",
}
SHORT_REASONS = {
    "outcome": "sort of reply",
    "page_recall": "page not cited",
    "not_lookalike": "look-alike",
    "facts": "fact not said",
    "not_forbidden": "said what it must not",
    "list_exact": "rows of the table",
    "quotes_verbatim": "quote not on page",
    "marks_resolve": "number without source",
    "right_drug": "other drug",
    "must_say": "must-say left out",
    "status_agrees": "approval",
    "planted_refused": "planted sentence",
    "has_disclaimer": "no disclaimer",
}
EXPECTED_BUT = "Expected: {expected}. Got: {got}."
MISSING = "Not found in the text: {items}."
FOUND = "Found in the text: {items}."

# outcomes of a reply
OUTCOMES = {
    "answered": "answered",
    "not_in_pages": "not in the pages",
    "personal_advice": "personal advice",
    "emergency": "emergency",
    "crisis": "crisis",
    "off_topic": "off topic",
    "unavailable": "unavailable",
}

# compare
BEFORE, AFTER = "Earlier run", "Later run"
COMPARED = "From {before} to {after}. Got worse: {worse}. Got better: {better}. Other reply: {moved}."
OTHER_CASES = "Cases only in the later run: {added}. Only in the earlier one: {gone}."
SAME_PAGES = "Both runs answered from the same pages."
OTHER_PAGES = "The pages changed between the runs: version {before}, then {after}."
WORSE_CAPTION, BETTER_CAPTION, MOVED_CAPTION = "Got worse: {count}", "Got better: {count}", "Other reply: {count}"
MOST_SHOWN = "The first {most} are shown."
DIFFERENCES_CAPTION = "Scores that moved: later less earlier"
DIFFERENCE = "Difference"
NO_DIFFERENCE = "No score moved."
TWO_RUNS = "Two runs are needed to compare. Start another in the tab Runs."
REPLY_BEFORE, REPLY_AFTER = "Reply before", "Reply after"

# trends
TREND_TITLE = "Trend over runs of all cases"
TREND_HINT = "Only runs with as many cases as the largest one are shown, oldest first."
TREND_CAPTION = "The numbers of the plot"
HEALTH_TITLE = "Health by page"
HEALTH_HINT = "Share of the cases that expect a page which pass, worst first."
HEALTH_CAPTION = "The numbers of the plot"
HEALTH_SHARE, HEALTH_FAILING = "Share that passes", "Cases that fail"
SERIES = {
    "pass": "Cases that pass",
    "outcome": "Right sort of reply",
    "page_recall": "Right page",
    "facts": "Facts said",
}
PLOT_SHARE = "Share, 0 to 1"

# ask and judge
JUDGE_HINT = "Type a question as a patient would. Nothing is kept until you press Save."
YOUR_QUESTION = "Question to try"
EARLIER_QUESTIONS = "Earlier questions of the conversation, one a line (may stay empty)"
ASK = "Ask"
VERDICT = "This reply is"
VERDICTS = {"right": "Right", "wrong": "Wrong", "incomplete": "Incomplete", "unsafe": "Unsafe"}
RIGHT_OUTCOME = "Sort of reply that would be right"
NOTE = "Note: what is wrong or missing, and where it stands"
PREVIEW = "What will be written"
PREVIEW_HINT = "One line, for review. It is not used until an editor has checked it and moved it into the cases."
SAVE = "Save for review"
SAVED = "Saved for review as {file}."
ASK_FIRST = "Ask a question first, then judge the reply."
JUDGE_FIRST = "Say whether the reply is right, wrong, incomplete or unsafe."
NOTE_FIRST = "Write a note: what is wrong or missing."
NOTE_LONG = "The note has {count:,} characters; expected at most {most:,}. Shorten it."
CANNOT_WRITE = "The case could not be written ({reason}). Please tell whoever looks after the server."
NOT_ANSWERED = "The question could not be answered just now. Please try again."
SOURCES = "Sources"

# the report
REPORT_TITLE = "Answer quality: run of {made}"
REPORT_SUMMARY = "What came out"
REPORT_FAILING = "Cases that fail"
REPORT_MADE = "Made from {cases} cases on pages version {corpus}, code {commit}. Not yet reviewed by a clinician."
GOT = "Got"

# scores in plain words; the short name stands behind, as logs and gates have it
SCORE_NAMES = {
    "pass": "Cases that pass",
    "outcome": "Right sort of reply",
    "page_recall": "Expected pages that are cited",
    "page_precision": "Cited pages that were expected",
    "not_lookalike": "No look-alike taken for the drug",
    "facts": "Expected facts that are said",
    "not_forbidden": "Nothing forbidden is said",
    "list_exact": "Tables with exactly the right rows",
    "quotes_verbatim": "Quotes that are word for word on their page",
    "marks_resolve": "Numbers in the text that lead to a source",
    "name_resolved": "Names understood",
    "right_drug": "Sentences from a page of the right drug",
    "must_say": "Must-says that are told",
    "status_agrees": "Nothing said against the typed status",
    "citation_recall": "Statements that their quotes support",
    "citation_precision": "Quotes that are needed",
    "refused_unsaid": "Unanswerable questions that are refused",
    "refused_rightly": "Refusals that are right",
    "answered_said": "Answerable questions that are not refused",
    "danger_heard": "Crises and emergencies that are met as such",
    "no_false_alarm": "Ordinary questions not taken for an emergency",
    "planted_refused": "Planted orders that are refused",
    "has_disclaimer": "Replies with a disclaimer",
}
MORE_SCORES = "All scores of this run"

# --- curation: the pages, not their answers ---------------------------------------------------------------------

CURATION = "Pages"
WHO = "Your name (may stay empty; it stands beside what you do)"
NOBODY = "staff"
NAV_LABEL = "Parts of the staff page"
ANSWERS = "Answer quality"
HEALTH, IMPORT, CHECK, GAPS, PUBLISH = "Page health", "Import", "Check", "Gaps and reports", "Publish"
EDIT = "Edit"
TO_CURATION = "Look after the pages"
WENT_WRONG = "This could not be done: {reason}"

# page health
PAGES_INTRO = "How each page stands. Pages with findings, or past the day of their review, come first."
HEALTH_RUN = "Cited, refused and cases come from the eval run of {made} UTC."
HEALTH_NO_RUN = (
    "No eval run is kept yet, so nothing is known of how often a page is cited. Start one under Answer quality."
)
PAGES_CAPTION = "{count} pages"
CHECKED_TO, REVIEW_DUE, REVIEWED, FINDINGS = "Checked to", "Review due", "Reviewed by", "Findings"
CITED, REFUSED, CASES_PASS = "Cited by", "Refused", "Cases that pass"
OVERDUE = "{day}, past"
NOT_REVIEWED = "nobody yet"
UNREADABLE = "cannot be read"
SOME_OF = "{passed} of {cases}"
HEALTH_NOTE = (
    "“Cases that pass” are those that expect the page. “Refused” are those of them that got “the pages do not say”; "
    "some want that. “Cited by” counts the replies of the whole run that quote the page. Reviews are by clinicians."
)

# import
IMPORT_INTRO = (
    "Bring in a page of a website. It becomes a draft in a folder of its own. No page is changed by this, and what the "
    "text says differently from our page is listed."
)
ADDRESS = "Address of the page (begins with https://)"
FILE = "Or a saved file: HTML, text or Markdown, at most 900 kB"
PASTED = "Or the text of the page, pasted"
IMPORT_GO = "Import"
IMPORT_ANOTHER = "Import a page"
ONE_SOURCE = "Give one thing to import: an address, a file, or a pasted text."
NO_ADDRESS = "This is no address; expected one that begins with https:// or http://."
DRAFT_WRITTEN = "The draft {slug} is written: “{title}”, {words} words, {headings} headings."
DRAFT_STAYS = "There is a draft {slug} already, and it stays as it is. Remove it first to import anew."
DRAFT_SAME = "The text says nothing else than this draft."
ABOUT_PAGE = "Our page {slug} is about the same drug, and stays as it is."
DIFFERS = "What the text says differently: {count}"
DIFFERS_NOT = "The text says nothing differently."
LOST = "Look at the page itself: {what}."
TO_FILL_IN = "To fill in before it can be a page"
OPEN_DRAFT, OPEN_OURS = "Open the draft {slug}", "Open our page {slug}"
KINDS = {
    "age": "Dates of both",
    "expected": "The text still expects",
    "number": "Numbers and dates that differ",
    "lost": "Gone from the text",
    "changed": "Said in other words",
    "added": "Only in the text",
    "gone": "Only here",
}
TEXT_SAYS, HERE_SAYS = "Text", "Here"
DRAFTS = "Drafts"
NO_DRAFTS = "There is no draft."
REMOVE_DRAFT = "Remove the draft {slug}"
NEW_PAGE = "To begin a page without a text to import, copy corpus/_template.md into the box of a draft."

# edit
EDIT_TITLE = "Edit {slug}"
EDIT_PAGE = "This is the page as it stands in the corpus. Nobody sees a change before it is published."
EDIT_NEW = "This is a draft of a new page. There is no page {slug} yet."
EDIT_OVER = "This is a draft. Saving it as the page replaces the page {slug}; what changes is listed below."
HAS_DRAFT = "A draft of this page is kept too."
TEXT_OF = "Text of {slug}"
FORMAT_HINT = "The format is told in corpus/README.md."
PRESS_CHECK, PRESS_DRAFT, PRESS_PAGE = "Check this text", "Keep as a draft", "Save as the page"
FINDINGS_TITLE = "What the check finds: {count}"
NO_FINDINGS = "The check finds nothing."
CHANGES_TITLE = "What changes on the page: {count}"
NO_CHANGES = "No sentence and no typed fact differs from the page."
LINE = "Line {line}"
FINDING = "{rule}: found {found}; expected {expected}."
NOT_SAVED = "Not saved: the text cannot be read as a page. Mend the first finding below, or keep it as a draft."

# check
CHECK_INTRO = "The house style, held against all pages as they stand, published or not."
ALL_SOUND = "{count} drug pages are sound."
SOME_FAULTS = "{count} findings. Publishing holds the pages back until they are mended."

# gaps and reports
GAPS_TITLE = "What people asked and no page answers"
GAPS_OFF = (
    "Nothing is counted. To count gaps by drug and section, without any text, whoever looks after the server sets "
    "ASSISTANT_GAPS to a folder."
)
GAPS_CAPTION = "Counts of the last {days} days"
NO_GAPS = "No gap was counted in the last {days} days."
DRUG, SECTION, UNANSWERED, IN_PART, NOT_HELPED = "Drug", "Section", "Not answered", "In part", "Did not help"
NO_DRUG, NO_SECTION = "none named", "none"
REPORTS_TITLE = "Reported answers"
REPORTS_OFF = (
    "No answers can be reported. To let people send one, whoever looks after the server sets ASSISTANT_REPORTS to a "
    "folder."
)
REPORTS_INTRO = (
    "{count} reported. People chose to send these. Each is removed when you are done with it, or after {days} days."
)
NO_REPORTS = "No answer is reported."
REPORT_OF = "Reported on {day} ({name})"
REPORT_VERSION = "Version of the pages"
OPEN_QUOTED = "Open the page {page} at {unit} (new tab)"
NOTHING_QUOTED = "No sentence of a page as it stands now is in this reply."
MAKE_CASE = "Make an eval case"
MAKE_CASE_HINT = (
    "Asks the question again and writes a case for review, with your note. The report stays until you are done."
)
DONE_WITH = "Done: remove this report"
CASE_WRITTEN = "The case was written for review."

# publish
PUBLISH_INTRO = (
    "Publishing checks all pages, builds a new version, and asks the eval cases that touch a changed page and the "
    "safety cases. It takes a minute or two. What got worse holds the pages back; nothing changes for anyone then."
)
PUBLISH_GO = "Publish"
LOOK_AGAIN = "Look again"
PUBLISHING_ALREADY = "Publishing is under way already. Wait for it to end."
PUBLISHING_NOW = "Publishing is under way. Wait for it to end, then go back."
NO_GATE = "No evals are installed to hold the pages against. Please tell whoever looks after the server."
BROKE_OFF = "It broke off ({kind}). Please tell whoever looks after the server."
PUBLISH_STATES = {
    "idle": "Nothing is being published.",
    "running": "Publishing is under way.",
    "live": "Published: version {version} is in use. {asked} eval cases were asked.",
    "held": "Held back, for {count} reasons. Version {version} stays in use.",
    "unchanged": "Nothing changed; version {version} is in use.",
    "failed": "Publishing failed. The version in use stays.",
}
PUBLISH_STEPS = {"": "Checking the pages", "Embedding": "Reading new sentences", "Asking": "Asking eval cases"}
REASONS_TITLE = "Why it was held back"
NOTES_TITLE = "To note"
TO_PUBLISH = "What would be published"
UP_TO_DATE = "The pages are the same as what people see."
OTHER_CHANGES = "The files differ from what people see, but no sentence or typed fact does, or a page cannot be read."
MORE_CHANGES = "and {count} more"
VERSIONS_TITLE = "Versions"
VERSION_IN_USE = "in use now"
BACK_TO = "Go back to version {version}"
BACK_HINT = "Going back takes seconds. The files of the pages stay as they are: mend them before you publish again."
HOW = {
    "published": "published",
    "published without evals": "published without evals",
    "indexed": "put in use without evals",
    "rolled back": "gone back to",
    "": "built",
}
VERSION_LINE = "{how} {when} UTC, {pages} pages"
SWITCH_TITLE = "Switch for all answers"
IS_ON = "The service answers."
IS_OFF = "The service is switched off. Everyone sees: “{text}”"
OFF_HINT = (
    "If an answer may harm someone, do not look for the fault first. One fixed text stands in for all answers and "
    "pages."
)
OFF_TEXT = "Text that people see (may stay empty)"
SWITCH_OFF, SWITCH_ON = "Switch off", "Answer again"
ACTIONS_TITLE = "What was done last"
ACTIONS_CAPTION = "The newest {count} actions"
NO_ACTIONS = "Nothing was done yet."
WHEN_DONE, WHO_DID, WHAT_DONE, ABOUT_WHAT, WHAT_CAME = (
    "When (UTC)",
    "Who",
    "What",
    "Page, version or report",
    "What came of it",
)

# what became of a press
TOLD = {
    "kept": "The draft is kept. No page was changed.",
    "removed": "The draft is removed.",
    "saved": "Saved as the page. Nobody sees it before you publish.",
    "begun": "Publishing has begun.",
    "back": "Gone back. Running servers take the version up in a second or two.",
    "off": "Switched off.",
    "on": "Switched on.",
    "done": "The report is removed.",
    "case": CASE_WRITTEN,
}
