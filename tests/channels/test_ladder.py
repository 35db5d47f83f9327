"""An answer that does not come is asked for again, then keys are offered, then it ends: never a loop."""

import pytest

from channels.ladder import next_reply
from channels.phrases import phrases
from channels.session import CallSession, Key, Part, Reply

TEXTS = phrases("en")
QUESTION = Part("Which doctor would you like to see?", shareable=True)


def session() -> CallSession:
    call = CallSession("CA1", {"id": "c", "language": "en"}, [], "+12025550101", "+12025550100", "A", turn=2)
    call.reply = Reply((Part("Sure."), QUESTION), expecting="doctor")
    call.question = (QUESTION,)
    return call


@pytest.mark.parametrize("reception_open", [True, False])
def test_three_failures_end_the_ladder(reception_open: bool) -> None:
    call = session()
    first = next_reply(call, "silence", TEXTS, reception_open)
    assert first.end is None
    assert first.parts[-1] == QUESTION
    assert first.expecting == "doctor"
    second = next_reply(call, "silence", TEXTS, reception_open)
    assert second.end is None
    assert "press" in second.parts[-1].speech.lower()
    third = next_reply(call, "silence", TEXTS, reception_open)
    assert third.end == ("transfer" if reception_open else "hangup")


def test_offers_stay_choosable_after_a_failure() -> None:
    call = session()
    call.reply = Reply((QUESTION,), expecting="slot_choice", offered=("2026-11-24T09:00",))
    assert next_reply(call, "unclear", TEXTS, True).offered == ("2026-11-24T09:00",)


def test_the_keys_of_the_question_are_said_and_stay() -> None:
    call = session()
    keys = (Key("Doctor Anita Patel", {}), Key("Doctor Ben Chen", {}))
    call.reply = Reply((QUESTION,), expecting="doctor", keys=keys)
    call.reply = next_reply(call, "silence", TEXTS, True)
    second = next_reply(call, "silence", TEXTS, True)
    assert "Press 2 for Doctor Ben Chen." in second.parts[-1].speech
    assert second.keys == keys


def test_a_session_is_kept_with_its_keys() -> None:
    call = session()
    call.reply = Reply(
        (QUESTION,), expecting="doctor", keys=(Key("Doctor Ben Chen", {"doctor": {"name": "Ben Chen"}}),)
    )
    assert CallSession.from_json(call.as_json(), version=1).reply == call.reply
