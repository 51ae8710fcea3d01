"""Why an endpoint could not be told. The texts hold nothing that it answered."""


class Unanswered(Exception):
    """A probe came to nothing; `why` is safe to show."""

    remedy = ""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class Unconnected(Unanswered):
    """It cannot be reached from here, or its name leads nowhere."""

    remedy = "start it, correct its address, or let the auditing machine reach it"


class NobodyListens(Unconnected):
    """The host itself says that nothing answers on this port."""


class TimeIsUp(Unanswered):
    """The time limit of the endpoint, all its probes together."""

    remedy = "see why it hangs, or raise `time_limit` of the system"


class Closed(Unanswered):
    """The connection was closed or reset in the middle."""

    remedy = "see in its log why it closes the connection"


class HungUp(Closed):
    """It closed the connection at our first message of a handshake, without a word."""


class Garbled(Unanswered):
    """It answered something that is not its protocol, or endlessly much."""

    remedy = "see whether it speaks the protocol that the target names"


class NotOffered(Unanswered):
    """It speaks its protocol, and offers no TLS: an answer, not a failure."""
