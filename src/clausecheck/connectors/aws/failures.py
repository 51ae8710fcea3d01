"""Why AWS did not answer, in words that may be shown: a code or the name of an exception, never their text.

The text of AWS's refusals names people ("User: arn:aws:iam::…:user/jane is not authorized"), so none of it is kept.
"""

import re

from clausecheck.redaction import kind_of

_DENIED = re.compile(r"AccessDenied|Unauthorized|AuthorizationError|NotAuthorized|Forbidden|^403$|AllAccessDisabled")
_CREDENTIALS = re.compile(
    r"Credential|Token|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|AuthFailure|InvalidAccessKeyId|"
    r"ProfileNotFound"
)
_THROTTLED = re.compile(r"Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|LimitExceeded|BandwidthLimit")
_SILENT = re.compile(r"Timeout|EndpointConnection|ConnectionClosed|ProxyConnection|SSLError|HTTPClient|ConnectionError")
_CODE = re.compile(r"[A-Za-z0-9.:_ -]{1,100}")

_IAM_ACTIONS = {
    "s3:ListBuckets": "s3:ListAllMyBuckets",
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3control:GetPublicAccessBlock": "s3:GetAccountPublicAccessBlock",
    "efs:DescribeFileSystems": "elasticfilesystem:DescribeFileSystems",
}
"""Operations whose permission is called otherwise (Service Authorization Reference)."""


class Unanswered(Exception):
    """One call had no answer: why, what would help, AWS's own code, and whether its endpoint was silent altogether."""

    def __init__(self, why: str, remedy: str, *, code: str = "", silent: bool = False) -> None:
        self.why, self.remedy, self.code, self.silent = why, remedy, code, silent
        super().__init__(why)


def unanswered(error: Exception, service: str, operation: str, seconds: float) -> Unanswered:
    """The failure of one call, without a word of the exception's own."""
    action = action_of(service, operation)
    code = _code(error)
    if _is_answer(error):
        return _refused(code, action)
    kind = kind_of(error)
    if _SILENT.search(kind):
        why = f"no answer within {seconds:g} s" if "Timeout" in kind else "no connection"
        return Unanswered(
            f"{why} ({kind})", "see that the region's endpoint can be reached from here, and run again", silent=True
        )
    if _CREDENTIALS.search(kind):
        return Unanswered(kind, "give boto3 credentials: environment, profile, container or instance role")
    return Unanswered(f"the call failed ({kind})", f"run again; {action} must be answered")


def action_of(service: str, operation: str) -> str:
    """The IAM action that allows an operation."""
    name = f"{service}:{operation}"
    return _IAM_ACTIONS.get(name, name)


def _is_answer(error: Exception) -> bool:
    return isinstance(getattr(error, "response", None), dict)


def _code(error: Exception) -> str:
    response = getattr(error, "response", None)
    code = str(response.get("Error", {}).get("Code", "")) if isinstance(response, dict) else ""
    return code if _CODE.fullmatch(code) else ""


def _refused(code: str, action: str) -> Unanswered:
    why = f"AWS answered {code or 'with an error without a code'}"
    if _DENIED.search(code):
        return Unanswered(why, f"allow the auditing identity {action}", code=code)
    if _CREDENTIALS.search(code):
        return Unanswered(why, "renew the credentials of the auditing identity", code=code)
    if _THROTTLED.search(code):
        return Unanswered(why, f"run again when fewer calls of {action} are made in this account", code=code)
    return Unanswered(why, f"run again; {action} must be answered", code=code)
