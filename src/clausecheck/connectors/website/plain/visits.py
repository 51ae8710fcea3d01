"""Visits over plain HTTP: the cookies of the answers themselves. It can show that a promise is broken, never kept."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from clausecheck.connectors.protocol import Context
from clausecheck.connectors.website.browser.driving import run
from clausecheck.connectors.website.naming import shown
from clausecheck.connectors.website.parties import is_first_party
from clausecheck.connectors.website.plain.asking import Answer, Unanswered, asked, client
from clausecheck.connectors.website.settings import Site
from clausecheck.facts import NO_CHOICE, SIGNAL, STATES, Requested, Stored, Unreadable, Visit

_HEADERS: Final[Mapping[str, Mapping[str, str]]] = {NO_CHOICE: {}, SIGNAL: {"Sec-GPC": "1"}}
"""The states that need no button."""


def plain_visits(site: Site, context: Context, why: str, remedy: str) -> list[Visit]:
    """A visit a state: what could be seen, and always that scripts could not run (`why`), with what would help."""
    return [_visit(site, state, context, why, remedy) for state in STATES]


def _visit(site: Site, state: str, context: Context, why: str, remedy: str) -> Visit:
    lacks = [Unreadable(what=f"what scripts store and request, state {state!r}", why=why, remedy=remedy)]
    answers: dict[str, Answer] = {}
    if state in _HEADERS:
        answers, more = run(_answers(site, state, _HEADERS[state]), site.time_limit * (len(site.every_page) + 1))
        lacks += more
    return _told(site, state, answers, context, lacks)


async def _answers(site: Site, state: str, headers: Mapping[str, str]) -> tuple[dict[str, Answer], list[Unreadable]]:
    """The answer of each page; a page that does not answer ends it, as the next would only wait again."""
    found: dict[str, Answer] = {}
    async with client(site, **headers) as http:
        for path in site.every_page:
            try:
                found[path] = await asked(http, site, path, body=False)
            except Unanswered as reason:
                return found, [Unreadable(what=f"page {path}, state {state!r}", why=str(reason))]
    return found, []


def _told(
    site: Site, state: str, answers: Mapping[str, Answer], context: Context, lacks: Sequence[Unreadable]
) -> Visit:
    cookies = {(one.name, one.host): one for answer in answers.values() for one in answer.cookies if not one.is_removal}
    hosts = dict.fromkeys(host for answer in answers.values() for host in answer.hosts)
    return Visit(
        label=f"state {state!r}",
        state=state,
        seen_from=site.seen_from,
        pages=tuple(answers),
        banner_seen=None,
        via="http",
        lacks=tuple(lacks),
        stored=tuple(
            Stored(
                label=f"cookie {shown(one.name, context.pseudonyms)} of {one.host}",
                kind="cookie",
                name=one.name,
                host=one.host,
                first_party=is_first_party(one.host, site.host),
                after_choice=False,
                lasts=None if one.lasts is None else timedelta(seconds=int(one.lasts)),
                http_only=one.http_only,
                by="an answer of the site",
            )
            for one in cookies.values()
        ),
        requests=tuple(
            Requested(
                host=host, path="/", kind="document", first_party=True, after_choice=False
            )
            for host in hosts
        ),
    )  # fmt: skip
