"""Nothing that a library logs while it reads reaches anybody, whoever wants to listen."""

import logging

from clausecheck.audit.silence import TALKING, silence


class Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record.name)


def test_no_handler_hears_a_library_and_afterwards_all_do() -> None:
    heard, root = Heard(), logging.getLogger()
    before, level = {name: logging.getLogger(name).propagate for name in TALKING}, root.level
    root.addHandler(heard)
    root.setLevel(logging.DEBUG)
    try:
        with silence():
            for name in TALKING:
                logging.getLogger(name).addHandler(heard)  # as pytest does with whatever hands nothing up
                logging.getLogger(f"{name}.part").debug("a value")
            assert heard.records == []
        logging.getLogger("httpcore.part").debug("no value")
        assert heard.records == ["httpcore.part"]
    finally:
        root.removeHandler(heard)
        root.setLevel(level)
    assert {name: logging.getLogger(name).propagate for name in TALKING} == before
    assert not any(heard in logging.getLogger(name).handlers for name in TALKING)
