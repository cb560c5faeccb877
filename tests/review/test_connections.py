"""The page's server under clients that are slow, many, gone or curious: the others are served, without a traceback."""

from __future__ import annotations

import re
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from keyworth.review import access_control
from keyworth.review.access_control import IDLE, SESSION_LIFE, TOKEN_LIFE, Tokens
from keyworth.review.server import create_app
from tests.review.conftest import make_audit
from tests.review.visitors import HOST, OWN, a_client, enter

SERVE = """
import sys
from keyworth.review import connections, open_desk
from keyworth.review.server import serve
from keyworth.settings import Review
connections.HEAD_SECONDS, connections.BODY_SECONDS = 1.5, 3.0
serve(open_desk(sys.argv[1], None, Review()), told=lambda address: print(address, flush=True))
"""


@dataclass
class Served:
    """A server of its own process, with a session that is open."""

    port: int
    cookie: str
    log: Path

    def get(self, path: str = "/queue", timeout: float = 10) -> int:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"cookie": self.cookie})
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            return refused.code

    def connect(self, sent: bytes = b"") -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        made.sendall(sent)
        return made

    def post(self, path: str, length: int, body: bytes) -> bytes:
        host = f"127.0.0.1:{self.port}"
        head = f"POST {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\ncookie: {self.cookie}\r\n"
        kind = "multipart/form-data; boundary=x" if path == "/import" else "application/x-www-form-urlencoded"
        return f"{head}content-type: {kind}\r\ncontent-length: {length}\r\n\r\n".encode() + body


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    make_audit(folder / "audit")
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(folder / "audit")], stdout=subprocess.PIPE, stderr=log, text=True
        )
        try:
            assert server.stdout is not None
            address = server.stdout.readline().strip()
            jar = CookieJar()
            with urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar)).open(address, timeout=30) as who:
                assert b"Who are you?" in who.read()
            port = int(address.split(":")[2].split("/")[0])
            cookie = "; ".join(f"{c.name}={c.value}" for c in jar)
            yield Served(port, cookie, folder / "log")
        finally:
            server.terminate()
            server.wait(20)


def is_closed(made: socket.socket, within: float) -> bool:
    made.settimeout(within)
    try:
        return made.recv(1 << 16) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


HALVES = {
    "nothing": b"", "half a line": b"GET /que", "half a head": b"GET / HTTP/1.1\r\nhost: x\r\n", "a byte": b"G",
    "half a method": b"POST", "blank": b"\r\n",
}  # fmt: skip


@pytest.mark.parametrize("many", [70, 300])
@pytest.mark.parametrize("sent", HALVES.values(), ids=HALVES)
def test_half_open_connections_shut_nobody_out(served, many, sent):
    with closing_all(served.connect(sent) for _ in range(many)):
        for _ in range(5):
            assert served.get() == 200


def closing_all(sockets):
    from contextlib import ExitStack

    stack = ExitStack()
    for made in sockets:
        stack.enter_context(closing(made))
    return stack


def test_a_head_and_a_body_must_come_in_time(served):
    begun = time.monotonic()
    with closing(served.connect(b"GET / HT")) as head, closing(served.connect(served.post("/who", 100, b"n="))) as body:
        assert is_closed(head, 5)
        assert time.monotonic() - begun < 4
        assert is_closed(body, 8)
        assert time.monotonic() - begun < 8


def test_a_byte_now_and_then_buys_no_time(served):
    for sent in (b"GET / HTTP/1.1\r\nx: ", served.post("/who", 1000, b"")):
        with closing(served.connect(sent)) as made:
            begun, alive = time.monotonic(), True
            while alive and time.monotonic() - begun < 8:
                time.sleep(0.2)
                with suppress(TimeoutError):
                    try:
                        made.sendall(b"a")
                        made.settimeout(0.05)
                        alive = made.recv(1) != b""
                    except ConnectionError:
                        alive = False
            assert not alive


def test_a_slow_request_after_another_is_timed_too(served):
    host = f"host: 127.0.0.1:{served.port}\r\ncookie: {served.cookie}\r\n\r\n".encode()
    with closing(served.connect(b"GET /static/review.css HTTP/1.1\r\n" + host)) as made:
        assert b"200 OK" in made.recv(1 << 20)
        made.settimeout(0.3)
        with suppress(TimeoutError):
            while made.recv(1 << 20):
                pass
        made.settimeout(20)
        made.sendall(b"GET /sta")
        assert is_closed(made, 4)


def test_many_slow_bodies_shut_nobody_out(served):
    with closing_all(served.connect(served.post("/who", 1000, b"name=")) for _ in range(150)):
        for _ in range(5):
            assert served.get() == 200


@pytest.mark.parametrize("path", ["/who", "/import", "/bulk", "/signoff", "/queue"])
@pytest.mark.parametrize("how", ["closed", "reset"])
def test_a_client_that_leaves_prints_no_traceback(served, path, how):
    for body in (b"", b"name=A", b"--x\r\nContent-Disposition: form-data; name=f; filename=a\r\n\r\n123"):
        sent = served.post(path, 5000, body)
        if path == "/queue":
            sent = f"GET /queue HTTP/1.1\r\nhost: 127.0.0.1:{served.port}\r\ncookie: {served.cookie}\r\n\r\n".encode()
        made = served.connect(sent)
        time.sleep(0.05)
        if how == "reset":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        made.close()
    assert served.get() == 200
    time.sleep(0.2)
    assert not re.search("Traceback|Exception|Error", served.log.read_text())


def test_head_and_previews_spend_no_token(app, tokens):
    token = tokens.new()
    previews = ({"sec-purpose": "prefetch;prerender"}, {"purpose": "prefetch"}, {"x-moz": "prefetch"},
                {"x-purpose": "preview"}, {"purpose": "preview"})  # fmt: skip
    for _ in range(3):
        looked = a_client(app).head(f"/?token={token}")
        assert looked.status_code == 200
        assert "set-cookie" not in looked.headers
        for header in previews:
            looked = a_client(app).get(f"/?token={token}", headers=header)
            assert "set-cookie" not in looked.headers
    assert a_client(app).get(f"/?token={token}").status_code == 303
    assert a_client(app).head(f"/?token={token}").status_code == 403
    assert a_client(app).head("/?token=other").status_code == 403


def test_invitations_and_sessions_end(desk):
    now = [1e6]
    tokens = Tokens(clock=lambda: now[0])
    app = create_app(desk, tokens, (HOST,))
    early, client = tokens.new(), enter(app, tokens)
    now[0] += TOKEN_LIFE - 1
    fresh = re.search(r"token=([\w-]+)", client.post("/invite", headers=OWN).text)
    assert fresh is not None
    now[0] += 2
    late = a_client(app).get(f"/?token={early}")
    assert (late.status_code, "too old" in late.text) == (403, True)
    assert a_client(app).get(f"/?token={fresh[1]}").status_code == 303
    now[0] += IDLE - 5
    assert client.get("/queue").status_code == 200, "it is used"
    now[0] += IDLE + 1
    assert client.get("/queue").status_code == 403, "it was not"
    assert client.post("/signoff", data={"meaning": "Approved"}, headers=OWN).status_code == 403
    client, opened = enter(app, tokens), now[0]
    while now[0] - opened <= SESSION_LIFE:
        assert client.get("/queue").status_code == 200
        now[0] += IDLE / 2
    assert client.get("/queue").status_code == 403, "however busy"
    assert access_control.TOKEN_LIFE <= 3600
    for _ in range(50):
        tokens.new()
    now[0] += TOKEN_LIFE + 1
    tokens.new()
    assert len(tokens._tokens) == 1, "old ones are forgotten"
