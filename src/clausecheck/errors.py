"""The few ways in which an audit can fail to say "honoured", each an error with a place."""

from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing that is wrong in a file or on the command line, and where it stands.

    `line` and `column` count from 1; 0 means that the place is not known.
    """

    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    key: str = ""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return ": ".join(part for part in (place, self.key, self.message) if part)


class InputError(Exception):
    """What the user gave is wrong; nothing was audited (exit 3). It carries every problem found, not the first."""

    def __init__(self, problems: Sequence[Problem] | str) -> None:
        self.problems = (Problem(message=problems),) if isinstance(problems, str) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class PolicyError(InputError):
    """A file below `policy/` is wrong."""


class TargetError(InputError):
    """A target file, or what it names, is wrong."""


class CommandError(InputError):
    """The command line is wrong."""


class CannotVerify(Exception):
    """Nobody could tell: the reason, what was tried, and what would help. It becomes the outcome `unverified`.

    None of the three may hold a personal value or a secret.
    """

    def __init__(self, reason: str, *, tried: str = "", remedy: str = "") -> None:
        self.reason, self.tried, self.remedy = reason, tried, remedy
        super().__init__(reason)


class Unreachable(CannotVerify):
    """System `system` did not let us in. Asking it again in the same audit would only wait again."""

    def __init__(self, reason: str, *, system: str, tried: str = "", remedy: str = "") -> None:
        self.system = system
        super().__init__(reason, tried=tried, remedy=remedy)


class Violation(Exception):
    """A check found counter-examples.

    `offenders` is either a sequence of the facts that offend or a `RowClass`: `len()` counts it exactly, and at most
    five are named. `found` is a phrase that reads on as
    "<found>: 3 of 412 <noun>". `counts` are finer classes, for the report only.
    """

    def __init__(
        self,
        *,
        promised: str,
        found: str,
        offenders: Sized,
        remedy: str,
        counts: Mapping[str, int] | None = None,
    ) -> None:
        self.promised, self.found, self.remedy = promised, found, remedy
        self.offenders = offenders
        self.counts = dict(counts or {})
        super().__init__(f"{promised} {found}")
