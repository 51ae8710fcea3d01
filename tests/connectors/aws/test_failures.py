import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError, ReadTimeoutError

from clausecheck.connectors.aws.failures import unanswered

SECRET = "Jane Roe"


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": SECRET}}, "ListQueues")


@pytest.mark.parametrize(
    ("error", "why", "remedy", "silent"),
    [
        (refused("AccessDenied"), "AWS answered AccessDenied", "allow the auditing identity sqs:ListQueues", False),
        (refused("UnauthorizedOperation"), "AWS answered Unauth", "allow the auditing identity", False),
        (refused("ExpiredToken"), "AWS answered ExpiredToken", "renew the credentials", False),
        (refused("ThrottlingException"), "AWS answered Throttling", "fewer calls", False),
        (refused("InternalFailure"), "AWS answered InternalFailure", "run again", False),
        (refused(f"<html>{SECRET}"), "AWS answered with an error without a code", "run again", False),
        (ReadTimeoutError(endpoint_url=SECRET), "no answer within 2 s", "endpoint can be reached", True),
        (EndpointConnectionError(endpoint_url=SECRET), "no connection", "endpoint can be reached", True),
        (NoCredentialsError(), "NoCredentialsError", "give boto3 credentials", False),
        (ValueError(SECRET), "the call failed (ValueError)", "run again", False),
    ],
)
def test_a_failure_is_told_by_its_code_and_never_by_its_text(error, why, remedy, silent):
    failure = unanswered(error, "sqs", "ListQueues", 2.0)
    assert why in failure.why
    assert remedy in failure.remedy
    assert failure.silent is silent
    assert SECRET not in failure.why + failure.remedy + failure.code
