from collections.abc import Callable

import pytest

from clausecheck.errors import Problem
from clausecheck.redaction import Secret
from clausecheck.targets import Target

TEXT = "target: staging\nenvironment: staging\nsystems: {{crm: {{kind: sql, url: {url!r}}}}}\n"
Loaded = Callable[..., Target]


@pytest.mark.parametrize(
    ("written", "environ", "read"),
    [
        ("${URL}", {"URL": "sqlite:///a"}, "sqlite:///a"),
        ("${URL:-sqlite:///b}", {}, "sqlite:///b"),
        ("${URL:-sqlite:///b}", {"URL": ""}, "sqlite:///b"),
        ("${URL:-sqlite:///b}", {"URL": "sqlite:///a"}, "sqlite:///a"),
        ("${A}/${B:-}c", {"A": "x"}, "x/c"),
        ("$URL and $$ stay", {"URL": "x"}, "$URL and $$ stay"),
        ("${URL}", {"URL": "${OTHER}"}, "${OTHER}"),
    ],
)
def test_variables_are_replaced_once(written: str, environ: dict[str, str], read: str, loaded: Loaded) -> None:
    assert loaded(TEXT.format(url=written), environ).systems["crm"].settings["url"] == read


def test_only_what_the_environment_gave_is_secret(loaded: Loaded) -> None:
    given = loaded(TEXT.format(url="${URL:-x}"), {"URL": "y"}).systems["crm"].settings["url"]
    default = loaded(TEXT.format(url="${URL:-x}")).systems["crm"].settings["url"]
    assert (isinstance(given, Secret), isinstance(default, Secret)) == (True, False)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("${URL}", "URL is not set"),
        ("${URL-x}", "neither"),
        ("${}", "neither"),
        ("${1A}", "neither"),
        ("${URL", "neither"),
    ],
)
def test_what_cannot_be_replaced_is_told(written: str, said: str, refused: Callable[..., tuple[Problem, ...]]) -> None:
    problems = refused(TEXT.format(url=written), {"URL": ""})
    assert [problem.key for problem in problems] == ["systems.crm.url"]
    assert said in problems[0].message
