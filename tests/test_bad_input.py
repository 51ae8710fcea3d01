"""Wrong input gets a sentence with its place on stderr, exit 3, and nothing is written."""

import re

import pytest

from tests.project import TARGET, Project

SECTION = "policy/sections/06-how-long-we-keep-it.yaml"
COLUMNS = "key: id, recorded_at: created_at}"


def refused(project: Project, *arguments: str) -> str:
    """What stderr says of an audit that does not happen."""
    before = project.files()
    told = project.told("audit", *(arguments or ("--target", "staging")))
    assert told.code == 3, told
    assert not told.out
    assert "Traceback" not in told.err
    assert project.files() == before
    return told.err


IN_POLICY = {
    "YAML that does not parse": ('id: "6.c"', 'id: "6.c', SECTION, r"06-how-long-we-keep-it\.yaml:\d+:\d+: "),
    "a duplicate key": (
        "title: Communication records",
        "title: Communication records\n    title: Again",
        SECTION,
        r"06-how-long-we-keep-it\.yaml:35:5: clauses\[3\]\.title: stands twice: first at line 34",
    ),
    "an unknown key": ("owner: support", "ownr: support", SECTION, r"\.yaml:\d+:\d+: .*ownr.*did you mean 'owner'"),
    "a clause that is no number": ('id: "6.c"', "id: 6_c", SECTION, r"\.yaml:\d+:\d+: .*6_c"),
    "an unknown kind": ("kind: retention", "kind: retenshun", SECTION, r"retenshun.*did you mean 'retention'"),
    "a period that is none": ("period: P5Y", "period: 5 yeers", SECTION, r"\.yaml:\d+:\d+: .*period.*5 yeers"),
    "an unknown category": (
        "category: communication_records",
        "category: comunication_records",
        SECTION,
        r"comunication_records.*did you mean 'communication_records'",
    ),
    "a waiver of an unknown clause": (
        "waivers: []",
        "waivers:\n  - {clause: 66.c, target: staging}",
        "policy/waivers.yaml",
        r"waivers\.yaml:\d+:\d+: ",
    ),
}


@pytest.mark.parametrize("case", IN_POLICY)
def test_a_wrong_policy(project: Project, case: str) -> None:
    old, new, file, phrase = IN_POLICY[case]
    project.changed(file, old, new)
    said = refused(project)
    assert re.search(phrase, said), said


IN_TARGET = {
    "YAML that does not parse": (TARGET, "target: [staging", r"\d+:\d+: is not YAML"),
    "a list": (TARGET, "- staging", r"1:1: holds a list"),
    "nothing": (TARGET, "", r"1:1: is empty"),
    "a duplicate key": ("environment: staging", "environment: staging\nenvironment: demo", r"4:1: .*environment"),
    "an unknown key": ("time_limit", "time_limitt", r"5:\d+: .*time_limitt.*did you mean 'time_limit'"),
    "an unknown kind": ("kind: sql", "kind: sqll", r"5:\d+: systems\.crm\.kind: .*sqll.*did you mean 'sql'"),
    "an unknown category": ("category: c", "category: cc", r"7:\d+: .*did you mean 'communication_records'"),
    "an unknown role": ("recorded_at:", "recorded_on:", r"8:\d+: .*recorded_on.*did you mean 'recorded_at'"),
    "a missing system": ("system: crm", "system: crn", r"7:\d+: .*system.*crn.*did you mean 'crm'"),
    "an unset variable": ("sqlite:///crm.db", "${CRM_URL}", r"5:\d+: systems\.crm\.url: .*CRM_URL is not set"),
    "a secret": ("sqlite:///crm.db", "postgresql://u:Hu55ars@h/d", r"5:\d+: systems\.crm\.url: .*password"),
}  # fmt: skip


@pytest.mark.parametrize("case", IN_TARGET)
def test_a_wrong_target(project: Project, case: str) -> None:
    old, new, phrase = IN_TARGET[case]
    project.target(TARGET.replace(old, new))
    said = refused(project)
    assert re.search(rf"staging\.yaml:{phrase}", said), said
    assert "Hu55ars" not in said


def test_an_unset_variable_is_told_with_its_name(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CRM_URL", raising=False)
    project.target(TARGET.replace("sqlite:///crm.db", "${CRM_URL}"))
    assert "CRM_URL" in refused(project)
    monkeypatch.setenv("CRM_URL", "sqlite:///crm.db")
    assert project.audit("--clause", "6.c").code == 0


def test_all_errors_of_a_file_are_told_at_once(project: Project) -> None:
    wrong = (
        TARGET.replace("kind: sql", "kind: sqll").replace("category: c", "category: cc").replace("id,", "id, nope: x,")
    )
    project.target(wrong + "surplus: 1\n")
    lines = refused(project).splitlines()
    places = [line.partition("staging.yaml:")[2].partition(":")[0] for line in lines]
    assert places == sorted(places)
    assert set(places) == {"5", "7", "9"}, lines


def test_errors_of_several_policy_files_are_told_at_once(project: Project) -> None:
    project.changed(SECTION, "period: P5Y", "period: 5 yeers")
    project.changed("policy/policy.yaml", "time_zone: America/New_York", "time_zone: America/New_Yorck")
    said = refused(project)
    assert "5 yeers" in said
    assert "New_Yorck" in said


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (("--as-of", "2026-03-01T12:00:00"), "names no time zone"),
        (("--as-of", "yesterday"), "not a date and time"),
        (("--as-of", "0001-01-01T00:00:00Z"), "outside the years"),
        (("--as-of", "9999-12-31T23:59:59Z"), "outside the years"),
        (("--clause", "99", "--clause", "6.z"), "no clause '6.z'"),
        (("--clause", ""), "no clause ''"),
        (("--target", "stagging"), "did you mean 'staging'"),
        (("--target", "targets/none.yaml"), "no such target file"),
        (("--targt", "staging"), "--targt"),
        (("--fail-on", "anything"), "--fail-on"),
        (("surplus",), "surplus"),
        (("--report",), "--report"),
    ],
)
def test_a_wrong_command_line(project: Project, arguments: tuple[str, ...], phrase: str) -> None:
    said = refused(project, "--target", "staging", *arguments)
    assert phrase in said
    if "99" in arguments:
        assert "no clause '99'" in said


@pytest.mark.parametrize("report", ["file", "file/below", "/proc/report", "folder"])
def test_a_report_folder_that_cannot_be_written(project: Project, report: str) -> None:
    (project.folder / "file").write_text("in the way")
    (project.folder / "folder" / "report.json").mkdir(parents=True)
    assert f"the report folder {report} cannot be written" in refused(
        project, "--target", "staging", "--report", report
    )
    assert (project.folder / "file").read_text() == "in the way"


def test_a_folder_without_a_policy(project: Project) -> None:
    (project.folder / "policy" / "policy.yaml").unlink()
    assert "there is no policy/policy.yaml" in refused(project)


def test_a_check_that_cannot_be_imported_is_named_with_its_line(project: Project) -> None:
    project.changed(
        "checks/rights/test_opt_outs_last.py", "import pytest\n", "import pytest\nimport nothing_of_the_kind\n"
    )
    said = refused(project)
    assert re.search(r"checks/rights/test_opt_outs_last\.py:4: cannot be imported \(ModuleNotFoundError\)", said), said


def test_a_list_of_planned_checks_that_is_wrong_stops_the_audit_before_it_starts(project: Project) -> None:
    (project.folder / "checks" / "not_yet.yaml").write_text("pen_test: soon\n")
    assert "not_yet.yaml:1" in refused(project)


def test_a_world_that_is_no_package(project: Project) -> None:
    project.target(TARGET.replace("environment: staging", "environment: demo\nworld: fixtures/elsewhere"))
    assert "fixtures/elsewhere is no package" in refused(project)


def test_a_world_whose_libraries_lack_says_what_to_install(project: Project) -> None:
    world = project.folder / "own_worlds" / "lacking"
    world.mkdir(parents=True)
    (world / "__init__.py").write_text("import nothing_of_the_kind\n")
    project.target(TARGET.replace("environment: staging", "environment: demo\nworld: own_worlds/lacking"))
    said = refused(project)
    assert "nothing_of_the_kind" in said
    assert "pip install" in said
