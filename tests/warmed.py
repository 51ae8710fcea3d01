"""What every run of pytest compiles, done before they are forked: the templates of the page."""

from clausecheck.reports.html.speaking import environment

SPEAKING = environment("en", "America/New_York", "en", "clausecheck.reports.html")
for name in SPEAKING.list_templates():
    if name.endswith((".html", ".css", ".js")):
        SPEAKING.get_template(name)
