"""What watches an account: which of its parts make a monitor, and what becomes of a call that was not answered."""

from datetime import UTC, datetime

import pytest
from botocore.stub import Stubber

from clausecheck.connectors.aws import FACTS
from clausecheck.connectors.aws.monitors import trails
from clausecheck.connectors.aws.monitors.rules import _is_on_security
from clausecheck.connectors.aws.sessions import opened
from fixtures.worlds.planted import found_in

WATCHED = {
    "trails": [{"name": "everything", "log_group": "trail"}],
    "log_groups": [{"name": "trail"}],
    "detectors": [{}],
    "recorders": [{}],
    "topics": [{"name": "security", "subscribers": 1}],
    "rules": [{"name": "findings", "tells": "security"}],
    "alarms": [{"name": "denied-calls", "of": "trail", "tells": "security"}],
}
DENIABLE = [
    ("cloudtrail:DescribeTrails", "CloudTrail trails in us-east-1", "cloudtrail:DescribeTrails"),
    ("guardduty:ListDetectors", "GuardDuty detectors in us-east-1", "guardduty:ListDetectors"),
    ("guardduty:GetDetector", "GuardDuty detector in us-east-1", "guardduty:GetDetector"),
    (
        "config:DescribeConfigurationRecorderStatus",
        "AWS Config recorders in us-east-1",
        "config:DescribeConfigurationRecorderStatus",
    ),
    ("logs:DescribeMetricFilters", "CloudWatch metric filters in us-east-1", "logs:DescribeMetricFilters"),
    ("monitoring:DescribeAlarms", "CloudWatch alarms in us-east-1", "cloudwatch:DescribeAlarms"),
    ("events:ListRules", "EventBridge rules in us-east-1", "events:ListRules"),
    ("events:ListTargetsByRule", "targets of rule findings in us-east-1", "events:ListTargetsByRule"),
    ("ec2:DescribeRegions", "which regions are switched on", "ec2:DescribeRegions"),
]


def test_each_denied_call_is_an_unreadable_entry_and_never_an_absence(world, context):
    system, front = world(**WATCHED)
    whole = FACTS["monitors"](system, context)
    assert {monitor.on for monitor in whole} == {True}
    assert [monitor.reaches_somebody for monitor in whole if monitor.kind == "alarm"] == [True, True]
    for operation, what, action in DENIABLE:
        front.deny = (operation,)
        population = FACTS["monitors"](system, context)
        assert [entry.what for entry in population.unreadable] == [what], operation
        assert population.unreadable[0].remedy == f"allow the auditing identity {action}"
        assert {monitor.on for monitor in population} == {True}, operation
        assert not found_in(repr(population))


@pytest.mark.parametrize("operation", ["cloudtrail:GetTrailStatus", "cloudtrail:GetEventSelectors"])
def test_a_trail_whose_state_is_denied_is_not_told(world, context, operation):
    system, front = world(**WATCHED)
    front.deny = (operation,)
    trail = FACTS["monitors"](system, context)[0]
    assert (trail.on, trail.tamper_evident) == (None, None)
    assert f"allow the auditing identity {operation}" in trail.untold


def test_a_topic_that_is_denied_or_gone(world, context):
    system, front = world(**WATCHED)
    front.deny = ("sns:ListSubscriptionsByTopic",)
    told = [monitor for monitor in FACTS["monitors"](system, context) if monitor.kind == "alarm"]
    assert [monitor.reaches_somebody for monitor in told] == [None, None]
    assert all("allow the auditing identity sns:ListSubscriptionsByTopic" in monitor.untold for monitor in told)
    gone = "arn:aws:sns:us-east-1:123456789012:gone"
    system, _ = world(**{**WATCHED, "alarms": [], "rules": [{"name": "findings", "tells": gone}]})
    assert FACTS["monitors"](system, context)[-1].reaches_somebody is False


@pytest.mark.parametrize(
    ("pattern", "is_ours"),
    [
        ('{"source": ["aws.guardduty"]}', True),
        ('{"source": [{"prefix": "aws.guardduty"}]}', True),
        ('{"detail-type": ["AWS Console Sign In via CloudTrail"]}', True),
        ('{"source": ["aws.ec2"]}', False),
        ('{"source": "aws.guardduty"}', False),  # AWS takes lists alone
        ("[]", False),
        ("", False),
        ("{", False),
        ("[" * 5000, False),
    ],
)
def test_rules_on_security_by_their_pattern(pattern, is_ours):
    assert _is_on_security(pattern) is is_ours


ALL = {"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": [],
       "ExcludeManagementEventSources": []}  # fmt: skip
MANAGEMENT = {"Field": "eventCategory", "Equals": ["Management"]}
READING = {"Field": "readOnly", "Equals": ["true"]}


@pytest.mark.parametrize(
    ("answer", "takes_all"),
    [
        ({"EventSelectors": [ALL]}, True),
        ({"EventSelectors": [{**ALL, "ReadWriteType": "WriteOnly"}]}, False),
        ({"EventSelectors": [{**ALL, "ExcludeManagementEventSources": ["kms.amazonaws.com"]}]}, False),
        ({"AdvancedEventSelectors": [{"FieldSelectors": [MANAGEMENT]}]}, True),
        ({"AdvancedEventSelectors": [{"FieldSelectors": [MANAGEMENT, READING]}]}, False),
        ({"AdvancedEventSelectors": [{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]}]}]}, False),
        ({}, True),
    ],
)
def test_selectors_as_aws_describes_them(world, answer, takes_all):
    """Moto keeps selectors as they were put; these answers satisfy AWS's own description of the call."""
    system, _ = world()
    account = opened(system)
    with Stubber(account.client("cloudtrail", "us-east-1")) as stub:
        stub.add_response("get_event_selectors", {"TrailARN": "arn:aws:cloudtrail:us-east-1:1:trail/t", **answer})
        assert trails._records_all(account, "us-east-1", "t") is takes_all


def test_a_trail_that_is_shown_in_two_regions_is_asked_about_once(world, context):
    system, front = world(regions=["us-east-1", "eu-west-1"], **WATCHED)
    assert [one.place for one in FACTS["monitors"](system, context) if one.kind == "audit trail"] == [
        "us-east-1",
        "eu-west-1",
    ]
    assert front.seen.count("cloudtrail:GetTrailStatus") == 1


def test_moments_are_utc(world, context):
    system, _ = world(trails=[{"name": "everything", "delivered": "2026-02-28T20:00:00-05:00"}])
    assert FACTS["monitors"](system, context)[0].newest_at == datetime(2026, 3, 1, 1, tzinfo=UTC)
    assert FACTS["monitors"](system, context)[0].newest_at.tzinfo is UTC
