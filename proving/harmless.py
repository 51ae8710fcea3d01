"""Which planted breaches may leave a world honoured, each with the reason why that is right."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from clausecheck.documents import checked, load_schemas
from fixtures.worlds.scenarios import ROOT

FILE = Path(__file__).with_name("harmless.yaml")
_REASONS = {"type": "object", "additionalProperties": {"type": "string", "minLength": 10}}


class Harmless:
    """What `harmless.yaml` says: check to breach to reason. `*` stands for any way, category or role."""

    def __init__(self, told: Mapping[str, Mapping[str, str]]) -> None:
        self._told = told
        self._used: set[tuple[str, str]] = set()

    @classmethod
    def read(cls) -> "Harmless":
        """The file; `InputError` for one of another form."""
        schema = {"type": "object", "additionalProperties": _REASONS}
        return cls(checked(FILE, schema, load_schemas(ROOT / "policy" / "schema")).data or {})

    def reason(self, stem: str, name: str) -> str:
        """Why this breach of this check's worlds may stay honoured; "" where nobody said."""
        for pattern, reason in self._told.get(stem, {}).items():
            if fnmatchcase(name, pattern):
                self._used.add((stem, pattern))
                return reason
        return ""

    def checks(self) -> list[str]:
        """The checks that it has entries for."""
        return list(self._told)

    def unused(self, stems: Sequence[str]) -> list[str]:
        """The entries of these checks that no breach needed."""
        entries = [(stem, pattern) for stem in stems for pattern in self._told.get(stem, {})]
        return [f"{stem}: {pattern}" for stem, pattern in entries if (stem, pattern) not in self._used]
