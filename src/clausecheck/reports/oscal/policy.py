"""oscal-catalog.json and oscal-profile.json: the policy as controls, for tools that hold results against them.

A clause is a control, its promise the control's statement, each obligation an assessment objective with its terms as
parameters. The profile selects the clauses that oblige somebody. Both depend on the policy alone.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from clausecheck.model import Clause, Obligation, Section
from clausecheck.policy import Policy
from clausecheck.policy.terms import in_words, terms_of
from clausecheck.reports.documents import neutral, stable_uuid, within_project, written
from clausecheck.reports.oscal.words import (
    VERSION,
    control,
    line,
    moment,
    paragraph,
    party,
    properties,
    roles,
    statement,
    token,
)
from clausecheck.reports.words import spoken, visible

CATALOG, PROFILE = "oscal-catalog.json", "oscal-profile.json"


def documents(policy: Policy) -> dict[str, str]:
    """File name -> JSON of the catalogue and of the profile that selects from it."""
    return {CATALOG: catalog(policy), PROFILE: profile(policy)}


def catalog(policy: Policy) -> str:
    """A group for each section, a control a line, and a resource for each law or standard of the crosswalk."""
    document = {
        "uuid": stable_uuid("catalog", policy.organisation, policy.title, policy.version.isoformat()),
        "metadata": _metadata(policy, policy.title),
        "groups": [_group(section, policy) for section in policy.sections],
        "back-matter": {"resources": [_framework(name, told) for name, told in policy.frameworks.items()]},
    }
    return written({"catalog": neutral(document)}, depth=6)


def profile(policy: Policy) -> str:
    """A profile with one import: every control whose clause obliges somebody."""
    obliging = [control(clause.id) for clause in policy.clauses if clause.obligations]
    document = {
        "uuid": stable_uuid("profile", policy.organisation, policy.title, policy.version.isoformat()),
        "metadata": _metadata(policy, f"{policy.title}: the clauses that oblige"),
        "imports": [{"href": CATALOG, "include-controls": [{"with-ids": obliging}]}],
        "merge": {"as-is": True},
    }
    return written({"profile": neutral(document)}, depth=3)


def _metadata(policy: Policy, title: str) -> dict[str, object]:
    dated = datetime.combine(policy.version, time(), tzinfo=ZoneInfo(policy.time_zone)).astimezone(UTC)
    ours = party(policy.organisation)
    return {
        "title": line(f"{title} of {policy.organisation}"),
        "published": moment(dated),
        "last-modified": moment(dated),
        "version": policy.version.isoformat(),
        "oscal-version": VERSION,
        "roles": roles(["creator", *(clause.owner for clause in policy.clauses)]),
        "parties": [ours],
        "responsible-parties": [{"role-id": "creator", "party-uuids": [ours["uuid"]]}],
    }


def _group(section: Section, policy: Policy) -> dict[str, object]:
    within = [clause for clause in policy.clauses if clause.is_within(section.id)]
    return {
        "id": f"section-{token(section.id)}",
        "class": "section",
        "title": line(f"{section.id}. {section.title}"),
        "controls": [_control(clause) for clause in within],
    }


def _control(clause: Clause) -> dict[str, object]:
    numbered = list(enumerate(clause.obligations, 1))
    return {
        "id": control(clause.id),
        "class": "clause",
        "title": line(clause.title),
        "params": [one for number, obligation in numbered for one in _parameters(clause, number, obligation)],
        "props": [
            {"name": "label", "value": clause.id},
            *properties(severity=clause.severity.value, owner=clause.owner),
            *properties(stands_at=f"{within_project(clause.file)}:{clause.line}" if clause.file else ""),
        ],
        "links": list(_links(clause)),
        "parts": [
            {"id": statement(clause.id), "name": "statement", "prose": paragraph(clause.promise)},
            *([_guidance(clause)] if clause.informative else []),
            *(_objective(clause, number, obligation) for number, obligation in numbered),
        ],
    }


def _guidance(clause: Clause) -> dict[str, object]:
    prose = paragraph(f"Obliges nobody: {clause.informative}")
    return {"id": f"{control(clause.id)}_gdn", "name": "guidance", "prose": prose}


def _parameters(clause: Clause, number: int, obligation: Obligation) -> Iterator[dict[str, object]]:
    for name, value in terms_of(obligation).items():
        words = " ".join(visible(in_words(value)).split())
        if words:
            label = line(f"{spoken(obligation.kind)}: {spoken(name).lower()}")
            id_ = f"{control(clause.id)}_prm_{number}_{token(name)}"
            yield {"id": id_, "label": label, "values": [words]}


def _objective(clause: Clause, number: int, obligation: Obligation) -> dict[str, object]:
    terms = [f"{spoken(name)}: {in_words(value)}" for name, value in terms_of(obligation).items()]
    return {
        "id": f"{control(clause.id)}_obj_{number}",
        "name": "assessment-objective",
        "title": line(spoken(obligation.kind)),
        "props": properties(
            kind=obligation.kind, basis=obligation.basis.value, source=obligation.source,
            approved_by=obligation.approved_by,
        ),
        "prose": paragraph("; ".join([spoken(obligation.kind), *terms])),
    }  # fmt: skip


def _links(clause: Clause) -> Iterator[dict[str, object]]:
    for name, provisions in clause.crosswalk.items():
        for provision in provisions:
            yield {"href": f"#{stable_uuid('framework', name)}", "rel": "related", "text": line(provision)}


def _framework(name: str, told: str) -> dict[str, object]:
    return {
        "uuid": stable_uuid("framework", name),
        "title": line(told),
        "citation": {"text": line(told)},
        "remarks": "What the links say is a mapping, not a legal conclusion.",
    }
