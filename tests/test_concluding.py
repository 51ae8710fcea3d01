from dataclasses import replace
from pathlib import Path

import pytest

from clausecheck.concluding import Ending, conclude
from tests.reports.sample import sample_run


@pytest.mark.parametrize(
    ("asked", "written_in", "expected"), [("", "en", "en"), ("de", "en", "de"), ("", "de", "de"), ("", "fr", "en")]
)
def test_page_is_in_the_language_asked_for_else_in_that_of_the_policy(
    asked: str, written_in: str, expected: str, tmp_path: Path
) -> None:
    run, _ = conclude(replace(sample_run(), written_in=written_in), Ending(report=tmp_path, language=asked))
    assert run.language == expected
    assert f'<html lang="{expected}">' in (tmp_path / "index.html").read_text(encoding="utf-8")
