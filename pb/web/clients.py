"""Where a request comes from, for counting tries."""

from typing import Any

from litestar import Request


def client_of(request: Request[Any, Any, Any]) -> str:
    """The address of the browser, behind proxies that are trusted too; one word for all whose address nobody knows."""
    return request.client.host if request.client else "unknown"
