"""Our table follows what staff and patients do in Calendly, whatever becomes of the webhooks on their way."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest

from receptionist.calendars.calendly import CalendlyCalendar
from receptionist.calendars.calendly_signature import signing_key
from tests.integration.calendly_office import ELEVEN, SECRET, TEN, Office, office, service, wait_for
from tests.integration.calendly_requests import assert_is, assert_like
from tests.integration.calendly_service import example

__all__ = ["office", "service"]

HALF_PAST = "2026-11-24T10:30"
CELLS_OF_ELEVEN = [f"2026-11-24T11:{minute:02}" for minute in range(0, 30, 5)]


def sign(body: bytes, key: str, age_s: int = 0) -> dict[str, str]:
    moment = str(int(time.time()) - age_s)
    digest = hmac.new(key.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Calendly-Webhook-Signature": f"t={moment},v1={digest}"}


def send(office: Office, body: bytes, headers: dict[str, str], clinic: str = "riverside") -> httpx.Response:
    return httpx.post(f"{office.web}/calendly/webhooks/{clinic}", content=body, headers=headers)


def a_webhook(office: Office) -> bytes:
    payload = example("objects_webhooks_invite_payload")
    payload["scheduled_event"]["event_type"] = office.account.event_types["anita-patel"]
    payload["scheduled_event"]["start_time"] = "2026-11-24T16:00:00.000000Z"
    payload["scheduled_event"]["end_time"] = "2026-11-24T16:30:00.000000Z"
    return json.dumps({"event": "invitee.created", "created_at": "…", "created_by": "…", "payload": payload}).encode()


class TestTheDoor:
    def test_a_published_payload_is_taken_once(self, office: Office) -> None:
        body = a_webhook(office)
        headers = sign(body, signing_key(SECRET, "riverside"))
        assert send(office, body, headers).json() == {"done": "kept"}
        assert office.kept() == CELLS_OF_ELEVEN
        assert send(office, body, headers).status_code == 409

    @pytest.mark.parametrize(
        "header",
        [
            "",
            "t=1",
            "v1=abc",
            "t=,v1=",
            "t=x,v1=abc",
            "t=1,t=2,v1=abc",
            "t=99999999999999999999,v1=abc",
            "t=١,v1=abc",
            "t=1,v1=ü",
        ],
    )
    def test_headers_that_are_none(self, office: Office, header: str) -> None:
        body = a_webhook(office)
        assert send(office, body, {"Calendly-Webhook-Signature": header.encode()}).status_code == 403  # type: ignore[dict-item]
        assert office.kept() == []

    def test_wrong_keys_other_bodies_other_clinics_and_old_ones(self, office: Office) -> None:
        body, key = a_webhook(office), signing_key(SECRET, "riverside")
        assert send(office, body, sign(body, "another")).status_code == 403
        assert send(office, body, sign(body, signing_key(SECRET, "hillside"))).status_code == 403
        assert send(office, body + b" ", sign(body, key)).status_code == 403
        assert send(office, body, sign(body, key), "hillside").status_code == 403
        assert send(office, body, sign(body, key, age_s=190)).status_code == 403
        assert send(office, body, sign(body, key, age_s=-90)).status_code == 403
        assert office.kept() == []
        assert send(office, body, sign(body, key, age_s=170)).status_code == 200

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"[]",
            b'{"event": "invitee.created"}',
            b'{"event": "invitee.created", "payload": {}}',
            b'{"event": "invitee.created", "payload": {"scheduled_event": {"start_time": "soon"}}}',
            b'{"event": "invitee.canceled", "payload": {"scheduled_event": []}}',
            b'{"event": "invitee.created", "payload": []}',
        ],
    )
    def test_what_cannot_be_read(self, office: Office, body: bytes) -> None:
        assert send(office, body, sign(body, signing_key(SECRET, "riverside"))).status_code == 400

    def test_other_events_are_none_of_our_business(self, office: Office) -> None:
        body = b'{"event": "invitee_no_show.created", "payload": {}}'
        assert send(office, body, sign(body, signing_key(SECRET, "riverside"))).json() == {"done": "nothing"}


class TestStaff:
    def test_cancel_ours(self, office: Office) -> None:
        office.subscribe()
        booked = office.book()
        office.staff_cancel(office.row(booked).event_uri)
        assert office.delivered(2) == [200, 200]
        assert office.state(booked) == ("cancelled", TEN)
        assert office.kept_by(booked) == []
        assert office.told() == ["confirmation", "cancellation"]

    def test_move_ours(self, office: Office) -> None:
        office.subscribe()
        booked = office.book()
        moved = office.staff_move(office.row(booked).event_uri, ELEVEN)
        assert office.delivered(3) == [200, 200, 200]
        assert office.state(booked) == ("booked", ELEVEN)
        assert office.row(booked).event_uri == moved
        assert office.kept_by(booked) == CELLS_OF_ELEVEN
        assert office.kept() == []
        assert office.told() == ["confirmation", "rescheduled"]

    def test_move_ours_twice(self, office: Office) -> None:
        office.subscribe()
        booked = office.book()
        once = office.staff_move(office.row(booked).event_uri, ELEVEN)
        office.staff_move(once, HALF_PAST)
        assert office.delivered(5) == [200] * 5
        assert office.state(booked) == ("booked", HALF_PAST)

    def test_book_and_cancel_their_own(self, office: Office) -> None:
        office.subscribe()
        taken = office.take()
        wait_for(lambda: office.kept() == CELLS_OF_ELEVEN)
        held = office.desk.calendars.held.cells([office.desk.doctor("Anita Patel").id], *office_day(office))
        assert len(held) == 6
        office.staff_cancel(taken)
        wait_for(lambda: office.kept() == [])
        assert office.told() == []

    def test_move_their_own(self, office: Office) -> None:
        office.subscribe()
        taken = office.take(TEN)
        wait_for(office.kept)
        office.staff_move(taken, ELEVEN)
        wait_for(lambda: office.kept() == CELLS_OF_ELEVEN)

    def test_what_we_do_ourselves_is_told_once(self, office: Office) -> None:
        office.subscribe()
        booked = office.book()
        assert office.desk.appointments.cancel(office.desk.clinic, booked, "CA2") == "cancelled"
        assert office.delivered(2) == [200, 200]
        assert office.told() == ["confirmation", "cancellation"]
        assert (office.state(booked)[0], office.kept()) == ("cancelled", [])

    def test_a_doctor_of_another_system_is_not_ours(self, office: Office) -> None:
        body = a_webhook(office).replace(b"anita-patel", b"somebody-else")
        assert send(office, body, sign(body, signing_key(SECRET, "riverside"))).json() == {"done": "nothing"}


class TestOnTheWay:
    def test_webhooks_that_come_backwards(self, office: Office) -> None:
        office.subscribe()
        booked = office.book()
        office.delivered(1)
        office.webhooks(hold=True)
        once = office.staff_move(office.row(booked).event_uri, ELEVEN)
        office.staff_move(once, HALF_PAST)
        their_own = office.take(TEN)
        office.staff_cancel(their_own)
        office.webhooks(hold=False, backwards=True)
        assert office.delivered(7) == [200] * 7
        assert office.state(booked) == ("booked", HALF_PAST)
        assert office.kept() == []

    def test_webhooks_that_come_twice(self, office: Office) -> None:
        office.subscribe()
        booked = office.book()
        office.delivered(1)
        office.webhooks(copies=3)
        office.staff_cancel(office.row(booked).event_uri)
        assert office.delivered(4) == [200, 200, 409, 409]
        assert office.told() == ["confirmation", "cancellation"]

    @pytest.mark.parametrize("trouble", [{"wrong_key": True}, {"age_s": 200}])
    def test_webhooks_that_cannot_be_trusted(self, office: Office, trouble: dict[str, Any]) -> None:
        office.subscribe()
        office.webhooks(**trouble)
        office.take()
        assert 403 in office.delivered(1)
        assert office.kept() == []

    def test_a_move_is_told_again_when_calendly_could_not_be_asked(self, office: Office) -> None:
        office.subscribe()
        booked = office.book()
        office.delivered(1)
        office.account.faults({"at": "events", "status": 500, "times": 1})
        office.staff_move(office.row(booked).event_uri, ELEVEN)
        assert office.delivered(4)[1:3] == [503, 200]
        assert office.state(booked) == ("booked", ELEVEN)

    def test_what_is_free_is_asked_again_after_news(self, office: Office) -> None:
        calendar = CalendlyCalendar(office.account.service.base_url, now=office.desk.clock.now, remember_s=20)
        office.calendly = calendar
        assert TEN in office.free()
        office.take(TEN)
        assert TEN in office.free()
        calendar.changed(office.desk.clinic)
        assert TEN not in office.free()
        calendar.close()


class TestShapes:
    def test_webhook(self, office: Office, bodies: list[bytes]) -> None:
        office.take()
        wait_for(lambda: bodies)
        told = json.loads(bodies[0])
        assert set(told) == {"event", "created_at", "created_by", "payload"}
        assert told["event"] == "invitee.created"
        assert_is("Invitee", told["payload"])
        nullable = frozenset({"payment", "no_show", "reconfirmation", "routing_form_submission"})
        assert_like(example("objects_webhooks_invite_payload"), told["payload"], nullable)

    def test_subscriptions(self, office: Office) -> None:
        office.subscribe()
        listed = office.account.get(
            "/webhook_subscriptions", organization=office.account.organization, scope="organization"
        ).json()
        assert_like(example("webhooks_create")["resource"], listed["collection"][0])
        assert_is("Pagination", listed["pagination"])
        one = listed["collection"][0]
        path = one["uri"].removeprefix(office.account.service.base_url)
        assert office.account.get(path).json()["resource"] == one
        body = {key: one[key] for key in ("events", "organization", "scope")} | {"url": one["callback_url"]}
        assert office.account.post("/webhook_subscriptions", body).status_code == 409
        assert office.account.post("/webhook_subscriptions", body | {"events": ["x"]}).status_code == 400


@pytest.fixture
def bodies(office: Office) -> Any:
    """Bodies of the webhooks that an address of our own gets."""
    taken: list[bytes] = []

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Takes)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    office.calendly.account(office.desk.clinic).subscribe(f"http://127.0.0.1:{server.server_port}/", "key")
    yield taken
    server.shutdown()
    server.server_close()


def office_day(office: Office) -> tuple[Any, Any]:
    tz = office.desk.clinic.tz
    return datetime(2026, 11, 24, tzinfo=tz), datetime(2026, 11, 24, 14, tzinfo=tz)
