"""Which cipher AWS documents for each kind of store (rigour 30): shown by a source, never assumed.

The API says that a store is encrypted and under which key; the cipher stands only in the documentation. A kind that
is missing here has no algorithm, so its stores are never honoured. In the China regions KMS documents SM4 where it
documents AES-256-GCM elsewhere, so nothing is claimed for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

AES_256 = "AES-256"
_DOCS = "https://docs.aws.amazon.com"
_DATABASES = "AmazonRDS/latest/UserGuide/Overview.Encryption.html"
_VOLUMES = "ebs/latest/userguide/ebs-encryption.html"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cipher:
    """A documented cipher, and the page that says so."""

    algorithm: str
    source: str


def _documented(page: str) -> Cipher:
    return Cipher(algorithm=AES_256, source=f"{_DOCS}/{page}")


CIPHERS: Mapping[str, Cipher] = {
    "database": _documented(_DATABASES),
    "database cluster": _documented("AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html"),
    "database snapshot": _documented(_DATABASES),
    "cluster snapshot": _documented("AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html"),
    "volume": _documented(_VOLUMES),
    "volume snapshot": _documented(_VOLUMES),
    "bucket": _documented("AmazonS3/latest/userguide/bucket-encryption.html"),
    "table": _documented("amazondynamodb/latest/developerguide/EncryptionAtRest.html"),
    "file system": _documented("efs/latest/ug/encryption-at-rest.html"),
    "queue": Cipher(algorithm=AES_256, source="https://aws.amazon.com/sqs/faqs/"),
    "topic": _documented("sns/latest/dg/sns-server-side-encryption.html"),
    "log group": _documented("AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"),
}

KEY_SPECS: Mapping[str, Cipher] = {
    "SYMMETRIC_DEFAULT": _documented("kms/latest/developerguide/symm-asymm-choose-key-spec.html"),
}
"""The specs of KMS keys under which a service can encrypt, and the cipher of each."""


def algorithm_of(kind: str, region: str) -> str | None:
    """The cipher documented for an encrypted store of this kind in this region, or `None`."""
    cipher = CIPHERS.get(kind)
    return None if cipher is None or region.startswith("cn-") else cipher.algorithm
