"""A call that somebody has made, written into a call file, passes when the file is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calls_new import FIRST_CLOCK, default_clinic
from receptionist.stack import Stack
from simulators.calls.call_file import Call, load_call_file
from simulators.calls.call_writer import TakenDown, entry_of, new_file, save, with_call
from simulators.calls.runner import CallRunner
from simulators.calls.scripted_caller import ScriptedCaller
from simulators.calls.switchboard import Switchboard

NUMBER = "+12025550111"
MADE = {
    "id": "made",
    "kind": "simple_booking",
    "from": NUMBER,
    "opening": "hi can i see doctor garcia tomorrow at nine",
    "answers": {
        "name": [{"silence": True}, "Maria Lopez"],
        "phone": {"press": "1"},
        "confirm": "yes",
        "anything_else": "no",
    },
    "expect": {},
}


@pytest.mark.parametrize("as_turns", [False, True])
def test_a_recorded_call_passes(stack: Stack, tmp_path: Path, as_turns: bool) -> None:
    switchboard = Switchboard(stack)
    built = switchboard.builder.build("made", default_clinic(), FIRST_CLOCK)
    before = switchboard.state(built)
    taken = TakenDown(ScriptedCaller(Call.model_validate(MADE)))
    record = switchboard.call(built, NUMBER, taken)
    after = switchboard.state(built)
    entry = entry_of("recorded", "simple_booking", NUMBER, taken, record, before, after, as_turns=as_turns)
    path = tmp_path / "recorded.yml"
    save(path, with_call(new_file(FIRST_CLOCK, default_clinic()), entry))
    (planned,) = load_call_file(path)
    assert [one.name for one in planned.call.expect.appointments] == [["Maria Lopez"]]
    assert CallRunner(stack).place(planned).verdict.reasons == []
