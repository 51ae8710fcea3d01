"""report.pdf: the page on paper, tagged so that a screen reader reads it (PDF/UA), to be signed and handed on.

WeasyPrint sets it (extra `pdf`). It is asked for by `--pdf`, as it takes longer than all other reports together.
Statements for the owners of systems stay on the page: nobody types them off paper.
"""

import logging
from importlib.util import find_spec

from clausecheck.model import Run
from clausecheck.reports.html import told
from clausecheck.reports.html.room import Room
from clausecheck.reports.html.speaking import environment

NAME = "report.pdf"
INSTALL = "pip install 'clausecheck[pdf]'; on Debian also: apt-get install libpango-1.0-0 libpangoft2-1.0-0"
ROOM = Room(in_full=5, in_short=8, statement=0, statements=0, reasons=40)


def missing() -> str:
    """What is missing to write a PDF and what installs it, as a sentence; "" where nothing is."""
    if find_spec("weasyprint") is None:
        return f"{NAME} was left out, as WeasyPrint is not installed: {INSTALL}"
    try:
        import weasyprint  # noqa: F401 - it looks for its libraries as it is imported
    except OSError:
        return f"{NAME} was left out, as WeasyPrint does not find its libraries: {INSTALL}"
    return ""


def render(run: Run) -> bytes:
    """The paper as PDF/UA-1. The same run gives the same bytes with the same fonts."""
    import weasyprint

    # What it cannot set it only logs, and its lines quote the page; the tests look at what it sets.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    document = weasyprint.HTML(string=page(run), url_fetcher=_nothing)
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=run.id.encode()))


def page(run: Run) -> str:
    """The paper as HTML, as WeasyPrint gets it."""
    speaking = environment(
        run.language, run.time_zone, run.written_in, __name__, "clausecheck.reports.html", paper=True
    )
    assert speaking.loader is not None
    style = speaking.loader.get_source(speaking, "paper.css")[0]
    return speaking.get_template("paper.html").render(**told(run, ROOM), style=style)


def _nothing(url: str, *_: object, **__: object) -> dict[str, object]:
    """Whatever a page asks for is refused: it is whole in itself."""
    raise ValueError(f"a report asks for nothing from outside: {url}")
