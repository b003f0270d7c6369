"""The peer that does nothing: the same framework on the same server says hello."""

from litestar import Litestar, MediaType, get, post


@get("/", media_type=MediaType.TEXT)
async def hello() -> str:
    """Say hello."""
    return "Hello, world."


@post("/", media_type=MediaType.TEXT, status_code=200)
async def hello_again() -> str:
    """Say hello to whoever posts something, without reading it."""
    return "Hello, world."


app = Litestar([hello, hello_again], openapi_config=None, logging_config=None)
