from pathlib import Path

import pytest

from clausecheck.check_files import check_file, check_files, not_yet
from clausecheck.errors import InputError

ROOT = Path(__file__).parents[1]
CHECK = '''
import pytest

@pytest.mark.obligation("mfa")
def test_doors_are_locked(administrators):
    """Every door is locked.

    An open door lets anybody in.

    Violated: a door without a lock,
    and one whose lock is open.

    Remedy: lock it.

    Source: common sense.
    """
'''


def written(folder: Path, text: str, name: str = "test_doors_are_locked.py") -> Path:
    path = folder / "checks" / "security" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_the_docstring_comes_apart_in_its_parts(tmp_path: Path) -> None:
    check = check_file(written(tmp_path, CHECK))
    assert (check.stem, check.topic, check.kind) == ("doors_are_locked", "security", "mfa")
    assert check.promise == "Every door is locked."
    assert check.why == "An open door lets anybody in."
    assert check.violated == "a door without a lock,\nand one whose lock is open."
    assert (check.remedy, check.source) == ("lock it.", "common sense.")


def test_a_part_that_lacks_is_empty(tmp_path: Path) -> None:
    check = check_file(written(tmp_path, CHECK.replace("Remedy: lock it.", "")))
    assert check.remedy == ""
    assert check.source == "common sense."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("def test_other(): ...", "has no function test_doors_are_locked"),
        ("def test_doors_are_locked(): ...", "has no marker"),
        ("def (", "is not Python"),
    ],
)
def test_a_file_that_is_no_check_is_refused_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError, match=told) as refused:
        check_file(path)
    assert refused.value.problems[0].file == str(path)


def test_reading_a_check_does_not_run_it(tmp_path: Path) -> None:
    written(tmp_path, "raise SystemExit\n" + CHECK)
    assert [check.stem for check in check_files(tmp_path)] == ["doors_are_locked"]


def test_each_kind_that_waits_says_for_what() -> None:
    assert all(planned.check and planned.waits_for.endswith(".") for planned in not_yet(ROOT).values())
