"""Everything that a site stores in any state, beside what its cookie policy says of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from clausecheck.audit.tracking.entries import Row, rows_of
from clausecheck.facts import CookiePolicy, Page, Population, StoredAndTold, Unreadable, Visit

COOKIE_POLICY = "cookie_policy"
NOUN = "things stored, the cookie policy included"
_GONE = {404, 410}


@dataclass
class _Thing:
    """One thing that was stored, at its longest over all states."""

    label: str
    kind: str
    name: str
    lasts: timedelta | None = None


def stored_and_told(visits: Population[Visit], pages: Population[Page]) -> Population[CookiePolicy | StoredAndTold]:
    """The policy itself first, then each thing stored. What could not be read of either stays unreadable."""
    page = next((one for one in pages if COOKIE_POLICY in one.roles), None)
    elsewhere = page is None and any(_names_one(link.text) for one in pages for link in one.links)
    things = _things(visits)
    unreadable = [*visits.unreadable, *pages.unreadable]
    if elsewhere:
        why = "a link leads to it, but not within the site"
        unreadable.append(Unreadable(what="the cookie policy", why=why, remedy="name its page under `named_pages`"))
    is_known = page is not None or not (elsewhere or pages.unreadable or _lacks_scripts(pages))
    told = [_told(thing, page, is_known=is_known) for thing in things]
    itself = [_itself(page, pages)] if is_known else []
    return Population(
        noun=NOUN,
        members=(*itself, *told),
        unreadable=tuple(unreadable),
        warnings=visits.warnings,
        where_to_look=visits.where_to_look,
    )


def _things(visits: Population[Visit]) -> Sequence[_Thing]:
    found: dict[tuple[str, str, str], _Thing] = {}
    for stored in (one for visit in visits for one in visit.stored):
        key = (stored.kind, stored.name, stored.host)
        thing = found.setdefault(key, _Thing(stored.label, stored.kind, stored.name))
        if stored.lasts is not None:
            thing.lasts = max(thing.lasts or timedelta(), stored.lasts)
    return list(found.values())


def _itself(page: Page | None, pages: Population[Page]) -> CookiePolicy:
    if page is None:
        return CookiePolicy(label="the cookie policy", linked=False, status=None)
    linked = any(_leads_to(link.href, page) for one in pages if one is not page for link in one.links)
    perhaps = "" if linked or not _lacks_scripts(pages) else "a script may write a link that plain HTTP does not show"
    return CookiePolicy(label="the cookie policy", linked=linked, status=page.status, untold=page.untold or perhaps)


def _lacks_scripts(pages: Population[Page]) -> bool:
    """Whether some page was read without a browser, so that what it does not show proves nothing."""
    return any(page.via != "browser" and COOKIE_POLICY not in page.roles for page in pages)


def _leads_to(href: str, page: Page) -> bool:
    link, where = urlsplit(href), urlsplit(page.address)
    return link.netloc == where.netloc and link.path in {page.path, where.path}


def _told(thing: _Thing, page: Page | None, *, is_known: bool) -> StoredAndTold:
    rows = rows_of(page) if page else []
    row = next((one for one in rows if one.declares(thing.name)), None)
    return StoredAndTold(
        label=thing.label,
        kind=thing.kind,
        entry=row.entry if row else None,
        lasts=thing.lasts,
        stays=thing.kind not in {"cookie", "session storage"},
        untold=_why_untold(thing, page, row, is_known=is_known),
    )


def _why_untold(thing: _Thing, page: Page | None, row: Row | None, *, is_known: bool) -> str:
    if not is_known:
        return "the cookie policy could not be read"
    if page is None:
        return ""
    if page.untold:
        return f"the cookie policy could not be read: {page.untold}"
    if row is None:
        return _perhaps_in_words(thing, page)
    said = row.entry
    understood = said.lasts is not None or said.with_session or said.without_end or not said.duration
    return "" if understood else "the cookie policy's words for how long it lasts are not understood"


def _perhaps_in_words(thing: _Thing, page: Page) -> str:
    if re.search(rf"(?<![\w-]){re.escape(thing.name)}(?![\w-])", page.text):
        return "the cookie policy names it, but in no table with purposes and durations"
    if page.via == "http" and not rows_of(page) and page.status not in _GONE:
        return "the cookie policy was read without a browser, and shows no table so"
    return ""


def _names_one(words: str) -> bool:
    return re.search(r"\bcookies?\b.*\b(?:policy|notice|statement|declaration)\b", words, re.IGNORECASE) is not None
