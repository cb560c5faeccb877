"""The review page on this machine alone: requests to `Pages`, and answers back, behind the `Door`."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from keyworth.assets import asset
from keyworth.errors import KeyworthError
from keyworth.review.access_control import UPLOAD, Door, Tokens, TooLarge
from keyworth.review.chain import LostLedger, StaleEdit
from keyworth.review.pages import Answer, Asked, File, Goto, Page, Pages
from keyworth.review.queue import NoSuchKeyword
from keyworth.review.review_session import Desk

_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (StaleEdit, 412), (LostLedger, 409), (NoSuchKeyword, 404), (TooLarge, 413),
)  # fmt: skip


def create_app(desk: Desk, tokens: Tokens, hosts: tuple[str, ...]) -> Door:
    """Return the review page of a desk as an ASGI application.

    Parameters
    ----------
    desk : Desk
    tokens : Tokens
        Where the one-time tokens are spent.
    hosts : tuple of str
        The Host headers that are served, such as ``("127.0.0.1:8765",)``.
    """
    pages = Pages(desk, tokens)
    site = _Site(pages, tokens)
    looked = (
        ("/queue", pages.queue), ("/keyword/{subject}", pages.keyword), ("/blind", pages.blind),
        ("/signoff", pages.signoff), ("/export/{name}", pages.export),
    )  # fmt: skip
    sent = (
        ("/bulk", pages.bulk), ("/keyword/{subject}/decide", pages.decide), ("/keyword/{subject}/undo", pages.undo),
        ("/keyword/{subject}/note", pages.note), ("/blind", pages.blind), ("/signoff", pages.signoff),
        ("/invite", pages.invite), (UPLOAD, pages.merge),
    )  # fmt: skip
    routes = [
        Route("/", site.enter),
        Route("/who", site.answer(pages.who, named=False), methods=["GET", "POST"]),
        *(Route(path, site.answer(page)) for path, page in looked),
        *(Route(path, site.answer(page), methods=["POST"]) for path, page in sent),
        Mount("/static", StaticFiles(directory=asset("templates", "review", "static"))),
    ]
    faults: Any = {KeyworthError: site.fault, ClientDisconnect: _gone}
    return Door(Starlette(routes=routes, exception_handlers=faults), tokens, hosts)


def serve(desk: Desk, port: int = 0, told: Callable[[str], None] = print) -> None:
    """Serve the review page on 127.0.0.1 until it is stopped; tells its address with the token."""
    import uvicorn

    from keyworth.review.connections import patient_protocol

    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind(("127.0.0.1", port))
        sock.listen()
    except (OSError, OverflowError) as fault:
        problem = getattr(fault, "strerror", None) or str(fault)
        raise KeyworthError(f"port {port} cannot be used", [problem], "Name another --port.") from None
    port = sock.getsockname()[1]
    tokens = Tokens(f"keyworth_session_{port}")  # cookies know no ports: two reviews must not share one
    hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
    told(f"http://127.0.0.1:{port}/?token={tokens.new()}")
    config = uvicorn.Config(
        create_app(desk, tokens, hosts), log_level="warning", access_log=False, server_header=False,
        proxy_headers=False, limit_concurrency=512, timeout_keep_alive=5, http=patient_protocol(),
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[sock])


class _Site:
    """Requests in, responses out."""

    def __init__(self, pages: Pages, tokens: Tokens) -> None:
        self._constants, self._tokens = pages.constants, tokens
        self._templates = Environment(
            loader=FileSystemLoader(asset("templates", "review")),
            autoescape=select_autoescape(enabled_extensions=("html.j2",)),
            trim_blocks=True,
            lstrip_blocks=True,
        )

    async def enter(self, request: Request) -> Response:
        """Spend the one-time token, and open a session."""
        if "token" not in request.query_params:
            return RedirectResponse("/queue", 303)
        token = request.query_params["token"]
        if _only_looks(request):  # a link's preview spends nothing
            return Response(status_code=200 if self._tokens.knows(token) else 403)
        session = self._tokens.open(token)
        if session is None:
            told = "This address has been used, or is too old. Ask whoever started the review for a new one."
            return PlainTextResponse(told, 403)
        answer = RedirectResponse("/who", 303)
        answer.set_cookie(self._tokens.cookie, session, httponly=True, samesite="strict", path="/")
        return answer

    def answer(self, page: Callable[[Asked], Answer], named: bool = True) -> Callable[[Request], Awaitable[Response]]:
        """Return the endpoint of a page; who has not said a name is asked for it first."""

        async def endpoint(request: Request) -> Response:
            session = self._session(request)
            if named and request.method in ("GET", "HEAD") and not session.get("name"):
                return RedirectResponse("/who", 303)
            form, upload = await _sent(request) if request.method == "POST" else (None, None)
            query, path = dict(request.query_params), dict(request.path_params)
            asked = Asked(session, path, query, form, upload, str(request.base_url))
            return await run_in_threadpool(lambda: self._response(page(asked), session))

        return endpoint

    async def fault(self, request: Request, error: Exception) -> Response:
        """Tell a fault that a person can mend."""
        status = next((s for kind, s in _STATUS if isinstance(error, kind)), 422)
        return self._response(Page("fault.html.j2", {"told": str(error)}, status), self._session(request))

    def _session(self, request: Request) -> dict[str, str]:
        session = self._tokens.session(request.headers.get("cookie", ""))
        return {} if session is None else session

    def _response(self, answer: Answer, session: dict[str, str]) -> Response:
        match answer:
            case Goto(address):
                return RedirectResponse(address, 303)
            case File(name, kind, data):
                return Response(
                    data, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'}
                )
            case Page(template, values, status):
                told: dict[str, Any] = {"person": session, **self._constants, **values}
                html = self._templates.get_template(template).render(told)
                return HTMLResponse(html.encode("utf-8", "replace"), status)


def _only_looks(request: Request) -> bool:
    told = " ".join(request.headers.get(name, "") for name in ("sec-purpose", "purpose", "x-purpose", "x-moz"))
    return request.method == "HEAD" or "prefetch" in told or "preview" in told


async def _gone(_request: Request, _error: Exception) -> Response:
    return Response(status_code=400)  # nobody reads it: the client left before all was sent


async def _sent(request: Request) -> tuple[dict[str, str], bytes | None]:
    """Return the fields of a form and, where one is taken, the file sent with it."""
    try:
        async with request.form(max_files=1 if request.url.path == UPLOAD else 0, max_fields=30) as form:
            fields = {k: v for k, v in form.items() if isinstance(v, str)}
            file = form.get("file")
            return fields, None if file is None or isinstance(file, str) else await file.read()
    except (HTTPException, ClientDisconnect, KeyworthError):
        raise
    except Exception:  # a body that is no form at all, in the ways that parsers do not foresee
        raise KeyworthError("that is not a form of this page", mend="Open the page again.") from None
