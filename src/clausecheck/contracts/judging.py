"""Runs the contract of every place of a target, one after the other: nothing here raises but an interruption."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING

from clausecheck.connectors.all_connectors import HOLDING_ROWS
from clausecheck.connectors.sql import hides_rows, reading, reflected
from clausecheck.contracts.deriving import Contract, derive, untold
from clausecheck.contracts.expected import VOLUME, Expected
from clausecheck.contracts.terms import Terms, terms_of
from clausecheck.contracts.volumes import FILE, Volumes
from clausecheck.errors import CannotVerify, Unreachable
from clausecheck.model import ContractResult, Expectation, Outcome
from clausecheck.records.asking import Audit
from clausecheck.records.moments import Zones
from clausecheck.records.moments.text import teach_sqlite
from clausecheck.records.relation import Relation
from clausecheck.redaction import kind_of
from clausecheck.targets.model import Dataset, Place

if TYPE_CHECKING:
    from sqlalchemy import Connection

INSTALL = "pip install 'clausecheck[contracts]'"
WHOLE = "the contract"


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What became of every contract, and the files that tell of it, by their path within the report's folder."""

    results: tuple[ContractResult, ...]
    files: Mapping[str, str] = field(default_factory=dict)


def judge_all(audit: Audit, terms: Mapping[str, Terms], volumes: Volumes) -> Judged:
    """Every place of every dataset that lies in a database, in the order of the target."""
    results: list[ContractResult] = []
    files: dict[str, str] = {}
    closed: dict[str, CannotVerify] = {}
    for dataset, place in _places(audit):
        if place.system in closed:
            result, page = _told_nothing(dataset, place, closed[place.system]), ""
        else:
            result, page = _judged(dataset, place, audit, terms, volumes, closed)
        if page:
            result = replace(result, page=f"contracts/{len(files) + 1:03}-{_file_name(place.name)}.html")
            files[result.page] = page
        results.append(result)
    files[FILE] = volumes.after(audit.target.name, results)
    return Judged(results=tuple(results), files=files)


def _places(audit: Audit) -> Iterator[tuple[Dataset, Place]]:
    for dataset in audit.target.datasets:
        yield from ((dataset, place) for place in dataset.places if audit.system(place).kind in HOLDING_ROWS)


def _judged(
    dataset: Dataset,
    place: Place,
    audit: Audit,
    terms: Mapping[str, Terms],
    volumes: Volumes,
    closed: dict[str, CannotVerify],
) -> tuple[ContractResult, str]:
    """The result of one place, and its page or ""."""
    try:
        with reading(audit.system(place)) as connection:
            return _run(_relation(connection, dataset, place, audit), audit, terms, volumes)
    except Unreachable as reason:
        closed[place.system] = reason
        return _told_nothing(dataset, place, reason), ""
    except CannotVerify as reason:
        return _told_nothing(dataset, place, reason), ""
    except ModuleNotFoundError as missing:
        lacks = f"the library {missing.name or 'great_expectations'}, which runs contracts, is not installed"
        return _told_nothing(dataset, place, CannotVerify(lacks, remedy=INSTALL)), ""
    except Exception as error:
        return _told_nothing(dataset, place, CannotVerify(f"running the contract failed ({kind_of(error)})")), ""


def _relation(connection: "Connection", dataset: Dataset, place: Place, audit: Audit) -> Relation:
    teach_sqlite(connection)
    zones = Zones(audit.time_zone, audit.system(place).timezone)
    table = reflected(connection, place.table)
    return Relation(connection, table, dataset, place, zones, audit.pseudonyms)


def _run(relation: Relation, audit: Audit, terms: Mapping[str, Terms], volumes: Volumes) -> tuple[ContractResult, str]:
    dataset, place = relation.dataset, relation.place
    own = terms_of(dataset.category, terms)
    known = f"{dataset.name} in {place.name}"
    least = None if own.at_least_percent is None else volumes.least(audit.target.name, known, own.at_least_percent)
    contract = derive(relation, audit, own, least)
    library = import_module("clausecheck.contracts.expectations")
    suite = library.Suite(relation.connection, contract.statement, contract.types)
    told = suite.run(contract.expected)
    hidden = hides_rows(relation.connection, relation.table)
    if hidden:
        contract.untold.append(untold(Expected(name=WHOLE, role="", sentence="every row is seen"), hidden))
    if volumes.trouble:
        contract.untold.append(untold(Expected(name=VOLUME, role="", sentence="the volume holds"), volumes.trouble))
    page = import_module("clausecheck.contracts.pages").page(suite.results, known, audit.as_of)
    return _result(contract, told, suite.rows), page


def _result(contract: Contract, told: list[Expectation], rows: int | None) -> ContractResult:
    place, dataset = contract.relation.place, contract.relation.dataset
    return ContractResult(
        dataset=dataset.name,
        category=dataset.category,
        system=place.system,
        resource=place.name,
        expectations=(*told, *contract.untold),
        rows=rows,
        notes=tuple(contract.notes),
    )


def _told_nothing(dataset: Dataset, place: Place, reason: CannotVerify) -> ContractResult:
    remedy = f"; {reason.remedy}" if reason.remedy else ""
    nothing = Expectation(
        name=WHOLE,
        role="",
        sentence="the contract is looked at",
        outcome=Outcome.UNVERIFIED,
        reason=reason.reason + remedy,
    )
    return ContractResult(
        dataset=dataset.name,
        category=dataset.category,
        system=place.system,
        resource=place.name,
        expectations=(nothing,),
    )


def _file_name(place: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in place)
