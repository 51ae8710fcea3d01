"""A million consent events against two million sends: both obligations by `records.consent`, and one statement by hand.

Tried by hand, all with the same answer, in CPU seconds of the server at full size: the timeline of each person joined
by interval, as below, 4.3; the same with RANGE instead of ROWS 4.9, with the timeline MATERIALIZED 5.2; the four
maxima packed into one number 4.2; sends and events merged by UNION ALL into one sorted stream, with windows over it,
5.2 with ROWS and 6.9 with RANGE. The packed form is less than the noise better and cannot be read, so it is not here.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import sqlalchemy as sa

from benchmarks.measuring import Row, in_turns, medians, ratio
from benchmarks.world import CONSENT, CONSENT_OBLIGATIONS, EVENTS, SENDS, audit_of, filled
from clausecheck.facts import Records
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent import answer
from clausecheck.targets.model import Dataset

_ABSURD = """({0} < '1970-01-02 00:00Z' AND ({0} >= '1970-01-01 00:00Z' OR {0} < '0001-01-02 00:00Z')
    OR {0} >= '9999-01-01 00:00Z')"""
_EFFECTIVE, _RECORDED, _SENT = map(_ABSURD.format, ("effective_at", "recorded_at", "sent_at"))
BY_HAND = f"""
WITH events AS (
  SELECT customer_id, purpose, channel, effective_at, recorded_at,
    CASE WHEN effective_at IS NULL OR {_EFFECTIVE} THEN 4
      WHEN status = 'granted' AND NOT {_RECORDED} AND recorded_at <= '2026-03-02 12:00Z' THEN 1
      WHEN status IN ('withdrawn', 'denied') THEN 3 WHEN status = 'pending' THEN 2 ELSE 0 END AS kind
  FROM consent_events WHERE customer_id IS NOT NULL AND purpose IS NOT NULL AND channel IS NOT NULL),
turns AS (
  SELECT customer_id, purpose, channel, kind, recorded_at,
    CASE WHEN kind = 4 THEN timestamptz '9999-01-01 00:00Z' ELSE effective_at END AS effective_at,
    CASE WHEN kind = 4 THEN timestamptz '0001-01-02 00:00Z' WHEN kind = 1 THEN greatest(effective_at, recorded_at)
      ELSE effective_at END AS since FROM events
  UNION ALL SELECT customer_id, purpose, channel, kind, recorded_at, effective_at, recorded_at FROM events
    WHERE kind IN (2, 3) AND recorded_at > effective_at),
latest AS (
  SELECT customer_id, purpose, channel, since, lead(since) OVER w AS until,
    max(effective_at) FILTER (WHERE kind = 1) OVER w AS granted,
    max(effective_at) FILTER (WHERE kind = 2) OVER w AS pending,
    max(effective_at) FILTER (WHERE kind = 3) OVER w AS refused,
    max(effective_at) FILTER (WHERE kind IN (0, 4)) OVER w AS untold,
    max(effective_at) FILTER (WHERE kind IN (2, 3) AND (recorded_at IS NULL OR since >= recorded_at)) OVER w AS known
  FROM turns WINDOW w AS (PARTITION BY customer_id, purpose, channel ORDER BY since ROWS UNBOUNDED PRECEDING)),
segments AS (
  SELECT customer_id, purpose, channel, since, coalesce(until, '9999-01-01 00:00Z') AS until,
    CASE WHEN untold > coalesce(refused, '-infinity') AND untold >= coalesce(greatest(pending, granted), '-infinity')
        THEN 'untold'
      WHEN refused >= coalesce(greatest(pending, granted), '-infinity') THEN 'refused'
      WHEN pending >= coalesce(granted, '-infinity') THEN 'pending'
      WHEN granted IS NOT NULL THEN 'granted' ELSE 'never' END AS consent,
    granted > coalesce(known, '-infinity') AS stood
  FROM latest WHERE until IS NULL OR until > since)
SELECT CASE WHEN sent_at IS NULL THEN 'no date' WHEN {_SENT} THEN 'no usable date'
    WHEN sent_at > '2026-03-02 12:00Z' THEN 'after the audit' WHEN sends.customer_id IS NULL THEN 'names no person'
    WHEN sends.channel IS NULL THEN 'names no channel' ELSE '' END AS reason,
  coalesce(sent_at < '2024-03-15 00:00 America/New_York' AND NOT {_SENT}, false) AS before,
  coalesce(consent, 'never') AS consent, coalesce(stood, false) AS stood, count(*),
  (SELECT count(*) FROM consent_events WHERE customer_id IS NULL OR purpose IS NULL OR channel IS NULL) AS nameless
FROM sends LEFT JOIN segments ON segments.customer_id = sends.customer_id AND segments.channel = sends.channel
  AND segments.purpose = coalesce(sends.purpose, 'marketing') AND since <= sent_at AND sent_at < until
GROUP BY 1, 2, 3, 4
"""
Groups = list[tuple[str, bool, str, bool, int, int]]


def consent(*, events: int = 1_000_000, turns: int = 5) -> Iterator[Row]:
    """The rows of the table for this question."""
    with filled(CONSENT, **sizes(events)) as database:
        audit = audit_of(database.reader, EVENTS, SENDS)
        engine = sa.create_engine(database.reader)
        sides: dict[str, Callable[[], Any]] = {"ours": partial(ours, audit), "by hand": partial(by_hand, engine)}
        agree(counts_of(ours(audit)), by_hand(engine))
        seconds = in_turns(sides, turns=turns)
        yield from medians(f"{events:,} consent events against {events * 2:,} sends, 2 obligations", seconds)
        yield ratio(seconds, "ours", "by hand", limit=1.15)
        engine.dispose()


def sizes(events: int) -> dict[str, int]:
    return {"events": events, "sends": events * 2, "people": events // 5 * 2}


def ours(audit: Audit, sends: Dataset = SENDS) -> list[Records]:
    return answer([Ask(obligation=one, dataset=sends, place=sends.places[0]) for one in CONSENT_OBLIGATIONS], audit)


def by_hand(engine: sa.Engine) -> Groups:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(BY_HAND.replace("%", "%%"))]


Counts = list[dict[str, int]]
"""For each obligation: what was counted, by name."""


def agree(counts: Counts, groups: Groups) -> None:
    """`AssertionError` unless the statement by hand answered the same question with the same counts."""
    expected = [_expected(groups, violating) for violating in _VIOLATING.values()]
    if counts != expected:
        raise AssertionError(f"the two sides disagree: ours {counts}, by hand {expected}")


_VIOLATING = {"after_opt_out": ("refused",), "without_consent": ("never", "pending", "refused")}
_UNTOLD = "their consent or suppression cannot be told"


def counts_of(answered: list[Records]) -> Counts:
    return [_told(records, name) for records, name in zip(answered, _VIOLATING, strict=True)]


def _told(records: Records, name: str) -> dict[str, int]:
    return {
        "examined": records.examined,
        "found": records[name].count,
        "before": records.excluded["before the policy's date"],
        "nameless": int(records.unreadable[0].what.split()[0].replace(",", "")) if records.unreadable else 0,
        **{word: records.counts.get(word, 0) for word in ("late_withdrawal", "as_known_then")},
        **records.undecidable,
    }


def _expected(groups: Groups, violating: tuple[str, ...]) -> dict[str, int]:
    """The same from the groups of the statement by hand."""
    judged = [(consent, stood, count) for reason, before, consent, stood, count, _ in groups if not (reason or before)]
    found = [(stood, count) for consent, stood, count in judged if consent in violating]
    reasons: dict[str, int] = {}
    for reason, _, _, _, count, _ in groups:
        reasons[reason] = reasons.get(reason, 0) + count
    reasons.pop("", None)
    untold = sum(count for consent, _, count in judged if consent == "untold")
    early = sum(count for reason, before, _, _, count, _ in groups if before)
    return {
        "examined": sum(group[4] for group in groups) - early,
        "found": sum(count for _, count in found),
        "before": early,
        "nameless": groups[0][5],
        "late_withdrawal": sum(count for stood, count in found if stood),
        "as_known_then": sum(count for stood, count in found if not stood),
        **reasons,
        **({_UNTOLD: untold} if untold else {}),
    }
