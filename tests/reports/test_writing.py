import fcntl
import os
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from clausecheck.errors import CommandError
from clausecheck.model import Run
from clausecheck.reports import junit
from clausecheck.reports.all_reports import ALL_REPORTS
from clausecheck.reports.writing import writable, write, write_paper


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_every_report_is_written_into_a_new_folder(run: Run, tmp_path: Path) -> None:
    paths = write(run, tmp_path / "new" / "report")
    assert names(tmp_path / "new" / "report") == sorted(ALL_REPORTS)
    assert [path.name for path in paths] == list(ALL_REPORTS)
    assert all(path.read_bytes() for path in paths)


def test_nothing_is_written_where_one_report_cannot_be_rendered(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "index.html").write_text("the last one", encoding="utf-8")

    def fails(_: Run) -> bytes:
        raise RuntimeError

    monkeypatch.setattr(junit, "render", fails)
    with pytest.raises(RuntimeError):
        write(run, tmp_path)
    assert names(tmp_path) == ["index.html"]
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "the last one"


def test_nothing_half_written_stays_where_the_disk_refuses(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _: bytes) -> int:
        path.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CommandError, match="No space left on device"):
        write(run, tmp_path)
    assert names(tmp_path) == []


def test_writable_leaves_nothing_behind(tmp_path: Path) -> None:
    writable(tmp_path / "new" / "report")
    assert names(tmp_path) == []
    writable(tmp_path)
    assert tmp_path.is_dir()


def test_writable_keeps_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("the last one", encoding="utf-8")
    writable(tmp_path)
    assert names(tmp_path) == ["index.html"]


def test_folder_that_is_a_file_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "report").touch()
    for folder in (tmp_path / "report", tmp_path / "report" / "below"):
        with pytest.raises(CommandError, match="cannot be written"):
            writable(folder)
        with pytest.raises(CommandError, match="cannot be written"):
            write(run, folder)


def test_report_whose_name_is_taken_by_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report.json").mkdir()
    with pytest.raises(CommandError, match=r"report\.json is a folder"):
        writable(tmp_path)


def test_folder_of_a_system_that_refuses_is_refused() -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        writable(Path("/proc/clausecheck-report"))


def test_whoever_comes_second_waits_until_the_first_has_placed_all(run: Run, tmp_path: Path) -> None:
    held_open = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(held_open, fcntl.LOCK_EX)
    second = Thread(target=write, args=(run, tmp_path))
    second.start()
    second.join(1)
    assert second.is_alive()
    assert names(tmp_path) == []
    os.close(held_open)
    second.join(60)
    assert names(tmp_path) == sorted(ALL_REPORTS)


def test_paper_is_not_put_beside_the_reports_of_another_run(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clausecheck.reports.writing.paper", lambda _run: {"report.pdf": b"%PDF"})
    write(run, tmp_path)
    write_paper(run, tmp_path)
    assert (tmp_path / "report.pdf").read_bytes() == b"%PDF"
    with pytest.raises(CommandError, match=f"holds the reports of {run.id} by now: report.pdf was not written"):
        write_paper(replace(run, id="another"), tmp_path)
    assert (tmp_path / "report.pdf").read_bytes() == b"%PDF"
