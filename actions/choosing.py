"""Doctor, time and slot of an appointment that is wanted: how what was said fills them, and what is offered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rapidfuzz import fuzz, process
from rasa_sdk.executor import CollectingDispatcher

from actions import heard_offers
from actions.desk import Desk, departments, named
from actions.times import keep, kept, keys_of_times, local, say_readings, say_slots
from actions.turn import Slots, Turn
from receptionist.appointments.search import Offer, find_slots
from receptionist.appointments.wanted import Wanted
from receptionist.clinics import Clinic, Doctor
from receptionist.speech.spoken_form import normalise, say_date, say_doctor, say_list, say_when

MOST_NAMES_SAID = 6
MOST_KEYS = 8  # 9 says it again, 0 is for a person
NEAR_NAME = 50  # of 100


def take_doctor(turn: Turn, slots: Slots, doctors: list[Doctor]) -> bool:
    """The doctor, the department or "anyone" that was said; the last thing said wins."""
    meant = turn.entity("doctor")
    choices: list[str] = slots.get("doctor_choices") or []
    picked = turn.entity("choice")
    current = {doctor.name for doctor in doctors if doctor.id in (slots.get("doctor") or {}).get("ids", [])}
    if turn.entity("other_doctor") and current and (not meant or meant.get("name") in current):
        return _choose_another(slots, doctors, current)
    if meant and len(meant.get("candidates") or []) > 1:
        among = [name for name in meant["candidates"] if name in choices] or meant["candidates"]
        if len(among) > 1:
            _choose_doctors(slots, None)
            slots["doctor_choices"] = among
            return True
        meant = {"name": among[0]}
    if meant and meant.get("name"):
        return _choose_doctors(slots, named(doctors, [meant["name"]]))
    if choices and isinstance(picked, dict) and 0 <= picked.get("index", -1) < len(choices):
        return _choose_doctors(slots, named(doctors, [choices[picked["index"]]]))
    department = turn.entity("department")
    if department:
        return _choose_doctors(slots, [d for d in doctors if d.department == department], department)
    if turn.entity("unknown_department"):
        _choose_doctors(slots, None)
        return True
    if turn.entity("any_doctor"):
        return _choose_doctors(slots, named(doctors, choices) or doctors)
    if turn.entity("unknown_doctor"):
        near = _sounding_like(turn.entity("unknown_doctor"), doctors)
        if near[:1] == choices:  # "do you mean Doctor Novak?", "doctor nowack"
            return _choose_doctors(slots, named(doctors, choices))
        _choose_doctors(slots, None)
        only = [doctor.name for doctor in doctors] if len(doctors) == 1 else None
        slots["doctor_choices"] = near or only
        return True
    if choices and len(choices) == 1 and turn.intent == "affirm":
        return _choose_doctors(slots, named(doctors, choices))
    if choices and turn.intent == "deny":
        slots.clear("doctor_choices")
        return True
    return False


def _choose_another(slots: Slots, doctors: list[Doctor], current: set[str]) -> bool:
    """Of the same department; of the whole clinic where that has no other."""
    areas = {doctor.department for doctor in doctors if doctor.name in current and doctor.department}
    others = [doctor for doctor in doctors if doctor.name not in current]
    same = [doctor for doctor in others if doctor.department in areas]
    department = areas.pop() if same and len(areas) == 1 else None
    return bool(others) and _choose_doctors(slots, same or others, department)


def _sounding_like(heard: str, doctors: list[Doctor]) -> list[str]:
    """Whose surname a name that nobody has may have been, likeliest first; asked about, never assumed."""
    surnames = {doctor.name: doctor.name.split()[-1].lower() for doctor in doctors}
    word = heard.lower().split()[-1]
    near = process.extract(word, surnames, scorer=fuzz.ratio, score_cutoff=NEAR_NAME, limit=2)
    return [name for _, _, name in near]


def _choose_doctors(slots: Slots, chosen: list[Doctor] | None, department: str | None = None) -> bool:
    slots.clear("doctor_choices")
    if not chosen:
        slots.clear("doctor", "offer", "chosen_slot", "confirmed")
        return False
    if len(chosen) == 1:
        said = say_doctor(chosen[0].name)
    else:
        said = f"one of our {normalise(department)} doctors" if department else "one of our doctors"
    doctor = {"ids": [d.id for d in chosen], "said": said}
    if slots.get("doctor") != doctor:
        slots["doctor"] = doctor
        slots.clear("offer", "chosen_slot", "confirmed")
    return True


def take_time(turn: Turn, slots: Slots) -> bool:
    """Days and times that were said for the wanted appointment. Ambiguous and past ones wait to be asked about."""
    said = [dict(value) for value in turn.entities("datetime") if value.get("role") != "current"]
    readings: list[dict[str, Any]] = (slots.get("unclear_time") or {}).get("readings") or []
    if readings:
        reading = _reading_meant(readings, said, turn.entity("choice"))
        if reading:
            days = {other["from"][:10] for other in readings}
            dated = reading.get("has_date") or len(days) > 1
            said = [{**reading, "has_date": dated, "ambiguous": False, "alternatives": []}]
    chosen = slots.get("chosen_slot")
    if chosen:  # the time of the chosen slot, said once more, changes nothing
        said = [value for value in said if not _is_start_of(chosen, value)]
    if not said or (turn.intent == "deny" and _excludes_nothing_offered(slots, said)):
        return False
    slots.clear("offer", "chosen_slot", "confirmed", "unclear_time")
    wanted = [value for value in said if value.get("role") == "wanted"]
    unclear = next((value for value in reversed(wanted) if value.get("ambiguous")), None)
    if unclear:
        slots["unclear_time"] = {"readings": _readings(unclear)}
        said.remove(unclear)
    elif wanted and wanted[-1].get("past"):
        slots["unclear_time"] = {"past": wanted[-1]["from"], "has_time": wanted[-1].get("has_time")}
        return True
    if said:
        slots["wanted"] = Wanted.model_validate(slots.get("wanted") or {}).merge(said).model_dump(mode="json")
    return True


def _excludes_nothing_offered(slots: Slots, said: list[dict[str, Any]]) -> bool:
    """ "No, not today": of days that were not offered anyway nothing is taken off, it is a no."""
    days = {slot["start"][:10] for slot in (slots.get("offer") or {}).get("slots") or []}
    against = [value for value in said if value.get("role") == "excluded" and not value.get("has_time")]
    return bool(days) and len(against) == len(said) and not days & {value["from"][:10] for value in against}


def names_chosen(turn: Turn, slots: Slots) -> bool:
    """Whether the time of the chosen slot was said once more."""
    chosen: dict[str, Any] = slots.get("chosen_slot") or {}
    return any(_is_start_of(chosen, value) for value in turn.entities("datetime")) if chosen else False


def declines_offers(turn: Turn, slots: Slots) -> bool:
    """ "None of those", said to an offer that only answered when a doctor is in, or for the second time: nothing
    further is offered unasked."""
    offer: dict[str, Any] = slots.get("offer") or {}
    if turn.intent != "deny" or turn.entity("more") != "other" or turn.entity("datetime"):
        return False
    return bool(offer.get("only_asked") or offer.get("again"))


def _is_start_of(chosen: dict[str, Any], value: dict[str, Any]) -> bool:
    if value.get("role") != "wanted" or value["kind"] == "open_interval":
        return False
    start = chosen["start"][:16]
    readings = [value, *(value.get("alternatives") or [])]
    return any(_agrees({"from": start, "has_time": True}, {**reading, "alternatives": []}) for reading in readings)


def _readings(value: dict[str, Any]) -> list[dict[str, Any]]:
    by_start = {reading["from"]: reading for reading in [*(value.get("alternatives") or []), value]}
    return [{**by_start[start], "role": "wanted"} for start in sorted(by_start)]


def _reading_meant(readings: list[dict[str, Any]], said: list[dict[str, Any]], picked: Any) -> dict[str, Any] | None:
    """Which reading an answer to "do you mean … or …?" chooses; None when it says something new."""
    if isinstance(picked, dict) and 0 <= picked.get("index", -1) < len(readings):
        return readings[picked["index"]]
    if not said:
        return None
    answer = said[-1]
    fitting = [reading for reading in readings if _agrees(reading, answer)]
    return fitting[0] if len(fitting) == 1 else None


def _agrees(reading: dict[str, Any], answer: dict[str, Any]) -> bool:
    at = datetime.fromisoformat(reading["from"])
    starts = [answer["from"], *(other["from"] for other in answer.get("alternatives") or [])]
    if answer.get("has_date") and not any(start and start[:10] == reading["from"][:10] for start in starts):
        return False
    if answer.get("has_time") and reading.get("has_time"):
        clock, begin, end = at.strftime("%H:%M"), (answer["from"] or "")[11:], (answer.get("to") or "")[11:]
        if answer["kind"] == "open_interval":
            return begin <= clock and (not end or clock < end)
        return clock == begin or begin <= clock < (end or begin)
    return True


def take_choice(turn: Turn, slots: Slots) -> bool:
    """One of the slots that were offered; only those can be booked."""
    offered: list[dict[str, Any]] = (slots.get("offer") or {}).get("slots") or []
    if not offered or slots.get("chosen_slot"):
        return False
    picked = turn.entity("choice")
    if isinstance(picked, dict) and 0 <= picked.get("index", -1) < len(offered):
        slots["chosen_slot"] = offered[picked["index"]]
        return True
    if turn.intent in ("affirm", "choose") and len(offered) == 1 and not turn.entity("datetime"):
        slots["chosen_slot"] = offered[0]
        return True
    return False


def look_for_slots(turn: Turn, slots: Slots, at: Desk, clinic: Clinic, doctors: list[Doctor], fresh: bool) -> None:
    """Fills `offer`; what fits exactly is chosen at once. `fresh`: the caller may ask for other slots than before."""
    now = turn.now(clinic.tz)
    chosen = [doctor for doctor in doctors if doctor.id in slots["doctor"]["ids"]]
    before: dict[str, Any] = slots.get("offer") or {}
    shown: list[str] = before.get("shown") or []
    limits: dict[str, Any] = {}
    starts: list[datetime] = []
    more = turn.entity("more") if fresh else None
    if before.get("slots") and more:
        starts = [kept(entry, clinic).start for entry in before["slots"]]
        if more == "later":
            limits["after"] = max(starts)
        elif more == "earlier":
            limits["before"] = min(starts)
    elif before.get("slots"):
        return
    offer = find_slots(
        clinic,
        chosen,
        Wanted.model_validate(slots.get("wanted") or {}),
        now,
        at.calendars,
        without=[*shown, *heard_offers.gone(slots), *(heard_offers.heard(slots) if more == "other" else [])],
        **limits,
    )
    if more == "later" and offer.slots and offer.slots[0].start.date() != max(starts).date():
        offer = _later_that_day(clinic, chosen, slots, now, at, shown, min(starts)) or offer
    slots["offer"] = {
        "slots": keep(offer.slots),
        "fit": offer.fit,
        "why": offer.why,
        "shown": [*shown, *(slot.id for slot in offer.slots)],
        "again": bool(more),
    }
    if offer.fit == "exact":
        slots["chosen_slot"] = slots["offer"]["slots"][0]


def _later_that_day(
    clinic: Clinic, doctors: list[Doctor], slots: Slots, now: datetime, at: Desk, shown: list[str], first: datetime
) -> Offer | None:
    """A day's offers are spread over it: "anything later?" may mean between the first of them and the last."""
    wanted = Wanted.model_validate(slots.get("wanted") or {})
    offer = find_slots(clinic, doctors, wanted, now, at.calendars, after=first, without=shown)
    same_day = [slot for slot in offer.slots if slot.start.date() == first.date()]
    return offer.model_copy(update={"slots": same_day}) if same_day else None


def ask_doctor(dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, doctors: list[Doctor]) -> None:
    choices = slots.get("doctor_choices")
    keys = _keys_of_doctors(doctors, choices)
    areas = [normalise(area) for area in departments(doctors)]
    names = [say_doctor(doctor.name) for doctor in doctors]
    heard = str(turn.entity("unknown_doctor") or "").title()
    if turn.entity("unknown_department") and not slots.get("doctor"):
        said = say_list(areas if len(areas) > 1 else names[:MOST_NAMES_SAID], "and")
        missing = turn.entity("unknown_department")
        dispatcher.utter_message(response="utter_unknown_department", department=missing, choices=said, keys=keys)
    elif choices and turn.entity("unknown_doctor"):
        said = say_list([say_doctor(name) for name in choices], "or")
        response = "utter_ask_doctor_meant" if len(doctors) > 1 else "utter_unknown_doctor_one"
        dispatcher.utter_message(response=response, doctors=said, keys=keys)
    elif choices:
        said = say_list([say_doctor(name) for name in choices], "and")
        dispatcher.utter_message(response="utter_ask_which_doctor", doctors=said, keys=keys)
    elif turn.entity("unknown_doctor") and len(names) <= MOST_NAMES_SAID:
        dispatcher.utter_message(
            response="utter_unknown_doctor", heard=heard, doctors=say_list(names, "and"), keys=keys
        )
    elif turn.entity("unknown_doctor"):
        said = say_list(areas, "and")
        dispatcher.utter_message(response="utter_unknown_doctor_departments", heard=heard, departments=said, keys=keys)
    elif 1 < len(areas) <= MOST_NAMES_SAID:
        said = say_list(areas, "and")
        dispatcher.utter_message(response="utter_ask_doctor_or_department", departments=said, keys=keys)
    else:
        dispatcher.utter_message(response="utter_ask_doctor", keys=keys)


def _keys_of_doctors(doctors: list[Doctor], choices: list[str] | None) -> list[dict[str, Any]]:
    """The doctors who are asked about, or all of them; the departments where there are more than there are keys."""
    names = choices or [doctor.name for doctor in doctors]
    meant: list[tuple[str, dict[str, Any]]]
    if len(names) <= MOST_KEYS:
        meant = [(say_doctor(name), {"doctor": {"name": name, "score": 1.0, "candidates": [name]}}) for name in names]
    else:
        meant = [(normalise(area), {"department": area}) for area in departments(doctors)[:MOST_KEYS]]
    return [{"label": label, "entities": entities} for label, entities in meant]


def ask_time(dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, clinic: Clinic) -> None:
    now = turn.now(clinic.tz)
    unclear: dict[str, Any] = slots.get("unclear_time") or {}
    if unclear.get("readings"):
        readings = unclear["readings"]
        dispatcher.utter_message(
            response="utter_ask_which_time",
            readings=say_readings(readings, now),
            offered=[reading["from"] for reading in readings],
            keys=[
                {"label": say_readings([reading], now), "entities": {"choice": {"index": index}}}
                for index, reading in enumerate(readings)
            ],
        )
    elif unclear.get("past"):
        start = datetime.fromisoformat(unclear["past"]).replace(tzinfo=clinic.tz)
        when = say_when(start, now) if unclear.get("has_time") else say_date(start.date(), now.date())
        dispatcher.utter_message(response="utter_time_is_past", when=when[0].upper() + when[1:])
    elif turn.intent == "deny":
        dispatcher.utter_message(response="utter_ask_other_time", keys=keys_of_times(now))
    else:
        dispatcher.utter_message(response="utter_ask_wanted", doctor=slots["doctor"]["said"], keys=keys_of_times(now))


def offer_slots(dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, clinic: Clinic) -> None:
    now = turn.now(clinic.tz)
    offer: dict[str, Any] = slots.get("offer") or {}
    found = [kept(entry, clinic) for entry in offer.get("slots") or []]
    said = {
        "doctor": say_doctor(found[0].doctor) if len({slot.doctor for slot in found}) == 1 else slots["doctor"]["said"],
        "slots": say_slots(found, now) if found else "",
        "offered": [local(slot.start) for slot in found],
    }
    one = "_one" if len(found) == 1 else ""
    if not found and offer.get("again"):
        dispatcher.utter_message(response="utter_no_more_slots")
    elif not found:
        dispatcher.utter_message(response="utter_nothing_free", **said)
    elif offer.get("fit") == "besides":
        same = {slot.doctor_id for slot in found} <= set(slots["doctor"]["ids"])
        response = f"utter_offer_further{one}" if same else f"utter_offer_colleague{one}"
        dispatcher.utter_message(response=response, reason=reason(offer, slots, clinic, now), **said)
    elif offer.get("fit") == "nearest" and not offer.get("again"):
        again = "_again" if offer.get("reading", 1) > 1 else ""
        response = f"utter_offer_instead{again}{one}"
        dispatcher.utter_message(response=response, reason=reason(offer, slots, clinic, now), **said)
    elif len({slot.doctor for slot in found}) > 1:
        dispatcher.utter_message(response="utter_offer_several_doctors", **said)
    else:
        dispatcher.utter_message(response=f"utter_offer{one}", **said)


def reason(offer: dict[str, Any], slots: Slots, clinic: Clinic, now: datetime) -> str:
    """Why what was wanted is not to be had, as one sentence."""
    doctor = slots["doctor"]["said"]
    doctor = doctor[0].upper() + doctor[1:]
    return {
        "closed": "We are closed then.",
        "not_in": f"{doctor} is not in then.",
        "past": "That time has already passed.",
        "full": f"{doctor} has nothing free then.",
    }.get(offer.get("why") or "", f"{doctor} is not free then.")
