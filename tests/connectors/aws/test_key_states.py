"""Keys: each asked for once, and what their states mean."""

from dataclasses import replace

import pytest

from clausecheck.connectors.aws import FACTS, calls_made
from clausecheck.connectors.aws.keys import with_key_states
from clausecheck.connectors.aws.sessions import opened
from clausecheck.connectors.aws.stores.store import store


@pytest.mark.parametrize(("state", "usable"), [("enabled", True), ("disabled", False), ("pending_deletion", False)])
def test_a_key_is_usable_while_it_is_enabled(world, context, state, usable):
    system, _ = world(keys=[{"name": "own", "state": state}], queues=[{"name": "jobs", "key": "own"}])
    [queue] = FACTS["stores"](system, context)
    assert (queue.encrypted, queue.key_usable) == (True, usable)


def test_a_key_is_asked_for_once_however_many_stores_it_has(world, context):
    queues = [{"name": "jobs", "key": "own", "repeat": 5}]
    system, _ = world(keys=[{"name": "own"}], queues=queues, topics=[{"name": "alerts", "key": "own"}])
    assert all(one.key_usable for one in FACTS["stores"](system, context))
    assert calls_made(system)["kms:DescribeKey"] == 1


def test_a_denied_key_is_told_as_unknown(world, context):
    system, _ = world(
        keys=[{"name": "own", "state": "disabled"}], queues=[{"name": "jobs", "key": "own"}], deny=["kms:DescribeKey"]
    )
    [queue] = FACTS["stores"](system, context)
    assert queue.key_usable is None
    assert "AccessDeniedException" in queue.untold
    assert "kms:DescribeKey" in queue.untold


@pytest.mark.parametrize(
    ("key", "usable", "untold"),
    [
        ("arn:aws:kms:us-east-1:123456789012:key/00000000-1111-2222-3333-444444444444", False, False),
        ("alias/of-nobody", False, False),
        ("some-name-that-is-no-key", None, True),
    ],
)
def test_a_key_that_kms_does_not_know(world, key, usable, untold):
    system, _ = world()
    account = opened(system)
    [told] = with_key_states(account, [store("queue", "jobs", "us-east-1", encrypted=True, key=key)])
    assert told.key_usable is usable
    assert bool(told.untold) is untold


def test_a_key_of_another_kind_has_no_documented_cipher(world, context):
    system, _ = world(keys=[{"name": "own", "spec": "RSA_2048"}], queues=[{"name": "jobs", "key": "own"}])
    [queue] = FACTS["stores"](system, context)
    assert queue.algorithm is None
    assert queue.untold


def test_an_unencrypted_store_has_no_key_to_ask_for(world):
    system, _ = world()
    account = opened(system)
    plain = store("queue", "jobs", "us-east-1", encrypted=False, key="alias/x")
    assert with_key_states(account, [plain]) == (plain,)
    assert with_key_states(account, [replace(plain, encrypted=None, key="")])[0].key_usable is None
