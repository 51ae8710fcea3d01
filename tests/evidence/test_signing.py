"""Who made a run: keys that openssl makes, an envelope that others can check, and keys that cannot sign."""

import base64
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from clausecheck.errors import CommandError
from clausecheck.evidence.signing import KEY, KEY_FILE, PASSWORD, TYPE, public_key, signer, signers
from clausecheck.evidence.verifying import Expected, verified
from tests.evidence.conftest import Made

if shutil.which("openssl") is None:
    pytest.skip("needs openssl: apt-get install openssl", allow_module_level=True)


def openssl(*arguments: str, folder: Path) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=folder)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """`signing.pem` and `public.pem`, as docs/evidence.md says how to make them, and another pair."""
    for name in ("signing", "other"):
        openssl("genpkey", "-algorithm", "ed25519", "-out", f"{name}.pem", folder=tmp_path)
        openssl("pkey", "-in", f"{name}.pem", "-pubout", "-out", f"{name}-public.pem", folder=tmp_path)
    return tmp_path


def problems(keys: Path, name: str) -> list[str]:
    return verified(keys / "evidence", Expected(key=public_key(keys / f"{name}-public.pem"))).problems


@pytest.mark.parametrize("way", [KEY, KEY_FILE])
def test_a_signed_run_tells_by_whom(made: Made, keys: Path, way: str) -> None:
    file = keys / "signing.pem"
    ref = made("run-1", **{way: file.read_text() if way == KEY else str(file)})
    assert len(ref.signed_by) == 64
    assert signers((keys / "evidence" / "run-1" / "manifest.dsse.json").read_bytes()) == (ref.signed_by,)
    assert problems(keys, "signing") == []
    assert problems(keys, "other") == ["run-1/manifest.dsse.json: it was not signed with this key"]
    (note,) = verified(keys / "evidence", Expected()).notes
    assert note == f"run-1: is signed by {ref.signed_by[:16]}…; --key PUBLIC.pem checks it"


def test_openssl_alone_can_check_the_signature(made: Made, keys: Path) -> None:
    made("run-1", **{KEY_FILE: str(keys / "signing.pem")})
    run = keys / "evidence" / "run-1"
    told = json.loads((run / "manifest.dsse.json").read_text())
    payload = base64.b64decode(told["payload"])
    assert payload == (run / "manifest.json").read_bytes()
    (keys / "signed").write_bytes(b"DSSEv1 %d %s %d %s" % (len(TYPE), TYPE.encode(), len(payload), payload))
    (keys / "signature").write_bytes(base64.b64decode(told["signatures"][0]["sig"]))
    openssl("pkeyutl", "-verify", "-pubin", "-inkey", "signing-public.pem", "-rawin", "-in", "signed", "-sigfile",
            "signature", folder=keys)  # fmt: skip


def test_a_run_that_nobody_signed_is_told_where_a_key_is_expected(made: Made, keys: Path) -> None:
    assert made("run-1").signed_by == ""
    assert problems(keys, "signing") == ["run-1/manifest.dsse.json: is missing: the run is not signed"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("payload", base64.b64encode(b"{}").decode()), "it holds another manifest than the one that lies beside it"),
        (("payloadType", "text/plain"), "it holds another manifest than the one that lies beside it"),
        (("payload", "§"), "it is no envelope that can be read"),
        (("signatures", []), "it was not signed with this key"),
        (("signatures", [{"keyid": "0" * 64, "sig": base64.b64encode(b"0" * 64).decode()}]),
         "it was not signed with this key"),
    ],
)  # fmt: skip
def test_an_envelope_that_was_changed_is_named(made: Made, keys: Path, change: tuple[str, object], fault: str) -> None:
    made("run-1", **{KEY_FILE: str(keys / "signing.pem")})
    path = keys / "evidence" / "run-1" / "manifest.dsse.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), change[0]: change[1]}))
    assert f"run-1/manifest.dsse.json: {fault}" in problems(keys, "signing")


def test_an_encrypted_key_needs_its_password(keys: Path) -> None:
    openssl("pkey", "-in", "signing.pem", "-aes256", "-passout", "pass:Hussars", "-out", "locked.pem", folder=keys)
    file = str(keys / "locked.pem")
    assert signer({KEY_FILE: file, PASSWORD: "Hussars"})
    with pytest.raises(CommandError, match=f"it is encrypted; set {PASSWORD}"):
        signer({KEY_FILE: file})
    with pytest.raises(CommandError, match="no private key in PEM that can be read") as caught:
        signer({KEY_FILE: file, PASSWORD: "wrong"})
    assert "wrong" not in str(caught.value)


def test_keys_that_cannot_sign_are_refused_in_a_sentence(keys: Path) -> None:
    openssl("genpkey", "-algorithm", "rsa", "-out", "rsa.pem", folder=keys)
    for file, why in {
        "rsa.pem": "of another kind than Ed25519; make one with: openssl genpkey",
        "signing-public.pem": "no private key in PEM",
        "nowhere.pem": "the key cannot be read: No such file or directory",
    }.items():
        with pytest.raises(CommandError, match=why):
            signer({KEY_FILE: str(keys / file)})
    with pytest.raises(CommandError, match="no private key in PEM"):
        signer({KEY: "Hu55ars"})
    with pytest.raises(CommandError, match="are both set"):
        signer({KEY: "x", KEY_FILE: "y"})
    with pytest.raises(CommandError, match="is set, and the key needs none"):
        signer({KEY_FILE: str(keys / "signing.pem"), PASSWORD: "x"})
    assert signer({}) is None


def test_public_keys_that_are_none_are_refused(keys: Path) -> None:
    openssl("genpkey", "-algorithm", "rsa", "-out", "rsa.pem", folder=keys)
    openssl("pkey", "-in", "rsa.pem", "-pubout", "-out", "rsa-public.pem", folder=keys)
    for file, why in {
        "rsa-public.pem": "of another kind", "signing.pem": "no public key in PEM", "nowhere": "cannot be read",
    }.items():  # fmt: skip
        with pytest.raises(CommandError, match=why):
            public_key(keys / file)
