"""Gathering: one thread a system, and errors that stay with those who asked."""

from types import SimpleNamespace
from typing import Any

import pytest

from clausecheck.audit import gathering
from clausecheck.audit.gathering import Gathering
from clausecheck.audit.jobs import Job
from clausecheck.audit.planning import Examination
from clausecheck.audit.subjects import Subject
from clausecheck.errors import CannotVerify, Unreachable
from clausecheck.model import Basis, Obligation
from clausecheck.targets.model import System

KINDS = {"crm": "sql", "far": "logs", "near": "ses"}


def obligation() -> Obligation:
    return Obligation(kind="retention", basis=Basis.PUBLISHED)


class Asked:
    """Examinations of systems, each answered by a job of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **runs: Any) -> None:
        self.ran: list[str] = []
        self.done: list[str] = []
        self.pairs = {name: (obligation(), Subject(system=name.partition("_")[0])) for name in runs}
        jobs = [
            Job(system=subject.system, answers=[(one, subject)], run=self._noted(name, runs[name]))
            for name, (one, subject) in self.pairs.items()
        ]
        monkeypatch.setattr(gathering, "_jobs", lambda *_: jobs)
        monkeypatch.setattr(Gathering, "_ask_clock", lambda *_: None)
        self.loaded: list[tuple[str, tuple[str, ...]]] = []
        monkeypatch.setattr(gathering, "connector", lambda kind: self.loaded.append((kind, tuple(self.ran))))
        monkeypatch.setattr(gathering, "question", lambda kind: self.loaded.append((kind, tuple(self.ran))))
        systems = {subject.system: System(name=subject.system, kind=KINDS[subject.system], settings={})
                   for _, subject in self.pairs.values()}  # fmt: skip
        audit: Any = SimpleNamespace(target=SimpleNamespace(systems=systems))
        self.gathering = Gathering(audit, done=self.done.append)
        assert self.gathering.start([]) == len(runs)

    def _noted(self, name: str, run: Any) -> Any:
        def noted() -> list[Any]:
            self.ran.append(name)
            if isinstance(run, BaseException):
                raise run
            return [run]

        return noted

    def fact(self, name: str) -> Any:
        one, subject = self.pairs[name]
        examination = Examination(check=None, clause=None, obligation=one, subject=subject)  # type: ignore[arg-type]
        return self.gathering.fact(examination)


def test_a_system_that_lets_nobody_in_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(
        monkeypatch, far=Unreachable("far is not reachable", system="far", remedy="start it"), far_2="late", near=7
    )
    assert asked.fact("near") == 7
    for name in ("far", "far_2"):
        with pytest.raises(Unreachable, match="far is not reachable") as caught:
            asked.fact(name)
        assert caught.value.remedy == "start it"
    assert sorted(asked.ran) == ["far", "near"]
    assert sorted(asked.done) == ["far", "far", "near"]


def test_a_neighbour_that_lets_nobody_in_closes_no_other_system(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(monkeypatch, crm=Unreachable("lake is not reachable", system="lake"), crm_2="told")
    assert asked.fact("crm_2") == "told"


def test_one_statement_that_fails_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(
        monkeypatch, crm=CannotVerify("crm has no such table"), crm_2="told", crm_3=SystemExit("gone"), crm_4=4
    )
    assert (asked.fact("crm_2"), asked.fact("crm_4")) == ("told", 4)
    with pytest.raises(SystemExit):
        asked.fact("crm_3")


def test_a_library_that_is_not_installed_is_a_reason_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(monkeypatch, crm=ModuleNotFoundError("No module named 'pyarrow'", name="pyarrow"))
    with pytest.raises(CannotVerify, match="pyarrow") as caught:
        asked.fact("crm")
    assert "pyarrow" in caught.value.remedy


def test_what_reads_and_what_answers_over_rows_is_there_before_any_thread_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python ends two threads that import parts of one package in each other's arms with an error."""
    asked = Asked(monkeypatch, far=1, near=2, near_2=3)
    assert [asked.fact(name) for name in ("far", "near", "near_2")] == [1, 2, 3]
    assert asked.loaded == [("logs", ()), ("ses", ()), ("sql", ()), ("retention", ())]
