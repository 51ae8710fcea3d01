"""index.html: one page in the order of the policy, for a reader who knows the promises and reads no code.

One file that asks nothing of any network. Its Content-Security-Policy admits the style and the script inside it by
their digests and nothing else. Without the script everything is shown; the script adds the filter and the search.
"""

from base64 import b64encode
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined

from clausecheck.facts import SHOWN
from clausecheck.model import Basis, Outcome, Run
from clausecheck.reports import phrases, words
from clausecheck.reports.html.outline import attention, outline, unseen

_WORDS = ("day", "framework", "number", "plural", "spoken")
_PHRASES = (
    "accepted", "apart", "basis", "contract_kept", "examined", "expectation", "found", "of_how_many", "place", "term",
    "told", "without_waivers",
)  # fmt: skip


def render(run: Run) -> str:
    """The whole page. Moments are in the time zone of the policy."""
    environment = _environment()
    style, script = (_source(environment, name) for name in ("page.css", "filter.js"))
    environment.filters["moment"] = lambda when: words.moment(when, run.time_zone)
    return environment.get_template("page.html").render(
        run=run,
        sections=outline(run),
        attention=attention(run),
        unseen=unseen(run),
        verdict=phrases.verdict(run),
        ran=words.duration(run.finished_at - run.started_at),
        style=style,
        script=script,
        content_security_policy=_content_security_policy(style, script),
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__name__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Every value that the page shows passes here: names from systems may hold control characters.
        finalize=lambda value: words.visible(value) if type(value) is str else value,
    )
    environment.globals.update(Basis=Basis, Outcome=Outcome, WORDS=words.WORDS, SHOWN=SHOWN)
    environment.filters.update(
        {name: getattr(words, name) for name in _WORDS} | {name: getattr(phrases, name) for name in _PHRASES}
    )
    return environment


def _source(environment: Environment, name: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]


def _content_security_policy(style: str, script: str) -> str:
    style_digest, script_digest = (b64encode(sha256(text.encode()).digest()).decode() for text in (style, script))
    return (
        f"default-src 'none'; style-src 'sha256-{style_digest}'; script-src 'sha256-{script_digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
