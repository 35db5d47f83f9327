from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import update

from receptionist.appointments.models import GuestInfo
from receptionist.messaging.messengers import messenger
from receptionist.messaging.outbox import MOST_ATTEMPTS, Outbox, leave_message
from receptionist.messaging.port import Message, NotDelivered
from receptionist.messaging.spool import Spool
from receptionist.messaging.texts import Kind, about_appointment, texts, written_date, written_time
from receptionist.messaging.twilio_sms import reason_of
from receptionist.settings import Settings
from receptionist.storage.tables import OutboxRow
from tests.fakes import Desk, FakeMessenger, a_desk, sqlite_in


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = a_desk(sqlite_in(tmp_path))
    desk.appointments.book(
        desk.clinic, desk.slot("Anita Patel", "2026-11-24T09:00"), GuestInfo(name="Maria Lopez"), "+12025550101", "CA1"
    )
    return desk


def row(desk: Desk) -> OutboxRow:
    with desk.database.reading() as session:
        return session.query(OutboxRow).order_by(OutboxRow.id.desc()).first()


def make_due(desk: Desk) -> None:
    with desk.database.session() as session:
        session.execute(update(OutboxRow).values(next_try=datetime.now(UTC) - timedelta(seconds=1)))


def test_the_confirmation_says_who_when_and_the_code(desk: Desk) -> None:
    carrier = FakeMessenger()
    assert Outbox(desk.database, carrier).send_due() == 1
    [message] = carrier.sent
    [appointment] = [desk.appointments.get(desk.clinic, 1)]
    assert appointment and message.to == "+12025550101"
    for part in ("Riverside Clinic", "Anita Patel", "Tuesday, November 24", "9:00 AM", appointment.code):
        assert part in message.body
    assert "Maria" not in message.body


def test_sent_once(desk: Desk) -> None:
    carrier = FakeMessenger()
    outbox = Outbox(desk.database, carrier)
    assert (outbox.send_due(), outbox.send_due()) == (1, 0)
    sent = row(desk)
    assert (sent.status, sent.reference) == ("sent", "fake:1") and sent.sent_at


def test_tried_again_later_after_a_passing_trouble(desk: Desk) -> None:
    carrier = FakeMessenger(NotDelivered("retryable"))
    outbox = Outbox(desk.database, carrier)
    assert outbox.send_due() == 0
    waiting = row(desk)
    assert (waiting.status, waiting.attempts, waiting.error) == ("pending", 1, "retryable")
    assert waiting.next_try > datetime.now(UTC)
    assert outbox.send_due() == 0 and not carrier.sent
    make_due(desk)
    assert outbox.send_due() == 1


@pytest.mark.parametrize("reason", ["opted_out", "not_reachable"])
def test_given_up_at_once_where_it_cannot_help(desk: Desk, reason) -> None:
    outbox = Outbox(desk.database, FakeMessenger(NotDelivered(reason)))
    outbox.send_due()
    make_due(desk)
    assert (row(desk).status, outbox.send_due()) == ("failed", 0)


def test_given_up_in_the_end(desk: Desk) -> None:
    outbox = Outbox(desk.database, FakeMessenger(*(NotDelivered("retryable") for _ in range(MOST_ATTEMPTS))))
    for _ in range(MOST_ATTEMPTS):
        assert row(desk).status == "pending"
        outbox.send_due()
        make_due(desk)
    assert row(desk).status == "failed"


def test_a_message_that_cannot_go_does_not_keep_the_others_back(desk: Desk) -> None:
    leave_message(desk.database, desk.clinic, "call me", caller="Maria", phone="+12025550101", call_sid="CA1")
    carrier = FakeMessenger(NotDelivered("not_reachable"))
    assert Outbox(desk.database, carrier).send_due() == 1
    assert [message.kind for message in carrier.sent] == ["staff_message"]


def test_a_message_for_the_staff(desk: Desk) -> None:
    assert leave_message(
        desk.database, desk.clinic, "{please} call back", caller="Maria Lopez", phone="+12025550101", call_sid="CA1"
    )
    kept = row(desk)
    assert (kept.kind, kept.to) == ("staff_message", "+12025550199")
    assert all(part in kept.body for part in ("Maria Lopez", "+12025550101", "{please} call back"))
    nobody = desk.clinic.model_copy(update={"reception": None})
    assert not leave_message(desk.database, nobody, "x", caller=None, phone=None, call_sid="CA1")


def test_every_kind_has_its_words_and_they_can_be_filled_in(desk: Desk) -> None:
    appointment = desk.appointments.get(desk.clinic, 1)
    assert appointment and set(texts("en")) == {*get_args(Kind), "change_by_text", "change_by_call"}
    for kind in set(get_args(Kind)) - {"staff_message", "staff_recording"}:
        body = about_appointment(kind, desk.clinic, appointment)
        assert "Anita Patel" in body and "November 24" in body and "{" not in body
    assert texts("xx") == texts("en")


def test_the_spool_holds_a_line_a_message(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    spool.send(Message(1, "riverside", "confirmation", "+12025550101", "first\nline"))
    spool.send(Message(2, "riverside", "cancellation", "+12025550101", "José"))
    lines = [json.loads(line) for line in spool.path.read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["body"]) for line in lines] == [(1, "first\nline"), (2, "José")]
    assert spool.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("country", "date", "time"),
    [
        ("US", "Tuesday, November 24", "9:05 PM"),
        ("GB", "Tuesday 24 November", "21:05"),
        ("AU", "Tuesday 24 November", "9:05 PM"),
    ],
)
def test_dates_and_times_as_they_are_written(country: str, date: str, time: str) -> None:
    at = datetime(2026, 11, 24, 21, 5)
    assert (written_date(at, country), written_time(at, country)) == (date, time)


@pytest.mark.parametrize(("hour", "written"), [(0, "12:00 AM"), (12, "12:00 PM"), (13, "1:00 PM")])
def test_noon_and_midnight(hour: int, written: str) -> None:
    assert written_time(datetime(2026, 11, 24, hour), "US") == written


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [(21610, 400, "opted_out"), (21211, 400, "not_reachable"), (20003, 401, "configuration"), (20429, 429, "retryable"),
     (None, 503, "retryable")],
)  # fmt: skip
def test_what_twilio_answers(code: int | None, status: int, reason: str) -> None:
    assert reason_of(code, status) == reason


def test_which_messenger(tmp_path: Path) -> None:
    account = {"twilio_account_sid": "AC1", "twilio_auth_token": "t", "twilio_from_number": "+12025550100"}
    nothing: dict[str, str | None] = dict.fromkeys(account)
    common = {"_env_file": None, "spool_dir": tmp_path}
    assert type(messenger(Settings(**common, **nothing))).__name__ == "Spool"
    assert type(messenger(Settings(**common, **account))).__name__ == "TwilioSms"
    assert type(messenger(Settings(**common, **account, messenger="spool"))).__name__ == "Spool"
    for wrong in ({"messenger": "twilio"}, {"messenger": "pigeon"}):
        with pytest.raises(ValueError):
            messenger(Settings(**common, **nothing, **wrong))


@pytest.mark.parametrize(("texting", "told"), [(True, "answer C"), (False, "call us and say the code")])
def test_a_confirmation_says_how_to_change_it(desk: Desk, texting: bool, told: str) -> None:
    appointment = desk.appointments.get(desk.clinic, 1)
    assert appointment
    clinic = desk.clinic.model_copy(update={"texting": texting})
    assert told in about_appointment("confirmation", clinic, appointment)
