"""What a plan makes with providers that are not read here: a store there would go unseen, so it is said."""

from clausecheck.connectors.terraform.plan import Plan
from clausecheck.facts import Unreadable

_HARMLESS = ("aws_", "random_", "null_", "time_", "tls_", "local_", "archive_", "template_", "terraform_")
"""AWS's, which is read, and those that make nothing outside of the plan."""


def others(plan: Plan) -> tuple[Unreadable, ...]:
    """One entry for each type of resource that nobody here reads."""
    types = sorted({one.type for one in plan.resources if not one.type.startswith(_HARMLESS)})
    return tuple(
        Unreadable(
            what=f"resources of type {one}",
            why="their provider is not read",
            remedy="audit what they make by a connector of its own",
        )
        for one in types
    )
