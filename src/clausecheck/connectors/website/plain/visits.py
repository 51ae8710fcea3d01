"""Visits over plain HTTP: the cookies of the answers themselves. It can show that a promise is broken, never kept."""

from collections.abc import Mapping
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


def plain_visits(site: Site, context: Context, why: str, remedy: str) -> tuple[list[Visit], list[Unreadable]]:
    """What could be seen, and for every state that scripts could not run (`why`), with what would help."""
    unreadable = [Unreadable(what=f"what scripts store and request, state {state!r}", why=why, remedy=remedy)
                  for state in STATES]  # fmt: skip
    members = []
    for state, headers in _HEADERS.items():
        answers, lacks = run(_answers(site, state, headers), site.time_limit * (len(site.every_page) + 1))
        unreadable += lacks
        if answers:
            members.append(_visit(site, state, answers, context))
    return members, unreadable


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


def _visit(site: Site, state: str, answers: Mapping[str, Answer], context: Context) -> Visit:
    cookies = {(one.name, one.host): one for answer in answers.values() for one in answer.cookies if not one.is_removal}
    hosts = dict.fromkeys(host for answer in answers.values() for host in answer.hosts)
    return Visit(
        label=f"state {state!r}",
        state=state,
        seen_from=site.seen_from,
        pages=tuple(answers),
        banner_seen=None,
        via="http",
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
