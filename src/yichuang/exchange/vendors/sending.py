"""Posting to an address that a client named: to public hosts only, and for ten seconds at most.

The name is resolved here, each of its addresses is checked, and the connection goes to the very address that was checked:
a name that points elsewhere a moment later leads nowhere else.
"""

import asyncio
import socket
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

import httpx
from django.conf import settings

from yichuang.exchange.errors import AddressRefusedError
from yichuang.exchange.rules import check_url, is_allowed, networks_of
from yichuang.exchange.rules.addresses import Network

TIMEOUT_S = 10.0
_LOOPBACK = ("127.0.0.0/8", "::1/128")
_GOOD = range(200, 300)
_LONGEST_ERROR = 300


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt: the status that was answered, or why there was no answer."""

    status: int | None
    error: str = ""

    @property
    def is_delivered(self) -> bool:
        """Whether the receiver said that it has it."""
        return self.status is not None and self.status in _GOOD


def allowed_networks() -> tuple[Network, ...]:
    """The networks that deliveries may reach although they are not public; while developing, this machine."""
    return networks_of(settings.WEBHOOK_NETWORKS or (_LOOPBACK if settings.DEBUG else ()))


def post(url: str, *, headers: Mapping[str, str], body: bytes) -> Outcome:
    """The body was sent to the address, or the outcome says why not. Redirections are not followed."""
    try:
        return asyncio.run(_post(url, headers, body))
    except TimeoutError:
        return Outcome(None, f"no answer within {TIMEOUT_S:.0f} seconds")
    except AddressRefusedError:
        return Outcome(None, "the address is not public")
    except socket.gaierror:
        return Outcome(None, "the host has no address")
    except (httpx.HTTPError, OSError) as error:
        return Outcome(None, f"{type(error).__name__}: {error}"[:_LONGEST_ERROR])


async def _post(url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
    allowed = allowed_networks()
    target = httpx.URL(check_url(url, allowed))
    async with asyncio.timeout(TIMEOUT_S):
        address = await _address(target, allowed)
        request = httpx.Request(
            "POST",
            target.copy_with(host=address),
            headers={**headers, "Host": target.netloc.decode()},
            content=body,
            extensions={"sni_hostname": target.host, "timeout": httpx.Timeout(TIMEOUT_S).as_dict()},
        )
        transport = httpx.AsyncHTTPTransport(verify=ssl.create_default_context(), trust_env=False)
        async with transport:
            response = await transport.handle_async_request(request)
            await response.aclose()
    return Outcome(response.status_code, "" if response.status_code in _GOOD else f"HTTP {response.status_code}")


async def _address(target: httpx.URL, allowed: Sequence[Network]) -> str:
    """An address of the host, all of which may be reached: one that may not is a trick.

    Raises:
        AddressRefusedError: one of them may not.
        OSError: the host has none.
    """
    port = target.port or (443 if target.scheme == "https" else 80)
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(target.host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not addresses or not all(is_allowed(ip_address(one), allowed) for one in addresses):
        raise AddressRefusedError(url=str(target))
    return addresses[0]
