"""The review page: plain forms over a `Desk`, on this machine alone."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from keyworth.assets import asset
from keyworth.errors import KeyworthError
from keyworth.review import outputs
from keyworth.review.desk import FILTERS, Desk, Person
from keyworth.review.door import COOKIE, Door, Tokens, session_id
from keyworth.review.ledger import StaleEdit
from keyworth.review.signoff import MEANINGS, ROLES
from keyworth.review.workbook import read_workbook
from keyworth.schema import VERDICTS

Page = Callable[[Request], Awaitable[Response]]


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
    pages = _Pages(desk, tokens)
    routes = [
        Route("/", pages.enter),
        Route("/who", pages.who, methods=["GET", "POST"]),
        Route("/queue", pages.queue),
        Route("/bulk", pages.bulk, methods=["POST"]),
        Route("/keyword/{subject}", pages.keyword),
        Route("/keyword/{subject}/{act}", pages.act, methods=["POST"]),
        Route("/blind", pages.blind, methods=["GET", "POST"]),
        Route("/signoff", pages.signoff, methods=["GET", "POST"]),
        Route("/invite", pages.invite, methods=["POST"]),
        Route("/export/{name}", pages.export),
        Route("/import", pages.merge, methods=["POST"]),
        Mount("/static", StaticFiles(directory=asset("templates", "review", "static"))),
    ]
    return Door(Starlette(routes=routes, exception_handlers={KeyworthError: pages.fault}), tokens, hosts)


def serve(desk: Desk, port: int = 0, told: Callable[[str], None] = print) -> None:
    """Serve the review page on 127.0.0.1 until it is stopped; tells its address with the token."""
    import uvicorn

    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind(("127.0.0.1", port))
    except OSError as fault:
        raise KeyworthError(
            f"port {port} cannot be used", [fault.strerror or str(fault)], "Name another --port."
        ) from None
    port, tokens = sock.getsockname()[1], Tokens()
    hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
    told(f"http://127.0.0.1:{port}/?token={tokens.new()}")
    config = uvicorn.Config(
        create_app(desk, tokens, hosts), log_level="warning", access_log=False, server_header=False,
        proxy_headers=False, limit_concurrency=64, timeout_keep_alive=5,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[sock])


class _Pages:
    def __init__(self, desk: Desk, tokens: Tokens) -> None:
        self._desk, self._tokens = desk, tokens
        self._templates = Environment(
            loader=FileSystemLoader(asset("templates", "review")),
            autoescape=select_autoescape(enabled_extensions=("html.j2",)),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        settings = desk.audit.summary.get("settings", {})
        self._constants = {
            "run_id": desk.run_id, "verdicts": VERDICTS, "roles": ROLES, "meanings": MEANINGS,
            "currency": settings.get("ingest", {}).get("currency", "GBP"),
            "company": settings.get("report", {}).get("company", ""),
        }  # fmt: skip

    async def enter(self, request: Request) -> Response:
        if "token" in request.query_params:
            session = self._tokens.open(request.query_params["token"])
            if session is None:
                return PlainTextResponse("This address has been used. Ask for a new one.", 403)
            answer = RedirectResponse("/who", 303)
            answer.set_cookie(COOKIE, session, httponly=True, samesite="strict", path="/")
            return answer
        return RedirectResponse("/queue", 303)

    async def who(self, request: Request) -> Response:
        session = self._session(request)
        if request.method == "POST":
            form = await _form(request)
            if not form.get("name") or form.get("role") not in ROLES:
                raise KeyworthError("a name and a role are needed")
            session |= {"name": form["name"][:200], "role": form["role"]}
            return RedirectResponse("/queue", 303)
        return self._page("who.html.j2", request)

    async def queue(self, request: Request) -> Response:
        if not self._session(request).get("name"):
            return RedirectResponse("/who", 303)
        filters = _filters(dict(request.query_params))
        page = int(p) if (p := request.query_params.get("page", "1")).isdecimal() and len(p) < 7 else 1
        found = await run_in_threadpool(self._desk.queue, filters, max(1, page))
        campaigns = sorted(self._desk.audit.keywords["campaign"].unique())
        flags = sorted({f for cell in self._desk.audit.keywords["flags"].unique() for f in cell.split("; ") if f})
        query = urlencode(filters)
        return self._page(
            "queue.html.j2", request, found=found, filters=filters, campaigns=campaigns, flags=flags, query=query
        )

    async def bulk(self, request: Request) -> Response:
        person, form = self._person(request), await _form(request)
        filters = _filters(form)
        if form.get("confirmed") != "yes":
            found = await run_in_threadpool(self._desk.queue, filters, 1, 10)
            form = {"action": "", "new_verdict": "", "reason": "", **form}
            return self._page("bulk.html.j2", request, found=found, filters=filters, form=form)
        if form.get("expected") != str(len(await run_in_threadpool(self._desk.select, filters))):
            raise KeyworthError("the list changed since its pounds were shown", mend="Look again, and decide then.")
        await run_in_threadpool(
            self._desk.decide_all,
            person,
            filters,
            form.get("action", ""),
            form.get("new_verdict", ""),
            **_details(form),
        )
        return RedirectResponse(f"/queue?{urlencode(filters)}", 303)

    async def keyword(self, request: Request) -> Response:
        self._desk.refresh()
        row = self._desk.keyword(request.path_params["subject"])
        return self._page("keyword.html.j2", request, row=row, conflict=None)

    async def act(self, request: Request) -> Response:
        person, form, subject = self._person(request), await _form(request), request.path_params["subject"]
        version, desk = _version(form), self._desk
        try:
            match request.path_params["act"]:
                case "decide":
                    kind = "supersede" if form.get("supersede") == "yes" else "decision"
                    action, verdict = form.get("action", ""), form.get("verdict", "")
                    await run_in_threadpool(
                        desk.decide, person, subject, version, action, verdict, kind=kind, **_details(form)
                    )
                case "undo":
                    await run_in_threadpool(desk.undo, person, subject, version)
                case "note":
                    await run_in_threadpool(desk.note, person, subject, version, form.get("text", ""))
                case _:
                    return PlainTextResponse("No such act.", 404)
        except StaleEdit as stale:
            desk.refresh()
            return self._page(
                "keyword.html.j2",
                request,
                412,
                row=desk.keyword(subject),
                conflict={"yours": {"action": "", "verdict": "", "reason": "", **form}, "told": str(stale)},
            )
        return RedirectResponse(f"/keyword/{subject}", 303)

    async def blind(self, request: Request) -> Response:
        person, desk = self._person(request), self._desk
        if request.method == "POST":
            form = await _form(request)
            await run_in_threadpool(
                desk.judge, person, form.get("subject", ""), form.get("product", ""), form.get("customers", "")
            )
            return RedirectResponse("/blind", 303)
        desk.refresh()
        done = {e.subject for e in desk.entries if e.kind == "judgement" and e.author == person.name}
        left = [s for s in desk.blind_sample() if s not in done]
        row = desk.keyword(left[0]) if left else None
        return self._page("blind.html.j2", request, row=row, done=len(desk.blind_sample()) - len(left), left=len(left))

    async def signoff(self, request: Request) -> Response:
        person, desk = self._person(request), self._desk
        if request.method == "POST":
            form = await _form(request)
            if form.get("check"):
                await run_in_threadpool(desk.accept, person, form["check"], form.get("reason", ""))
            else:
                await run_in_threadpool(desk.sign, person, form.get("meaning", ""))
            return RedirectResponse("/signoff", 303)
        return self._page("signoff.html.j2", request, **await run_in_threadpool(outputs.signoff_state, desk))

    async def invite(self, request: Request) -> Response:
        self._person(request)
        return self._page("invite.html.j2", request, link=f"{request.base_url}?token={self._tokens.new()}")

    async def export(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in outputs.OUTPUTS:
            return PlainTextResponse("No such file.", 404)
        kind, make = outputs.OUTPUTS[name]
        data = await run_in_threadpool(make, self._desk)
        return Response(data, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})

    async def merge(self, request: Request) -> Response:
        person = self._person(request)
        async with request.form(max_files=1, max_fields=2) as form:
            upload = form.get("file")
            if upload is None or isinstance(upload, str):
                raise KeyworthError("choose a workbook to merge")
            data = await upload.read()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "decisions.xlsx"
            path.write_bytes(data)
            desk = self._desk
            drafts = await run_in_threadpool(read_workbook, path, desk.decided(), desk.run_id, person.name, person.role)
            await run_in_threadpool(desk.write, drafts)
        return RedirectResponse("/queue?state=decided", 303)

    async def fault(self, request: Request, error: Exception) -> Response:
        return self._page("fault.html.j2", request, 422, told=str(error))

    def _session(self, request: Request) -> dict[str, str]:
        return self._tokens.sessions.get(session_id(request.headers.get("cookie", "")), {})

    def _person(self, request: Request) -> Person:
        session = self._session(request)
        if not session.get("name"):
            raise KeyworthError("say who you are first", mend="Open /who.")
        return Person(session["name"], session["role"])

    def _page(self, name: str, request: Request, status: int = 200, **values: Any) -> HTMLResponse:
        html = self._templates.get_template(name).render(person=self._session(request), **self._constants, **values)
        return HTMLResponse(html, status)


async def _form(request: Request) -> dict[str, str]:
    async with request.form(max_files=0, max_fields=30) as form:
        return {k: v for k, v in form.items() if isinstance(v, str)}


def _filters(values: dict[str, str]) -> dict[str, str]:
    return {k: v[:200] for k, v in values.items() if k in FILTERS and v}


def _details(form: dict[str, str]) -> dict[str, str]:
    return {k: form.get(k, "")[:4000] for k in ("reason", "owner", "due")}


def _version(form: dict[str, str]) -> int:
    text = form.get("version", "")
    if not text.isdecimal() or len(text) > 9:
        raise KeyworthError("the form is incomplete", ["it names no version"], "Open the keyword again.")
    return int(text)
