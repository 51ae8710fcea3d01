"""Mailchimp, read through the Marketing API 3.0: who opted out, complained or bounced, and whom campaigns went to.

Settings of a system of kind `mailchimp`: `url` (https://DC.api.mailchimp.com/3.0), `token` (an API key, only ever
`${NAME}`), `subject_field` (the merge field with the company's own id of a person), `tables`, `ca_file`.

Moments, by the words of the API's description: `timestamp` of a campaign's unsubscribes ("the date and time the member
opted-out"), `date` of an abuse report, `timestamp` of a bounce in a campaign's email activity, and `send_time` of a
campaign, where it went to everybody at once. `last_changed` of a member is none of them: what changed may have been
anything. It tells one thing only, that the member's status has been what it is since then.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from clausecheck.connectors.https.answers import identity, mapping, mappings, moment, part, text
from clausecheck.connectors.https.api import Api, opened
from clausecheck.connectors.https.failures import Unanswered
from clausecheck.connectors.https.http import root_of
from clausecheck.connectors.marketing.offered import reaching
from clausecheck.connectors.marketing.reading import Pages, table
from clausecheck.connectors.marketing.rows import Send, Suppression, Tables, address, key_of
from clausecheck.targets.model import System

_NEEDS = "an API key of a user who may read audiences and reports"
_PAGE = 1000
"""The largest page that the description allows."""
_AT_ONCE = {"regular", "plaintext", "plain-text"}
"""Kinds of campaign that go to everybody at their `send_time`; others write to each person at a time of their own. The
description writes plain-text of reports, and plaintext elsewhere.
"""
_SAME = timedelta(minutes=1)
"""A member that changed within this of a known opt-out changed by it."""
_Known = dict[tuple[str, str], datetime]


def read(system: System) -> Tables:
    """The tables of an account. `Unreachable` where its interface lets nobody in."""
    headers = {"Authorization": f"Bearer {system.settings['token']}"}
    field = str(system.settings.get("subject_field") or "")
    with opened(system, root_of(system), lambda _api, *, again: headers, what="marketing provider") as api:
        account = _Account(api, field)
        return Tables(
            suppressions=table(system, "suppressions", account.suppressions),
            sends=table(system, "sends", account.sends),
            suppressions_name=bool(field),
            sends_name=bool(field),
        )


class _Account:
    """One account's lists and campaigns."""

    def __init__(self, api: Api, field: str) -> None:
        self._api, self._field = api, field

    @cached_property
    def _campaigns(self) -> list[Mapping[str, Any]]:
        return list(Pages(self._api, _NEEDS).until_total("/reports", "reports", _PAGE))

    def sends(self) -> Iterator[Send]:
        """One row for each recipient of each campaign that Mailchimp still reports on."""
        pages = Pages(self._api, _NEEDS)
        for campaign in self._campaigns:
            key, sent_at = identity(campaign), _sent_at(campaign)
            for one in pages.until_total(f"/reports/{key}/sent-to", "sent_to", _PAGE):
                yield Send(
                    key=key_of(key, identity(one, "email_id")),
                    email=address(one.get("email_address")),
                    person=self._person(one),
                    sent_at=sent_at,
                    campaign=key,
                )

    def suppressions(self) -> Iterator[Suppression]:
        """Opt-outs and complaints with their moment, then whoever is unsubscribed or cleaned without a known one.

        Of an archived contact nothing tells whether it had opted out before: undecided, unless its moment is known.
        """
        pages = Pages(self._api, _NEEDS)
        known: _Known = {}
        for one in self._dated(pages):
            yield self._suppression(one, one["email_id"], one["at"], one["reason"])
            if one["at"] is not None:
                place = (text(one, "list_id"), one["email_id"])
                known[place] = max(known.get(place, one["at"]), one["at"])
        bounced = self._bounces(pages)
        for audience in self._audiences(pages):
            for member in self._members(pages, audience, "unsubscribed"):
                at = known.get((audience, identity(member)))
                yield from self._undated(member, "opt_out", [at] if at else [])
            for member in self._members(pages, audience, "cleaned"):
                moments = bounced.get((audience, identity(member)), [])
                for at in moments:
                    yield self._suppression(member, identity(member), at, "bounce")
                yield from self._undated(member, "bounce", moments)
            for member in self._members(pages, audience, "archived"):
                if (audience, identity(member)) not in known:
                    yield self._suppression(member, identity(member), None, "opt_out")

    def _dated(self, pages: Pages) -> Iterator[dict[str, Any]]:
        """Unsubscribes that campaigns report, and abuse reports, as the API gives them, with `at` and `reason`."""
        for campaign in self._campaigns:
            if campaign.get("unsubscribed") != 0:
                path = f"/reports/{identity(campaign)}/unsubscribed"
                for one in pages.until_total(path, "unsubscribes", _PAGE):
                    at = moment(one.get("timestamp"))
                    yield {**one, "email_id": identity(one, "email_id"), "at": at, "reason": "opt_out"}
        for audience in self._audiences(pages):
            for one in pages.until_total(f"/lists/{audience}/abuse-reports", "abuse_reports", _PAGE):
                at = moment(one.get("date"))
                yield {**one, "email_id": identity(one, "email_id"), "at": at, "reason": "complaint"}

    def _bounces(self, pages: Pages) -> dict[tuple[str, str], list[datetime]]:
        """The moments of hard bounces: one of them cleans an address at once, soft ones only after several."""
        found: dict[tuple[str, str], list[datetime]] = {}
        for campaign in self._campaigns:
            if part(campaign, "bounces", "hard_bounces") == 0:
                continue
            for one in pages.until_total(f"/reports/{identity(campaign)}/email-activity", "emails", _PAGE):
                place = (text(one, "list_id"), identity(one, "email_id"))
                for done in mappings(one.get("activity")):
                    at = moment(done.get("timestamp"))
                    if (text(done, "action"), text(done, "type")) == ("bounce", "hard") and at:
                        found.setdefault(place, []).append(at)
        return found

    def _audiences(self, pages: Pages) -> list[str]:
        return [identity(one) for one in pages.until_total("/lists", "lists", _PAGE)]

    def _members(self, pages: Pages, audience: str, status: str) -> Iterator[Mapping[str, Any]]:
        for one in pages.until_total(f"/lists/{audience}/members", "members", _PAGE, status=status):
            if text(one, "status") != status:
                raise Unanswered("it lists members of another status than was asked for")
            yield {**one, "list_id": audience}

    def _undated(self, one: Mapping[str, Any], reason: str, known: list[datetime]) -> Iterator[Suppression]:
        """What is certain of a member without a known moment, or whom something changed later than it: the status
        stands since the last change, and nobody can tell since when before.
        """
        changed = moment(one.get("last_changed"))
        if known and changed and changed <= max(known) + _SAME:
            return
        yield self._suppression(one, identity(one), None, reason)
        if changed:
            yield self._suppression(one, identity(one), changed, reason)

    def _suppression(self, one: Mapping[str, Any], member: str, at: datetime | None, reason: str) -> Suppression:
        audience = text(one, "list_id")
        return Suppression(
            key=key_of(audience, member, reason, at, text(one, "campaign_id")),
            email=address(one.get("email_address")),
            person=self._person(one),
            since=at,
            reason=reason,
            source=audience,
        )

    def _person(self, one: Mapping[str, Any]) -> str | None:
        """The company's own id; None where the member has none."""
        held = part(one, "merge_fields", self._field) if self._field else None
        return str(held) if isinstance(held, str | int) and not isinstance(held, bool) and held != "" else None


def _sent_at(campaign: Mapping[str, Any]) -> datetime | None:
    """The moment at which a campaign went to everybody; None where each person has a time of their own."""
    if text(campaign, "type") not in _AT_ONCE or campaign.get("timewarp"):
        return None
    return moment(mapping(campaign).get("send_time"))


FACTS: Mapping[str, Any] = {}
reach = reaching(read, "an API key")
