"""Identifiers on their way beside other places: the digests that `identifier_digest` gives, whatever is written."""

import duckdb
import pyarrow as pa
import pytest
import sqlalchemy as sa
from duckdb_sqlalchemy import ConnectionWrapper
from hypothesis import given, settings
from hypothesis import strategies as st

from clausecheck.records.carried import Carried, insertion
from clausecheck.redaction import IDENTIFIER, PHONE, Pseudonyms, identifier_digest

KEY = b"a key of no company"
LETTERS = st.sampled_from([*"aZ09@.+-()/ \t\n\x0b\xa0", "\u00e9", "e\u0301", "\u03a3", "\u0130", "\u1e9e", "\u3000"])


@pytest.mark.parametrize("noun", [IDENTIFIER, PHONE])
@settings(max_examples=25, deadline=None)
@given(values=st.lists(st.lists(LETTERS | st.characters(codec="utf-8"), max_size=9).map("".join), max_size=8))
def test_what_is_carried_is_the_digest(noun: str, values: list[str]) -> None:
    opened = duckdb.connect()
    engine = sa.create_engine("duckdb://", creator=lambda: ConnectionWrapper(opened.cursor()), poolclass=sa.NullPool)
    column = Carried(name="one", role="email", selected=sa.null(), arrow=pa.string(), kept=sa.String(), noun=noun)
    copy = sa.Table("copy", sa.MetaData(), sa.Column("one", sa.String()))
    statement, keys = insertion(copy, [column], Pseudonyms(b"another key", KEY))
    told = [value for value in values if "\0" not in value]
    with engine.connect() as connection:
        copy.create(connection)
        opened_there = connection.connection.dbapi_connection
        opened_there.register("batch", pa.table({"one": pa.array(told, type=pa.string())}))
        connection.execute(statement, keys)
        found = set(connection.execute(sa.select(copy.c.one)).scalars())
    assert found == {identifier_digest(KEY, noun, value) for value in told}
