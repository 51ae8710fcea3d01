"""Tries every breach that can be planted in a world, and sums up what was caught."""

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from clausecheck.check_files import check_files
from clausecheck.model import Outcome
from clausecheck.policy import Policy, load_policy
from clausecheck.records.all_questions import JUDGED_TOO, SEARCHED, judged
from fixtures.worlds.scenarios import ROOT, SCENARIOS, Scenario, scenario
from fixtures.worlds.servers import Missing
from fixtures.worlds.trying import deviation, tried
from proving.breaches import ANYWHERE, TOGETHER, Planted, planted
from proving.harmless import Harmless


@dataclass(kw_only=True)
class Caught:
    """One way of breaking the worlds of one check: in how many honouring worlds it was planted, how many turned, and
    which did not. `reason` says why they may stay honoured, from `harmless.yaml`.
    """

    stem: str
    clause: str
    name: str
    planted: int = 0
    caught: int = 0
    missed: list[str] = field(default_factory=list)
    reason: str = ""
    missing: str = ""

    @property
    def slipped(self) -> int:
        """How many stayed honoured although nobody said why that is right."""
        return 0 if self.reason else self.planted - self.caught

    def together(self) -> None:
        """Count all as one breach, caught where any world turned."""
        self.planted, self.caught = min(self.planted, 1), min(self.caught, 1)


def worlds(stems: Sequence[str], harmless: Harmless) -> Iterator[Caught]:
    """Each way for each check, the checks in their order. In SQLite, as the scenarios prove that all databases agree;
    what is denied, in PostgreSQL.
    """
    policy = load_policy(ROOT / "policy")
    kinds = {check.stem: check.kind for check in check_files(ROOT)}
    for stem in stems:
        for one in sorted(_of_check(stem, kinds[stem], policy).values(), key=lambda one: one.name):
            if one.name.partition(" ")[0] in TOGETHER:
                one.together()
            one.reason = harmless.reason(stem, one.name) if one.caught < one.planted else ""
            yield one


def _of_check(stem: str, kind: str, policy: Policy) -> Mapping[str, Caught]:
    tallies: dict[str, Caught] = {}
    # Honouring worlds first: what turns there needs no other.
    for one in sorted(scenarios_of(stem), key=lambda one: not _is_honouring(one)):
        for breach in planted(one, _judged(kind, one.expect["clause"], policy)):
            if not (_is_honouring(one) or breach.way in ANYWHERE):
                continue
            told = tallies.setdefault(breach.name, Caught(stem=stem, clause=one.expect["clause"], name=breach.name))
            if not (breach.way in TOGETHER and told.caught):
                _plant(breach, told, policy)
    return tallies


def _judged(kind: str, clause: str, policy: Policy) -> frozenset[str]:
    """The categories whose records a kind judges on a clause."""
    (told,) = policy.selected((clause,))[:1]
    own = {judged(one) for one in told.obligations if one.kind == kind}
    return frozenset({*own, *JUDGED_TOO.get(kind, ()), *(policy.categories if kind in SEARCHED else ())})


def scenarios_of(stem: str) -> list[Scenario]:
    """The scenarios of one check."""
    return [scenario(file) for file in sorted((SCENARIOS / stem).glob("*.yaml"))]


def _plant(breach: Planted, told: Caught, policy: Policy) -> None:
    try:
        turned = _turns(breach.scenario, policy)
    except Missing as missing:
        told.missing = str(missing)
        return
    told.planted += 1
    told.caught += turned
    told.missed += [] if turned else [breach.scenario.file.stem]


def _is_honouring(one: Scenario) -> bool:
    return bool(one.expect["outcome"] == Outcome.HONOURED)


def _turns(one: Scenario, policy: Policy) -> bool:
    """Whether the check says anything but honoured, in another world anything but what it said before.

    A fault of our own says nothing about a world.
    """
    with tempfile.TemporaryDirectory(prefix="clausecheck-proving-") as folder:
        finding = tried(one, sql=next(iter(one.databases)), folder=Path(folder), policy=policy)
    turned = finding.outcome is not Outcome.HONOURED if _is_honouring(one) else bool(deviation(one.expect, finding))
    return turned and not finding.our_fault


def table(stems: Sequence[str], write: Callable[[str], object]) -> int:
    """Print each way with what was caught, then the sums by clause; returns how many slipped through."""
    harmless = Harmless.read()
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    write("planted in honouring worlds: caught of planted\n")
    for one in worlds(stems, harmless):
        for total in (sums[one.clause], sums["all"]):
            for place, number in enumerate((one.caught, one.planted, one.slipped)):
                total[place] += number
        write(f"  {one.stem} ({one.clause}): {one.name}: {one.caught} of {one.planted}{_note(one)}\n")
    for clause, (caught, of, slipped) in sorted(sums.items()):
        right = of - caught - slipped
        write(f"  {clause:8} caught {caught:4} of {of:4}, rightly harmless {right:4}, slipped {slipped:4}\n")
    stale = harmless.unused(stems)
    for entry in stale:
        write(f"  harmless.yaml excuses nothing by {entry}\n")
    return sums["all"][2] + len(stale)


def _note(one: Caught) -> str:
    if one.missing:
        return f"   not planted: {one.missing}"
    if one.caught == one.planted:
        return ""
    return f"   right: {one.reason}" if one.reason else f"   SLIPS THROUGH in {', '.join(sorted(set(one.missed)))}"
