"""What `where_to_look` of a finding is: a statement that lists the offenders in one database, or words for its owner.

Text alone, and read by reports: nothing here asks anything.
"""

from itertools import takewhile

from clausecheck.model import Finding, Outcome
from clausecheck.redaction import is_pseudonym

SIDE_BY_SIDE = (
    "asked of copies in one DuckDB file, keys and subjects as keyed hashes, as the tables lie in several systems"
)
OPEN = "some of its values are left open"
AMONG = "lists all of them; the offenders are among these"
_COPIES = "asked of copies"
_ANOTHER = "in the system "
_BEGINNINGS = ("SELECT", "WITH")


def remarked(remark: str, statement: str) -> str:
    """The statement under a first line that says something of it."""
    return f"-- {remark}\n{statement}"


def in_system(system: str, statement: str) -> str:
    """The statement, with a first line that says of which system it is asked: not of the one that was judged."""
    return remarked(_ANOTHER + system, statement) if statement else ""


def system_of(finding: Finding) -> str:
    """The system whose database the statement is asked of."""
    named = [one.removeprefix(_ANOTHER) for one in _remarks(finding.where_to_look) if one.startswith(_ANOTHER)]
    return named[0] if named else finding.system


def _remarks(text: str) -> list[str]:
    return [line.removeprefix("-- ") for line in takewhile(lambda line: line.startswith("-- "), text.splitlines())]


def is_query(text: str) -> bool:
    """Whether it is a statement, comments aside, and not words that say where to look."""
    lines = (line for line in text.splitlines() if not line.startswith("--"))
    return "".join(lines).lstrip().upper().startswith(_BEGINNINGS)


def is_of_copies(text: str) -> bool:
    """Whether the statement was asked of hashed copies that no database holds any more."""
    return any(one.startswith(_COPIES) for one in _remarks(text))


def is_of_one_database(text: str) -> bool:
    """Whether the statement can be run as it stands, by one database."""
    return is_query(text) and not is_of_copies(text) and OPEN not in _remarks(text)


def lists_exactly(text: str) -> bool:
    """Whether the statement lists the offenders and nothing else."""
    return is_of_one_database(text) and AMONG not in _remarks(text)


def hides_keys(finding: Finding) -> bool:
    """Whether what was found appears under pseudonyms, which somebody may want to see behind."""
    return finding.outcome in {Outcome.VIOLATED, Outcome.WAIVED} and any(map(is_pseudonym, finding.examples))


def lists_keys(finding: Finding) -> bool:
    """Whether `clausecheck reveal` can list the keys behind the finding's pseudonyms."""
    return hides_keys(finding) and bool(system_of(finding)) and is_of_one_database(finding.where_to_look.strip())
