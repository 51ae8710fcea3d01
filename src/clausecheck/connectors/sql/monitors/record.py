"""What a server records, whatever the database."""

from dataclasses import dataclass

SIGN_INS = "record of sign-ins"
STATEMENTS = "record of statements"


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record, `on` or off; `None` where it could not be told, with the reason in `untold`."""

    what: str
    on: bool | None
    where_to_look: str
    untold: str = ""
