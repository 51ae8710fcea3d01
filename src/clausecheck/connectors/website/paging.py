"""Pages as facts: those that are visited, those that the target names, and the cookie policy that a link leads to."""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from clausecheck.connectors.protocol import Context
from clausecheck.connectors.website.browser.driving import run
from clausecheck.connectors.website.browser.program import INSTALL
from clausecheck.connectors.website.browser.session import Session
from clausecheck.connectors.website.gathered import sessions
from clausecheck.connectors.website.plain.asking import Answer, Unanswered, asked, client
from clausecheck.connectors.website.reading import page_of
from clausecheck.connectors.website.settings import Site, site_of
from clausecheck.errors import CannotVerify
from clausecheck.facts import NO_CHOICE, Link, Page, Population, Unreadable
from clausecheck.targets.model import System

FOLLOWED: Final = 100
"""Links within the site that are followed; others have no status."""
AT_ONCE: Final = 8
COOKIE_POLICY: Final = "cookie_policy"
_NAMES_ONE: Final = re.compile(r"\bcookies?\b", re.IGNORECASE)


def pages(system: System, context: Context) -> Population[Page]:
    """Every page of the target before any choice; over plain HTTP where there is no browser, which `via` tells."""
    site = site_of(system, pictures=context.exhibits is not None)
    try:
        made = sessions(site, system, (NO_CHOICE,))
    except ModuleNotFoundError:
        found, unreadable = _over_http(site)
    except CannotVerify as reason:
        if reason.remedy != INSTALL:
            raise
        found, unreadable = _over_http(site)
    else:
        found, unreadable = _by_browser(site, next(one for one in made if one.state == NO_CHOICE))
    followed, lacks = run(_followed(site, found), site.time_limit * 3)
    return Population(
        noun="pages",
        members=tuple(followed),
        unreadable=(*unreadable, *lacks),
        where_to_look=f"{site.origin}: {', '.join(site.every_page)}",
    )


def _roles(site: Site, path: str) -> tuple[str, ...]:
    return tuple(role for role, named in site.named.items() if named == path)


def _by_browser(site: Site, session: Session) -> tuple[list[Page], list[Unreadable]]:
    found: list[Page] = []
    lacking: list[Unreadable] = []
    for path in site.every_page:
        shown = session.shown.get(path)
        if shown is None:
            why = "; ".join(dict.fromkeys(lack.why for lack in session.unreadable)) or "the visit ended before it"
            lacking.append(Unreadable(what=f"page {path}", why=why, remedy="see that the site answers from here"))
            continue
        _add(found, lacking, shown.html, path=path, address=shown.address, status=shown.status,
             roles=_roles(site, path), via="browser")  # fmt: skip
    return found, lacking


def _over_http(site: Site) -> tuple[list[Page], list[Unreadable]]:
    answers = run(_asked(site, site.every_page), site.time_limit * 2)
    found: list[Page] = []
    lacking: list[Unreadable] = []
    for path, answer in answers.items():
        if isinstance(answer, Unanswered):
            why = str(answer)
            lacking.append(Unreadable(what=f"page {path}", why=why, remedy="see that the site answers from here"))
            continue
        _add(found, lacking, answer.body, path=path, address=answer.address, status=answer.status,
             roles=_roles(site, path), via="http", charset=answer.charset)  # fmt: skip
    return found, lacking


def _add(found: list[Page], lacking: list[Unreadable], document: str | bytes, *, path: str, address: str, status: int,
         roles: tuple[str, ...], via: str, charset: str = "") -> None:  # fmt: skip
    try:
        found.append(
            page_of(document, path=path, address=address, status=status, roles=roles, via=via, charset=charset)
        )
    except CannotVerify as reason:
        lacking.append(Unreadable(what=f"page {path}", why=reason.reason))


async def _asked(site: Site, paths: Iterable[str], *, body: bool = True) -> dict[str, "Answer | Unanswered"]:
    """What each path answered, a bounded number of them at once, all within the time limit of each."""
    turns = asyncio.Semaphore(AT_ONCE)
    async with client(site) as http:

        async def one(path: str) -> tuple[str, Answer | Unanswered]:
            async with turns:
                try:
                    return path, await asked(http, site, path, body=body)
                except Unanswered as reason:
                    return path, reason

        return dict(await asyncio.gather(*(one(path) for path in paths)))


async def _followed(site: Site, found: Sequence[Page]) -> tuple[list[Page], list[Unreadable]]:
    """The pages with what their links within the site answered, and the cookie policy where only a link names it."""
    known = {page.address: page.status for page in found}
    within = [link.href for page in found for link in page.links if _is_within(link.href, site)]
    paths = [href for href in dict.fromkeys(within) if href not in known][:FOLLOWED]
    answers = await _asked(site, paths, body=False) if paths else {}
    statuses = known | {href: answer.status for href, answer in answers.items() if isinstance(answer, Answer)}
    told = [replace(page, links=tuple(_told(link, statuses) for link in page.links)) for page in found]
    more, lacking = await _cookie_policy(site, told)
    return [*told, *more], lacking


def _is_within(href: str, site: Site) -> bool:
    """Whether a link leads to the site itself, and asks for nothing: what has a query may do something."""
    parts = urlsplit(href)
    return f"{parts.scheme}://{parts.netloc}" == site.origin and not parts.query


def _told(link: Link, statuses: Mapping[str, int]) -> Link:
    return replace(link, status=statuses.get(link.href))


async def _cookie_policy(site: Site, found: Sequence[Page]) -> tuple[list[Page], list[Unreadable]]:
    if any(COOKIE_POLICY in page.roles for page in found) or COOKIE_POLICY in site.named:
        return [], []
    links = [link for page in found for link in page.links if _is_cookie_policy(link) and _is_within(link.href, site)]
    if not links:
        return [], []
    href = links[0].href
    path = urlsplit(href).path
    answer = (await _asked(site, [href]))[href]
    if isinstance(answer, Unanswered):
        return [], [Unreadable(what=f"page {path}", why=str(answer))]
    more: list[Page] = []
    lacking: list[Unreadable] = []
    _add(more, lacking, answer.body, path=path, address=answer.address, status=answer.status, roles=(COOKIE_POLICY,),
         via="http", charset=answer.charset)  # fmt: skip
    return more, lacking


def _is_cookie_policy(link: Link) -> bool:
    return bool(_NAMES_ONE.search(link.text) or _NAMES_ONE.search(urlsplit(link.href).path.replace("-", " ")))
