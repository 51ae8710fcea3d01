"""What the README shows has to work as it stands there."""

import re
from pathlib import Path

from clausecheck.documents.reading import read_text
from clausecheck.policy import load_policy
from clausecheck.targets import load_target

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def shown(first_line: str) -> str:
    """The YAML block that begins with this line."""
    return next(text for text in re.findall(r"```yaml\n(.*?)```", README, re.DOTALL) if text.startswith(first_line))


def test_the_target_of_the_five_minutes_loads(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(shown("target: mine"))
    categories = load_policy(ROOT / "policy").categories
    environ = {"CRM_URL": "postgresql+psycopg://clausecheck@db.example/crm"}
    target = load_target(str(file), root=ROOT, categories=categories, environ=environ)
    assert [dataset.category for dataset in target.datasets] == ["communication_records", "legal_holds"]


def test_the_scenario_has_every_key_that_one_needs() -> None:
    scenario = read_text(shown("# a file in fixtures/scenarios"), "README.md").data
    assert {"scenario", "as_of", "world", "expect"} <= set(scenario)
    assert scenario["expect"]["outcome"] == "violated"


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert not sorted({link for link in links if not (ROOT / link).exists()})
