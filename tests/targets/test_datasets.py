from collections.abc import Callable

import pytest

from clausecheck.errors import Problem
from clausecheck.targets import REGISTERS, WORDS, Target
from clausecheck.targets.anchors import moves_on_update
from clausecheck.targets.places import RESERVED

HEAD = "target: staging\nenvironment: staging\nsystems: {crm: {kind: sql, url: x}}\ndatasets:\n"
MAILS = "  - {name: mails, category: communication_records, system: crm, table: mails, key: id, recorded_at: at"
EVENTS = (
    "  - {name: events, category: consent_events, system: crm, table: t, key: id, subject: who, purpose: p, channel: c,"
    " status: s, effective_at: at"
)
HOLDS = (
    "  - {name: holds, category: legal_holds, system: crm, table: h, key: id, approver: a, reason: r, starts_at: s,"
    " review_at: v}\n"
)
Loaded = Callable[..., Target]
Refused = Callable[..., tuple[Problem, ...]]


@pytest.mark.parametrize(
    ("rest", "key", "said"),
    [
        (", subjekt: who}", "subjekt", "did you mean 'subject'?"),
        (", tabel: x}", "tabel", "did you mean 'table'?"),
        (", where: {kind: null}}", "where.kind", "nothing"),
        (", where: {}}", "where", ""),
        (", copies: [{system: gone, table: t}]}", "copies[0].system", "no system is named 'gone'"),
        (", copies: [{system: crm, table: t, rekorded_at: x}]}", "copies[0].rekorded_at", "you mean 'recorded_at'?"),
        (", copies: [{system: crm, table: t, recorded_at: updated}]}", "copies[0].recorded_at", "every update moves"),
        (", copies: [{table: t}]}", "copies[0]", "system"),
        (", hold: h}", "hold", "no dataset of category legal_holds"),
        (", copies: [{system: crm, table: t, hold: h}]}", "copies[0].hold", "no dataset of category legal_holds"),
        (", values: {status: {a: active}}}", "values.status", "no role is mapped as 'status'"),
        (", values: {key: {a: b}}}", "values.key", "not words"),
        (", anchor_reasons: {sent_at: because}}", "anchor_reasons.sent_at", "no role is mapped as 'sent_at'"),
        (", acting_as: boss}", "acting_as", "controller"),
    ],
)
def test_what_is_wrong_with_a_dataset_is_told(rest: str, key: str, said: str, refused: Refused) -> None:
    problems = refused(HEAD + MAILS + rest)
    assert any(problem.key == f"datasets[0].{key}" and said in problem.message for problem in problems), problems


def test_a_hold_needs_a_register_to_look_it_up_in(loaded: Loaded) -> None:
    target = loaded(HEAD + MAILS + ", hold: h}\n" + HOLDS)
    assert target.datasets[0].places[0].roles["hold"] == "h"


def test_stored_values_are_mapped_to_words(loaded: Loaded, refused: Refused) -> None:
    target = loaded(HEAD + EVENTS + ", values: {status: {opt_in: granted, NO: denied}, channel: {1: email}}}")
    assert target.datasets[0].values == {"status": {"opt_in": "granted", "NO": "denied"}, "channel": {"1": "email"}}
    (problem,) = refused(HEAD + EVENTS + ", values: {status: {opt_in: grantet}}}")
    assert problem.key == "datasets[0].values.status.opt_in"
    assert "did you mean 'granted'?" in problem.message


def test_true_and_false_are_words_too(loaded: Loaded) -> None:
    target = loaded(
        HEAD + "  - {name: u, category: application_users, system: crm, table: u, key: id, status: s, administrator: a,"
        " mfa_enrolled: m, values: {administrator: {Y: true, N: 'false'}}}"
    )
    assert target.datasets[0].values == {"administrator": {"Y": "true", "N": "false"}}


def test_an_anchor_that_updates_move_needs_a_reason(loaded: Loaded) -> None:
    text = MAILS.replace("recorded_at: at", "recorded_at: updated_at")
    target = loaded(HEAD + text + ", anchor_reasons: {recorded_at: rows are written once}}")
    assert target.datasets[0].anchor_reasons == {"recorded_at": "rows are written once"}


@pytest.mark.parametrize(
    "column", ["updated_at", "UPDATED_ON", "lastModified", "last_updated", "modified", "ticket_updated_at", "mtime",
               "LastChangeDate", "changed_at", "LAST_EDITED"],
)  # fmt: skip
def test_a_column_that_sounds_like_an_update(column: str) -> None:
    assert moves_on_update(column)


@pytest.mark.parametrize(
    "column", ["created_at", "at", "sent", "status_changed_at", "updates_sent_to", "date", "closed_on", "model", "mode"]
)
def test_a_column_that_does_not(column: str) -> None:
    assert not moves_on_update(column)


def test_registers_have_no_role_that_is_a_reserved_key() -> None:
    for name, register in REGISTERS.items():
        assert register.name == name
        assert not {*register.required, *register.optional} & set(RESERVED)


def test_words_are_of_roles_that_exist() -> None:
    for name, roles in WORDS.items():
        if name in REGISTERS:
            assert set(roles) <= {*REGISTERS[name].required, *REGISTERS[name].optional}


def test_columns_that_never_leave_are_no_roles(loaded: Loaded, refused: Refused) -> None:
    assert loaded(HEAD + MAILS + ", never_export: [secret_note]}").datasets[0].never_export == ("secret_note",)
    (problem,) = refused(HEAD + MAILS + ", never_export: secret_note}")
    assert problem.key == "datasets[0].never_export"
