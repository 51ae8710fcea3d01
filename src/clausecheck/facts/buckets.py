"""Buckets of objects, and what their policies let whom do."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyStatement:
    """One statement of a bucket's policy, as its provider grants or denies.

    `principals` are "everybody", an account, a role, a service; people stand there as pseudonyms. None at all means a
    denial of everybody but those it names. `actions` and `resources` are patterns; the `all_…_but` forms cover all
    but what they name. `conditions` say operator and key, never the values, which may name people or addresses.
    """

    allows: bool
    principals: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    all_actions_but: tuple[str, ...] | None = None
    resources: tuple[str, ...] = ()
    all_resources_but: tuple[str, ...] | None = None
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Bucket:
    """One bucket; `label` is "bucket <name>".

    `statements` is empty where the bucket has no policy. `refuses_plain_http`: a statement of its policy denies every
    request without TLS, to whoever and whatever. `allows_everybody` and `allows_outsiders`: a statement allows
    something to anybody at all, or to somebody outside the account; what other statements deny is not set against it.
    Each is `None` where it could not be told, with the reason in `untold`.
    """

    label: str
    name: str
    region: str
    statements: tuple[PolicyStatement, ...] | None
    refuses_plain_http: bool | None
    allows_everybody: bool | None
    allows_outsiders: bool | None
    untold: str = ""
