"""Whom a resource's own policy lets in from outside its account.

A statement for everybody that a condition keeps to fixed values (an organisation, a network, an endpoint) lets in
whoever has these values; one kept to the account itself, or to ARNs of it, lets in nobody from outside. AWS's services
are not outsiders. What other statements deny is not set against it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from clausecheck.connectors.aws.doors.door import Door, Told, doubtful, once, open_to_all
from clausecheck.connectors.aws.identity.policies import Statement, statements_of
from clausecheck.connectors.aws.outsiders import fixed_values, is_kept_to
from clausecheck.connectors.aws.principals import EVERYBODY, account_of, shown
from clausecheck.redaction import Pseudonyms

WAY = "policy"
_NOBODY = re.compile(r"o-[a-z0-9]+(/.*)?|vpce?-[0-9a-f]+|[0-9a-f.:]+(/\d+)?")
"""Organisations, networks and endpoints, which are no people."""
_UNKNOWN = "its policy names somebody by an id that does not tell the account"
_NOT_UNDERSTOOD = "its policy is not one that could be read as statements"


def _policy(document: object) -> Mapping[str, object]:
    """A policy with statements; `ValueError` for anything else, which nobody may take for one that lets in nobody."""
    told = json.loads(unquote(document)) if isinstance(document, str) else document
    if not isinstance(told, Mapping) or "Statement" not in told:
        raise ValueError("no policy")
    return told


class Doorman:
    """Who is outside: everybody but this account. `pseudonyms` are for the people that a policy names."""

    def __init__(self, account: str, pseudonyms: Pseudonyms) -> None:
        self._account, self._pseudonyms = account, pseudonyms

    def doors(self, thing: str, document: object, region: str = "") -> Told:
        """The doors that a policy document opens."""
        try:
            statements = statements_of(_policy(document))
        except (ValueError, AttributeError, TypeError, RecursionError):
            return (doubtful(thing, WAY, _NOT_UNDERSTOOD, region),)
        return self.of_statements(thing, statements, region)

    def of_statements(self, thing: str, statements: Iterable[Statement], region: str = "", way: str = WAY) -> Told:
        found = (
            door
            for one in statements
            if one.allows and not is_kept_to(one, self._account)
            for kind, named in one.principals.items()
            for who in named
            for door in self._doors(thing, way, region, one, kind, who)
        )
        return once(found)

    def _doors(self, thing: str, way: str, region: str, one: Statement, kind: str, who: str) -> Iterator[Door]:
        if kind == "Service":
            return
        if kind == "AWS" and who == EVERYBODY:
            yield from self._anybody(thing, way, region, one)
            return
        owner = account_of(who) if kind == "AWS" else who
        if owner is None:
            yield doubtful(thing, way, _UNKNOWN, region)
        elif owner != self._account:
            to = f"account {owner}" if kind == "AWS" and owner.isdecimal() else shown(kind, who, self._pseudonyms)
            yield Door(thing=thing, way=way, to=to, names=(owner, who), region=region)

    def _anybody(self, thing: str, way: str, region: str, one: Statement) -> Iterator[Door]:
        values = fixed_values(one)
        if not values:
            yield open_to_all(thing, way, region)
        for value in values:
            owner = account_of(value)
            if owner != self._account:
                names = tuple(filter(None, (owner, value)))
                yield Door(thing=thing, way=way, to=self._shown(owner, value), names=names, region=region)

    def _shown(self, owner: str | None, value: str) -> str:
        """Whoever has a value, in words that name no person."""
        if owner and owner.isdecimal():
            return f"account {owner}"
        return value if _NOBODY.fullmatch(value) else self._pseudonyms.of("principal", value)
