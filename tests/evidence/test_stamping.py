"""Time-stamps of a small authority that the test starts: openssl answers behind an HTTP server of 127.0.0.1."""

import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from clausecheck.errors import CommandError
from clausecheck.evidence.sealing import sealed
from clausecheck.evidence.stamping import URL, authority, certificates
from clausecheck.evidence.verifying import Expected, verified
from tests.evidence.conftest import Made, kept

if shutil.which("openssl") is None:
    pytest.skip("needs openssl: apt-get install openssl", allow_module_level=True)

SETTINGS = """
[tsa]
default_tsa = one
[one]
serial = serial
signer_cert = stamping.pem
signer_key = stamping-key.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
[extensions]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
basicConstraints = critical,CA:false
"""


class Authority(BaseHTTPRequestHandler):
    """Answers with what openssl stamps, or with what the test wants instead."""

    folder: Path
    says: bytes = b""
    asked: list[bytes] = []  # noqa: RUF012 - one for all requests

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append(query)
        (self.folder / "query").write_bytes(query)
        command = ["openssl", "ts", "-reply", "-config", "tsa.conf", "-queryfile", "query", "-out", "reply"]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder)
        answer = self.says or (self.folder / "reply").read_bytes()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def openssl(*arguments: str, folder: Path) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=folder)


def authority_in(folder: Path) -> None:
    folder.mkdir()
    (folder / "tsa.conf").write_text(SETTINGS)
    (folder / "serial").write_text("01\n")
    openssl("req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", "ca-key.pem", "-out", "ca.pem", "-days", "30",
            "-subj", "/CN=Test authority", folder=folder)  # fmt: skip
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "stamping-key.pem", "-out", "stamping.csr", "-subj",
            "/CN=Test time-stamps", folder=folder)  # fmt: skip
    openssl("x509", "-req", "-in", "stamping.csr", "-CA", "ca.pem", "-CAkey", "ca-key.pem", "-days", "30", "-extfile",
            "tsa.conf", "-extensions", "extensions", "-out", "stamping.pem", folder=folder)  # fmt: skip


@pytest.fixture(scope="module")
def stamping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of the authority, and its folder."""
    folder = tmp_path_factory.mktemp("authorities") / "one"
    authority_in(folder)
    authority_in(folder.parent / "other")
    Authority.folder = folder
    server = ThreadingHTTPServer(("127.0.0.1", 0), Authority)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/tsr", folder
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _fresh() -> None:
    Authority.says = b""
    Authority.asked.clear()


def problems(root: Path, folder: Path) -> list[str]:
    return verified(root, Expected(roots=certificates(folder / "ca.pem"))).problems


def test_a_run_is_stamped_by_the_authority(made: Made, tmp_path: Path, stamping: tuple[str, Path]) -> None:
    url, folder = stamping
    made("run-1", **{URL: url})
    root, run = tmp_path / "evidence", tmp_path / "evidence" / "run-1"
    assert problems(root, folder) == []
    assert problems(root, folder.parent / "other") == ["run-1/manifest.tsr: it was not given by this authority"]
    (note,) = verified(root, Expected()).notes
    assert note.startswith("run-1: is time-stamped 20")
    assert note.endswith("UTC; --authority CA.pem checks by whom")
    (asked,) = Authority.asked
    assert b"run-1" not in asked
    given = ("-in", str(run / "manifest.tsr"), "-data", str(run / "manifest.json"))
    openssl("ts", "-verify", *given, "-CAfile", "ca.pem", folder=folder)


def test_a_stamp_of_another_run_is_named(made: Made, tmp_path: Path, stamping: tuple[str, Path]) -> None:
    for run in ("run-1", "run-2"):
        made(run, **{URL: stamping[0]})
    root = tmp_path / "evidence"
    shutil.copy(root / "run-1" / "manifest.tsr", root / "run-2" / "manifest.tsr")
    fault = "run-2/manifest.tsr: it is of another manifest than the one that lies beside it"
    assert problems(root, stamping[1]) == [fault]
    assert verified(root, Expected()).problems == [fault]
    (root / "run-2" / "manifest.tsr").write_bytes(b"rubbish")
    assert problems(root, stamping[1]) == ["run-2/manifest.tsr: it is no time-stamp that can be read"]
    (root / "run-2" / "manifest.tsr").unlink()
    assert problems(root, stamping[1]) == ["run-2/manifest.tsr: is missing: the run has no time-stamp"]


@pytest.mark.parametrize("says", [b"rubbish", b"an answer of somebody else"])
def test_an_authority_that_answers_something_else_costs_the_stamp_and_not_the_run(
    made: Made, tmp_path: Path, stamping: tuple[str, Path], says: bytes
) -> None:
    made("run-1", **{URL: stamping[0]})
    stamp = tmp_path / "evidence" / "run-1" / "manifest.tsr"
    Authority.says = stamp.read_bytes() if says.startswith(b"an") else says
    told = sealed(kept(tmp_path / "evidence", "run-2"), tmp_path, {URL: stamping[0]})
    assert told.warning.startswith("the evidence has no time-stamp: the time-stamp authority")
    assert not (tmp_path / "evidence" / "run-2" / "manifest.tsr").exists()
    assert verified(tmp_path / "evidence", Expected()).problems == []


def test_an_authority_that_is_not_there_costs_the_stamp_and_not_the_run(tmp_path: Path) -> None:
    told = sealed(kept(tmp_path / "evidence", "run-1"), tmp_path, {URL: "http://127.0.0.1:1/tsr"})
    assert "gave no time-stamp (URLError" in told.warning
    assert URL in told.warning
    assert verified(tmp_path / "evidence", Expected()).problems == []


@pytest.mark.parametrize("url", ["ftp://stamps.example", "stamps.example", "https://"])
def test_an_address_that_cannot_be_one_is_refused(url: str) -> None:
    with pytest.raises(CommandError, match="no http:// or https:// address"):
        authority({URL: url})


def test_certificates_that_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("rubbish")
    with pytest.raises(CommandError, match="no certificate in PEM"):
        certificates(tmp_path / "ca.pem")
    with pytest.raises(CommandError, match="cannot be read"):
        certificates(tmp_path / "nowhere.pem")
