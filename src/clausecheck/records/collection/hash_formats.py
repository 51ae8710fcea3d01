"""Patterns of stored credentials: the self-describing formats of slow hashes, and what is none.

Written for the regular expressions that SQLite (Python), PostgreSQL, MariaDB (PCRE) and DuckDB (RE2) share, each
anchored at both ends, as one of them matches whole values only.
"""

from clausecheck.policy.obligations.collection import CredentialHashing

_ANY = "[0-9]+"
_BASE64 = "[A-Za-z0-9./+=_-]+"


def at_least(number: int) -> str:
    """A pattern of the decimal numbers that are no less than a positive one."""
    digits = str(number)
    larger = [
        f"{digits[:place]}[{int(digit) + 1}-9][0-9]{{{len(digits) - place - 1}}}"
        for place, digit in enumerate(digits)
        if digit != "9"
    ]
    return "(" + "|".join((f"[1-9][0-9]{{{len(digits)},}}", *larger, digits)) + ")"


def known(algorithms: tuple[str, ...]) -> str:
    """Values that say that they are a hash of one of these algorithms."""
    return _either(_formats(_ANY, _ANY, _ANY, _ANY, _ANY, _ANY), algorithms)


def strong(terms: CredentialHashing) -> str:
    """Those of them that tell a cost no less than the terms."""
    formats = _formats(
        _padded(terms.bcrypt_cost),
        at_least(terms.argon2_memory_kib),
        at_least(terms.argon2_passes),
        at_least(terms.pbkdf2_iterations),
        at_least(terms.scrypt_log2_n),
        at_least(2**terms.scrypt_log2_n),
    )
    return _either(formats, terms.algorithms)


def _padded(cost: int) -> str:
    """The cost of bcrypt, which is written in two digits."""
    return at_least(cost) if cost >= 10 else f"(0[{cost}-9]|[1-9][0-9])"


def _either(formats: dict[str, tuple[str, ...]], algorithms: tuple[str, ...]) -> str:
    return "^(" + "|".join(one for name in algorithms for one in formats[name]) + ")$"


def _formats(
    bcrypt: str, memory: str, passes: str, iterations: str, log2_n: str, scrypt_n: str
) -> dict[str, tuple[str, ...]]:
    """By algorithm, as its own tools write it, and as Django, passlib and Werkzeug do."""
    argon2 = rf"\$argon2(id|i|d)\$v=[0-9]+\$m={memory},t={passes},p=[0-9]+\$[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+"
    return {
        "argon2": (argon2, f"argon2{argon2}"),
        "bcrypt": (
            rf"\$2[abxy]\${bcrypt}\$[A-Za-z0-9./]{{53}}",
            rf"bcrypt(_sha256)?\$\$2[abxy]\${bcrypt}\$[A-Za-z0-9./]{{53}}",
        ),
        "pbkdf2": (
            rf"pbkdf2_sha(1|256|512)\${iterations}\$[^$]+\${_BASE64}",
            rf"\$pbkdf2(-sha256|-sha512)?\${iterations}\${_BASE64}\${_BASE64}",
            rf"pbkdf2:sha(1|256|512):{iterations}\$[^$]+\$[0-9a-f]+",
        ),
        "scrypt": (
            rf"\$scrypt\$ln={log2_n},r=[0-9]+,p=[0-9]+\${_BASE64}\${_BASE64}",
            rf"scrypt:{scrypt_n}:[0-9]+:[0-9]+\$[^$]+\$[0-9a-f]+",
            rf"scrypt\${scrypt_n}\$[^$]+\$[0-9]+\$[0-9]+\${_BASE64}",
        ),
    }


# An account that nobody signs in to by a password: `!` and `*` as in /etc/shadow, `!` and 40 characters as in Django.
UNUSABLE = r"^([!*]|!!|![A-Za-z0-9]{40})$"
# Digests of MD5 (and NTLM), SHA-1, SHA-224 to SHA-512 without a salt, and those that name themselves.
FAST = (
    r"^([0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{56}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{96}|[0-9A-Fa-f]{128}"
    r"|[*][0-9A-Fa-f]{40}|[{](SHA|SSHA|MD5|SMD5|SHA256|SSHA256|SHA512|SSHA512)[}].*|[$](1|apr1|5|6)[$].*"
    r"|(md5|sha1|sha256|sha512|unsalted_md5|unsalted_sha1)[$:].*|md5[0-9A-Fa-f]{32})$"
)
# Fernet tokens, Vault's transit engine, Jasypt, PGP, and other wrappings that are opened again.
REVERSIBLE = (
    r"^(gAAAAA[A-Za-z0-9_=-]+|vault:v[0-9]+:.*|ENC[(].*[)]|-----BEGIN PGP MESSAGE-----.*"
    r"|[{](AES|AES128|AES256|DES|3DES|BASE64|CLEARTEXT|CLEAR)[}].*|(aes|enc|des)[:$].*)$"
)
SHORTEST = 32
"""A salted hash of any of the algorithms is longer than this many characters: a shorter value is none."""
