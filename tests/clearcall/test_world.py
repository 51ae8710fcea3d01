"""What a target of the demo asks of its world: size, sameness, speed, and nothing left behind."""

import os
import time
from datetime import UTC, datetime
from unittest.mock import MagicMock

import duckdb
import pytest
import yaml

from fixtures import clearcall
from fixtures.clearcall import company

AS_OF = datetime(2026, 11, 23, 20, 15, tzinfo=UTC)


def test_it_has_at_least_fifty_thousand_rows(built):
    (tables,) = zip(*built.crm.execute("SELECT name FROM sqlite_master WHERE type = 'table'"), strict=True)
    in_the_crm = sum(len(built.rows(table)) for table in tables)
    lake = duckdb.connect()
    (samples,) = lake.execute("SELECT count(*) FROM read_parquet(?)", [built.variables["CLEARCALL_NETWORK"]]).fetchone()
    (lines,) = lake.execute("SELECT count(*) FROM read_json(?)", [built.variables["CLEARCALL_LOGS"]]).fetchone()
    assert in_the_crm + samples + lines >= 50_000


def test_keys_are_unique(rows):
    for table in ("accounts", "people", "communications", "transactions", "consent_events", "marketing_sends"):
        keys = [row["id"] for row in rows.rows(table)]
        assert len(set(keys)) == len(keys), table


def test_the_same_moment_gives_the_same_company(tmp_path):
    dumps = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        company.founded(tmp_path / name, AS_OF, MagicMock())
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file() and path.suffix != ".pem")
        dumps.append({str(path.relative_to(tmp_path / name)): path.read_bytes() for path in files})
    assert dumps[0] == dumps[1]  # but for keys, which are new each time


def test_the_rows_are_made_in_a_few_seconds(tmp_path):
    began = time.process_time()
    company.founded(tmp_path, AS_OF, MagicMock())
    assert time.process_time() - began < 6  # it is one on an idle machine


def test_the_environment_is_as_it_was_and_the_server_is_gone(tmp_path, monkeypatch):
    pytest.importorskip("moto", reason="pip install 'clausecheck[demo]'")
    monkeypatch.setenv("AWS_PROFILE", "somebody")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    before = dict(os.environ)
    with clearcall.world(tmp_path, AS_OF) as variables:
        endpoint = variables["AWS_ENDPOINT_URL"]
        assert os.environ["AWS_ACCESS_KEY_ID"] == "clearcall-demo"
        assert "AWS_PROFILE" not in os.environ
        assert answers(endpoint)
    assert dict(os.environ) == before
    assert not answers(endpoint)


def answers(endpoint):
    import socket

    host, port = endpoint.removeprefix("http://").split(":")
    try:
        socket.create_connection((host, int(port)), timeout=2).close()
    except OSError:
        return False
    return True


def test_each_breach_is_listed_once_and_both_targets_map_the_same(breaches, request):
    assert len({(one["clause"], one["check"]) for one in breaches}) == len(breaches)
    targets = request.config.rootpath / "targets"
    demo, breached = (yaml.safe_load((targets / f"{name}.yaml").read_text()) for name in ("demo", "demo-breached"))
    differing = {key for key in demo if demo[key] != breached[key]}
    assert differing == {"target", "world"}
