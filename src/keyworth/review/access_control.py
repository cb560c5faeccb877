"""The door of the review server: who may come in, from where, with how much.

Every request needs a Host of the allow-list, no other page's Origin and, but for the
one-time token's own address and the style sheet, a session; every write must say that
it comes from this page (Origin, or Sec-Fetch-Site). Answers carry a
Content-Security-Policy under which nothing runs but the page's own script.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from keyworth.errors import KeyworthError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

UPLOAD = "/import"  # the one address that takes a file
LIMIT, UPLOAD_LIMIT = 1 << 20, 20 << 20
TOKEN_LIFE, IDLE, SESSION_LIFE = 3600.0, 8 * 3600.0, 24 * 3600.0  # seconds: an invitation, a session unused, a session
_SAFE = ("GET", "HEAD")
_OPEN = ("/static/",)
_TOO_LARGE = "That is more than this page takes."
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class TooLarge(KeyworthError):
    """More was sent than a page takes."""


@dataclass
class _Session:
    opened: float
    used: float
    told: dict[str, str] = field(default_factory=dict)


class Tokens:
    """One-time tokens and the sessions they open; both live in this process alone, and not for ever.

    Parameters
    ----------
    cookie : str
        The name of the cookie that carries a session's id.
    clock : callable
        Seconds, from any moment on.

    Examples
    --------
    >>> now = [0.0]
    >>> tokens = Tokens(clock=lambda: now[0])
    >>> early, late = tokens.new(), tokens.new()
    >>> tokens.open(early) is None, tokens.open(early) is None
    (False, True)
    >>> now[0] += TOKEN_LIFE + 1
    >>> tokens.open(late) is None
    True
    """

    def __init__(self, cookie: str = "keyworth_session", clock: Callable[[], float] = time.monotonic) -> None:
        self.cookie, self._clock = cookie, clock
        self._tokens: dict[str, float] = {}
        self._sessions: dict[str, _Session] = {}

    def new(self) -> str:
        """Return a fresh one-time token."""
        self._forget()
        token = secrets.token_urlsafe(32)
        self._tokens[token] = self._clock()
        return token

    def knows(self, token: str) -> bool:
        """Return whether a token would open a session, and leave it unspent."""
        return self._find(token) is not None

    def open(self, token: str) -> str | None:
        """Spend a token; return the id of the session it opens, or None if it is unknown, spent or too old."""
        known = self._find(token)
        if known is None:
            return None
        del self._tokens[known]
        session, now = secrets.token_urlsafe(32), self._clock()
        # What a signature keeps of a session opens no door.
        self._sessions[session] = _Session(now, now, {"mark": secrets.token_hex(8)})
        return session

    def session(self, cookies: str) -> dict[str, str] | None:
        """Return what is known of the session that a Cookie header names, or None if there is none any more."""
        for part in cookies.split(";"):
            name, _, value = part.strip().partition("=")
            if name == self.cookie:
                self._forget()
                found = self._sessions.get(value)
                if found is None:
                    return None
                found.used = self._clock()
                return found.told
        return None

    def _find(self, token: str) -> str | None:
        self._forget()
        given = token.encode("utf-8", "replace")
        return next((t for t in self._tokens if hmac.compare_digest(t.encode(), given)), None)

    def _forget(self) -> None:
        now = self._clock()
        self._tokens = {t: made for t, made in self._tokens.items() if now - made <= TOKEN_LIFE}
        self._sessions = {
            i: s for i, s in self._sessions.items() if now - s.used <= IDLE and now - s.opened <= SESSION_LIFE
        }


class Door:
    """ASGI middleware that turns away what `Tokens`, the Host list and the Origin do not admit."""

    def __init__(self, app: Any, tokens: Tokens, hosts: tuple[str, ...]) -> None:
        self._app, self._tokens, self._hosts = app, tokens, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        refusal = self._refusal(scope, headers)
        if refusal:
            await _answer(send, *refusal)
            return
        limit, said = UPLOAD_LIMIT if scope["path"] == UPLOAD else LIMIT, headers.get("content-length", "0")
        if not (said.isascii() and said.isdecimal()):
            await _answer(send, 400, "Its length is no number.")
            return
        if len(said) > 12 or int(said) > limit:
            await _answer(send, 413, _TOO_LARGE)
            return
        await self._app(scope, _counted(receive, limit), _with_headers(send))

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        method, path = scope["method"], scope["path"]
        if headers.get("host", "") not in self._hosts:
            return 403, "This address is not served here."
        site = headers.get("sec-fetch-site")
        if method not in (*_SAFE, "POST"):
            return 405, "Only GET and POST."
        if site not in (None, "same-origin", "none"):
            return 403, "Requests from other sites are refused."
        if not _own_origin(headers, must_be_told=method == "POST" and site != "same-origin"):
            return 403, "Requests from other pages are refused."
        if path.startswith(_OPEN) or self._tokens.session(headers.get("cookie", "")) is not None:
            return None
        if path == "/" and method in _SAFE and b"token=" in scope.get("query_string", b""):
            return None  # the page itself spends the token
        return 403, "Open the address that `keyworth review` printed; each works once, and a session ends when unused."


def _own_origin(headers: dict[str, str], must_be_told: bool) -> bool:
    origin = headers.get("origin")
    return not must_be_told if origin is None else origin == f"http://{headers['host']}"


def _counted(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def counted() -> MutableMapping[str, Any]:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise TooLarge(_TOO_LARGE)
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            extra = [(k.encode(), v.encode()) for k, v in HEADERS.items()]
            message = {**message, "headers": [*message.get("headers", []), *extra]}
        await send(message)

    return sending


async def _answer(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")] + [(k.encode(), v.encode()) for k, v in HEADERS.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
