"""What the contract of one place expects, from its dataset's roles and the agreed terms, and the view that shows it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, String, case, literal, null
from sqlalchemy.types import TypeEngine

from clausecheck.contracts import expected as known
from clausecheck.contracts.expected import Expected
from clausecheck.contracts.references import References
from clausecheck.contracts.roles import PAST, tells_time
from clausecheck.contracts.terms import Terms
from clausecheck.contracts.view import FAMILIES, View, family_of
from clausecheck.errors import CannotVerify
from clausecheck.model import Category, Expectation, Outcome
from clausecheck.records.asking import Audit
from clausecheck.records.moments import Moment
from clausecheck.records.relation import Relation, word_is
from clausecheck.targets.registers import WORDS

UNKNOWN, NO_DATE, AHEAD, TOLD = "none of them", "no date", "ahead", "told"


@dataclass
class Contract:
    """What is expected of one place. `untold` could not even be asked; `notes` say what is not expected, and why."""

    relation: Relation
    category: Category
    view: View
    expected: list[Expected] = field(default_factory=list)
    untold: list[Expectation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def statement(self) -> Select[Any]:
        return self.view.statement

    @property
    def types(self) -> Mapping[str, TypeEngine[Any]]:
        return self.view.types


def derive(relation: Relation, audit: Audit, terms: Terms, least: int | None) -> Contract:
    """The contract of a place. `least` is how many rows there have to be, None where nothing tells.

    It reads the columns of the tables that are referred to, and no row.
    """
    contract = Contract(relation, audit.categories[relation.dataset.category], View(relation))
    for derived in (_columns, _keys, _words, _moments):
        contract.expected.extend(derived(contract, audit, terms))
    References(relation, audit, terms).into(contract)
    contract.expected.extend(_volume(contract, terms, least))
    return contract


def _columns(contract: Contract, _audit: Audit, _terms: Terms) -> Iterator[Expected]:
    relation, required = contract.relation, contract.category.required
    for role in dict.fromkeys((*required, *relation.place.roles)):
        column = relation.place.roles.get(role, "")
        sentence = f"the column {column} of the role {role} exists" if column else f"the role {role} has a column"
        yield Expected(name=known.EXISTS, role=role, column=role, sentence=sentence)
        if not contract.view.told(role):
            continue
        if tells_time(role):
            family = family_of(relation, role)
            contract.view.types[role] = family
            sentence = f"the column {column} of the role {role} is of a type that tells a day or moment"
            yield Expected(
                name=known.TYPED, role=role, column=role, sentence=sentence, terms={"type_list": list(FAMILIES)}
            )


def _keys(contract: Contract, _audit: Audit, _terms: Terms) -> Iterator[Expected]:
    if not contract.view.told("key"):
        return
    contract.view.show("key", contract.relation.identity("key"))
    yield Expected(name=known.PRESENT, role="key", column="key", sentence="every record has a key")
    yield Expected(name=known.UNIQUE, role="key", column="key", sentence="no key stands twice")


def _words(contract: Contract, _audit: Audit, terms: Terms) -> Iterator[Expected]:
    relation = contract.relation
    closed = {**terms.words, **WORDS.get(relation.dataset.category, {})}
    for role, words in closed.items():
        if contract.view.told(role):
            word = relation.word(role)
            listed = ((word_is(word, [one]), literal(one, String)) for one in words)
            stored = relation.column(role).is_(None)
            contract.view.show(role, case((stored, null()), *listed, else_=literal(UNKNOWN, String)))
            sentence = f"every {role} is one of: {', '.join(words)}"
            yield Expected(
                name=known.IN_SET, role=role, column=role, sentence=sentence, terms={"value_set": list(words)}
            )


def _moments(contract: Contract, audit: Audit, terms: Terms) -> Iterator[Expected]:
    relation = contract.relation
    for role in relation.place.roles:
        past, fresh = role in PAST, role == terms.fresh_by
        moment = _moment(relation, role) if (past or fresh) and contract.view.told(role) else None
        if moment and past:
            yield from _past(contract, role, moment, audit)
        if moment and fresh:
            yield from _fresh(contract, moment, audit, terms)
    if terms.fresh_by and terms.fresh_by not in relation.place.roles:
        contract.notes.append(f"freshness is not looked at: no column of the role {terms.fresh_by} is mapped")
    elif terms.newest_within is None:
        contract.notes.append("freshness is not looked at: nothing is agreed on how old the newest row may be")


def _moment(relation: Relation, role: str) -> Moment | None:
    """None where the column's type tells no moment, which its own expectation says."""
    try:
        return relation.moment(role)
    except CannotVerify:
        return None


def _past(contract: Contract, role: str, moment: Moment, audit: Audit) -> Iterator[Expected]:
    state: Callable[[str], Any] = lambda word: literal(word, String)  # noqa: E731 - three times the same literal
    latest = audit.latest_possible
    contract.view.show(
        role,
        case(
            (moment.absent, null()),
            (moment.undecidable, state(NO_DATE)),
            (moment.usably_after(latest), state(AHEAD)),
            else_=state(TOLD),
        ),
    )
    for sentence, words in (
        (f"every {role} tells a day or moment", [TOLD, AHEAD]),
        (f"no {role} lies more than 24 hours after the audit", [TOLD, NO_DATE]),
    ):
        yield Expected(name=known.IN_SET, role=role, column=role, sentence=sentence, terms={"value_set": words})


def _fresh(contract: Contract, moment: Moment, audit: Audit, terms: Terms) -> Iterator[Expected]:
    if terms.newest_within is None:
        return
    column = f"{terms.fresh_by}_is_fresh"
    since = terms.newest_within.cut_off(contract.relation.zones.day_of(audit.as_of))
    old = moment.before_day(since)
    told = case((moment.undecidable, 0), (old, 0), (moment.usably_after(audit.latest_possible), 0), else_=1)
    contract.view.show(column, told)
    sentence = f"the newest {terms.fresh_by} is at most {terms.newest_within.in_words()} old"
    yield Expected(name=known.NEWEST, role=terms.fresh_by, column=column, sentence=sentence, terms={"min_value": 1})


def _volume(contract: Contract, terms: Terms, least: int | None) -> Iterator[Expected]:
    if terms.at_least_percent is None:
        contract.notes.append("volume is not looked at: no share of the last run's rows is agreed on")
    elif least is None:
        contract.notes.append("volume is not looked at: there is no earlier run to compare with")
    else:
        sentence = f"there are at least {terms.at_least_percent} % of the last run's rows, {least:,}"
        yield Expected(name=known.VOLUME, role="", sentence=sentence, terms={"min_value": least})


def untold(expected: Expected, reason: str) -> Expectation:
    """An expectation that nobody could tell about."""
    return Expectation(
        name=expected.name,
        role=expected.role,
        sentence=expected.sentence,
        outcome=Outcome.UNVERIFIED,
        reason=reason,
    )
