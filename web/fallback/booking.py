"""Booking by the menu: who it is for, the read-back, and an explicit yes before anything is written.

Of what a clinic may collect the menu asks for name, number and address; the rest is left to the staff.
"""

from __future__ import annotations

from nlu.spoken.addresses import find_address
from receptionist.appointments.models import GuestInfo, Slot
from receptionist.speech.spoken_form import say_digits, say_doctor
from web.fallback import choosing, hearing
from web.fallback.turn import Heard, Reply, Taken, Turn


def go_on(turn: Turn) -> Reply:
    """Asks for the first thing that is missing."""
    call = turn.call
    if asked := choosing.missing(turn):
        return asked
    if not call.name:
        return turn.ask("name", "ask_name")
    if not call.phone and "phone" in turn.clinic.collect:
        if call.caller:
            return turn.ask("phone", "ask_phone_callers", ending=say_digits(call.caller[-4:]))
        return turn.ask("phone", "ask_phone")
    if call.address is None and "address" in turn.clinic.collect:
        return turn.ask("address", "ask_address")
    slot = Slot.model_validate(call.slot)
    return turn.ask("confirm", "read_back", name=call.name, doctor=say_doctor(slot.doctor), when=turn.when(slot.start))


def take_name(turn: Turn, heard: Heard) -> Taken:
    name = hearing.name_by_keys(heard.digits) if heard.digits else hearing.name_said(heard.speech)
    turn.call.name = name or turn.call.name
    return bool(name)


def take_phone(turn: Turn, heard: Heard) -> Taken:
    call = turn.call
    if len(heard.digits) > 1:
        call.phone = hearing.phone_by_keys(heard.digits, turn.clinic.country)
    elif heard.speech:
        call.phone = hearing.phone_said(heard.speech, call.caller, turn.clinic.country)
    if call.phone or call.caller is None:
        return bool(call.phone)
    callers = hearing.yes_or_no(heard.speech, heard.digits, turn.texts["words"])
    if callers is False:
        return turn.ask("phone", "ask_phone")
    call.phone = call.caller if callers else None
    return bool(callers)


def take_address(turn: Turn, heard: Heard) -> Taken:
    found = find_address(heard.speech) if heard.speech else None
    if not found and heard.digits != "1":
        return False
    turn.call.address = found.value[:300] if found else ""
    return True


def take_confirm(turn: Turn, heard: Heard) -> Taken:
    yes = hearing.yes_or_no(heard.speech, heard.digits, turn.texts["words"])
    if yes is None:
        return False
    return _book(turn) if yes else turn.ask("change", "ask_change")


def take_change(turn: Turn, heard: Heard) -> Taken:
    """What the caller does not like of the read-back, or at once the other time."""
    words: dict[str, list[str]] = turn.texts["words"]["changes"]
    if heard.digits:
        what = dict(zip("12345", words, strict=True)).get(heard.digits)
    else:
        what = next((one for one in words if hearing.says_one_of(words[one], heard.speech)), None)
    call = turn.call
    match what:
        case "doctor":
            call.doctors, call.offer, call.shown, call.slot = [], [], [], None
        case "time":
            call.wanted, call.offer, call.shown, call.slot = {}, [], [], None
        case "name":
            call.name = None
        case "phone":
            call.phone = None
        case "nothing":
            call.task = None
            turn.tell("nothing_done")
            return turn.ask("more", "ask_more")
        case _:
            return choosing.take_time(turn, heard) if heard.speech else False
    return True


def _book(turn: Turn) -> Taken:
    call = turn.call
    slot = Slot.model_validate(call.slot)
    guest = GuestInfo(name=call.name or "", phone=call.phone, address=call.address or None)
    booked = turn.core.appointments.book(turn.clinic, slot, guest, call.phone or call.caller, call.sid)
    if booked.status == "taken":
        return choosing.somebody_was_faster(turn) or True
    phrase = {"booked": "booked", "pending_calendar": "requested"}.get(booked.status, "booking_failed")
    if booked.status == "booked" and booked.appointment and not (call.phone or call.caller):
        turn.tell("booked_without_text", code=say_digits(booked.appointment.code), **_said(turn, slot))
    else:
        turn.tell(phrase, **_said(turn, slot))
    call.task = None
    return turn.ask("more", "ask_more")


def _said(turn: Turn, slot: Slot) -> dict[str, str]:
    return {"doctor": say_doctor(slot.doctor), "when": turn.when(slot.start)}
