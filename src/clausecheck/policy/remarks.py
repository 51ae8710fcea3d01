"""What the lint has to say: warnings and questions, never errors."""

from dataclasses import dataclass
from enum import StrEnum


class RemarkKind(StrEnum):
    """What a remark is about."""

    NO_PERIOD = "no period"
    CONTRADICTION = "contradiction"
    STRONG_WORD = "strong word"
    PROPOSED = "proposed number"
    UNREAD = "unread"
    NOT_LOCKED = "not locked"


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One remark on a clause. `question` is for the data protection officer; "" where only we can act."""

    clause: str
    kind: RemarkKind
    message: str
    question: str = ""
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.file else ""
        return f"{place}{self.clause}: {self.kind.value}: {self.message}"
