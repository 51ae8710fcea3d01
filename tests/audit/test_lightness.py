"""What an audit's own process leaves out is not needed by what it does with pyarrow and DuckDB."""

import subprocess
import sys

DOES = """
import sys
from clausecheck.audit.lightness import lighten, UNUSED
lighten()
lighten()
import duckdb
import pyarrow as pa
opened = duckdb.connect()
rows = pa.table([pa.array(["a", None])], schema=pa.schema([("name", pa.string())]))
opened.register("batch", rows)
opened.execute("CREATE TABLE names AS SELECT * FROM batch")
print(opened.execute("SELECT count(*) FROM names WHERE name = ?", ["a"]).fetchone())
print(opened.execute("SELECT name FROM names").to_arrow_table().num_rows)
print(sorted(UNUSED & set(sys.modules)))
"""


def test_rows_travel_without_what_is_left_out() -> None:
    ran = subprocess.run([sys.executable, "-c", DOES], capture_output=True, text=True, check=False)
    assert (ran.stdout.split("\n")[:3], ran.stderr) == (["(1,)", "2", "[]"], "")
