"""What the fields of a website's forms ask for, as the target declares it."""

from collections.abc import Mapping
from typing import Any

from clausecheck.targets.draft import Draft
from clausecheck.targets.model import System

AGE = "age"
"""What is asked to refuse children (section 9), and not kept: no element of section 1."""


def refuse_forms(draft: Draft, systems: Mapping[str, System]) -> None:
    """Note each word that is no element, clause or category of the policy."""
    known = (*draft.declares, AGE)
    for name, system in systems.items():
        forms: Any = system.settings.get("forms") or {}
        for path, fields in forms.items():
            for field, word in fields.items():
                if word not in known:
                    draft.unknown("no kind of data is named", word, known, "systems", name, "forms", path, field)
