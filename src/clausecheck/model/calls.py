"""What was asked of a system, as evidence keeps it: never with a value that was sent or that came back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One statement, one question to an API, or one whole reading of a fact.

    `kind` is "sql", "aws", "http" or "reading". `what` is the statement with its parameters left open, the operation
    and its region, the method and the path, or the fact and the subjects that it answers for. `began` is aware,
    `seconds` until the last row was read. `rows` are those that came, or the items of an answer; None where nobody
    counted. `failure` is the kind of the error, never its text.
    """

    system: str
    kind: str
    what: str
    began: datetime
    seconds: float
    rows: int | None = None
    failure: str = ""


Listener = Callable[[Call], None]
"""Is told each call when it has ended; may be asked from several threads."""
