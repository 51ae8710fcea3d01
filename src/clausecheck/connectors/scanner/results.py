"""When a scanner's result was complete, in the words of each format.

Sources: SARIF 2.1.0 (OASIS), 3.20.8 `endTimeUtc` and 3.20.14 `executionSuccessful` of an invocation; Trivy's JSON
report (`SchemaVersion`, `CreatedAt`); Grype's JSON output (`descriptor`); CycloneDX 1.x (`metadata.timestamp`); the
JSON report of OWASP ZAP (`created`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from clausecheck.errors import CannotVerify

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Result:
    """One result: the scanner, and when it was done, or why that could not be told."""

    tool: str
    done_at: datetime | None
    untold: str = ""


def result_of(data: Any) -> Result:
    """The result in a file's JSON; `CannotVerify` where it is of no format that is known."""
    if isinstance(data, Mapping):
        for is_meant, read in _FORMATS:
            if is_meant(data):
                return read(data)
    raise CannotVerify("it is of no format that is known: SARIF, Trivy, Grype, CycloneDX or OWASP ZAP")


def _at(tool: str, written: object) -> Result:
    try:
        moment = datetime.fromisoformat(_six_digits(str(written)))
    except ValueError:
        return Result(tool=tool, done_at=None, untold="its result does not say when the scan was done")
    if moment.tzinfo is None:
        return Result(tool=tool, done_at=None, untold="its result says when the scan was done without a time zone")
    return Result(tool=tool, done_at=moment)


def _six_digits(written: str) -> str:
    """Go programs write nanoseconds, of which Python reads six digits."""
    whole, dot, rest = written.partition(".")
    digits = len(rest) - len(rest.lstrip("0123456789"))
    return f"{whole}.{rest[:digits][:6].ljust(6, '0')}{rest[digits:]}" if dot else written


def _sarif(data: Mapping[str, Any]) -> Result:
    """The oldest of its runs: the file is as old as what was looked at first."""
    told = list(_runs(data))
    if not told:
        raise CannotVerify("it is SARIF without a run")
    undated = [one for one in told if one.done_at is None]
    return undated[0] if undated else min(told, key=lambda one: one.done_at or _NEVER)


def _runs(data: Mapping[str, Any]) -> Iterator[Result]:
    for run in _mappings(data.get("runs")):
        tool = str(_mapping(_mapping(run.get("tool")).get("driver")).get("name", "SARIF"))
        invocations = list(_mappings(run.get("invocations")))
        if any(one.get("executionSuccessful") is not True for one in invocations):
            yield Result(tool=tool, done_at=None, untold="its result says that the scan did not succeed")
            continue
        told = [_at(tool, one.get("endTimeUtc")) for one in invocations]
        yield next((one for one in told if one.done_at), _at(tool, None))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _grype(data: Mapping[str, Any]) -> Result:
    return _at("Grype", _mapping(data["descriptor"]).get("timestamp"))


def _cyclone(data: Mapping[str, Any]) -> Result:
    if "vulnerabilities" not in data:  # a list of components alone is no scan
        return Result(tool="CycloneDX", done_at=None, untold="it lists components, and no scan of them")
    return _at("CycloneDX", _mapping(data.get("metadata")).get("timestamp"))


_FORMATS: tuple[tuple[Callable[[Mapping[str, Any]], bool], Callable[[Mapping[str, Any]], Result]], ...] = (
    (lambda data: "runs" in data and str(data.get("version", "")).startswith("2.1"), _sarif),
    (lambda data: "SchemaVersion" in data and "ArtifactType" in data, lambda data: _at("Trivy", data.get("CreatedAt"))),
    (lambda data: "matches" in data and "descriptor" in data, _grype),
    (lambda data: data.get("bomFormat") == "CycloneDX", _cyclone),
    (lambda data: "ZAP" in str(data.get("@programName", "")), lambda data: _at("OWASP ZAP", data.get("created"))),
)
