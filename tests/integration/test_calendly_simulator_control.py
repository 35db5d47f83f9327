"""The control interface of the simulator: accounts, slots taken by staff, and faults."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.integration.calendly_requests import (
    PATEL,
    assert_invalid,
    booking,
    clinic,
    service,
    times,
)
from tests.integration.calendly_service import Account, Service

__all__ = ["clinic", "service"]


class TestControl:
    def test_staff_take_a_slot(self, clinic: Account) -> None:
        taken = clinic.control("POST", "take", {"event_type": "patel", "start": "2026-11-24T09:00"})
        assert clinic.get(taken["uri"].removeprefix(clinic.service.base_url)).status_code == 200
        assert_invalid(clinic.post("/invitees", booking(clinic)), "start_time", "already_filled")
        [event] = clinic.events()
        assert (event["start"], event["source"], event["slug"]) == ("2026-11-24T09:00", "staff", "patel")
        url = f"/_control/accounts/{clinic.token}/take"
        again = clinic.service.http.post(url, json={"event_type": "patel", "start": "2026-11-24T09:00"})
        assert again.status_code == 409

    def test_unusable_bodies(self, service: Service) -> None:
        for spec in (
            {"zone": "Nowhere/Land"},
            {"event_types": [{"name": "no slug"}]},
            {"now": "soon"},
            {"limits": {"x": 1}},
        ):
            assert service.http.put("/_control/accounts/broken", json=spec).status_code == 400
        assert service.http.get("/_control/accounts/broken/events").status_code == 404

    def test_uris_are_the_same_every_time(self, service: Service) -> None:
        spec = {"event_types": [PATEL]}
        first, second = (service.http.put("/_control/accounts/fixed", json=spec).json() for _ in range(2))
        assert first == second
        assert first["event_types"]["patel"] == f"{service.base_url}/event_types/fixed-patel"

    def test_hundreds_of_accounts_at_once(self, service: Service) -> None:
        def call(_: int) -> int:
            account = service.account(now="2026-11-23T08:55", event_types=[PATEL])
            assert len(times(account, "2026-11-23T15:00:00Z", "2026-12-20T00:00:00Z").json()["collection"]) > 5
            assert account.post("/invitees", booking(account)).status_code == 201
            return len(account.events())

        with ThreadPoolExecutor(8) as threads:
            assert set(threads.map(call, range(300))) == {1}


class TestFaults:
    def test_status_code_and_times(self, clinic: Account) -> None:
        clinic.faults(
            {"at": "book", "status": 400, "code": "already_filled", "times": 1},
            {"at": "book", "status": 503, "times": 1},
        )
        assert_invalid(clinic.post("/invitees", booking(clinic)), "start_time", "already_filled")
        assert clinic.post("/invitees", booking(clinic)).status_code == 503
        assert clinic.get("/users/me").status_code == 200
        assert clinic.post("/invitees", booking(clinic)).status_code == 201

    def test_connection_ends_without_an_answer(self, clinic: Account) -> None:
        clinic.faults({"at": None})
        with pytest.raises(httpx.RemoteProtocolError):
            clinic.get("/users/me")
        clinic.faults()
        assert clinic.get("/users/me").status_code == 200

    def test_after_the_booking_is_made(self, clinic: Account) -> None:
        clinic.faults({"at": "book", "after": True, "times": 1})
        with pytest.raises(httpx.RemoteProtocolError):
            clinic.post("/invitees", booking(clinic))
        assert [event["status"] for event in clinic.events()] == ["active"]

    def test_body_is_cut_or_garbage(self, clinic: Account) -> None:
        clinic.faults({"at": "book", "body_cut": True, "times": 1}, {"at": "availability", "garbage": True, "times": 1})
        with pytest.raises(httpx.RemoteProtocolError):
            clinic.post("/invitees", booking(clinic))
        assert len(clinic.events()) == 1
        answer = times(clinic, "2026-11-23T15:00:00Z", "2026-11-25T00:00:00Z")
        assert answer.status_code == 200
        with pytest.raises(ValueError):
            answer.json()

    def test_late(self, clinic: Account) -> None:
        clinic.faults({"at": "availability", "delay_s": 0.4, "times": 1})
        answer = times(clinic, "2026-11-23T15:00:00Z", "2026-11-25T00:00:00Z")
        assert answer.elapsed.total_seconds() > 0.4
        assert answer.status_code == 200

    def test_of_one_account_only(self, clinic: Account, service: Service) -> None:
        clinic.faults({"status": 500})
        assert service.account().get("/users/me").status_code == 200
        assert clinic.get("/users/me").status_code == 500

    def test_unknown_ones_are_refused(self, clinic: Account) -> None:
        for fault in ({"at": "lunch"}, {"state": 500}):
            url = f"/_control/accounts/{clinic.token}/faults"
            assert clinic.service.http.put(url, json=[fault]).status_code == 400
