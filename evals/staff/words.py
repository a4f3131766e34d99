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
