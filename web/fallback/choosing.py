"""Which doctor, which time, which slot: of a booking, of a move, and of the question when a doctor is free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from nlu.spoken.choices import find_choice
from nlu.spoken.more import find_more
from receptionist.appointments.models import Slot
from receptionist.appointments.search import find_slots
from receptionist.appointments.wanted import Wanted
from receptionist.calendars.port import CalendarDown
from receptionist.clinics import Doctor
from receptionist.speech.spoken_form import say_date, say_doctor, say_time
from web.fallback import hearing, person
from web.fallback.turn import Heard, Reply, Taken, Turn

MOST_LISTED = 7  # 8 is anybody, 9 repeats, 0 is a person
FEWEST_LETTERS = 2
DATE_KEYS = 4
OTHER_TIMES = "4"
ANY_PLACE = "2000-01-01T00:00"


def missing(turn: Turn) -> Reply | None:
    """Asks for the first of doctor, time and slot that is missing; None when a slot is chosen."""
    call = turn.call
    if not turn.doctors:
        return person.hand_over(turn)
    if call.choices:
        return turn.ask("doctor", "which_doctor", list=_listed(turn, call.choices))
    if not call.doctors and len(turn.doctors) == 1:
        call.doctors = [turn.doctors[0].id]
    if not call.doctors:
        return _ask_doctor(turn)
    if call.slot:
        return None
    if call.readings:
        return _ask_which_time(turn)
    if call.offer:
        return _ask_slot(turn)
    if call.wanted or call.task == "availability":
        return _look(turn)
    return turn.ask("time", "ask_time")


def take_request(turn: Turn, speech: str) -> Taken:
    """A doctor and a time that were said together with the request count."""
    if meant := hearing.doctors_meant(speech, turn.doctors):
        _choose(turn, meant)
    said = hearing.times_said(speech, turn.now, turn.clinic)
    return _take_times(turn, said) if said else True


def _ask_doctor(turn: Turn) -> Reply:
    if len(turn.doctors) > MOST_LISTED:
        return turn.ask("doctor", "ask_doctor_many")
    listed = _listed(turn, [doctor.id for doctor in turn.doctors])
    return turn.ask("doctor", "ask_doctor_listed", list=listed, any=len(turn.doctors) + 1)


def _listed(turn: Turn, doctor_ids: Sequence[int]) -> str:
    said = (turn.say("doctor_key", doctor=turn.doctor(one), key=key) for key, one in enumerate(doctor_ids, 1))
    return " ".join(said)


def take_doctor(turn: Turn, heard: Heard) -> Taken:
    meant = _by_keys(turn, heard.digits) if heard.digits else _by_words(turn, heard.speech)
    if not meant:
        return False
    _choose(turn, meant)
    said = hearing.times_said(heard.speech, turn.now, turn.clinic) if heard.speech else []
    return _take_times(turn, said) if said else True


def _by_keys(turn: Turn, digits: str) -> Sequence[Doctor]:
    if len(digits) >= FEWEST_LETTERS:
        return hearing.doctors_spelled(digits, turn.doctors)
    choices = turn.call.choices
    listed = choices or ([one.id for one in turn.doctors] if len(turn.doctors) <= MOST_LISTED else [])
    place = int(digits) - 1
    if place == len(listed) and not choices:
        return turn.doctors
    return [one for one in turn.doctors if 0 <= place < len(listed) and one.id == listed[place]]


def _by_words(turn: Turn, speech: str) -> Sequence[Doctor]:
    choices = turn.call.choices
    place = find_choice(speech, [ANY_PLACE] * len(choices), [])
    if place is not None:
        return [one for one in turn.doctors if one.id == choices[place]]
    among = [one for one in turn.doctors if one.id in choices]
    return hearing.doctors_meant(speech, among) or hearing.doctors_meant(speech, turn.doctors)


def _choose(turn: Turn, meant: Sequence[Doctor]) -> None:
    """Two of one name are asked about; a department, or anybody, is not."""
    call = turn.call
    ids = [doctor.id for doctor in meant]
    names = [doctor.name.lower().split() for doctor in meant]
    namesakes = len({name[-1] for name in names}) == 1 or len({name[0] for name in names}) == 1
    if len(ids) > 1 and namesakes and set(ids) != set(call.choices):
        call.choices, call.doctors = ids, []
    else:
        call.choices, call.doctors = [], ids
    call.offer, call.shown, call.slot = [], [], None


def take_time(turn: Turn, heard: Heard) -> Taken:
    if heard.digits == "1":
        turn.call.wanted = Wanted(soonest=True).model_dump(mode="json")
        return True
    if heard.digits:
        said = hearing.date_by_keys(heard.digits, turn.now, turn.clinic) if len(heard.digits) == DATE_KEYS else []
    else:
        said = hearing.times_said(heard.speech, turn.now, turn.clinic)
    return _take_times(turn, said) if said else False


def _take_times(turn: Turn, said: list[dict[str, Any]]) -> Taken:
    """What has two readings is asked about, what is past is said to be."""
    call = turn.call
    wished = [value for value in said if value["role"] == "wanted"]
    if not wished and all(value["role"] != "excluded" for value in said):
        return True
    call.offer, call.slot = [], None
    unclear = next((value for value in reversed(wished) if value["ambiguous"]), None)
    if unclear:
        call.readings = [{**reading, "role": "wanted"} for reading in unclear["alternatives"][:2]]
        said = [value for value in said if value is not unclear]
    elif wished and wished[-1]["past"]:
        turn.tell("time_past")
        return turn.ask("time", "ask_time")
    if said:
        call.wanted = Wanted.model_validate(call.wanted).merge(said).model_dump(mode="json")
    return True


def _ask_which_time(turn: Turn) -> Reply:
    readings = turn.call.readings
    starts = [datetime.fromisoformat(reading["from"]).replace(tzinfo=turn.clinic.tz) for reading in readings]
    if starts[0].date() == starts[-1].date():
        said = [say_time(start) for start in starts]
    elif all(reading["has_time"] for reading in readings):
        said = [turn.when(start) for start in starts]
    else:
        said = [say_date(start.date(), turn.now.date()) for start in starts]
    return turn.ask("which_time", "which_time", first=said[0], second=said[-1])


def take_which_time(turn: Turn, heard: Heard) -> Taken:
    call = turn.call
    starts = [reading["from"] for reading in call.readings]
    place = _place(heard.digits, len(starts)) if heard.digits else find_choice(heard.speech, starts)
    if place is None:
        said = hearing.times_said(heard.speech, turn.now, turn.clinic, starts) if heard.speech else []
        if said:
            call.readings = []
        return _take_times(turn, said) if said else False
    dated = len({start[:10] for start in starts}) > 1 or call.readings[place]["has_date"]
    reading = {**call.readings[place], "has_date": dated, "ambiguous": False, "alternatives": []}
    call.readings = []
    call.wanted = Wanted.model_validate(call.wanted).merge([reading]).model_dump(mode="json")
    return True


def _look(turn: Turn, later: bool = False) -> Reply | None:
    """Offers at most three; what was wanted to the minute and is free is chosen at once, and read back (None)."""
    call = turn.call
    before = [Slot.model_validate(entry).start for entry in call.offer]
    try:
        offer = find_slots(
            turn.clinic,
            [doctor for doctor in turn.doctors if doctor.id in call.doctors],
            Wanted.model_validate(call.wanted),
            turn.now,
            turn.core.calendars,
            after=max(before) if later and before else None,
            without=call.shown,
            call_sid=call.sid,
        )
    except CalendarDown:
        turn.tell("no_calendar")
        return person.hand_over(turn)
    call.offer = [slot.model_dump(mode="json", exclude={"id"}) for slot in offer.slots]
    call.shown = [*call.shown, *(slot.id for slot in offer.slots)]
    if offer.fit == "exact":
        call.slot = call.offer[0]
        return None
    if call.offer:
        turn.tell("offer_instead" if offer.fit == "nearest" and not later else "offer")
        return _ask_slot(turn)
    call.wanted, call.shown = {}, []
    if later:
        turn.tell("no_more")
        return turn.ask("time", "ask_time")
    turn.tell("nothing_free")
    return person.hand_over(turn)


def _ask_slot(turn: Turn) -> Reply:
    slots = [Slot.model_validate(entry) for entry in turn.call.offer]
    phrase = "slot_key_with" if len(turn.call.doctors) > 1 else "slot_key"
    said = (
        turn.say(phrase, when=turn.when(slot.start), doctor=say_doctor(slot.doctor), key=key)
        for key, slot in enumerate(slots, 1)
    )
    return turn.ask("slot", "ask_slot", list=" ".join(said))


def take_slot(turn: Turn, heard: Heard) -> Taken:
    call = turn.call
    starts = [datetime.fromisoformat(entry["start"]).astimezone(turn.clinic.tz) for entry in call.offer]
    offered = [f"{start:%Y-%m-%dT%H:%M}" for start in starts]
    if heard.digits == OTHER_TIMES:
        return _look(turn, later=True) or True
    if heard.digits:
        place = _place(heard.digits, len(offered))
    else:
        place = find_choice(heard.speech, offered)
        if place is None and len(offered) == 1 and hearing.yes_or_no(heard.speech, "", turn.texts["words"]):
            place = 0
    if place is not None:
        call.slot = call.offer[place]
        call.task = "book" if call.task == "availability" else call.task
        return True
    if heard.digits:
        return False
    said = hearing.times_said(heard.speech, turn.now, turn.clinic, offered)
    if said:
        return _take_times(turn, said)
    if find_more(heard.speech, offered=True) or turn.hears("other_times", heard.speech):
        return _look(turn, later=True) or True
    return False


def _place(digits: str, count: int) -> int | None:
    place = int(digits) - 1 if digits.isdigit() else -1
    return place if 0 <= place < count else None


def somebody_was_faster(turn: Turn) -> Reply | None:
    """Others are offered."""
    turn.tell("taken")
    turn.call.slot, turn.call.offer = None, []
    return _look(turn)
