"""Twenty datasets of a million rows each, and the smaller registers beside them, made by the database itself.

`TABLES` says of each table how many rows it has and what stands in each column, as SQL over the number `n` of the row.
Columns are called as their roles, so that the target follows from the tables. All four databases make the same rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW = int(AS_OF.timestamp())
DAY = 86_400
_SERIES = {
    "sqlite": "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {0}) SELECT n FROM s) AS s",
    "postgresql": "generate_series(1, {0}) AS s(n)",
    "duckdb": "range(1, {0} + 1) AS s(n)",
    "mariadb": "(SELECT seq AS n FROM seq_1_to_{0}) AS s",
}
_MOMENT = {
    "sqlite": "strftime('%Y-%m-%dT%H:%M:%SZ', {0}, 'unixepoch')",
    "postgresql": "to_timestamp({0})",
    "duckdb": "to_timestamp({0})",
    "mariadb": "from_unixtime({0})",
}


@dataclass(frozen=True)
class Table:
    """`share` of the full size, or `rows` where a register has so many whatever the size. `category` is its own name
    where it is "". Expressions are SQL over `n`; `ago(…)` is a moment so many seconds before the audit.
    """

    columns: Mapping[str, str]
    category: str = ""
    share: float = 1
    rows: int = 0

    def size(self, size: int) -> int:
        return self.rows or max(1, round(size * self.share))


def who(each: int = 4) -> str:
    """A person of whom there are `each` rows."""
    return f"'per-' || (n % ({{people}} / {each}) + 1)"


def ago(least: int, most: int) -> str:
    """A moment between so many days ago, spread evenly."""
    return f"@at({NOW - least * DAY} - (n % 100003) * {(most - least) * DAY // 100_003})@"


KEY = "'k-' || n"
PURPOSES = "CASE n % 3 WHEN 0 THEN 'support' WHEN 1 THEN 'security' ELSE 'service_delivery' END"
RIGHTS = "CASE n % 4 WHEN 0 THEN 'access' WHEN 1 THEN 'erasure' WHEN 2 THEN 'correction' ELSE 'restriction' END"
CHANNELS = "CASE n % 2 WHEN 0 THEN 'email' ELSE 'sms' END"
RECORDS = {
    "key": KEY,
    "subject": who(),
    "recorded_at": ago(1, 800),
    "hold": "CASE WHEN n % 50 = 0 THEN 'h-' || n % 250 END",
}

TABLES: Mapping[str, Table] = {
    "accounts": Table({"key": KEY, "subject": KEY, "created_at": ago(1, 900)}, "account_information"),
    "services": Table({"key": KEY, "subject": KEY, "status": "CASE n % 9 WHEN 0 THEN 'ended' ELSE 'active' END",
                       "service_end": f"CASE WHEN n % 9 = 0 THEN {ago(1, 400)} END"}),
    "network_samples": Table({"key": KEY, "recorded_at": ago(1, 300)}, "network_performance_data"),
    "communications": Table(RECORDS, "communication_records"),
    "technical_logs": Table({"key": KEY, "recorded_at": ago(1, 80)}),
    "transactions": Table(RECORDS, "financial_records"),
    "financial_register": Table({"key": KEY, "recorded_at": ago(1, 800)}),
    "marketing_profiles": Table({"key": KEY, "subject": who(), "purpose": "'marketing'", "channel": CHANNELS},
                                "marketing_data"),
    "consent_events": Table({
        "key": KEY, "subject": who(), "purpose": "CASE WHEN n % 10 = 0 THEN 'support' ELSE 'marketing' END",
        "channel": CHANNELS, "status": "CASE WHEN n % 20 = 0 THEN 'withdrawn' ELSE 'granted' END",
        "effective_at": ago(200, 500), "recorded_at": ago(200, 500), "notice_version": "'2024-03-15'",
        "wording": "'w-1'", "source": "'portal'",
    }),
    "suppressions": Table({"key": KEY, "subject": who(), "channel": "CASE WHEN n % 3 = 0 THEN 'email' END",
                           "reason": "CASE n % 2 WHEN 0 THEN 'bounce' ELSE 'opt_out' END", "since": ago(1, 400),
                           "until": f"CASE WHEN n % 4 = 0 THEN {ago(-30, -1)} END"}),
    "marketing_sends": Table({"key": KEY, "subject": who(), "purpose": "'marketing'", "channel": CHANNELS,
                              "campaign": "'c-' || n % 100", "sent_at": ago(1, 300)}),
    "messages": Table({"key": KEY, "subject": who(), "channel": CHANNELS, "campaign": "'c-' || n % 100",
                       "sent_at": ago(1, 300), "message_class": "'invoice'"}),
    "notifications": Table({"key": KEY, "subject": who(), "topic": "'outage'", "channel": CHANNELS,
                            "sent_at": ago(1, 300)}),
    "notification_settings": Table({"key": KEY, "subject": who(), "topic": "'outage'", "channel": CHANNELS,
                                    "enabled": "'true'", "changed_at": ago(200, 500)}),
    "access_log": Table({"key": KEY, "subject": who(), "accessed_at": ago(1, 300), "purpose": PURPOSES,
                         "data_category": "'account_information'"}),
    "people": Table({"key": "'per-' || n", "email": "'p' || n || '@example.com'", "phone": "'+1215555' || (1000 + n)",
                     "country": "'US'", "status": "'active'", "created_at": ago(1, 800), "age_declaration": "'adult'"}),
    "disclosures": Table({"key": KEY, "subject": who(), "recipient": "'r-' || n % 50", "disclosed_at": ago(1, 300),
                          "ground": "CASE n % 3 WHEN 0 THEN 'processor' WHEN 1 THEN 'consent' ELSE 'legal' END",
                          "purpose": "'support'", "processor": "'k-' || (n % 50 + 1)", "consideration": "'none'",
                          "case_reference": "'case'", "authority": "'court'", "approver": "'counsel'",
                          "transaction": "'k-' || (n % 5 + 1)"}),
    "requests": Table({"key": KEY, "subject": who(), "right": RIGHTS, "received_at": ago(1, 300),
                       "status": "'answered'", "jurisdiction": "CASE n % 3 WHEN 0 THEN 'US-CA' ELSE 'DE' END",
                       "channel": "'email'", "acknowledged_at": ago(1, 299), "answered_at": ago(0, 299)}),
    "inbound_messages": Table({"key": KEY, "subject": who(), "received_at": ago(1, 300), "right": RIGHTS,
                               "request": KEY}),
    "exported": Table({"export": "'k-' || (n % {people} / 1000 + 1)",
                       "dataset": "CASE n % 2 WHEN 0 THEN 'communications' ELSE 'transactions' END", "record": KEY},
                      "export_records"),
    # Registers that are smaller than what they are about
    "legal_holds": Table({"key": "'h-' || n", "approver": "'counsel'", "reason": "'dispute'",
                          "starts_at": ago(100, 900), "review_at": ago(-300, -1),
                          "released_at": f"CASE WHEN n % 3 = 0 THEN {ago(1, 90)} END"}, rows=200),
    "campaigns": Table({"key": "'c-' || n", "class": "CASE WHEN n % 5 = 0 THEN 'service' ELSE 'marketing' END",
                        "message_class": "'invoice'"}, rows=100),
    "deletion_requests": Table({"key": KEY, "subject": "'gone-' || n", "received_at": ago(60, 300),
                                "status": "'done'", "completed_at": ago(50, 59), "identifier_digests": "'00' || n"},
                               share=0.01),
    "restrictions": Table({"key": KEY, "subject": who(), "starts_at": ago(200, 300), "ends_at": ago(1, 199)},
                          share=0.01),
    "objections": Table({"key": KEY, "subject": who(), "received_at": ago(1, 300), "purpose": "'research'",
                         "status": "'upheld'", "reason": "'r'", "decided_at": ago(1, 300),
                         "withdrawn_at": "CASE WHEN n % 2 = 0 THEN " + ago(0, 1) + " END"}, share=0.01),
    "corrections": Table({"key": KEY, "subject": who(), "field": "'email'", "of": "'personal_information'",
                          "status": "'done'", "requested_at": ago(40, 300), "old_value": "'old' || n",
                          "new_value": "'p' || n || '@example.com'"}, share=0.01),
    "exports": Table({"key": KEY, "subject": who(1), "created_at": ago(1, 90), "format": "'json'", "records": "'1000'"},
                     share=0.001),
    "export_explanations": Table({"export": "'k-' || ((n + 1) / 2)", "purposes": "'support'", "recipients": "'host'",
                                  "dataset": "CASE n % 2 WHEN 0 THEN 'communications' ELSE 'transactions' END",
                                  "kept_for": "'three years'"}, share=0.002),
    "known_children": Table({"key": KEY, "subject": "'child-' || n", "known_at": ago(60, 300),
                             "deleted_at": ago(300, 301)}, share=0.001),
    "policy_changes": Table({"key": KEY, "clause": "'6.c'", "version": "'2024-03-15'", "effective_at": ago(10, 11),
                             "announced_at": ago(60, 61), "decided_at": ago(90, 91), "decided_by": "'dpo'",
                             "material": "'true'", "affects_rights": "'true'"}, rows=3),
    "change_notices": Table({"key": KEY, "change": "'k-' || (n % 3 + 1)", "subject": who(), "channel": "'email'",
                             "sent_at": ago(30, 60), "status": "'sent'"}, share=0.1),
    "credentials": Table({"key": KEY, "password_hash": "'$2b$12$' || 'abcdefghijklmnopqrstuu' || "
                          "'ABCDEFGHIJKLMNOPQRSTUVWXYZabcde'"}, share=0.1),
    "suppliers": Table({"key": KEY, "provider": "'internet_service_providers'"}, "third_party_sources", rows=20),
    "agreements": Table({"key": KEY, "third_party": KEY, "starts_at": ago(900, 901)}, rows=20),
    "supplied_data": Table({"key": KEY, "third_party": "'k-' || (n % 20 + 1)", "received_at": ago(1, 300)},
                           "third_party_data", share=0.1),
    "application_users": Table({"key": KEY, "status": "'active'", "administrator": "'false'", "mfa_enrolled": "'true'",
                                "mfa_enforced": "'true'", "staff": KEY}, share=0.01),
    "system_accounts": Table({"key": KEY, "status": "'active'", "staff": KEY, "kind": "'person'"}, share=0.01),
    "staff": Table({"key": KEY, "status": "'active'", "started_at": ago(300, 900),
                    "left_at": f"CASE WHEN n % 9 = 0 THEN {ago(-9, -1)} END"}, share=0.01),
    "trainings": Table({"key": KEY, "staff": KEY, "topic": "'privacy'", "completed_at": ago(1, 200)}, share=0.01),
    "backed_up_stores": Table({"key": KEY, "starts_at": ago(500, 900)}, rows=20),
    "restore_drills": Table({"key": KEY, "store": "'k-' || (n % 20 + 1)", "drilled_at": ago(1, 300),
                             "outcome": "'succeeded'"}, rows=400),
    "retired_media": Table({"key": KEY, "retired_at": ago(60, 300)}, share=0.01),
    "disposal_certificates": Table({"key": KEY, "medium": KEY, "issued_at": ago(30, 60)}, share=0.01),
    "processors": Table({"key": KEY, "label": "'p' || n", "service": "'hosting'", "starts_at": ago(900, 901),
                         "confidentiality": "'true'", "country": "'US'"}, rows=50),
    "processing_activities": Table({"key": KEY, "purpose": PURPOSES, "data_category": "'account_information'",
                                    "basis": "CASE n % 3 WHEN 0 THEN 'consent' ELSE 'contract' END",
                                    "starts_at": ago(900, 901)}, rows=3),
    "business_transfers": Table({"key": KEY, "kind": "'merger_or_sale'", "decided_at": ago(500, 501)}, rows=5),
    "testimonials": Table({"key": KEY, "subject": who(), "permission": KEY, "published_at": ago(1, 200)}, share=0.01),
    "permissions": Table({"key": KEY, "subject": who(), "given_at": ago(300, 400), "document": "'d'"}, share=0.01),
    "transfers": Table({"key": KEY, "recipient": "'r-' || n % 9", "country": "'IN'", "data_category":
                        "'account_information'", "origin": "'DE'", "mechanism": "CASE n % 2 WHEN 0 THEN "
                        "'explicit_consent' ELSE 'standard_contractual_clauses' END", "since": ago(1, 190),
                        "until": "CASE WHEN n % 3 = 0 THEN " + ago(0, 1) + " END", "subject": who()}, share=0.1),
    "transfer_mechanisms": Table({"key": KEY, "mechanism": "'standard_contractual_clauses'", "recipient":
                                  "'r-' || n % 9", "country": "'IN'", "valid_from": ago(900, 901),
                                  "clauses_version": "'2021'"}, rows=9),
}  # fmt: skip


def full(size: int) -> list[str]:
    """The tables that have the full size."""
    return [name for name, table in TABLES.items() if table.size(size) == size and not table.rows]


def fill(engine: sa.Engine, size: int, names: Mapping[str, Table] = TABLES) -> None:
    """Make the tables, each by one statement; nothing of them passes through this process but where it is SQLite's."""
    sql = engine.dialect.name
    with engine.begin() as connection:
        for setting in {"mariadb": ("SET sql_mode = 'PIPES_AS_CONCAT'", "SET time_zone = '+00:00'"),
                        "sqlite": ("PRAGMA synchronous = OFF",)}.get(sql, ()):  # fmt: skip
            connection.exec_driver_sql(setting)
        for name, table in names.items():
            statement = made(sql, name, table, size)
            # Those drivers take a lone % for the place of a value.
            connection.exec_driver_sql(statement.replace("%", "%%") if sql in {"postgresql", "mariadb"} else statement)
        if sql == "postgresql":
            connection.exec_driver_sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")


def made(sql: str, name: str, table: Table, size: int) -> str:
    """The statement that makes a table."""
    quote = "`" if sql == "mariadb" else '"'
    columns = (f"{_written(sql, said)} AS {quote}{role}{quote}" for role, said in table.columns.items())
    series = _SERIES[sql].format(table.size(size))
    text = f"CREATE TABLE {name} AS SELECT {', '.join(columns)} FROM {series}"
    return text.replace("{people}", str(max(8, size)))


def _written(sql: str, said: str) -> str:
    before, at, rest = said.partition("@at(")
    if not at:
        return said
    seconds, _, after = rest.partition(")@")
    return before + _MOMENT[sql].format(seconds) + _written(sql, after)


def target(url: str, **more: Any) -> dict[str, Any]:
    """The target file's content: every table of the one system `crm`, each role its column."""
    datasets = [
        {"name": name.replace("_", "-"), "category": table.category or name, "system": "crm", "table": name,
         **{role: role for role in table.columns}}
        for name, table in TABLES.items()
    ]  # fmt: skip
    crm = {"kind": "sql", "url": url, "time_limit": 600}
    return {"target": "large", "mode": "read-only", "environment": "staging", "systems": {"crm": crm},
            "datasets": datasets, **more}  # fmt: skip
