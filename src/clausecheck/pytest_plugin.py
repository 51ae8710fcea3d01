"""The pytest plugin: the only module that imports pytest. It hands tests to `audit` and results to `reports`.

It is inert where no check is collected. A check's body is judged by `audit.judging`, as in `clausecheck audit`;
here its finding only becomes pytest's outcome: violated fails, unverified is an error of the set-up phase.
"""

import os
import sys
from collections.abc import Callable, Generator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from clausecheck.audit.fact_names import FACTS
from clausecheck.errors import CannotVerify, CommandError, InputError, Violation
from clausecheck.model import Finding, Outcome
from clausecheck.pytest_options import OPTIONS, ending, hooks, requested
from clausecheck.redaction import kind_of

if TYPE_CHECKING:
    from clausecheck.audit.planning import Examination
    from clausecheck.audit.session import Session
    from clausecheck.history.recording import Recording

_SESSION: pytest.StashKey["Session"] = pytest.StashKey()
_EXAMINATION: pytest.StashKey["Examination"] = pytest.StashKey()
_RECORDING: pytest.StashKey["Recording | None"] = pytest.StashKey()
_WRONG: pytest.StashKey[InputError] = pytest.StashKey()
_INTERRUPTED: pytest.StashKey[bool] = pytest.StashKey()
_ELSE_FAILED: pytest.StashKey[bool] = pytest.StashKey()

WRONG_INPUT, OUR_FAULT, INTERRUPTED = 3, 4, 130


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("clausecheck", "audit of a privacy policy")
    for name, told in OPTIONS:
        group.addoption(name, **told)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "obligation(kind): this check judges obligations of that kind")
    config.addinivalue_line("markers", "clause(id): the clause of the policy that this test judges")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each examination that the policy and the target call for."""
    if metafunc.definition.get_closest_marker("obligation") is None:
        return
    stem = metafunc.function.__name__.removeprefix("test_")
    audit = _session(metafunc.config)
    examinations = [one for one in audit.examinations if one.check.stem == stem] if audit else []
    if "examination" not in metafunc.fixturenames:  # it asks for facts that nobody gathers: its finding says so
        metafunc.fixturenames.append("examination")
    metafunc.parametrize(
        "examination",
        [pytest.param(one, id=one.id, marks=pytest.mark.clause(one.clause.id)) for one in examinations],
        indirect=True,
    )


def _session(config: pytest.Config) -> "Session | None":
    """The audit of this pytest session, loaded when the first check is collected; None where the input is wrong.

    Collecting goes on then, as pytest would take an exit from here for an error of one file.
    """
    if _SESSION not in config.stash and _WRONG not in config.stash:
        try:
            session = _requested(config)
            config.stash[_SESSION] = session.__enter__()
            config.add_cleanup(lambda: session.__exit__(None, None, None))
        except InputError as error:
            config.stash[_WRONG] = error
        except KeyboardInterrupt:
            config.stash[_INTERRUPTED] = True
            raise
    return config.stash.get(_SESSION, None)


def _requested(config: pytest.Config) -> "Session":
    if hasattr(config, "workerinput"):
        raise CommandError("-n: an audit reads its systems concurrently by itself, and is not spread over processes")
    listing = config.getoption("collectonly", default=False)
    config.stash[_HOOKS] = () if listing else hooks(config.getoption)
    return requested(config.getoption, config.rootpath, listing=listing)


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Wrong input ends pytest here, with 3: what the files say, and a node id that names no test."""
    stash = session.config.stash
    try:
        collected = yield
    except pytest.UsageError as error:
        if _SESSION not in stash and _WRONG not in stash:
            raise
        stash.setdefault(_WRONG, CommandError("\n".join(map(str, error.args))))
    if _WRONG in stash:
        sys.stderr.write(f"{stash[_WRONG]}\n")
        pytest.exit("the input is wrong, and nothing was audited", returncode=WRONG_INPUT)
    return collected


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.failed:
        collector.config.stash[_ELSE_FAILED] = True
    return report


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the checks that have nothing to examine in the selected clauses: they are no skipped tests."""
    empty = [item for item in items if _has_nothing(item)]
    if empty:
        items[:] = [item for item in items if not _has_nothing(item)]
        config.hook.pytest_deselected(items=empty)
    for item in filter(_examination, items):
        # A library's warning is no finding, and its text may quote what it read.
        item.add_marker(pytest.mark.filterwarnings("ignore"))


def _has_nothing(item: pytest.Item) -> bool:
    return item.get_closest_marker("obligation") is not None and _examination(item) is None


def _examination(item: pytest.Item) -> Any:
    given = getattr(item, "callspec", None)
    one = given.params.get("examination") if given else None
    return one if hasattr(one, "check") else None


def pytest_collection_finish(session: pytest.Session) -> None:
    """What the selected tests need is known now: gathering starts, unless tests are only listed."""
    audit = session.config.stash.get(_SESSION, None)
    if audit is None:
        return
    if "hypothesis" not in sys.modules:
        # Its plugin imports all of hypothesis for its closing summary, which takes longer than listing an audit.
        session.config.pluginmanager.unregister(name="hypothesispytest")
    if not session.config.getoption("collectonly", default=False) and _began(session.config, audit):
        audit.gather([one for item in session.items if (one := _examination(item))])


def _began(config: pytest.Config, audit: "Session") -> bool:
    """Whether the audit may go on; what is wrong ends pytest once collection has ended."""
    from clausecheck.concluding import begin

    wanted, needed = not config.getoption("--no-history"), config.getoption("--fail-on") == "new"
    try:
        config.stash[_RECORDING] = begin(audit, os.environ, wanted=wanted, needed=needed)
    except CommandError as error:
        config.stash[_WRONG] = error
    return _WRONG not in config.stash


@pytest.fixture
def examination(request: pytest.FixtureRequest) -> "Examination":
    """What this test examines."""
    one: Examination = request.param
    request.node.stash[_EXAMINATION] = one
    return one


@pytest.fixture
def obligation(examination: "Examination") -> object:
    """The obligation that this test judges, with its terms."""
    return examination.obligation


@pytest.fixture
def calendar() -> None:
    """The moment judged and its days: the audit hands them to the check's body."""


def _fact(name: str) -> Callable[..., object]:
    @pytest.fixture(name=name)
    def fact(examination: "Examination", request: pytest.FixtureRequest) -> object:
        return request.config.stash[_SESSION].fact(examination)

    return fact


globals().update({name: _fact(name) for name in FACTS})


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Judge a check instead of merely calling it, and let its finding speak."""
    examination = pyfuncitem.stash.get(_EXAMINATION, None)
    if examination is None:
        return None
    _speak(pyfuncitem.config.stash[_SESSION].judge(examination))
    return True


def _speak(finding: Finding) -> None:
    if finding.outcome is Outcome.VIOLATED:
        raise _Told(finding)
    if finding.outcome is Outcome.UNVERIFIED:
        raise CannotVerify(finding.message)
    if finding.outcome is Outcome.WAIVED:
        pytest.xfail(finding.message)


class _Told(Violation):
    """A violation as the finding words it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(promised=finding.promised, found=finding.found, offenders=(), remedy=finding.remedy)
        self.args = (finding.message,)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A finding speaks for its test, never a traceback, which may quote values.

    An unverified examination is an error of the set-up phase, wherever its reason was raised.
    """
    examination = _examination(item)
    if examination and call.excinfo is not None:
        # Not even made: Python 3.11 may fail to read the source of one while another thread does the same.
        call.excinfo.traceback = type(call.excinfo.traceback)([])
    report = yield
    if call.excinfo is None or not report.failed:
        return report
    finding = _finding(item, examination, call.when) if examination else None
    if finding is None or finding.outcome not in {Outcome.VIOLATED, Outcome.UNVERIFIED}:
        item.config.stash[_ELSE_FAILED] = True
        if examination:
            report.longrepr = f"{call.when} of this test failed outside clausecheck ({kind_of(call.excinfo.value)})"
        return report
    report.longrepr = finding.message
    if finding.outcome is Outcome.UNVERIFIED:
        report.when = "setup"
    return report


def _finding(item: pytest.Item, examination: "Examination", when: str) -> Finding | None:
    """What its judging found; where its facts could not be had, it is judged now."""
    audit = item.config.stash[_SESSION]
    return audit.judge(examination) if when == "setup" else audit.findings.get(examination) if when == "call" else None


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """A person interrupted it, or pytest stopped by itself: the exit status alone does not tell."""
    try:
        return (yield)
    except KeyboardInterrupt as stopped:
        session.config.stash[_INTERRUPTED] = not isinstance(stopped, session.Interrupted)
        raise


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int | pytest.ExitCode) -> None:
    """Sum up, write the reports, and give the exit code of the audit."""
    stash = session.config.stash
    audit = stash.get(_SESSION, None)
    if stash.get(_INTERRUPTED, False):
        session.exitstatus = INTERRUPTED
    if audit is None or _WRONG in stash:
        return
    if session.config.getoption("collectonly", default=False):
        session.exitstatus = OUR_FAULT if _ELSE_FAILED in stash else 0
        return
    from clausecheck.audit.session import exit_code
    from clausecheck.concluding import conclude

    stopped = exitstatus in {pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR}
    run = audit.finish(complete=not (stopped or session.shouldstop or session.shouldfail))
    stash[_RUN] = run
    given = session.config.getoption
    told = {"notify": stash[_HOOKS], "tell": stash.setdefault(_TOLD, []).append}
    try:
        stash[_RUN], _ = conclude(
            run, ending(given, recording=stash.get(_RECORDING, None), keeping=audit.keeping, **told)
        )
    except CommandError as error:
        pytest.exit(str(error), returncode=WRONG_INPUT)
    session.exitstatus = exit_code(stash[_RUN], fail_on=given("--fail-on"))
    if exitstatus == pytest.ExitCode.INTERNAL_ERROR or _ELSE_FAILED in stash:
        session.exitstatus = OUR_FAULT
    if stash.get(_INTERRUPTED, False):
        session.exitstatus = INTERRUPTED


_RUN: pytest.StashKey[Any] = pytest.StashKey()
_HOOKS: pytest.StashKey[Any] = pytest.StashKey()
_TOLD: pytest.StashKey[list[str]] = pytest.StashKey()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The audit in the order of the policy, below pytest's own summary."""
    run = config.stash.get(_RUN, None)
    if run is None:
        return
    from rich.console import Console

    from clausecheck.reports.annotations import announced
    from clausecheck.reports.terminal import summary

    terminalreporter.section("privacy policy, clause by clause")
    with suppress(BrokenPipeError):
        stream = terminalreporter._tw._file  # noqa: SLF001 - pytest gives no public way to its stream
        summary(run, Console(file=stream))
        announced(run, os.environ, stream)
        stream.writelines(f"{sentence}\n" for sentence in config.stash.get(_TOLD, ()))
