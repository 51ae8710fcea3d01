"""What a browser stores and sends on the website (section 8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from clausecheck.model import Obligation

REQUESTS = "requests"


@dataclass(frozen=True, kw_only=True)
class Necessary:
    """What the site cannot do without, as `policy.yaml` has it under `tracking`.

    Something stored: `name`, where a final `*` stands for any ending, in `store`, of `host`; without one, of the
    site's own. Or requests to `host` and what lies below it, which have no name.
    """

    purpose: str
    name: str = ""
    store: str = "cookie"
    host: str = ""

    def __str__(self) -> str:
        return f"{self.store} {self.name}" if self.name else f"requests to {self.host}"

    def covers(self, kind: str, name: str, host: str, *, is_own: bool) -> bool:
        if not self.name:
            return kind == REQUESTS and _is_at(host, self.host)
        stem = self.name.removesuffix("*")
        same = name.startswith(stem) if stem != self.name else name == self.name
        return kind == self.store and same and (_is_at(host, self.host) if self.host else is_own)


@dataclass(frozen=True, kw_only=True)
class Tracking(Obligation):
    """What is `strictly_necessary` stands once in `policy.yaml`, for every obligation that has no list of its own."""

    strictly_necessary: tuple[Necessary, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StorageBeforeChoice(Tracking):
    """Before a visitor chooses, nothing beyond the strictly necessary is stored or sent."""

    KIND: ClassVar[str] = "storage_before_choice"


@dataclass(frozen=True, kw_only=True)
class RefusalRespected(Tracking):
    """After a refusal or a withdrawal, nothing beyond the strictly necessary is stored or sent any more."""

    KIND: ClassVar[str] = "refusal_respected"


@dataclass(frozen=True, kw_only=True)
class PrivacySignal(Tracking):
    """A browser's opt-out signal counts as a refusal."""

    KIND: ClassVar[str] = "privacy_signal"

    signal: str


@dataclass(frozen=True, kw_only=True)
class ChoiceSymmetry(Obligation):
    """Refusing takes no more steps than accepting."""

    KIND: ClassVar[str] = "choice_symmetry"


@dataclass(frozen=True, kw_only=True)
class CookiePolicyKept(Obligation):
    """A cookie policy is linked, resolves, and declares everything that is seen to be stored."""

    KIND: ClassVar[str] = "cookie_policy"


KINDS: tuple[type[Obligation], ...] = (
    StorageBeforeChoice,
    RefusalRespected,
    PrivacySignal,
    ChoiceSymmetry,
    CookiePolicyKept,
)


def is_necessary(listed: Iterable[Necessary], kind: str, name: str, host: str, *, is_own: bool) -> bool:
    """Whether something stored, or requests to a host, are strictly necessary. The site may talk to itself."""
    if kind == REQUESTS and is_own:
        return True
    return any(one.covers(kind, name, host, is_own=is_own) for one in listed)


def _is_at(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")
