"""Users, roles and policies of a plan, put together as an account would list them.

Who has a policy is told by attachments, whose `policy_arn` is known only after `apply` where the plan makes the policy
too: then the configuration says which one is meant. Of AWS's own policies those that administer are known here; any
other one of AWS's is taken for what AWS documents: that it does not administer.
"""

from collections.abc import Iterator

from clausecheck.connectors.aws.identity.details import Details, Principal, Source
from clausecheck.connectors.aws.identity.policies import Statement, statements_of
from clausecheck.connectors.terraform.plan import Plan, Resource
from clausecheck.facts import Unreadable

_EVERYTHING = Statement(allows=True, actions=("*",), resources=("*",))
_IAM = Statement(allows=True, actions=("iam:*",), resources=("*",))
_ADMINISTRATING = {
    "AdministratorAccess": (_EVERYTHING,),
    "PowerUserAccess": (_EVERYTHING,),
    "IAMFullAccess": (_IAM,),
}
"""AWS managed policy reference. PowerUserAccess leaves IAM out, and reaches every store all the same."""
_POLICY = "aws_iam_policy"
NOT_TOLD = "what its policy says is known after the plan is applied"


def details_of(plan: Plan) -> Details:
    """Every user and role that the plan makes, with the policies that it gives them."""
    users, roles, groups = plan.of("aws_iam_user"), plan.of("aws_iam_role"), plan.of("aws_iam_group")
    of_groups = {one.address: _sources(plan, one, "group") for one in groups}
    return Details(
        users=tuple(_user(plan, one, of_groups) for one in users),
        roles=tuple(_role(plan, one) for one in roles),
        unreadable=tuple(_unknown(plan)),
    )


def _user(plan: Plan, one: Resource, of_groups: dict[str, tuple[Source, ...]]) -> Principal:
    through = tuple(
        Source(through=f"group {_name(group)}", statements=source.statements)
        for group in _groups_of(plan, one)
        for source in of_groups.get(group.address, ())
    )
    sources = _sources(plan, one, "user") + through
    return Principal(arn=one.address, name=_name(one), is_role=False, sources=sources)


def _role(plan: Plan, one: Resource) -> Principal:
    trust = statements_of(one.values.get("assume_role_policy"))
    return Principal(arn=one.address, name=_name(one), is_role=True, sources=_sources(plan, one, "role"), trust=trust)


def _name(one: Resource) -> str:
    return one.text("name") or one.address


def _groups_of(plan: Plan, user: Resource) -> Iterator[Resource]:
    groups = plan.of("aws_iam_group")
    for one in plan.of("aws_iam_group_membership"):
        if _means(plan, one, "users", user):
            yield from (group for group in groups if _means(plan, one, "group", group))
    for one in plan.of("aws_iam_user_group_membership"):
        if _means(plan, one, "user", user):
            yield from (group for group in groups if _means(plan, one, "groups", group))


def _means(plan: Plan, one: Resource, attribute: str, other: Resource) -> bool:
    """Whether an attribute names another resource, by its name or by reference."""
    value = one.values.get(attribute)
    names = value if isinstance(value, list) else [value]
    return _name(other) in names or other in plan.meant(one, attribute, other.type)


def _sources(plan: Plan, one: Resource, kind: str) -> tuple[Source, ...]:
    return (*_inline(plan, one, kind), *_attached(plan, one, kind))


def _inline(plan: Plan, one: Resource, kind: str) -> Iterator[Source]:
    for policy in plan.of(f"aws_iam_{kind}_policy"):
        if _means(plan, policy, kind, one):
            through = f"inline policy {policy.text('name') or policy.address}"
            yield Source(through=through, statements=statements_of(policy.values.get("policy")))
    for block in one.blocks("inline_policy"):
        yield Source(through=f"inline policy {block.get('name')}", statements=statements_of(block.get("policy")))


def _attached(plan: Plan, one: Resource, kind: str) -> Iterator[Source]:
    for attachment in plan.of(f"aws_iam_{kind}_policy_attachment"):
        if _means(plan, attachment, kind, one):
            yield from _meant(plan, attachment)
    for attachment in plan.of("aws_iam_policy_attachment"):
        if _means(plan, attachment, f"{kind}s", one):
            yield from _meant(plan, attachment)
    managed = one.values.get("managed_policy_arns")
    for arn in managed if isinstance(managed, list) else ():
        yield from _by_arn(plan, str(arn))


def _meant(plan: Plan, attachment: Resource) -> Iterator[Source]:
    if attachment.text("policy_arn"):
        yield from _by_arn(plan, attachment.text("policy_arn"))
    for policy in plan.meant(attachment, "policy_arn", _POLICY):
        yield _source(policy)


def _by_arn(plan: Plan, arn: str) -> Iterator[Source]:
    name = arn.rsplit("/", 1)[-1]
    if ":iam::aws:policy/" in arn:
        yield Source(through=f"policy {name}", statements=_ADMINISTRATING.get(name, ()))
    for policy in plan.of(_POLICY):
        if policy.text("arn") == arn:
            yield _source(policy)


def _source(policy: Resource) -> Source:
    return Source(through=f"policy {_name(policy)}", statements=statements_of(policy.values.get("policy")))


def _unknown(plan: Plan) -> Iterator[Unreadable]:
    """What cannot be told of who may do what: a document that is not known yet, a policy that nobody makes here."""
    documents = {"aws_iam_policy": "policy", "aws_iam_role": "assume_role_policy"}
    documents |= {f"aws_iam_{kind}_policy": "policy" for kind in ("user", "group", "role")}
    for one in plan.of(*documents):
        if not one.knows(documents[one.type]):
            yield Unreadable(what=_shown(one), why=NOT_TOLD)
    attachments = [f"aws_iam_{kind}policy_attachment" for kind in ("", "user_", "group_", "role_")]
    for one in plan.of(*attachments):
        if not list(_meant(plan, one)):
            yield Unreadable(what=_shown(one), why="the policy that it attaches is not in the plan")


def _shown(one: Resource) -> str:
    """An address may be called after a person; of whatever is about users the type alone is told."""
    return f"a resource of type {one.type}" if "user" in one.type else one.address
