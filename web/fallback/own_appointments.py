"""Cancelling and moving by the menu. Nothing of an appointment is said or changed before its caller is verified, by
name and attested number, or by name and code; unknown, wrong and none get the same sentence."""

from __future__ import annotations

from nlu.spoken.choices import find_choice
from nlu.spoken.contact import find_code
from receptionist.appointments.models import Appointment, Slot
from receptionist.appointments.verification import find_appointments
from receptionist.speech.spoken_form import say_doctor
from web.fallback import choosing, hearing, person
from web.fallback.turn import Heard, Reply, Taken, Turn

MOST_FAILURES = 3
MOST_LISTED = 3


def go_on(turn: Turn) -> Reply:
    """Asks for the first thing that is missing."""
    call = turn.call
    if call.failed_verifications >= MOST_FAILURES or turn.limit.is_reached(turn.clinic.id, call.caller):
        return person.hand_over(turn)
    if not call.name:
        return turn.ask("own_name", "ask_own_name")
    if not call.verified and not _verify(turn):
        return turn.ask("code", "ask_code")
    found = _own(turn)
    if not found:
        return _done(turn, "no_appointment")
    if call.appointment not in [one.id for one in found]:
        if len(found) > 1:
            return turn.ask("which", "ask_which", list=_listed(turn, found))
        call.appointment = found[0].id
    appointment = next(one for one in found if one.id == call.appointment)
    if call.task == "move":
        call.doctors = call.doctors or [appointment.doctor_id]
        return choosing.missing(turn) or _read_back_move(turn, appointment)
    return turn.ask("confirm_cancel", "ask_cancel", **_said(turn, appointment))


def take_name(turn: Turn, heard: Heard) -> Taken:
    name = hearing.name_by_keys(heard.digits) if heard.digits else hearing.name_said(heard.speech)
    turn.call.name = name or turn.call.name
    return bool(name)


def take_code(turn: Turn, heard: Heard) -> Taken:
    """After a wrong one name and code are asked for anew; who has none is told what one without appointments is."""
    call = turn.call
    found = find_code(heard.speech, expected=True) if heard.speech else None
    call.code = heard.digits or (found.value if found else None)
    if not call.code:
        return _done(turn, "no_appointment") if turn.hears("no_code", heard.speech) else False
    if not _verify(turn):
        call.failed_verifications += 1
        turn.limit.failed(turn.clinic.id, call.caller)
        call.code, call.name = None, None
        turn.tell("not_found")
    return True


def take_which(turn: Turn, heard: Heard) -> Taken:
    found = _own(turn)[:MOST_LISTED]
    starts = [f"{one.start:%Y-%m-%dT%H:%M}" for one in found]
    place = int(heard.digits) - 1 if heard.digits in ("1", "2", "3") else find_choice(heard.speech, starts)
    if place is None or place >= len(found):
        return False
    turn.call.appointment = found[place].id
    return True


def take_cancel(turn: Turn, heard: Heard) -> Taken:
    yes = hearing.yes_or_no(heard.speech, heard.digits, turn.texts["words"])
    if yes is None:
        return False
    appointment = _meant(turn)
    if not yes or appointment is None:
        return _done(turn, "kept")
    outcome = turn.core.appointments.cancel(turn.clinic, appointment.id, turn.call.sid)
    phrase = {"cancelled": "cancelled", "pending_calendar": "cancel_requested"}.get(outcome, "cancel_failed")
    return _done(turn, phrase, **_said(turn, appointment))


def take_move(turn: Turn, heard: Heard) -> Taken:
    yes = hearing.yes_or_no(heard.speech, heard.digits, turn.texts["words"])
    if yes is None:
        return False
    appointment = _meant(turn)
    if not yes or appointment is None:
        return _done(turn, "kept")
    slot = Slot.model_validate(turn.call.slot)
    moved = turn.core.appointments.reschedule(turn.clinic, appointment.id, slot, turn.call.sid)
    if moved.status == "taken":
        return choosing.somebody_was_faster(turn) or True
    phrase = {"booked": "moved", "pending_calendar": "move_requested"}.get(moved.status, "move_failed")
    return _done(turn, phrase, doctor=say_doctor(slot.doctor), when=turn.when(slot.start))


def _verify(turn: Turn) -> bool:
    call = turn.call
    found = find_appointments(
        turn.core.database, turn.clinic, call.name, call.caller, call.attested, call.code, turn.now, call.sid
    )
    call.verified = [one.id for one in found]
    return bool(found)


def _own(turn: Turn) -> list[Appointment]:
    """The verified ones that are still to be had, in order of time."""
    found = [turn.core.appointments.get(turn.clinic, one) for one in turn.call.verified]
    return sorted((one for one in found if one and one.status != "cancelled"), key=lambda one: one.start)


def _meant(turn: Turn) -> Appointment | None:
    return next((one for one in _own(turn) if one.id == turn.call.appointment), None)


def _listed(turn: Turn, found: list[Appointment]) -> str:
    said = [_said(turn, one) for one in found[:MOST_LISTED]]
    return " ".join(turn.say("which_key", key=key, **one) for key, one in enumerate(said, 1))


def _said(turn: Turn, appointment: Appointment) -> dict[str, str]:
    return {"doctor": say_doctor(appointment.doctor), "when": turn.when(appointment.start)}


def _read_back_move(turn: Turn, appointment: Appointment) -> Reply:
    old, slot = _said(turn, appointment), Slot.model_validate(turn.call.slot)
    return turn.ask(
        "confirm_move",
        "read_back_move",
        old_doctor=old["doctor"],
        old_when=old["when"],
        doctor=say_doctor(slot.doctor),
        when=turn.when(slot.start),
    )


def _done(turn: Turn, phrase: str, **values: object) -> Reply:
    """The caller has to be verified anew for the next one: what is true then is looked up again."""
    turn.call.task = None
    turn.call.verified, turn.call.appointment = [], None
    turn.tell(phrase, **values)
    return turn.ask("more", "ask_more")
