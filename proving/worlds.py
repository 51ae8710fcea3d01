"""Tries every breach that can be planted in an honouring world, and sums up what was caught."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clausecheck.documents import checked, load_schemas
from clausecheck.model import Outcome
from clausecheck.policy import Policy, load_policy
from fixtures.worlds.scenarios import ROOT, SCENARIOS, Scenario, scenario
from fixtures.worlds.trying import tried
from proving.breaches import Planted, planted

HARMLESS = Path(__file__).with_name("harmless.yaml")


@dataclass(frozen=True, kw_only=True)
class Caught:
    """One way of breaking the worlds of one check: how many honouring worlds it was planted in, and how many turned.

    `reason` says why it may stay honoured everywhere, from `harmless.yaml`.
    """

    stem: str
    clause: str
    name: str
    planted: int
    caught: int
    reason: str = ""

    @property
    def survives(self) -> bool:
        """Whether it turned no world at all and nobody said why that is right."""
        return not self.caught and not self.reason


def worlds(stems: Sequence[str]) -> Iterator[Caught]:
    """Each way for each check, the checks in their order. Only in SQLite: the scenarios prove that all agree."""
    policy, harmless = load_policy(ROOT / "policy"), _harmless()
    for stem in stems:
        honouring = [one for one in scenarios_of(stem) if one.expect["outcome"] == "honoured"]
        tallies: dict[str, list[bool]] = {}
        clauses: dict[str, str] = {}
        for one in honouring:
            for breach in planted(one):
                tallies.setdefault(breach.name, []).append(_is_caught(breach, policy))
                clauses[breach.name] = one.expect["clause"]
        for name, caught in sorted(tallies.items()):
            yield Caught(
                stem=stem,
                clause=clauses[name],
                name=name,
                planted=len(caught),
                caught=sum(caught),
                reason=harmless.get(stem, {}).get(name, ""),
            )


def scenarios_of(stem: str) -> list[Scenario]:
    """The scenarios of one check."""
    return [scenario(file) for file in sorted((SCENARIOS / stem).glob("*.yaml"))]


def _is_caught(breach: Planted, policy: Policy) -> bool:
    return _outcome(breach.scenario, policy) is not Outcome.HONOURED


def _outcome(one: Scenario, policy: Policy) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="clausecheck-proving-") as folder:
        return tried(one, sql=next(iter(one.databases)), folder=Path(folder), policy=policy).outcome


def _harmless() -> dict[str, dict[str, str]]:
    """Check to way to the reason why it may stay honoured; `InputError` for a file of another form."""
    schema = {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "additionalProperties": {"type": "string", "minLength": 10},
        },
    }
    told: dict[str, dict[str, str]] = checked(HARMLESS, schema, load_schemas(ROOT / "policy" / "schema")).data or {}
    return told
