"""Everybody in an account and every policy that speaks of them, from one paged call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clausecheck.connectors.aws.calls import asked, missing, pages
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.identity.policies import Statement, statements_of
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Unreadable

_LISTS = ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")
_Items = Mapping[str, list[Mapping[str, Any]]]
_Documents = Mapping[str, tuple[Statement, ...]]


@dataclass(frozen=True, kw_only=True)
class Source:
    """One policy that somebody has, and how: "policy AdministratorAccess", "group ops"."""

    through: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, kw_only=True)
class Principal:
    """A user or a role. `trust` is who may assume a role; a user has none."""

    arn: str
    name: str
    is_role: bool
    sources: tuple[Source, ...]
    trust: tuple[Statement, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(statement for source in self.sources for statement in source.statements)


@dataclass(frozen=True, kw_only=True)
class Details:
    """The users and roles of an account, and what of them could not be read."""

    users: tuple[Principal, ...] = ()
    roles: tuple[Principal, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()


def details_of(account: Account) -> Details:
    """Users, groups, roles and policies, as they stand now."""
    items, broken = _listed(account)
    documents, unread = _documents(account, items)
    groups = {group["GroupName"]: _sources(group, documents, "Group") for group in items["GroupDetailList"]}
    return Details(
        users=tuple(_user(user, documents, groups) for user in items["UserDetailList"]),
        roles=tuple(_role(role, documents) for role in items["RoleDetailList"]),
        unreadable=broken + unread,
    )


def _listed(account: Account) -> tuple[_Items, tuple[Unreadable, ...]]:
    items: dict[str, list[Mapping[str, Any]]] = {name: [] for name in _LISTS}
    wanted = ["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"]
    try:
        for page in pages(account, "iam", account.regions[0], "get_account_authorization_details", Filter=wanted):
            for name in _LISTS:
                items[name].extend(page.get(name) or ())
    except Unanswered as failure:
        return items, (missing("IAM users, groups, roles and policies", "", failure, partly=any(items.values())),)
    return items, ()


def _documents(account: Account, items: _Items) -> tuple[_Documents, tuple[Unreadable, ...]]:
    """The statements of each managed policy in use, by ARN; one that the listing left out is asked for by itself."""
    documents = {policy["Arn"]: _default_version(policy) for policy in items["Policies"]}
    attached = {policy["PolicyArn"] for name in _LISTS[:3] for one in items[name] for policy in _attached(one)}
    unread = []
    for arn in sorted(attached - documents.keys()):
        try:
            documents[arn] = _fetched(account, arn)
        except Unanswered as failure:
            unread.append(missing(f"policy {_policy_name(arn)}, which somebody has", "", failure))
    return documents, tuple(unread)


def _default_version(policy: Mapping[str, Any]) -> tuple[Statement, ...]:
    versions: Sequence[Mapping[str, Any]] = policy.get("PolicyVersionList") or ()
    default = [version for version in versions if version.get("IsDefaultVersion")]
    return statements_of(default[0].get("Document")) if default else ()


def _fetched(account: Account, arn: str) -> tuple[Statement, ...]:
    region = account.regions[0]
    version = asked(account, "iam", region, "get_policy", PolicyArn=arn)["Policy"]["DefaultVersionId"]
    answer = asked(account, "iam", region, "get_policy_version", PolicyArn=arn, VersionId=version)
    return statements_of(answer["PolicyVersion"].get("Document"))


def _user(user: Mapping[str, Any], documents: _Documents, groups: Mapping[str, tuple[Source, ...]]) -> Principal:
    of_groups = tuple(
        Source(through=f"group {name}", statements=source.statements)
        for name in user.get("GroupList") or ()
        for source in groups.get(name, ())
    )
    sources = _sources(user, documents, "User") + of_groups
    return Principal(arn=user["Arn"], name=user["UserName"], is_role=False, sources=sources)


def _role(role: Mapping[str, Any], documents: _Documents) -> Principal:
    return Principal(
        arn=role["Arn"],
        name=role["RoleName"],
        is_role=True,
        sources=_sources(role, documents, "Role"),
        trust=statements_of(role.get("AssumeRolePolicyDocument")),
    )


def _sources(one: Mapping[str, Any], documents: _Documents, kind: str) -> tuple[Source, ...]:
    inline = tuple(
        Source(through=f"inline policy {policy['PolicyName']}", statements=statements_of(policy.get("PolicyDocument")))
        for policy in one.get(f"{kind}PolicyList") or ()
    )
    managed = tuple(
        Source(through=f"policy {policy['PolicyName']}", statements=documents.get(policy["PolicyArn"], ()))
        for policy in _attached(one)
    )
    return inline + managed


def _attached(one: Mapping[str, Any]) -> Sequence[Mapping[str, str]]:
    return one.get("AttachedManagedPolicies") or ()


def _policy_name(arn: str) -> str:
    return arn.rsplit("/", 1)[-1]
