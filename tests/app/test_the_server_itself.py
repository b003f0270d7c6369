"""A served installation on a socket: torn, forged and oversized requests are answered or dropped, and it goes on."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pb.app.headers import ALWAYS, FOR_A_PAGE
from pb.web import permissions

HOST = b"Host: a\r\n"
CLOSE = b"Connection: close\r\n\r\n"
TORN = {
    "bytes outside of an address": b"GET /\xff HTTP/1.1\r\n" + HOST + CLOSE,
    "a proxy's method": b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + CLOSE,
    "no request": b"\x00\xff\r\n\r\n",
    "no version": b"GET /help\r\n\r\n",
    "a version of the future": b"GET /help HTTP/9.9\r\n" + HOST + CLOSE,
    "a head that never ends": b"GET /help HTTP/1.1\r\n" + b"X: " + b"x" * 2_000_000,
    "ten thousand headers": b"GET /help HTTP/1.1\r\n" + HOST + b"X: y\r\n" * 10_000 + CLOSE,
    "two lengths": b"POST /vote HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\nContent-Length: 4\r\n" + CLOSE + b"abcd",
    "a length below nothing": b"POST /vote HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n" + CLOSE,
    "chunks that are none": b"POST /vote HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n" + CLOSE + b"zz\r\n",
    "a folded header": b"GET /help HTTP/1.1\r\n" + HOST + b"X: a\r\n b\r\n" + CLOSE,
    "a space before the colon": b"GET /help HTTP/1.1\r\n" + HOST + b"Content-Length : 5\r\n" + CLOSE,
    "a null in a header": b"GET /help HTTP/1.1\r\n" + HOST + b"X: a\x00b\r\n" + CLOSE,
}
"""The server refuses them or hangs up; where it passes one on, the application refuses it."""

WHOLE = {
    "a page": b"GET /help HTTP/1.1\r\n" + HOST + CLOSE,
    "nothing there": b"GET /nothing HTTP/1.1\r\n" + HOST + CLOSE,
    "bytes that are no text": b"GET /%ff%fe HTTP/1.1\r\n" + HOST + CLOSE,
    "a host that is no text": b"GET /desk HTTP/1.1\r\nHost: \xff\xfe\r\nX: \xff\r\n" + CLOSE,
    "a query that is no text": b"GET /vote?%ff&\xc3\xa9=%00 HTTP/1.1\r\n" + HOST + CLOSE,
    "a whole address": b"GET http://evil.example/help HTTP/1.1\r\n" + HOST + CLOSE,
    "everything": b"OPTIONS * HTTP/1.1\r\n" + HOST + CLOSE,
    "a method nobody has": b"BREW /help HTTP/1.1\r\n" + HOST + CLOSE,
    "no host": b"GET /help HTTP/1.0\r\n\r\n",
    "cookies of all kinds": b"GET /help HTTP/1.1\r\n"
    + HOST
    + b'Cookie: =; ;;pb_look="; pb_voter=\xff\xfe; a=b\r\n'
    + CLOSE,
    "a cookie of a megabyte's eighth": b"GET /help HTTP/1.1\r\n"
    + HOST
    + b"Cookie: pb_look="
    + b"x" * 120_000
    + b"\r\n"
    + CLOSE,
    "chunks": b"POST /vote HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n" + CLOSE + b"3\r\na=b\r\n0\r\n\r\n",
    "a form without token": b"POST /vote HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\n" + CLOSE + b"a=b",
    "a compressed form": b"POST /vote HTTP/1.1\r\n"
    + HOST
    + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n"
    + CLOSE
    + b"\x1f\x8b\x08",
    "more than it takes": b"POST /vote HTTP/1.1\r\n"
    + HOST
    + b"Content-Length: 6000000\r\n"
    + CLOSE
    + b"a="
    + b"x" * 5_999_998,
}
"""Reach it, and so are answered with every header."""


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    environment = {**os.environ, "PB_HOME": str(home), "PB_PORT": str(number)}
    log = (home / "log").open("wb")
    server = subprocess.Popen(
        [str(Path(sys.executable).parent / "pb"), "serve"], env=environment, stdout=log, stderr=log
    )
    log.close()
    for _ in range(600):
        if b" 200 " in said(number, WHOLE["a page"])[:20]:
            break
        assert server.poll() is None, (home / "log").read_text()
        time.sleep(0.2)
    yield number
    assert "Traceback" not in (home / "log").read_text()
    server.terminate()
    server.wait(30)


def said(port, request):
    """All that the server says to these bytes; nothing where it hangs up."""
    answer = b""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        with contextlib.suppress(OSError):
            line.sendall(request)  # it may answer before it has heard all
        while part := line.recv(65_536):
            answer += part
    return answer


def heads(answer):
    """(status, headers) of an answer."""
    first, *lines = answer.split(b"\r\n\r\n", 1)[0].decode("latin-1").split("\r\n")
    return int(first.split(" ")[1]), {line.split(": ", 1)[0].lower(): line.split(": ", 1)[-1] for line in lines}


@pytest.mark.parametrize("what", TORN)
def test_what_is_no_request_is_refused_or_not_answered(port, what):
    answer = said(port, TORN[what])
    assert not answer or 400 <= heads(answer)[0] < 500, answer[:200]
    assert answer.count(b"HTTP/1.") <= 1, "one torn request was taken for two"
    assert b"<html" not in answer or has_every_header(answer)
    assert b" 200 " in said(port, WHOLE["a page"])[:20], "it does not serve any more"


@pytest.mark.parametrize("what", WHOLE)
def test_what_reaches_the_application_is_answered_with_every_header(port, what):
    answer = said(port, WHOLE[what])
    assert heads(answer)[0] < 500, answer[:200]
    assert has_every_header(answer), answer[:1000]


def has_every_header(answer):
    headers = heads(answer)[1]
    wanted = ALWAYS | (FOR_A_PAGE[permissions.CAMERA] if b"data-code-ways" in answer else {})
    return {name: headers.get(name.lower()) for name in wanted} == wanted


def test_two_framings_are_never_two_requests(port):
    """A length and chunks in one request, with another request hidden behind: one answer, or none."""
    hidden = b"GET /help HTTP/1.1\r\n" + HOST + CLOSE
    body = b"0\r\n\r\n" + hidden
    lengths = b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n" % len(body)
    answer = said(port, b"POST /vote HTTP/1.1\r\n" + HOST + lengths + b"\r\n" + body)
    statuses = [line for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.1")]
    assert b"HTTP/1.1 200 OK" not in statuses or len(statuses) <= 1
