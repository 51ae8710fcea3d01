"""Every report file: its name and the module whose `render(run)` writes it, imported only when it is asked for."""

from importlib import import_module

from clausecheck.model import Run

ALL_REPORTS: dict[str, str] = {
    "index.html": "clausecheck.reports.html",
    "report.json": "clausecheck.reports.report_json",
    "junit.xml": "clausecheck.reports.junit",
    "report.sarif": "clausecheck.reports.sarif",
    "code-scanning.sarif": "clausecheck.reports.sarif.code_scanning",
    "oscal-assessment-results.json": "clausecheck.reports.oscal",
    "ocsf.json": "clausecheck.reports.ocsf",
    "findings.csv": "clausecheck.reports.findings_csv",
    "ropa.csv": "clausecheck.reports.ropa",
    "summary.md": "clausecheck.reports.markdown",
}

ASKED_FOR: dict[str, str] = {"report.pdf": "clausecheck.reports.pdf"}
"""Those that are written only where somebody asks for them: they need more time, and an extra."""


def rendered(run: Run) -> dict[str, bytes]:
    """File name -> content, UTF-8, of every report on this run."""
    contents = {name: import_module(module).render(run) for name, module in ALL_REPORTS.items()}
    return {name: text.encode() if isinstance(text, str) else text for name, text in contents.items()}


def paper(run: Run) -> dict[str, bytes]:
    """The same of the reports that are written only where somebody asks for them."""
    return {name: import_module(module).render(run) for name, module in ASKED_FOR.items()}
