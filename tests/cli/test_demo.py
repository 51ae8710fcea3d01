"""`clausecheck demo`: a portal to click through, until Ctrl-C."""

import re
import signal
import ssl
import subprocess
import sys
from pathlib import Path

import pytest

httpx = pytest.importorskip("httpx", reason="pip install 'clausecheck[demo]'")
pytest.importorskip("flask", reason="pip install 'clausecheck[demo]'")
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("options", "asks_more"), [((), False), (("--breached",), True)])
def test_it_tells_where_it_is_and_whom_to_trust_and_ends_with_an_interruption(options, asks_more):
    program = Path(sys.executable).with_name("clausecheck")
    started = subprocess.Popen(
        [program, "demo", *options], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        # Where the tests run in the background, interruptions are ignored, and a child would inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )  # fmt: skip
    with started:
        try:
            told = ""
            while "Ctrl-C" not in told:
                line = started.stdout.readline()
                assert line, told
                told += line
            url = re.search(r"https://127\.0\.0\.1:\d+", told)[0]
            authority = re.search(r"--cacert (\S+)", told)[1]
            page = httpx.get(f"{url}/signup", verify=ssl.create_default_context(cafile=authority), timeout=30)
            assert ("social_security_number" in page.text) is asks_more
            started.send_signal(signal.SIGINT)
            assert started.wait(timeout=30) == 130
        finally:
            started.kill()
    with pytest.raises(httpx.ConnectError):
        httpx.get(url, timeout=5)
    assert not Path(authority).exists()
