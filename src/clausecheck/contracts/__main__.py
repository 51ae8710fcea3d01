"""The process that runs contracts: asked on its input, answering on its output, both pickled by the audit's process.

The library takes seconds to import and as much memory as the rest of an audit; here it costs the audit neither.
It is imported before the question arrives, as the audit meanwhile prepares its systems.
"""

import contextlib
import io
import pickle
import sys


def main() -> None:
    answer = sys.stdout.buffer
    with contextlib.redirect_stdout(io.StringIO()):  # whatever a library prints is no answer
        with contextlib.suppress(ImportError):  # every contract then says what is missing
            import clausecheck.contracts.pages  # noqa: F401 - the import is what it is here for
        from clausecheck.contracts.judging import judge_all

        judged = judge_all(*pickle.load(sys.stdin.buffer))  # noqa: S301 - from the process that started this one
    pickle.dump(judged, answer)
    answer.flush()


if __name__ == "__main__":
    main()
