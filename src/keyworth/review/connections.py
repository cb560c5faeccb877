"""Connections that wait for their request: none for long, and never so many that nobody else gets in.

A browser opens connections that it may not use, and whoever means harm opens many and sends half a line. So a request's
head and its body must come in time, and of those that wait, the oldest goes when there are too many.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS, BODY_SECONDS = 10.0, 60.0
MOST_WAITING = 128


class PatientProtocol(H11Protocol):
    """HTTP/1.1 with a time-out on what is yet to come, and a line of those that wait."""

    waiting: ClassVar[dict[H11Protocol, None]] = {}
    _timer: asyncio.TimerHandle | None = None
    _until = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait_for("head", HEAD_SECONDS)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._wait_for("head", HEAD_SECONDS)
        elif self.conn.their_state is h11.SEND_BODY:
            self._wait_for("body", BODY_SECONDS)
        else:
            self._go_on()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.conn.their_state is h11.IDLE:
            self._line_up()  # uvicorn's own time-out for unused connections runs

    def connection_lost(self, exc: Exception | None) -> None:
        self._go_on()
        super().connection_lost(exc)

    def _wait_for(self, what: str, seconds: float) -> None:
        """Give the rest of a head or a body so many seconds, however often some of it comes."""
        if self._until != what:
            self._go_on()
            self._until, self._timer = what, self.loop.call_later(seconds, self.transport.abort)
        self._line_up()

    def _line_up(self) -> None:
        self.waiting[self] = None
        if len(self.waiting) > MOST_WAITING:
            oldest = next(iter(self.waiting))
            self.waiting.pop(oldest)
            oldest.transport.abort()

    def _go_on(self) -> None:
        self.waiting.pop(self, None)
        self._until = ""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def patient_protocol() -> type[PatientProtocol]:
    """Return the protocol of one server's connections, with a line of their own."""
    return type("OneServersProtocol", (PatientProtocol,), {"waiting": {}})
