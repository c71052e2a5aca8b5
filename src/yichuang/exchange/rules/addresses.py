"""Where webhooks may point: public hosts by https. Else a client could make this server ask its own neighbours."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from yichuang.exchange.errors import AddressRefusedError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
_LONGEST_URL = 500
_NAT64 = IPv6Network("64:ff9b::/96")


def networks_of(texts: Iterable[str]) -> tuple[Network, ...]:
    """The networks that an installation allows besides public addresses.

    Raises:
        ValueError: a text is no network in CIDR form.
    """
    return tuple(ip_network(text) for text in texts)


def check_url(url: str, allowed: Sequence[Network] = ()) -> str:
    """The address of a webhook. Plain http is taken only to a loopback address that the installation allows.

    Names are not resolved here: that is done at each delivery, since a name can point elsewhere later.

    Raises:
        AddressRefusedError: it is not taken.
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressRefusedError(url=url) from error
    literal = _literal(host)
    is_local = literal is not None and literal.is_loopback and is_allowed(literal, allowed)
    is_refused = (
        (parts.scheme != "https" and not (parts.scheme == "http" and is_local))
        or not host
        or len(url) > _LONGEST_URL
        or not url.isascii()
        or any(character.isspace() or ord(character) < ord(" ") for character in url)
        or "@" in parts.netloc
        or "#" in url
        or (literal is not None and not is_allowed(literal, allowed))
    )
    if is_refused:
        raise AddressRefusedError(url=url)
    return url


def is_allowed(address: Address, allowed: Sequence[Network] = ()) -> bool:
    """Whether a delivery may go to that address: a public one, or one of the networks that the installation allows."""
    address = _inner(address)
    if any(address.version == network.version and address in network for network in allowed):
        return True
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
