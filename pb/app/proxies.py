"""Whose browser it is behind a proxy: throttles must count people, not the proxy that all of them come through."""

import ipaddress
from collections.abc import Sequence

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
FORWARDED = b"x-forwarded-for"


def proxies_middleware(app: ASGIApp, proxies: Sequence[str]) -> ASGIApp:
    """Name the browser as the client of requests that come through one of these proxies, addresses or networks."""
    trusted = [ipaddress.ip_network(proxy) for proxy in proxies]

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client") if scope["type"] == ScopeType.HTTP else None
        if client and trusted:
            named = b",".join(value for name, value in scope["headers"] if name == FORWARDED).decode("latin-1")
            scope["client"] = (client_address(client[0], named, trusted), client[1])
        await app(scope, receive, send)

    return wrapped


def client_address(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The address from which a request comes.

    Args:
        peer: who is at the other end of the connection.
        forwarded: the values of X-Forwarded-For, joined by commas. Each proxy adds at the end whom it heard it from,
            so that only what trusted ones have added can be believed; anything may stand before that.
        trusted: the networks of our own proxies.
    Returns: the nearest address that is no trusted proxy's; the last one known where there is none, or where what
        stands there is no address.
    """
    nearest = peer
    for heard in reversed(forwarded.split(",")):
        if not _is_in(nearest, trusted) or not _is_address(heard.strip()):
            break
        nearest = heard.strip()
    return nearest


def _is_in(address: str, networks: Sequence[Network]) -> bool:
    return _is_address(address) and any(ipaddress.ip_address(address) in network for network in networks)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
