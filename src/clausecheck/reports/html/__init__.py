"""index.html: one page in the order of the policy, for a reader who knows the promises and reads no code.

One file that asks nothing of any network. Its Content-Security-Policy admits the style and the script inside it by
their digests and nothing else. Without the script everything is shown; the script adds filter, search and copying.
"""

from base64 import b64encode
from hashlib import sha256

from jinja2 import Environment

from clausecheck.model import Run
from clausecheck.reports.html.changes import changes, today
from clausecheck.reports.html.outline import attention, outline, unseen
from clausecheck.reports.html.room import LARGEST, Room, Statements, rooms
from clausecheck.reports.html.speaking import environment
from clausecheck.reports.language import language


def render(run: Run) -> str:
    """The whole page, with as much detail as `LARGEST` bytes hold. Moments are in the time zone of the policy."""
    speaking = environment(run.language, run.time_zone, run.written_in, __name__)
    page = ""
    for room in rooms(run):
        page = _rendered(run, room, speaking)
        if len(page.encode(errors="surrogatepass")) <= LARGEST:
            break
    return page


def _rendered(run: Run, room: Room, speaking: Environment) -> str:
    style, script = (_source(speaking, name) for name in ("page.css", "page.js"))
    return speaking.get_template("page.html").render(
        **told(run, room),
        style=style,
        script=script,
        content_security_policy=_content_security_policy(style, script),
    )


def told(run: Run, room: Room) -> dict[str, object]:
    """What the templates tell of a run, on the screen and on paper."""
    said = language(run.language)
    return {
        "run": run,
        "known": frozenset(result.clause.id for result in run.clauses),
        "ran": said.duration(run.finished_at - run.started_at),
        "sections": outline(run),
        "attention": attention(run),
        "unseen": unseen(run),
        "kinds": {finding.check: finding.obligation for finding in run.findings if finding.check},
        "changes": changes(run),
        "today": today(run),
        "room": room,
        "statements": Statements(room),
    }


def _source(speaking: Environment, name: str) -> str:
    assert speaking.loader is not None
    return speaking.loader.get_source(speaking, name)[0]


def _content_security_policy(style: str, script: str) -> str:
    style_digest, script_digest = (b64encode(sha256(text.encode()).digest()).decode() for text in (style, script))
    return (
        f"default-src 'none'; style-src 'sha256-{style_digest}'; script-src 'sha256-{script_digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
