"""The summary at the end of an audit, in the order of the policy, and the progress while it runs."""

from types import TracebackType
from typing import Self

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn
from rich.progress import Progress as Bars
from rich.text import Text

from clausecheck.model import ClauseResult, Outcome, Run
from clausecheck.reports.phrases import place, verdict, without_waivers
from clausecheck.reports.words import WORDS, number, plural, visible

_STYLES = {
    Outcome.VIOLATED: "bold red",
    Outcome.UNVERIFIED: "yellow",
    Outcome.WAIVED: "magenta",
    Outcome.ATTESTED: "blue",
    Outcome.HONOURED: "green",
    Outcome.INFORMATIVE: "dim",
}
_OUTCOME_WIDTH = len("? unverified")
_SHORTEST_TITLE = 16


def summary(run: Run, console: Console) -> None:
    """One line a clause that obliges, what was violated, and the totals. Colour only where the console has it."""
    _print_clauses([result for result in run.clauses if result.outcome is not Outcome.INFORMATIVE], console)
    _print_violations(run, console)
    if not run.complete:
        _say(console, "Incomplete: this audit did not look at everything that it was meant to look at.", "bold yellow")
    for warning in run.warnings:
        _say(console, f"Note: {warning}", "yellow")
    for one in run.acceptances:
        if one.state != "used":
            about = f"{one.kind} {one.file}:{one.line} ({one.clause} {one.about})"
            _say(console, f"Note: {about}: {one.why or 'nothing in this audit needed it'}", "yellow")
    if run.totals()[Outcome.WAIVED]:
        _say(console, f"Without waivers: {without_waivers(run)}", "magenta")
    _say(console, verdict(run), "bold")
    _say(console, _totals(run), "")


def _print_clauses(results: list[ClauseResult], console: Console) -> None:
    """Outcome, number, title and counts in columns; a title is shortened to keep the counts on the line."""
    numbers = max((len(result.clause.id) for result in results), default=0)
    titles = max((cell_len(result.clause.title) for result in results), default=0)
    counts = max((len(_counts(result)) for result in results), default=0)
    room = console.width - _OUTCOME_WIDTH - numbers - counts - 3
    for result in results:
        line = Text(_outcome(result.outcome, console), style=_STYLES[result.outcome])
        title = set_cell_size(_shown(result.clause.title, console), max(_SHORTEST_TITLE, min(titles, room)))
        line.append(f" {result.clause.id:{numbers}} {title} {_counts(result)}", style="default not bold")
        console.print(line, no_wrap=True, overflow="crop")


def _outcome(outcome: Outcome, console: Console) -> str:
    words = WORDS[outcome]
    symbol = words.ascii if console.options.ascii_only else words.symbol
    return f"{symbol} {words.label.lower()}".ljust(_OUTCOME_WIDTH)


def _counts(result: ClauseResult) -> str:
    """What was examined and found for a clause, over all its places."""
    examined = sum(finding.examined for finding in result.findings)
    violations = sum(finding.violations for finding in result.findings)
    if not examined:
        return "nothing examined"
    return f"{number(violations)} of {number(examined)}" if violations else f"{number(examined)} examined"


def _print_violations(run: Run, console: Console) -> None:
    for finding in run.findings:
        if finding.outcome is Outcome.VIOLATED:
            console.print()
            _say(console, f"{finding.clause} {place(finding)}".rstrip(), _STYLES[Outcome.VIOLATED])
            _say(console, finding.message, "")
    console.print()


def _totals(run: Run) -> str:
    counts = [f"{number(count)} {WORDS[outcome].label.lower()}" for outcome, count in run.totals().items() if count]
    return f"{plural(len(run.clauses), 'clause')} of {visible(run.target)}: {', '.join(counts) or 'none'}."


def _say(console: Console, text: str, style: str) -> None:
    # A Text, never a string with markup: the words may come from a system under audit.
    console.print(Text(_shown(text, console), style=style))


def _shown(text: str, console: Console) -> str:
    """The text as this console can show it: a terminal without Unicode gets question marks, not an exception."""
    return visible(text).encode(console.encoding, "replace").decode(console.encoding)


class Progress:
    """Which systems are being read and how many findings are judged, on one console; silent where it is no terminal.

    A context manager; its methods may be called from several threads.
    """

    def __init__(self, console: Console) -> None:
        self._bars = Bars(
            SpinnerColumn(finished_text=" "),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._reading: dict[str, None] = {}
        self._read: TaskID = self._bars.add_task("Reading", total=None)
        self._judged: TaskID = self._bars.add_task("Judging", total=None, visible=False)

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def reads(self, systems: int) -> None:
        """How many systems are to be read."""
        self._bars.update(self._read, total=systems)

    def reading(self, system: str) -> None:
        """A system starts to be read."""
        self._reading[system] = None
        self._describe()

    def read(self, system: str) -> None:
        """A system was read, or could not be."""
        self._reading.pop(system, None)
        self._bars.advance(self._read)
        self._describe()

    def judges(self, findings: int) -> None:
        """How many findings are to be judged."""
        self._bars.update(self._judged, total=findings, visible=True)

    def judged(self) -> None:
        """One more finding is judged."""
        self._bars.advance(self._judged)

    def _describe(self) -> None:
        names = ", ".join(map(visible, list(self._reading)))
        self._bars.update(self._read, description=f"Reading {names}".rstrip())
