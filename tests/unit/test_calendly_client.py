"""Failures of the network below HTTP, produced by a server that answers byte by byte."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from receptionist.calendars.calendly_client import CalendlyClient, Deadline, Refusal
from receptionist.calendars.port import CalendarDown

Talk = Callable[[socket.socket], None]


@contextmanager
def server(talk: Talk) -> Iterator[str]:
    """Lets `talk` answer every connection after its first bytes have arrived."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    def answer(connection: socket.socket) -> None:
        with connection:
            connection.recv(65536)
            try:
                talk(connection)
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.close()


def trickle_head(connection: socket.socket) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 400:
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


def trickle_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n")
    for _ in range(400):
        connection.sendall(b"x")
        time.sleep(0.05)


def say_nothing(connection: socket.socket) -> None:
    time.sleep(3)


def hang_up(connection: socket.socket) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def sends(status: str, body: bytes) -> Talk:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return lambda connection: connection.sendall(head + body)


def too_much(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"[" * 100_000)


def fail(base_url: str, method: str, seconds: float = 0.5) -> tuple[CalendarDown, float]:
    client = CalendlyClient(base_url)
    started = time.monotonic()
    with pytest.raises(CalendarDown) as raised:
        if method == "POST":
            client.post("secret-token", "/invitees", Deadline(seconds), {"name": "Maria Lopez"})
        else:
            client.get("secret-token", "/users/me", Deadline(seconds))
    took = time.monotonic() - started
    client.close()
    return raised.value, took


@pytest.mark.parametrize("talk", [trickle_head, trickle_body, say_nothing])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_deadline_holds_however_slowly_bytes_come(talk: Talk, method: str) -> None:
    with server(talk) as url:
        error, took = fail(url, method)
    assert took < 2.0
    assert error.unknown_outcome is (method == "POST")


@pytest.mark.parametrize(
    "talk",
    [
        hang_up,
        sends("200 OK", b"<html>"),
        sends("200 OK", b""),
        sends("200 OK", b"[]"),
        sends("200 OK", b'"text"'),
        sends("200 OK", b'{"a": "\xff"}'),
        sends("500 Internal Server Error", b"{}"),
        sends("502 Bad Gateway", b"<html>"),
        sends("424 Failed Dependency", b"{}"),
        lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"),
        lambda connection: connection.sendall(b"\x00\x01 not http\r\n\r\n"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_cannot_be_read_leaves_a_write_unknown(talk: Talk, method: str) -> None:
    with server(talk) as url:
        error, _ = fail(url, method, 2.0)
    assert error.unknown_outcome is (method == "POST")


def test_an_endless_answer_is_not_swallowed() -> None:
    with server(too_much) as url:
        _, took = fail(url, "GET", 30.0)
    assert took < 20.0


def test_a_refused_connection_did_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    error, _ = fail(f"http://127.0.0.1:{port}", "POST", 3.0)
    assert error.unknown_outcome is False


def test_a_name_that_does_not_resolve_did_nothing() -> None:
    error, _ = fail("http://calendly.invalid", "POST", 3.0)
    assert error.unknown_outcome is False


def test_the_rate_limit_did_nothing() -> None:
    with server(sends("429 Too Many Requests", b"{}")) as url:
        error, _ = fail(url, "POST", 2.0)
    assert error.unknown_outcome is False


def test_no_time_left_means_not_sent() -> None:
    asked: list[int] = []
    with server(lambda connection: asked.append(1)) as url:
        error, _ = fail(url, "POST", 0.0)
    assert error.unknown_outcome is False
    assert asked == []


def test_a_redirect_is_not_followed_with_the_token() -> None:
    elsewhere: list[bytes] = []
    with server(lambda connection: elsewhere.append(b"asked")) as other:
        head = f"HTTP/1.1 302 Found\r\nLocation: {other}/users/me\r\nContent-Length: 0\r\n\r\n".encode()
        with server(lambda connection: connection.sendall(head)) as url, pytest.raises(Refusal) as raised:
            CalendlyClient(url).get("secret-token", "/users/me", Deadline(2))
    assert raised.value.status == 302
    assert elsewhere == []


def test_a_refusal_names_fields_and_codes_but_no_values(caplog: pytest.LogCaptureFixture) -> None:
    body = (
        b'{"title": "Invalid Argument", "message": "Maria Lopez is not valid", "details": ['
        b'{"parameter": "invitee.email", "message": "maria@example.com is not valid", "code": "invalid"},'
        b'{"parameter": "maria@example.com", "message": "x"}, "text"]}'
    )
    with (
        server(sends("400 Bad Request", body)) as url,
        caplog.at_level(logging.DEBUG),
        pytest.raises(Refusal) as raised,
    ):
        path = "/scheduled_events/some-identifier/cancellation"
        CalendlyClient(url).post("secret-token", path, Deadline(2), {"reason": "Maria Lopez"})
    assert str(raised.value) == "Calendly answered 400 (invalid, invitee.email)"
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("receptionist")]
    assert any("/scheduled_events/…/cancellation" in line for line in ours)
    for secret in ("Maria", "Lopez", "maria@example.com", "secret-token"):
        assert all(secret not in record.getMessage() for record in caplog.records)
