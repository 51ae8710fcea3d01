from clausecheck.audit.scope import missing, subjects
from clausecheck.audit.subjects import Subject
from clausecheck.model import Basis
from clausecheck.policy.obligations.sharing import MappedScope
from clausecheck.targets.model import Dataset, Place, System, Target

OBLIGATION = MappedScope(kind="mapped_scope", basis=Basis.PUBLISHED)


def target(*datasets: Dataset) -> Target:
    kinds = {"crm": "sql", "cloud": "aws", "portal": "website"}
    systems = {name: System(name=name, kind=kind, settings={}) for name, kind in kinds.items()}
    return Target(name="t", mode="read-only", environment="demo", systems=systems, datasets=datasets)


def test_every_system_that_lists_what_it_holds_is_asked_and_both_registers() -> None:
    assert [one.id for one in subjects(OBLIGATION, target())] == ["crm", "cloud", "processors", "processing_activities"]
    mapped = Dataset(name="who", category="processors", places=(Place(system="crm", table="t", roles={"key": "id"}),))
    assert [one.resource for one in subjects(OBLIGATION, target(mapped))][2:] == ["crm.t", "processing_activities"]
    assert "registers" in missing(OBLIGATION)


def test_a_register_that_nobody_mapped_belongs_to_no_system() -> None:
    about = Subject(about="processors")
    assert (about.system, about.id, about.resource) == ("", "processors", "processors")
