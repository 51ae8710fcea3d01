"""Holds mutants against the scenarios that run their lines, those that are likeliest to notice first."""

import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from clausecheck.policy import load_policy
from fixtures.worlds.scenarios import DATABASES, Scenario, all_scenarios
from proving.code.importing import import_everything, importers
from proving.code.mutant import CHECKS, RECORDS, ROOT, Mutant
from proving.code.remembered import Run, Verdict, as_built, keep, remember, runs, stamped, verdicts
from proving.code.staging import Stage, Staged, stands_alone
from proving.code.swapping import loaded, swap, tells, without_statements
from proving.code.trials import Trial, run

FEW = 8
"""How many scenarios of its file a mutant meets in the further databases, where its line runs in no SQLite."""

_TELLS_APART = re.compile("dialect|postgresql|mysql|mariadb|duckdb|sqlite|TINYINT|timezone|collation")
"""What stands in a line whose mutant may show in one database alone."""

OFTEN = 20
"""After how many newly watched scenarios their lines are written down."""


@dataclass(frozen=True, kw_only=True)
class Noticed:
    """A mutant, the trial that noticed it or "", and the clauses whose scenarios run its lines. One that is not tried
    tells nothing: its turn has not come, or its process was ended from outside.
    """

    mutant: Mutant
    by: str
    clauses: frozenset[str]
    is_tried: bool = True


def watch(stems: Sequence[str]) -> None:
    """Note which lines each scenario of these checks runs, as far as that is not known."""
    prove([], stems=stems, seconds=0, told=lambda _one: None)


def prove(
    mutants: Sequence[Mutant], *, stems: Sequence[str], seconds: float, told: Callable[[Noticed], object]
) -> None:
    """Hold each of these against the scenarios of these checks that run it, and remember what came of it.

    `seconds` of computing is what a mutant may cost in each database; 0: only tell what is remembered. `told` is called
    for each that any of them runs, and for each that nothing runs at all.
    """
    with tempfile.TemporaryDirectory(prefix="clausecheck-proving-") as folder:
        proof = Proof(Path(folder), stems=stems, seconds=seconds)
        try:
            for mutant in mutants:
                if proof.concerns(mutant):
                    told(proof.noticed(mutant))
        finally:
            proof.close()


class Proof:
    """What all mutants share: scenarios with the lines that they run, a stage, and what is remembered."""

    def __init__(self, folder: Path, *, stems: Sequence[str], seconds: float) -> None:
        self._seconds = seconds
        self._is_all = {one.stem for one in all_scenarios()} <= set(stems)
        self._policy = load_policy(ROOT / "policy")
        self._scenarios = {one.name: one for one in all_scenarios() if one.stem in stems}
        self._stage = Stage(folder, self._policy)
        self._staged: dict[tuple[str, str], Staged] = {}
        self._runs = self._watched()
        self._remembered = verdicts()
        self._noticed: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._sound: dict[tuple[str, Callable[[], None]], bool] = {}
        self._is_cut = self._tells = False
        import_everything()
        self._functions = loaded((RECORDS, CHECKS))
        self._used = frozenset(file for ran in self._runs.values() for file in ran.lines)

    def concerns(self, mutant: Mutant) -> bool:
        """Whether these scenarios use the mutant's file at all; of all scenarios, whether any does or not."""
        return self._is_all or not self._used.isdisjoint(importers(mutant.file))

    def close(self) -> None:
        self._stage.close()

    def noticed(self, mutant: Mutant) -> Noticed:
        """Whether a scenario notices this mutant, from memory as far as that goes."""
        names = self._running(mutant)
        before = self._remembered.get(mutant.digest)
        verdict = before if self._is_known(before) else self._tried(mutant, names, before or _NEW)
        if verdict and verdict != before:
            remember(mutant, verdict)
        by = verdict.noticed_by if verdict else ""
        for key in (mutant.path, ""), (mutant.path, mutant.function):
            self._noticed[key][by.partition("@")[0]] += 1
        clauses = frozenset(self._scenarios[name].expect["clause"] for name in names)
        return Noticed(mutant=mutant, by=by, clauses=clauses, is_tried=verdict is not None)

    def _is_known(self, before: Verdict | None) -> bool:
        return not self._seconds or bool(before and before.noticed_by)

    def _watched(self) -> dict[str, Run]:
        """Every scenario's lines, in the first database that it can be built in; what needs servers comes last."""
        known, told = runs(), {}
        for one in sorted(self._scenarios.values(), key=stands_alone):
            name = as_built(f"{one.name}@{one.databases[0]}")
            ran = known.get(name) or self._seen(one)
            if ran:
                told[one.name] = ran
            if ran and name not in known:
                known[name] = ran
                if len(known) % OFTEN == 0:
                    keep(known)
        keep(known)
        return told

    def _seen(self, one: Scenario) -> Run | None:
        built = self._built(one, one.databases[0], watch=True)
        if built.missing:
            return None
        lines = {str(Path(file).relative_to(ROOT)): frozenset(seen) for file, seen in built.lines.items()}
        return Run(lines=lines, seconds=built.seconds)

    def _built(self, one: Scenario, sql: str, *, watch: bool = False) -> Staged:
        if stands_alone(one) or (one.name, sql) not in self._staged:
            self._staged[one.name, sql] = self._stage.built(one, sql=sql, watch=watch)
        return self._staged[one.name, sql]

    def _running(self, mutant: Mutant) -> list[str]:
        """The scenarios that run the mutant's lines. What runs on import is run by all that use its file, or one that
        imports it.
        """
        if mutant.function:
            return [
                name
                for name, ran in self._runs.items()
                if not ran.lines.get(mutant.path, frozenset()).isdisjoint(mutant.lines)
            ]
        using = importers(mutant.file)
        return [name for name, ran in self._runs.items() if not using.isdisjoint(ran.lines)]

    def _tried(self, mutant: Mutant, names: Sequence[str], before: Verdict) -> Verdict | None:
        """None where its process was ended from outside."""
        passed = set(before.passed)
        for trials in self._rounds(mutant, names, before.passed):
            left = trials
            while left:
                told = run(partial(swap, mutant, self._functions), left, self._policy, seconds=self._seconds)
                passed |= {stamped(name) for name in told.passed}
                if told.is_cut_off:
                    return None
                if not told.noticed_by:
                    break
                if told.noticed_by == "import" or self._is_sound(told.noticed_by, left, mutant):
                    return Verdict(noticed_by=stamped_or_import(told.noticed_by), passed=frozenset(passed))
                left = [trial for trial in left if trial.name != told.noticed_by]
            if self._is_cut or not {stamped(trial.name) for trial in left} <= passed:
                break  # its seconds are spent: what is slower waits until there are more
        return Verdict(noticed_by="", passed=frozenset(passed))

    def _rounds(self, mutant: Mutant, names: Sequence[str], passed: AbstractSet[str]) -> Iterator[list[Trial]]:
        """What it has not passed yet: the trials in SQLite, then what has to stand alone, then those in DuckDB.

        A line that runs in none of them meets a few scenarios of its file in each further database; one that tells
        databases apart meets some of its own there first.
        """
        self._tells = tells(mutant)
        using = names or [name for name, ran in self._runs.items() if mutant.path in ran.lines]
        ordered = sorted(using, key=partial(self._promise, mutant))
        alone = [name for name in ordered if stands_alone(self._scenarios[name])]
        ordered = [name for name in ordered if name not in alone]
        if not names:
            for sql in DATABASES[1:]:
                some = [name for name in ordered if sql in self._scenarios[name].databases]
                yield self._trials(some[:FEW], sql, passed)
            return
        if _TELLS_APART.search(mutant.change):
            for sql in DATABASES[1:]:
                yield self._trials(ordered[: 3 * FEW], sql, passed)
        yield self._trials(ordered, "", passed)
        yield from (self._trials([name], "", passed) for name in alone)
        yield self._trials(ordered, "duckdb", passed)

    def _promise(self, mutant: Mutant, name: str) -> tuple[int, int, float]:
        """What noticed most in this function, then in this file, comes first; then what expects most in least time."""
        expect = self._scenarios[name].expect
        told = 1 + (expect.get("examined") or 0) + 3 * len(expect.get("counts", ()))
        return (
            -self._noticed[mutant.path, mutant.function][name],
            -self._noticed[mutant.path, ""][name],
            self._runs[name].seconds / told,
        )

    def _trials(self, names: Sequence[str], sql: str, passed: AbstractSet[str]) -> list[Trial]:
        """Those of the scenarios that can be built in this database, "" for their first one, until the seconds are
        spent by the unchanged code alone.
        """
        trials, spent, self._is_cut = [], 0.0, False
        for name in names:
            one, seconds = self._scenarios[name], self._runs[name].seconds * (_SLOWER if sql else 1)
            database = sql or one.databases[0]
            trial = f"{name}@{database}"
            is_new = database in one.databases and stamped(trial) not in passed
            if not self._tells and self._sound.get((trial, without_statements)) is False:
                continue  # it looks at what is left out for most mutants
            if not is_new:
                continue
            self._is_cut = spent > 2 * self._seconds
            if self._is_cut:
                break
            built = self._built(one, database)
            if not built.missing:
                spent += seconds
                trials.append(Trial(scenario=one, sql=database, target=built.target, seconds=seconds))
        return trials

    def _is_sound(self, name: str, trials: Sequence[Trial], mutant: Mutant) -> bool:
        """Whether this trial comes out as its file says as long as nothing is changed: else it notices nothing."""
        unchanged = _nothing if tells(mutant) else without_statements
        if (name, unchanged) not in self._sound:
            trial = next(one for one in trials if one.name == name)
            self._sound[name, unchanged] = bool(run(unchanged, [trial], self._policy, seconds=3600).passed)
        return self._sound[name, unchanged]


_NEW = Verdict(noticed_by="", passed=frozenset())


def _nothing() -> None:
    """Leave everything as it is."""


_SLOWER = 4
"""How many times longer an audit takes in a server or DuckDB than in SQLite."""


def stamped_or_import(name: str) -> str:
    return name if name == "import" else stamped(name)
