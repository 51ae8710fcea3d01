"""Names of entries, made comparable (RFC 4514): case, spaces and the way of escaping do not matter."""

import re

_ESCAPED = re.compile(r"((?:\\[0-9A-Fa-f]{2})+)|\\(.)", re.DOTALL)


def normal(dn: str) -> str:
    """A distinguished name in one spelling; a name that is none, in lower case."""
    return ",".join(_part(part) for part in _split(dn, ",;"))


def first_value(dn: str) -> str:
    """The value of a name's first component: `ops` of `cn=ops,ou=groups,dc=example`."""
    first = (_split(dn, ",;") or [""])[0]
    return _plain(first.partition("=")[2])


def _part(part: str) -> str:
    """`CN = Ops +  OU=x` is `cn=ops+ou=x`: the pairs of one component in their order."""
    return "+".join(sorted(_pair(pair) for pair in _split(part, "+")))


def _pair(pair: str) -> str:
    name, equals, value = pair.partition("=")
    written = _plain(value).lower().replace("\\", "\\\\").replace(",", "\\,").replace("+", "\\+")
    return f"{name.strip().lower()}{equals}{written}"


def _plain(value: str) -> str:
    return " ".join(_ESCAPED.sub(_unescaped, value.strip()).split())


def _split(text: str, at: str) -> list[str]:
    return re.findall(rf"(?:\\.|[^{at}\\])+", text, re.DOTALL)


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return bytes.fromhex(match[1].replace("\\", "")).decode(errors="replace")
    return match[2]
