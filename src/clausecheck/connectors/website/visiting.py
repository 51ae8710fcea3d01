"""Visits as facts: what each state stored and requested, without a value, a query or a header."""

import math
from collections.abc import Sequence
from datetime import timedelta

from clausecheck.connectors.protocol import Context
from clausecheck.connectors.website.browser.program import INSTALL
from clausecheck.connectors.website.browser.recorder import Seen, Sent, Thing
from clausecheck.connectors.website.browser.session import Session
from clausecheck.connectors.website.exhibits import exhibits
from clausecheck.connectors.website.gathered import sessions
from clausecheck.connectors.website.naming import shown, shown_path
from clausecheck.connectors.website.parties import is_first_party
from clausecheck.connectors.website.plain.visits import plain_visits
from clausecheck.connectors.website.settings import Site, site_of
from clausecheck.errors import CannotVerify
from clausecheck.facts import Population, Requested, Stored, Visit
from clausecheck.targets.model import System

EXTRA = "pip install 'clausecheck[browser]'"


def visits(system: System, context: Context) -> Population[Visit]:
    """One visit a state. Without a browser: what plain HTTP alone shows, and the rest unreadable."""
    site = site_of(system, pictures=context.exhibits is not None)
    try:
        made = sessions(site, system)
    except ModuleNotFoundError as missing:
        return _without(site, context, f"{missing.name} is not installed", EXTRA)
    except CannotVerify as reason:
        if reason.remedy != INSTALL:
            raise
        return _without(site, context, reason.reason, INSTALL)
    if context.exhibits is not None:
        context.exhibits.update(exhibit for session in made for exhibit in exhibits(session))
    return _population(site, [_visit(session, context) for session in made])


def _without(site: Site, context: Context, why: str, remedy: str) -> Population[Visit]:
    return _population(site, plain_visits(site, context, why, remedy))


def _population(site: Site, made: Sequence[Visit]) -> Population[Visit]:
    place = site.seen_from or "an unnamed place (the target has no `seen_from`)"
    window = f"each page watched for {site.settle:g} s after it had loaded"
    return Population(
        noun="visits",
        members=tuple(made),
        unreadable=tuple(lack for visit in made for lack in visit.lacks),
        warnings=(f"seen from {place}, {window}",),
        where_to_look=f"{site.origin}: {', '.join(site.every_page)}",
    )


def _visit(session: Session, context: Context) -> Visit:
    recorder, site = session.recorder, session.site
    return Visit(
        label=f"state {session.state!r}",
        state=session.state,
        seen_from=site.seen_from,
        pages=tuple(session.statuses),
        banner_seen=session.banner,
        clicked=tuple(session.clicked),
        steps=session.steps,
        stored=tuple(
            _stored(thing, seen, recorder.writer(thing), site, context) for thing, seen in recorder.stored.items()
        ),
        requests=tuple(_requested(sent, site) for sent in recorder.sent),
        lacks=tuple(session.unreadable),
    )


def _stored(thing: Thing, seen: Seen, by: str, site: Site, context: Context) -> Stored:
    kind, name, host = thing
    return Stored(
        label=f"{kind} {shown(name, context.pseudonyms)} of {host or 'no host'}",
        kind=kind,
        name=name,
        host=host,
        first_party=is_first_party(host, site.host),
        after_choice=seen.after,
        remains=seen.remains,
        lasts=None if seen.lasts is None else timedelta(seconds=math.floor(seen.lasts)),
        http_only=seen.http_only,
        by=by,
    )


def _requested(sent: Sent, site: Site) -> Requested:
    return Requested(
        host=sent.host,
        path=shown_path(sent.path),
        kind=sent.kind,
        first_party=is_first_party(sent.host, site.host),
        after_choice=sent.after,
        by=sent.by,
    )
