"""What is written once has the same text and the same values as what is written every time."""

from collections import Counter

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.sql.compiler import SQLCompiler

from clausecheck.connectors.sql.compiling import _remembering, quick

TABLE = sa.table("rows", sa.column("id", sa.Integer), sa.column("day", sa.String))


def statement() -> sa.Select:
    """One expression in many places: of the result, of conditions, within another, in a subquery and labelled."""
    day = sa.func.replace(sa.cast(TABLE.c.day, sa.String(10)), "-", "/")
    old = sa.case((sa.or_(day.is_(None), day < "2020/01/01"), sa.true()), else_=day.like("%x%"))
    few = sa.select(sa.func.count()).where(old).select_from(TABLE).scalar_subquery()
    held = sa.func.coalesce(old, sa.false())
    below = sa.select(TABLE.c.id, day.label("day"), held.label("held")).where(old).subquery()
    counts = [sa.func.count(sa.case((sa.and_(below.c.held, sa.not_(below.c.held)), 1))), few, few + few]
    return sa.select(*counts, below.c.day, below.c.day).where(below.c.held, few > 1).group_by(below.c.day)


@pytest.mark.parametrize("dialect", [sqlite.dialect, postgresql.dialect, mysql.dialect])
@pytest.mark.parametrize("literal", [True, False])
def test_the_text_and_the_values_stay_the_same(dialect, literal: bool) -> None:
    engine = sa.create_engine("sqlite://")
    plain, engine.dialect = dialect(), dialect()
    asked = statement()
    told = [
        asked.compile(dialect=one, compile_kwargs={"literal_binds": literal}) for one in (plain, quick(engine).dialect)
    ]
    assert told[0].string == told[1].string
    assert told[0].params == told[1].params
    assert told[0].positiontup == told[1].positiontup
    columns = [[(column.keyname, str(column.type)) for column in one._result_columns] for one in told]
    assert columns[0] == columns[1]


def test_an_expression_of_many_places_is_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    written = Counter[str]()
    case = SQLCompiler.visit_case

    def counted(self, clause, **named):
        written["case"] += 1
        return case(self, clause, **named)

    _remembering.cache_clear()
    monkeypatch.setattr(SQLCompiler, "visit_case", counted)
    engine = quick(sa.create_engine("sqlite://"))
    old = sa.case((TABLE.c.day < "2020", sa.true()), else_=sa.false())
    wanted = sa.select(TABLE.c.id).where(*(sa.or_(old, TABLE.c.id == number) for number in range(50)))
    assert str(wanted.compile(engine)).count("CASE") == 50
    assert written["case"] == 1
    _remembering.cache_clear()
