"""The pytest plugin: the only module that imports pytest. It hands tests to `audit` and results to `reports`.

It is inert where no check is collected. A check's body is judged by `audit.judging`, as in `clausecheck audit`;
here its finding only becomes pytest's outcome: violated fails, unverified is an error of the set-up phase.
"""

import sys
from collections.abc import Callable, Generator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from clausecheck.errors import CannotVerify, CommandError, InputError, Violation
from clausecheck.model import Finding, Outcome

if TYPE_CHECKING:
    from clausecheck.audit.planning import Examination
    from clausecheck.audit.session import Session

_SESSION: pytest.StashKey["Session"] = pytest.StashKey()
_EXAMINATION: pytest.StashKey["Examination"] = pytest.StashKey()
_STOPPED: pytest.StashKey[bool] = pytest.StashKey()

VIOLATED, UNVERIFIED, WRONG_INPUT, OUR_FAULT, INTERRUPTED = 1, 2, 3, 4, 130


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("clausecheck", "audit of a privacy policy")
    group.addoption("--target", default="demo", help="NAME of targets/NAME.yaml, or a path (default: demo)")
    group.addoption("--report", default="report", metavar="DIR", help="folder of the reports (default: report)")
    group.addoption("--clause", action="append", default=[], metavar="C", help="only this clause and those below it")
    group.addoption(
        "--as-of", default="", metavar="T", help="judge as of this moment, ISO 8601 with a zone (default: now)"
    )
    group.addoption("--fail-on", default="unverified", choices=("violated", "unverified"), help="what exits non-zero")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "obligation(kind): this check judges obligations of that kind")
    config.addinivalue_line("markers", "clause(id): the clause of the policy that this test judges")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each examination that the policy and the target call for."""
    if metafunc.definition.get_closest_marker("obligation") is None:
        return
    stem = metafunc.function.__name__.removeprefix("test_")
    examinations = [one for one in _session(metafunc.config).examinations if one.check.stem == stem]
    metafunc.parametrize(
        "examination",
        [pytest.param(one, id=one.id, marks=pytest.mark.clause(one.clause.id)) for one in examinations],
        indirect=True,
    )


def _session(config: pytest.Config) -> "Session":
    """The audit of this pytest session, loaded when the first check is collected. Wrong input ends pytest with 3."""
    if _SESSION not in config.stash:
        from clausecheck.audit.session import Listing, Request, Session, moment

        try:
            _writable(config)
            given = config.getoption("--as-of")
            request = Request(
                root=config.rootpath,
                target=config.getoption("--target"),
                clauses=tuple(config.getoption("--clause")),
                as_of=moment(given) if given else None,
            )
            listing = config.getoption("collectonly", default=False)
            session = (Listing if listing else Session)(request)
            config.stash[_SESSION] = session.__enter__()
            config.add_cleanup(lambda: session.__exit__(None, None, None))
        except InputError as error:
            pytest.exit(f"nothing was audited:\n{error}", returncode=WRONG_INPUT)
    return config.stash[_SESSION]


def _writable(config: pytest.Config) -> None:
    if not config.getoption("collectonly", default=False):
        from clausecheck.reports.writing import writable

        writable(Path(config.getoption("--report")))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the checks that have nothing to examine in the selected clauses: they are no skipped tests."""
    empty = [item for item in items if _has_nothing(item)]
    if empty:
        items[:] = [item for item in items if not _has_nothing(item)]
        config.hook.pytest_deselected(items=empty)


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
    if not session.config.getoption("collectonly", default=False):
        audit.gather([one for item in session.items if (one := _examination(item))])


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


def _fact(name: str) -> Callable[..., object]:
    @pytest.fixture(name=name)
    def fact(examination: "Examination", request: pytest.FixtureRequest) -> object:
        return _session(request.config).fact(examination)

    return fact


records, administrators, stores = _fact("records"), _fact("administrators"), _fact("stores")


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Judge a check instead of merely calling it, and let its finding speak."""
    examination = pyfuncitem.stash.get(_EXAMINATION, None)
    if examination is None:
        return None
    _speak(_session(pyfuncitem.config).judge(examination))
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
    """An unverified examination is an error of the set-up phase, wherever its reason was raised."""
    report = yield
    examination = _examination(item)
    if examination is None or call.excinfo is None or call.when == "teardown":
        return report
    if call.when == "setup" and not call.excinfo.errisinstance(pytest.skip.Exception):
        _session(item.config).judge(examination)
    if call.excinfo.errisinstance((CannotVerify, Violation)):
        report.longrepr = str(call.excinfo.value)
    if not call.excinfo.errisinstance((Violation, pytest.xfail.Exception, KeyboardInterrupt)):
        report.when = "setup"
    return report


def pytest_keyboard_interrupt(excinfo: pytest.ExceptionInfo[BaseException]) -> None:
    """Told in `pytest_sessionfinish` by the exit status; here so that the plugin's interruption is explicit."""


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int | pytest.ExitCode) -> None:
    """Sum up, write the reports, and give the exit code of the audit."""
    audit = session.config.stash.get(_SESSION, None)
    if audit is None or exitstatus == WRONG_INPUT:
        return
    if session.config.getoption("collectonly", default=False):
        session.exitstatus = 0
        return
    from clausecheck.audit.session import exit_code
    from clausecheck.reports.writing import write

    interrupted = exitstatus == pytest.ExitCode.INTERRUPTED
    run = audit.finish(complete=not interrupted and not session.shouldstop and not session.shouldfail)
    session.exitstatus = INTERRUPTED if interrupted else exit_code(run, fail_on=session.config.getoption("--fail-on"))
    session.config.stash[_RUN] = run
    try:
        write(run, Path(session.config.getoption("--report")))
    except CommandError as error:
        pytest.exit(str(error), returncode=WRONG_INPUT)


_RUN: pytest.StashKey[Any] = pytest.StashKey()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The audit in the order of the policy, below pytest's own summary."""
    run = config.stash.get(_RUN, None)
    if run is None:
        return
    from rich.console import Console

    from clausecheck.reports.terminal import summary

    terminalreporter.section("privacy policy, clause by clause")
    with suppress(BrokenPipeError):
        summary(run, Console(file=terminalreporter._tw._file))
