"""The kinds of obligation that are answered over rows, each by one module with `answer`."""

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from clausecheck.facts import Records
from clausecheck.model import Obligation
from clausecheck.records.asking import Ask, Audit
from clausecheck.targets.about_people import searched
from clausecheck.targets.model import Dataset, Place, Target

ALL_QUESTIONS = {
    "retention": "clausecheck.records.retention",
    "legal_hold_review": "clausecheck.records.hold_review",
    "opt_out_honoured": "clausecheck.records.consent",
    "consent_before_send": "clausecheck.records.consent",
    "opt_out_permanent": "clausecheck.records.suppressions",
    "marketing_removal": "clausecheck.records.marketing_removal",
    "minimum_age": "clausecheck.records.children",
    "child_data_deletion": "clausecheck.records.children",
    "change_notification": "clausecheck.records.changes",
    "consent_renewal": "clausecheck.records.changes.renewal",
    "minimum_retention": "clausecheck.records.minimum_retention",
    "declared_purpose": "clausecheck.records.use.purposes",
    "declared_message_class": "clausecheck.records.use.messages",
    "consent_withdrawal": "clausecheck.records.use.withdrawal",
    "disclosure_ground": "clausecheck.records.sharing",
    "testimonial_permission": "clausecheck.records.sharing.testimonials",
    "request_deadline": "clausecheck.records.requests",
    "correction": "clausecheck.records.corrections",
    "complete_export": "clausecheck.records.exports",
    "access_information": "clausecheck.records.exports.explained",
    "erasure": "clausecheck.records.erasure",
    "restriction": "clausecheck.records.restriction",
    "objection": "clausecheck.records.objection",
    "notification_settings": "clausecheck.records.notification_settings",
    "restore_drill": "clausecheck.records.security.drills",
    "staff_training": "clausecheck.records.security.trainings",
    "leaver_access": "clausecheck.records.security.leavers",
    "media_disposal": "clausecheck.records.security.disposal",
    "credential_hashing": "clausecheck.records.collection.credentials",
    "consent_documentation": "clausecheck.records.collection.consents",
    "third_party_agreement": "clausecheck.records.collection.third_parties",
}

JUDGED = {
    "legal_hold_review": "legal_holds",
    "opt_out_honoured": "marketing_sends",
    "consent_before_send": "marketing_sends",
    "opt_out_permanent": "suppressions",
    "marketing_removal": "marketing_data",
    "minimum_age": "people",
    "child_data_deletion": "known_children",
    "change_notification": "policy_changes",
    "consent_renewal": "marketing_sends",
    "minimum_retention": "financial_register",
    "declared_purpose": "access_log",
    "declared_message_class": "messages",
    "consent_withdrawal": "access_log",
    "disclosure_ground": "disclosures",
    "testimonial_permission": "testimonials",
    "request_deadline": "requests",
    "correction": "corrections",
    "complete_export": "exports",
    "access_information": "exports",
    "restriction": "access_log",
    "objection": "objections",
    "notification_settings": "notifications",
    "restore_drill": "backed_up_stores",
    "staff_training": "staff",
    "leaver_access": "application_users",
    "media_disposal": "retired_media",
    "credential_hashing": "credentials",
    "consent_documentation": "consent_events",
    "third_party_agreement": "third_party_data",
}
"""The category whose datasets a kind judges, where the obligation does not name it itself."""

JUDGED_TOO = {
    "declared_purpose": ("processing_activities",),
    "declared_message_class": ("marketing_sends",),
    "restriction": ("marketing_sends",),
    "objection": ("access_log", "marketing_sends"),
    "leaver_access": ("system_accounts",),
    "consent_documentation": ("marketing_sends",),
}
"""Further categories whose datasets it judges."""

NARROWED_BY = {"declared_purpose": "purpose", "declared_message_class": "message_class"}
"""The term by which an obligation speaks of a part only; it then judges the first category alone."""

SEARCHED = ("erasure",)
"""The kinds that look for people in whatever dataset may hold them."""


def judged(obligation: Obligation) -> str:
    """The category of the datasets that this obligation judges."""
    return JUDGED.get(obligation.kind) or str(getattr(obligation, "category", ""))


def places(obligation: Obligation, target: Target) -> list[tuple[Dataset, Place]]:
    """Where the obligation must be judged, each place giving one finding: every place of every such dataset.

    It imports none of the questions, so that listing an audit stays fast.
    """
    if obligation.kind in SEARCHED:
        return searched(target)
    is_narrowed = getattr(obligation, NARROWED_BY.get(obligation.kind, ""), "")
    too = () if is_narrowed else JUDGED_TOO.get(obligation.kind, ())
    categories = (judged(obligation), *too, *_beside(obligation, target))
    datasets = [dataset for category in categories for dataset in target.datasets_of(category)]
    datasets += _with_schema(obligation, target)
    return [(dataset, place) for dataset in datasets for place in dataset.places]


def _beside(obligation: Obligation, target: Target) -> tuple[str, ...]:
    """What an obligation judges along with its register, and says little of without it."""
    return getattr(obligation, "beside", ()) if target.datasets_of(judged(obligation)) else ()


def _with_schema(obligation: Obligation, target: Target) -> list[Dataset]:
    """What it judges along with its register where the dataset says of which form its records are."""
    categories = getattr(obligation, "beside_with_schema", ()) if target.datasets_of(judged(obligation)) else ()
    return [one for category in categories for one in target.datasets_of(category) if one.record_schema]


class Question(Protocol):
    """A module that answers one family of obligations over rows."""

    def answer(self, asks: Sequence[Ask], audit: Audit) -> list[Records]:
        """The facts for asks of this family about one place, in their order; raises `CannotVerify`."""
        ...


def question(kind: str) -> Question:
    """The module that answers this kind, imported when it is first asked for."""
    return cast("Question", import_module(ALL_QUESTIONS[kind]))
