"""A person, or, where nobody can be reached, a message for the staff."""

from __future__ import annotations

from receptionist.messaging.outbox import leave_message
from web.fallback.turn import Heard, Reply, Taken, Turn


def can_transfer(turn: Turn) -> bool:
    """Not again once nobody has answered."""
    return bool(turn.clinic.reception) and not turn.call.transfer_failed and turn.clinic.is_open(turn.now)


def hand_over(turn: Turn) -> Reply:
    if can_transfer(turn):
        turn.call.whisper = _whisper(turn)
        return Reply((turn.say("transfer"),), end="transfer")
    turn.tell("nobody_there")
    return ask_message(turn)


def _whisper(turn: Turn) -> str:
    """Who it is and why; only for somebody who has pressed 1."""
    name = turn.call.name or turn.say("somebody")
    if turn.call.task:
        return turn.say("whisper_task", name=name, task=turn.texts["tasks"][turn.call.task])
    return turn.say("whisper_person", name=name)


def after_transfer(turn: Turn) -> Reply:
    """Nobody has answered, or somebody declined."""
    turn.call.transfer_failed = True
    turn.tell("nobody_answered")
    if turn.call.asks == "emergency":
        return Reply(tuple(turn.call.question[:1]), end="hangup")
    return ask_message(turn)


def ask_message(turn: Turn) -> Reply:
    if not turn.clinic.reception:
        return Reply((turn.say("no_message"), turn.say("goodbye")), end="hangup")
    return turn.ask("message", "ask_message")


def take_message(turn: Turn, heard: Heard) -> Taken:
    call = turn.call
    number = call.phone or call.caller
    words = turn.say("call_me_back") if heard.digits == "1" and number else heard.speech
    if not words:
        return False
    leave_message(turn.core.database, turn.clinic, words, caller=call.name, phone=number, call_sid=call.sid)
    call.task = None
    turn.tell("message_taken")
    return turn.ask("more", "ask_more")
