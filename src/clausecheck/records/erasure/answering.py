"""One scan a place looks for everybody who was erased (rigour 26 and 28).

Subjects are compared where the place lies. Identifiers are not: they and the requests come together in a file of the
auditor's own, so that the company's key of digests never reaches a database.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import cast

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records, Unreadable
from clausecheck.policy.obligations.rights import Erasure
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent.registers import in_full
from clausecheck.records.consulted import note
from clausecheck.records.erasure import exceptions
from clausecheck.records.erasure.erased import ROLES as REQUEST_ROLES
from clausecheck.records.erasure.rows import LEGAL_HOLD, MOMENTS, Rows
from clausecheck.records.relation import Relation
from clausecheck.records.retention.answering import HOLD_ROLES, readable
from clausecheck.records.scan import scan
from clausecheck.records.together import Needed, together
from clausecheck.targets.model import Dataset, Place
from clausecheck.targets.registers import IDENTIFIER_ROLES

ROLES = ("key", "subject", "hold", *MOMENTS, *IDENTIFIER_ROLES)
NO_KEY = "the target names no identifier_key, so that they cannot be held against the digests of the register"
_KEEP_DIGESTS = "keep keyed digests of each erased person's old e-mail, phone and device: role identifier_digests"
_AND_NAME_THE_KEY = (
    "keep keyed digests of each erased person's old e-mail, phone and device: role identifier_digests, and name the "
    "identifier_key of the target"
)


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The records of one place; `found` has the class `present`. `CannotVerify` where nobody can be searched for."""
    requests = audit.register("deletion_requests")
    if requests is None:
        raise CannotVerify(
            "the target maps no deletion_requests, so nobody can tell who was erased",
            remedy="map the register of deletion requests; an empty one is an answer",
        )
    dataset, place = asks[0].dataset, _of_people(asks[0].dataset, asks[0].place)
    by_digest = _by_digest(place, requests, audit)
    if not by_digest and "subject" not in place.roles:
        raise CannotVerify(
            f"{place.name} names people by identifiers only: {_why_not(requests)}",
            remedy=_AND_NAME_THE_KEY,
        )
    registers = _registers(asks, place, audit)
    needed = [Needed(dataset=dataset, place=place, roles=ROLES)]
    needed.append(Needed(dataset=requests, place=requests.original, roles=REQUEST_ROLES))
    needed += [Needed(dataset=one, place=one.original, roles=_ROLES_OF[name]) for name, one in registers.items()]
    with _reached(audit, needed, by_digest=by_digest) as (data, asked, *others):
        return _answered(asks, data, asked, dict(zip(registers, others, strict=True)), audit, by_digest=by_digest)


_ROLES_OF = {"legal_holds": HOLD_ROLES, "erasure_exceptions": exceptions.ROLES}


def _of_people(dataset: Dataset, place: Place) -> Place:
    """A row of the register of people is about the person that is its key."""
    if dataset.category != "people" or "key" not in place.roles:
        return place
    return replace(place, roles={**place.roles, "subject": place.roles["key"]})


def _by_digest(place: Place, requests: Dataset, audit: Audit) -> bool:
    has_digests = "identifier_digests" in requests.original.roles and audit.target.identifier_key != ""
    return has_digests and any(role in place.roles for role in IDENTIFIER_ROLES)


def _why_not(requests: Dataset) -> str:
    if "identifier_digests" in requests.original.roles:
        return NO_KEY
    return "deletion_requests names no column for the role identifier_digests"


def _registers(asks: Sequence[Ask], place: Place, audit: Audit) -> dict[str, Dataset]:
    """The registers that may excuse a record of this place, as far as they are mapped and readable."""
    found: dict[str, Dataset] = {}
    excusing = {one for ask in asks for one in cast("Erasure", ask.obligation).exceptions}
    holds = audit.register("legal_holds") if "hold" in place.roles and LEGAL_HOLD in excusing else None
    if holds is not None and readable(holds, audit):
        found["legal_holds"] = holds
    excepting = audit.register("erasure_exceptions") if asks[0].dataset.category in excusing else None
    if excepting is not None:
        found["erasure_exceptions"] = excepting
    return found


def _reached(audit: Audit, needed: Sequence[Needed], *, by_digest: bool) -> AbstractContextManager[list[Relation]]:
    if not by_digest:
        return together(audit, needed)
    from clausecheck.records.aside import aside

    note((one.dataset.name, one.place.name) for one in needed)
    key = audit.target.identifier_key.encode()
    return aside(replace(audit, pseudonyms=replace(audit.pseudonyms, identifier_key=key)), needed)


def _answered(
    asks: Sequence[Ask],
    data: Relation,
    requests: Relation,
    others: dict[str, Relation],
    audit: Audit,
    *,
    by_digest: bool,
) -> list[Records]:
    unusable = in_full(requests, audit)
    rows = Rows(data, requests, others.get("legal_holds"), others.get("erasure_exceptions"), audit, by_digest=by_digest)
    unsearched = tuple(_unsearched(rows, data, requests, by_digest=by_digest))
    classes = [rows.classes(cast("Erasure", ask.obligation)) for ask in asks]
    scanned = scan(data, rows.source, classes, neighbours=neighbours_of(data, audit))
    answered = []
    for number, one in enumerate(classes):
        records = records_of(data, rows.source, one, scanned, number, audit)
        answered.append(replace(records, unreadable=(*records.unreadable, *unusable, *unsearched)))
    return answered


def _unsearched(rows: Rows, data: Relation, requests: Relation, *, by_digest: bool) -> Iterator[Unreadable]:
    """What could not be searched for, where anybody was erased at all."""
    erased, lacking = rows.erased.counted(by_digest=by_digest)
    if lacking:
        why = "the register keeps no usable digests of their identifiers, and only their subject was searched for"
        yield Unreadable(what=f"other traces of {lacking:,} of {erased:,} erased people", why=why, remedy=_KEEP_DIGESTS)
    roles = [role for role in IDENTIFIER_ROLES if data.has(role)]
    if erased and roles and not by_digest and requests.has("identifier_digests"):
        what = f"{', '.join(roles)} of {data.place.name}"
        yield Unreadable(what=what, why=NO_KEY, remedy='add identifier_key: "${NAME}" to the target')
