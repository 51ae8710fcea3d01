"""Whom the target lets in, and what it leaves out of the question."""

from dataclasses import dataclass
from typing import Any

from clausecheck.connectors.protocol import Context
from clausecheck.facts import Access
from clausecheck.redaction import Pseudonyms, shown_name
from clausecheck.targets.model import System

KEY = "authorised_roles"
NOUN = "ways of access"
_UNTOLD = f"the target does not say under {KEY} who may"
EVERYBODY = "everybody"


@dataclass(frozen=True, kw_only=True)
class Declared:
    """The names under `authorised_roles`, `None` where the target has no such key, and what holds no personal data.

    `reserved` begins the names of roles that the database itself brings, which are nobody's.
    """

    names: frozenset[str] | None
    harmless: frozenset[str]
    pseudonyms: Pseudonyms
    reserved: str | None = None

    @classmethod
    def of(cls, system: System, context: Context, reserved: str | None = None) -> "Declared":
        named: Any = system.settings.get(KEY)
        return cls(
            names=None if named is None else frozenset(map(str, named)),
            harmless=frozenset(one.name for one in system.inventory if one.no_personal_data),
            pseudonyms=context.pseudonyms,
            reserved=reserved,
        )

    def access(self, kind: str, what: str, *names: str, **more: Any) -> Access:
        """An access of somebody who goes by any of `names`. `what` says it in words, with `{to}` for who that is."""
        to = self.shown(*names)
        may = None if self.names is None else bool(self.names & set(names))
        untold = _UNTOLD if may is None else ""
        return Access(label=what.replace("{to}", to), kind=kind, to=to, declared=may, untold=untold, **more)

    def shown(self, *names: str) -> str:
        """The name where it stands in the target or is the database's own, else a pseudonym: many are people's."""
        known = [name for name in names if name in (self.names or ())]
        known += [name for name in names if self.reserved is not None and name.startswith(self.reserved)]
        return known[0] if known else self.pseudonyms.of("role", names[0])

    def place(self, *parts: str) -> str:
        """A table after its schema, as it may be called to readers."""
        return ".".join(shown_name(part, self.pseudonyms, "table") for part in parts)

    def columns(self, listed: str) -> str:
        """Columns that the database lists with commas between them, likewise."""
        return ", ".join(shown_name(one, self.pseudonyms, "column") for one in listed.split(", "))

    def gone(self, system: str, present: set[str]) -> tuple[str, ...]:
        """A warning for each name under `authorised_roles` that nobody has (any more)."""
        lost = sorted((self.names or frozenset()) - present)
        return tuple(f"{KEY} of {system} names {name}, which is not there" for name in lost)


def everybody(kind: str, what: str, **more: Any) -> Access:
    """An access that asks nobody who they are: no declaration could make that somebody in particular."""
    return Access(label=what, kind=kind, to=EVERYBODY, declared=False, open_to_everybody=True, **more)
