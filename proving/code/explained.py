"""What `survivors.yaml` says of mutants that no scenario notices, each with the reason why."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clausecheck.documents import checked, load_schemas
from proving.code.mutant import ROOT, Mutant

FILE = Path(__file__).parents[1] / "survivors.yaml"
Reasons = Mapping[str, Mapping[str, str]]
_FILES = {
    "type": "object",
    "additionalProperties": {"type": "object", "additionalProperties": {"type": "string", "minLength": 10}},
}
_SCHEMA = {
    "type": "object",
    "properties": {"equivalent": _FILES, "survive": _FILES},
    "required": ["equivalent", "survive"],
    "additionalProperties": False,
}


@dataclass(frozen=True, kw_only=True)
class Explained:
    """File to change to reason. `equivalent`: no world could tell them. `survive`: a world could, and none does."""

    equivalent: Reasons
    survive: Reasons

    @classmethod
    def read(cls) -> "Explained":
        """The file; `InputError` for one of another form."""
        return cls(**checked(FILE, _SCHEMA, load_schemas(ROOT / "policy" / "schema")).data)

    def is_equivalent(self, mutant: Mutant) -> bool:
        return bool(_reason(mutant, self.equivalent))

    def reason(self, mutant: Mutant) -> str:
        """Why it survives; "" where nobody said."""
        return _reason(mutant, self.equivalent) or _reason(mutant, self.survive)

    def unused(self, mutants: Sequence[Mutant]) -> list[str]:
        """The entries for the files of these mutants that none of them needs."""
        changes: dict[str, list[str]] = {}
        for one in mutants:
            changes.setdefault(one.path, []).append(one.change)
        return [
            f"{file}: {pattern}"
            for reasons in (self.equivalent, self.survive)
            for file, patterns in reasons.items()
            for pattern in patterns
            if file in changes and not any(matches(pattern, change) for change in changes[file])
        ]


def _reason(mutant: Mutant, reasons: Reasons) -> str:
    told = reasons.get(mutant.path, {}).items()
    return next((reason for pattern, reason in told if matches(pattern, mutant.change)), "")


def matches(pattern: str, change: str) -> bool:
    """Whether a change is what the pattern says; `*` stands for anything, and everything else for itself."""
    return bool(re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), change))
