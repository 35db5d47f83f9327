"""The format of call files, and the caller who follows one."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from simulators.calls.call_file import CallFileError, PlannedCall, load_call_file, load_calls
from simulators.calls.scripted_caller import ScriptedCaller
from simulators.phone.callers import Act, HangUp, Press, Prompt, Say, Silence

FILE = """
clock: 2026-11-23T08:55
clinic:
  name: Riverside Clinic
  timezone: America/New_York
  hours: {mon-fri: "08:00-18:00", sat: "09:00-13:00"}
  closed: [2026-11-26]
  reception: "+12025550199"
  doctors:
    - name: Anita Patel
      department: Cardiology
      calendar: calendly
      slot_minutes: 30
      availability: [{day: tuesday, start: 09:00, end: 12:00}]
      busy: ["2026-11-24T09:30"]
  appointments:
    - {doctor: Anita Patel, start: "2026-12-01T10:00", name: Maria Lopez, phone: "+12025550101", code: 4821}
faults: [{service: calendly, at: book, status: 500, times: 1}]
calls:
  - id: surname
    kind: simple_booking
    from: "+12025550101"
    opening: "hi can I see doctor Patel tomorrow morning please"
    answers:
      slot_choice: "the first one"
      name: ["Maria Lopez", "M A R I A, Lopez"]
      confirm: yes
      phone: {press: 2025550101}
    expect:
      appointments: [{doctor: Anita Patel, start: [2026-11-24T09:00, 2026-11-24T10:00], status: booked}]
      messages: [{to: "+12025550101", contains: ["Patel"]}]
      ends: hangup
      says: ["Anita Patel", ["nine", "ten"]]
      never_says: ["4821"]
      max_turns: 9
"""
TURNS = """
calls:
  - id: turns
    kind: keypad
    turns: [{say: "hello", confidence: 0.62}, {press: "1"}, {silence: true}, {hangup: true}]
    expect: {ends: caller_hangup}
"""


def load(tmp_path: Path, text: str) -> list[PlannedCall]:
    file = tmp_path / "calls.yml"
    file.write_text(text, encoding="utf-8")
    return load_call_file(file)


def react(caller: ScriptedCaller, *expecting: str | None) -> list[Act]:
    return [caller.react(Prompt("?", one, "1")) for one in expecting]


def test_the_format(tmp_path: Path) -> None:
    (planned,) = load(tmp_path, FILE)
    assert planned.clock == datetime(2026, 11, 23, 8, 55)
    clinic, call = planned.clinic, planned.call
    assert clinic and clinic.closed == [date(2026, 11, 26)]
    assert clinic.hours["saturday"] == [("09:00", "13:00")] and "sunday" not in clinic.hours
    assert clinic.doctors[0].availability[0].end == "12:00" and clinic.appointments[0].code == "4821"
    assert call.expect.appointments[0].start == [datetime(2026, 11, 24, 9), datetime(2026, 11, 24, 10)]
    assert call.expect.ends == ["hangup"] and call.expect.says == ["Anita Patel", ["nine", "ten"]]
    assert planned.faults[0].times == 1 and call.attestation == "A" and call.reception == "answers"


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("slot_minutes: 30", "slot_minuts: 30", "unknown key clinic.doctors.0.slot_minuts"),
        ("opening:", "openning:", "unknown key calls.0.openning"),
        ("never_says:", "never_say:", "unknown key calls.0.expect.never_say"),
        ("at: book", "step: book", "unknown key faults.0.step"),
        ("ends: hangup", "ends: hungup", "'caller_hangup'"),
        ("slot_choice: ", "slotchoice: ", "slotchoice"),
        ('["Maria Lopez", "M A R I A, Lopez"]', "{pres: 1}", "pres"),
        ('{doctor: Anita Patel, start: "2026-12', '{doctor: Anita Battle, start: "2026-12', "no doctor 'Anita Battle'"),
        ("2026-11-23T08:55", "soon", "clock"),
        ("America/New_York", "America/Riverside", "unknown time zone"),
        ("    kind: simple_booking\n", "", "calls.0.kind: Field required"),
        ("      max_turns: 9", "      max_turns: 9\n      max_turns: 8", "'max_turns' is there twice"),
        ("    opening:", "    turns: [{hangup: true}]\n    opening:", "either turns, or opening and answers"),
    ],
)
def test_what_is_wrong_is_one_clear_line(tmp_path: Path, right: str, wrong: str, complaint: str) -> None:
    assert right in FILE
    with pytest.raises(CallFileError) as error:
        load(tmp_path, FILE.replace(right, wrong))
    assert complaint in str(error.value) and "\n" not in str(error.value) and "calls.yml" in str(error.value)


def test_two_calls_with_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CallFileError, match="there twice"):
        load(tmp_path, TURNS + TURNS.split("calls:")[1])


def test_folders_documents_and_known_failures(tmp_path: Path) -> None:
    (tmp_path / "known_failures.yml").write_text("turns: keys are not heard yet\n", encoding="utf-8")
    load(tmp_path, f"{FILE}\n---\n{TURNS}")
    surname, turns = load_calls([tmp_path])
    assert (surname.call.id, surname.known_failure) == ("surname", None)
    assert (turns.clinic, turns.faults, turns.known_failure) == (None, [], "keys are not heard yet")
    (tmp_path / "empty").mkdir()
    with pytest.raises(CallFileError, match="no call files"):
        list(load_calls([tmp_path / "empty"]))


def test_a_clinic_can_be_taken_over_with_one_thing_changed(tmp_path: Path) -> None:
    changed = "    clinic: {<<: *clinic, emergency: transfer}\n"
    more = TURNS.replace("calls:", "").replace("turns\n", "again\n") + changed
    one, other = load(tmp_path, FILE.replace("clinic:", "clinic: &clinic", 1) + more)
    assert one.clinic and other.clinic and other.clinic.doctors == one.clinic.doctors
    assert (one.clinic.emergency, other.clinic.emergency) == ("advise", "transfer")


def test_simultaneous_callers_have_numbers_counted_up(tmp_path: Path) -> None:
    (planned,) = load(tmp_path, FILE.replace("    opening:", "    simultaneous: 3\n    opening:"))
    assert planned.call.numbers() == ["+12025550101", "+12025550102", "+12025550103"]


def test_answers_are_by_what_is_expected_and_the_last_one_repeats(tmp_path: Path) -> None:
    caller = ScriptedCaller(load(tmp_path, FILE)[0].call)
    assert react(caller, "request", "name", "slot_choice", "name", "name", "confirm", "phone") == [
        Say("hi can I see doctor Patel tomorrow morning please"),
        Say("Maria Lopez"),
        Say("the first one"),
        Say("M A R I A, Lopez"),
        Say("M A R I A, Lopez"),
        Say("yes"),
        Press("2025550101"),
    ]


def test_without_an_answer_the_caller_is_silent_and_hangs_up_after_three_times(tmp_path: Path) -> None:
    caller = ScriptedCaller(load(tmp_path, FILE)[0].call)
    acts = react(caller, "request", "email", "email", "name", "email", "address", "email", "email")
    assert acts[1:] == [Silence(), Silence(), Say("Maria Lopez"), Silence(), Silence(), Silence(), HangUp()]


def test_turns_are_followed_one_by_one(tmp_path: Path) -> None:
    caller = ScriptedCaller(load(tmp_path, TURNS)[0].call)
    assert react(caller, "request", "name", None, "confirm") == [Say("hello", 0.62), Press("1"), Silence(), HangUp()]


def test_when_turns_run_out_the_caller_is_silent(tmp_path: Path) -> None:
    caller = ScriptedCaller(load(tmp_path, TURNS.replace(", {silence: true}, {hangup: true}", ""))[0].call)
    assert react(caller, *[None] * 6)[2:] == [Silence(), Silence(), Silence(), HangUp()]
