"""Second factors as a target says that its directory keeps them: `attribute`, `attribute=value`, `attribute&bits`."""

import re
from dataclasses import dataclass
from typing import Self

from clausecheck.connectors.ldap.directories import Directory, Entry
from clausecheck.connectors.ldap.failures import Unanswered
from clausecheck.errors import CannotVerify

_FORM = re.compile(r"(?P<attribute>[A-Za-z][A-Za-z0-9-]*)(?:=(?P<value>.+)|&(?P<bits>[0-9]+))?")


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What an entry shows where something is so: a value of an attribute, this one, or one with all of these bits."""

    attribute: str
    value: str = ""
    bits: int = 0

    @classmethod
    def of(cls, written: str) -> Self:
        """`mfaDevice`, `mfaRequired=TRUE` or `userAccountControl&262144`; `CannotVerify` for anything else."""
        match = _FORM.fullmatch(written.strip())
        if match is None:
            raise CannotVerify(
                "second_factor names no attribute of the directory",
                remedy="write attribute, attribute=value or attribute&bits in the target",
            )
        return cls(attribute=match["attribute"], value=match["value"] or "", bits=int(match["bits"] or 0))

    def shown_by(self, entry: Entry, directory: Directory) -> bool | None:
        """Whether the entry says so. One that shows no such attribute is asked for it: it may be hidden from us."""
        values = entry.texts(self.attribute)
        if values:
            return any(self._is(value) for value in values)
        try:
            return False if directory.lacks(entry.dn, self.attribute) else None
        except Unanswered:
            return None

    def _is(self, value: str) -> bool:
        if self.bits:
            return value.isdecimal() and int(value) & self.bits == self.bits
        return not self.value or value.lower() == self.value.lower()
