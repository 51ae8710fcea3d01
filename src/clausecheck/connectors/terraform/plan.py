"""Reads a plan or a state: every resource that it makes or keeps, with what is known of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clausecheck.connectors.files import bounded
from clausecheck.connectors.programs import parsed
from clausecheck.errors import CannotVerify
from clausecheck.redaction import kind_of
from clausecheck.targets.model import System

UNKNOWN = "it is known after the plan is applied"
_DEEPEST = 50


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One managed resource. `values` are its attributes as far as they are known, `unknown` those that are not yet.

    `region` is "" where the plan does not tell it. `references` are what the configuration of an attribute refers to,
    as addresses without an index: `aws_iam_policy.admin.arn`.
    """

    address: str
    type: str
    values: Mapping[str, Any]
    unknown: Mapping[str, Any]
    region: str
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def knows(self, attribute: str) -> bool:
        return not self.unknown.get(attribute)

    def flag(self, attribute: str, *, default: bool) -> bool | None:
        """A true or false; the provider's default where it is not set, `None` where it is not known yet."""
        if not self.knows(attribute):
            return None
        value = self.values.get(attribute)
        return default if value is None else _truth(value)

    def text(self, attribute: str) -> str:
        return str(self.values.get(attribute) or "")

    def blocks(self, attribute: str) -> list[Mapping[str, Any]]:
        """The nested blocks of that name."""
        value = self.values.get(attribute)
        found = value if isinstance(value, list) else [value]
        return [one for one in found if isinstance(one, Mapping)]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Every managed resource of a plan or a state."""

    resources: tuple[Resource, ...]

    def of(self, *types: str) -> list[Resource]:
        return [one for one in self.resources if one.type in types]

    def meant(self, one: Resource, attribute: str, *types: str) -> list[Resource]:
        """The resources of these types to which an attribute of this one refers, by its configuration."""
        told = one.references.get(attribute, ())
        return [other for other in self.of(*types) if without_index(other.address) in told]


def _truth(value: object) -> bool:
    return value if isinstance(value, bool) else str(value).lower() == "true"


def plan_of(system: System) -> Plan:
    """The plan that the target names.

    `CannotVerify` where it cannot be read, is no plan or state, failed, is only a part, or makes nothing at all.
    """
    data = _read(system)
    try:
        resources = tuple(_resources(data))
    except (AttributeError, TypeError, KeyError, RecursionError) as error:
        raise CannotVerify(f"the plan of {system.name} has another form ({kind_of(error)})") from None
    if not resources:
        raise CannotVerify(f"the plan of {system.name} makes nothing, so that it shows nothing")
    return Plan(resources=resources)


def _read(system: System) -> Mapping[str, Any]:
    remedy = "write what `terraform show -json` prints into that file"
    try:
        content = bounded(Path(system.folder, str(system.settings["plan"])))
    except OSError as error:
        raise CannotVerify(f"the plan of {system.name} could not be read ({kind_of(error)})", remedy=remedy) from None
    data = parsed(system, content, "the plan")
    if not isinstance(data, Mapping) or not str(data.get("format_version", "")).startswith("1."):
        raise CannotVerify(f"the file of {system.name} is no plan or state in the JSON form 1.x", remedy=remedy)
    if data.get("errored"):
        raise CannotVerify(f"the plan of {system.name} ended in an error, so that it is not whole")
    if data.get("complete") is False:
        raise CannotVerify(f"the plan of {system.name} is a part of the whole (targets or deferred changes)")
    return data


def _resources(data: Mapping[str, Any]) -> Iterator[Resource]:
    told = data.get("planned_values") or data.get("values") or {}
    changes = {one["address"]: one.get("change") or {} for one in data.get("resource_changes") or ()}
    configured = _Configured(data)
    for address, one in _within(told.get("root_module") or {}, 0):
        if one.get("mode") == "managed":
            unknown = changes.get(address, {}).get("after_unknown")
            values = one.get("values") or {}
            yield Resource(
                address=address,
                type=one["type"],
                values=values,
                unknown=unknown if isinstance(unknown, Mapping) else {},
                region=str(values.get("region") or configured.region_of(address)),
                references=configured.references.get(without_index(address), {}),
            )


def _within(module: Mapping[str, Any], depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if depth > _DEEPEST:
        raise RecursionError
    for one in module.get("resources") or ():
        yield one["address"], one
    for child in module.get("child_modules") or ():
        yield from _within(child, depth + 1)


class _Configured:
    """What the configuration in a plan tells: the region of each provider, and what attributes refer to.

    A state has none. A region is a constant, or a variable that the plan tells.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        configuration = data.get("configuration") or {}
        self._regions = {
            key: _region(one, data.get("variables") or {})
            for key, one in (configuration.get("provider_config") or {}).items()
            if one.get("name") == "aws"
        }
        told = dict(_configured(configuration.get("root_module") or {}, "", 0))
        self._keys = {address: str(one.get("provider_config_key", "")) for address, one in told.items()}
        self.references = {address: _references(address, one) for address, one in told.items()}

    def region_of(self, address: str) -> str:
        """The region of the provider that makes this resource; of the only one there is, where that is not said."""
        key = self._keys.get(without_index(address), "")
        if key in self._regions:
            return self._regions[key]
        told = set(self._regions.values())
        return told.pop() if len(told) == 1 else ""


def _region(config: Mapping[str, Any], variables: Mapping[str, Any]) -> str:
    told = (config.get("expressions") or {}).get("region") or {}
    if "constant_value" in told:
        return str(told["constant_value"] or "")
    for reference in told.get("references") or ():
        name = str(reference).removeprefix("var.")
        if name in variables:
            return str(variables[name].get("value") or "")
    return ""


def _configured(module: Mapping[str, Any], prefix: str, depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if depth > _DEEPEST:
        raise RecursionError
    for one in module.get("resources") or ():
        yield f"{prefix}{one['address']}", one
    for name, call in (module.get("module_calls") or {}).items():
        yield from _configured(call.get("module") or {}, f"{prefix}module.{name}.", depth + 1)


def _references(address: str, one: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """By attribute, the addresses that its expression names, below the module that the resource stands in."""
    place = address.removesuffix(str(one["address"]))
    return {
        name: tuple(f"{place}{_resource_of(str(word))}" for word in told.get("references") or ())
        for name, told in (one.get("expressions") or {}).items()
        if isinstance(told, Mapping)
    }


def _resource_of(reference: str) -> str:
    """`aws_iam_policy.admin.arn` and `aws_iam_policy.admin[0].arn` mean `aws_iam_policy.admin`."""
    return ".".join(without_index(reference).split(".")[:2])


def without_index(address: str) -> str:
    """`module.a["x"].aws_s3_bucket.b[0]` is configured as `module.a.aws_s3_bucket.b`."""
    kept, depth, quoted = [], 0, False
    for letter in address:
        quoted ^= letter == '"'
        depth += (letter == "[") * (not quoted)
        if not depth:
            kept.append(letter)
        depth -= (letter == "]") * (not quoted)
    return "".join(kept)
