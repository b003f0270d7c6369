"""A way to PostgreSQL that is cut in the moment of a commit, as when a network breaks."""

import socket
import threading
from contextlib import contextmanager, suppress

from sqlalchemy import make_url


class Line:
    """The way to the server, which is cut at the first COMMIT of a cast, once it has passed or before it has."""

    def __init__(self, url, *, passes, comes_back=True):
        self.passes, self.comes_back, self.is_cut = passes, comes_back, False
        self._server, self._listening = make_url(url), socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._take, daemon=True).start()

    def url(self):
        port = self._listening.getsockname()[1]
        there = self._server.set(host="127.0.0.1", port=port, query={"sslmode": "disable", "gssencmode": "disable"})
        return there.render_as_string(hide_password=False)

    def close(self):
        self._listening.close()

    def _take(self):
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            if self.is_cut and not self.comes_back:
                client.close()
                continue
            server = self._connected()
            threading.Thread(target=self._carry, args=(server, client), daemon=True).start()
            threading.Thread(target=self._watch, args=(client, server), daemon=True).start()

    def _connected(self):
        folder = self._server.query.get("host") or self._server.host
        if folder and folder.startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            server.connect(f"{folder}/.s.PGSQL.{self._server.port or self._server.query.get('port', 5432)}")
            return server
        return socket.create_connection((self._server.host, self._server.port or 5432))

    def _carry(self, one, other):
        with hung_up(one, other):
            while said := one.recv(65_536):
                other.sendall(said)

    def _watch(self, client, server):
        is_cast = False
        with hung_up(client, server):
            while said := client.recv(65_536):
                is_cast = is_cast or b"INTO urn" in said
                if is_cast and b"COMMIT" in said and not self.is_cut:
                    self.is_cut = True
                    client.shutdown(socket.SHUT_RDWR)  # the answer finds nobody
                    if self.passes:
                        server.sendall(said)
                        server.recv(65_536)  # it was done
                    return
                server.sendall(said)


@contextmanager
def hung_up(*ends):
    """In the end both sides are told, whichever of them went first."""
    with suppress(OSError):
        yield
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
