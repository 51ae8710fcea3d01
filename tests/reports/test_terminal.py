import io
import threading

import pytest
from rich.console import Console

from clausecheck.model import Run
from clausecheck.reports.terminal import Progress, summary
from tests.reports.sample import sample_run


def printed(run: Run, *, width: int = 100, terminal: bool = False, encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
    colours = "standard" if terminal else "auto"
    summary(run, Console(file=stream, width=width, force_terminal=terminal, color_system=colours))
    return raw.getvalue().decode(encoding)


def test_clauses_that_oblige_stand_one_a_line_in_policy_order(run: Run) -> None:
    lines = [line.split() for line in printed(run).split("\n\n")[0].splitlines()]
    assert [line[2] for line in lines] == ["1.1.a", "1.1.b", "4.1.a", "4.1.b", "4.1.c", "6", "6.a", "6.c"]
    assert lines[4][:2] == ["✗", "violated"]
    assert lines[7][-3:] == ["1,234", "of", "84,120"]


def test_violations_follow_with_their_messages_and_the_totals_come_last(run: Run) -> None:
    text = " ".join(printed(run).split())
    assert "6.c crm.communications Records leave after 5 years. kept too long: 1,234 of 84,120" in text
    assert text.endswith("2 violated, 3 unverified, 1 waived, 1 attested, 1 honoured, 5 informative.")


def test_waivers_and_attestations_that_did_nothing_are_told_and_so_are_the_totals_without_them(run: Run) -> None:
    text = " ".join(printed(run).split())
    assert "Note: waiver policy/waivers.yaml:19 (6.c records_leave_on_time): it expired on 2026-02-28" in text
    assert "waivers.yaml:4" not in text
    assert "Without waivers: 3 violated, 3 unverified, 1 attested" in text


def test_no_colour_where_it_is_no_terminal(run: Run) -> None:
    assert "\x1b" not in printed(run)
    assert "\x1b[" in printed(run, terminal=True)


def test_names_from_systems_neither_steer_the_terminal_nor_are_markup(run: Run) -> None:
    text = printed(run)
    assert "[bold red]bucket[/]" in text
    assert not {c for c in text if not c.isprintable() and c != "\n"}


@pytest.mark.parametrize("width", [20, 36, 44, 60])
def test_narrow_terminal_keeps_outcome_and_number(run: Run, width: int) -> None:
    lines = printed(run, width=width).splitlines()
    assert all(len(line) <= width for line in lines)
    assert "✗ violated   4.1.c" in "\n".join(lines)


def test_terminal_without_unicode_gets_plain_characters(run: Run) -> None:
    assert "x violated   4.1.c" in printed(run, encoding="ascii")
    assert printed(run, width=36, encoding="ascii").isascii()


def test_incomplete_run_says_so() -> None:
    assert "Incomplete" in printed(sample_run(complete=False))
    assert "Note: the clock" in printed(sample_run(warnings=("the clock is off",)))


def test_run_without_clauses_is_told() -> None:
    assert "No promise was audited." in printed(sample_run(clauses=()))


def test_progress_is_silent_where_it_is_no_terminal() -> None:
    stream = io.StringIO()
    with Progress(Console(file=stream)) as progress:
        progress.reads(1)
        progress.reading("crm")
        progress.read("crm")
    assert not stream.getvalue()


def test_progress_names_the_systems_being_read_from_several_threads() -> None:
    stream = io.StringIO()
    with Progress(Console(file=stream, force_terminal=True, width=80)) as progress:
        progress.reads(2)
        threads = [threading.Thread(target=progress.reading, args=(name,)) for name in ("crm", "cloud")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        progress.judges(2)
        progress.judged()
    assert "cloud" in stream.getvalue()
    assert "1/2" in stream.getvalue()
    assert stream.getvalue().endswith("\x1b[2K")
