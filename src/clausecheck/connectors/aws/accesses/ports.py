"""Security groups that open a database's port to the world (CIS AWS Foundations Benchmark 5.2 to 5.4, for databases).

A network wider than /8, or /32 of IPv6, is the world here as it is for S3. A managed list of networks is asked for. A
group is judged whether or not something stands behind it now: whatever is put there is open.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from clausecheck.connectors.aws.calls import asked, listed
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.outsiders import is_narrow
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Access, Unreadable

PORTS = {
    1433: "SQL Server", 1521: "Oracle", 3306: "MySQL and MariaDB", 5432: "PostgreSQL", 5439: "Redshift",
    5984: "CouchDB", 6379: "Redis", 7001: "Cassandra", 8086: "InfluxDB", 9042: "Cassandra", 9200: "OpenSearch",
    9300: "OpenSearch", 11211: "memcached", 27017: "MongoDB", 27018: "MongoDB", 27019: "MongoDB", 50000: "DB2",
}  # fmt: skip
_ALL_PROTOCOLS = "-1"
_TRANSPORTS = ("tcp", "6", "udp", "17")


def of(account: Account, region: str) -> tuple[Access | Unreadable, ...]:
    """An access for each port of a database, of each group, that the world may reach."""
    listing = listed(account, "ec2", region, "describe_security_groups", "SecurityGroups", "security groups")
    return tuple(one for group in listing.items for one in _of_group(account, region, group)) + listing.unreadable


def _of_group(account: Account, region: str, group: Mapping[str, Any]) -> Iterator[Access]:
    name = f"security group {group.get('GroupId', '')} in {region}"
    told: dict[str, tuple[bool | None, str]] = {}
    for rule in group.get("IpPermissions") or ():
        what = _what(rule)
        if what:
            is_open, untold = _is_open(account, region, rule)
            known = told.get(what, (False, ""))
            told[what] = (True, "") if True in (is_open, known[0]) else (is_open, untold) if is_open is None else known
    for what, (is_open, untold) in told.items():
        if is_open is not False:
            yield Access(
                label=f"{what} of {name}",
                kind="port",
                to="everybody",
                reaches=what,
                declared=None if is_open is None else False,
                open_to_everybody=is_open,
                untold=untold,
            )


def _what(rule: Mapping[str, Any]) -> str:
    """The ports of databases that a rule opens, in words; "" where it opens none."""
    protocol = str(rule.get("IpProtocol", ""))
    if protocol == _ALL_PROTOCOLS:
        return "every port"
    first, last = rule.get("FromPort"), rule.get("ToPort")
    if protocol not in _TRANSPORTS or not isinstance(first, int) or not isinstance(last, int):
        return ""
    known = [port for port in PORTS if first <= port <= last]
    if not known:
        return ""
    return f"port {known[0]} ({PORTS[known[0]]})" if first == last else f"ports {first} to {last}"


def _is_open(account: Account, region: str, rule: Mapping[str, Any]) -> tuple[bool | None, str]:
    if any(not is_narrow(network) for network in _networks(rule)):
        return True, ""
    for item in rule.get("PrefixListIds") or ():
        try:
            networks = _of_list(account, region, str(item.get("PrefixListId", "")))
        except Unanswered as failure:
            return None, f"the list of networks that it names could not be read: {failure.why}; {failure.remedy}"
        if any(not is_narrow(network) for network in networks):
            return True, ""
    return False, ""


def _networks(rule: Mapping[str, Any]) -> Iterable[str]:
    yield from (str(item.get("CidrIp", "")) for item in rule.get("IpRanges") or ())
    yield from (str(item.get("CidrIpv6", "")) for item in rule.get("Ipv6Ranges") or ())


def _of_list(account: Account, region: str, name: str) -> list[str]:
    answer = asked(account, "ec2", region, "get_managed_prefix_list_entries", PrefixListId=name)
    return [str(entry.get("Cidr", "")) for entry in answer.get("Entries") or ()]
