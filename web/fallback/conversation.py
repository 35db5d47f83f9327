"""What the menu answers: emergencies first, then the keys that always mean the same, then the step that was asked, and
a ladder for what was no answer, which ends with a person or a goodbye."""

from __future__ import annotations

from collections.abc import Callable

from nlu.spoken.emergency import find_emergency
from nlu.spoken.silence import is_noise
from receptionist.speech.spoken_form import say_digits
from web.fallback import booking, choosing, own_appointments, person
from web.fallback.call import Task
from web.fallback.hearing import says_one_of, yes_or_no
from web.fallback.turn import Heard, Reply, Taken, Turn

MOST_FAILURES = 3
MOST_TURNS = 60
MOST_COME_BACKS = 3  # times that a webhook of the menu itself failed
PERSON, REPEAT = "0", "9"
KEYS: dict[str, Task] = {"1": "book", "2": "cancel", "3": "move", "4": "availability"}

TAKE: dict[str, Callable[[Turn, Heard], Taken]] = {
    "doctor": choosing.take_doctor,
    "time": choosing.take_time,
    "which_time": choosing.take_which_time,
    "slot": choosing.take_slot,
    "name": booking.take_name,
    "phone": booking.take_phone,
    "address": booking.take_address,
    "confirm": booking.take_confirm,
    "change": booking.take_change,
    "own_name": own_appointments.take_name,
    "code": own_appointments.take_code,
    "which": own_appointments.take_which,
    "confirm_cancel": own_appointments.take_cancel,
    "confirm_move": own_appointments.take_move,
    "message": person.take_message,
}


def greet(turn: Turn, heard: Heard, in_the_middle: bool) -> Reply:
    """`in_the_middle`: the caller had been talking to the assistant. Words of an emergency that it did not answer any
    more are answered."""
    if reply := _emergency(turn, heard):
        return reply
    turn.tell("emergency_first", number=_spoken_emergency_number(turn))
    turn.tell("this_is", clinic=turn.clinic_name())
    turn.tell("interrupted" if in_the_middle else "reduced")
    if not turn.clinic.is_open(turn.now):
        turn.tell("closed")
    return told(turn, _menu(turn))


def come_back(turn: Turn) -> Reply:
    """A webhook of the menu failed, and Twilio asks the fallback URL again: on with the question that was open."""
    turn.call.comes_back += 1
    turn.tell("interrupted")
    if turn.call.comes_back > MOST_COME_BACKS:
        return told(turn, _give_up(turn))
    return told(turn, Reply(asks=turn.call.asks, question=tuple(turn.call.question)))


def answer(turn: Turn, heard: Heard, starts: Task | None = None) -> Reply:
    """`starts`: the request that the address itself is."""
    if reply := _emergency(turn, heard):
        return reply
    if turn.call.turn >= MOST_TURNS:
        return Reply((turn.say("too_long"),), end="hangup")
    if starts:
        turn.call.begin(starts)
        return told(turn, go_on(turn))
    taken = _take(turn, heard)
    if taken is False:
        return told(turn, _ladder(turn, heard))
    turn.call.failures = 0
    return told(turn, go_on(turn) if taken is True else taken)


def go_on(turn: Turn) -> Reply:
    match turn.call.task:
        case "book" | "availability":
            return booking.go_on(turn)
        case "cancel" | "move":
            return own_appointments.go_on(turn)
        case _:
            return _menu(turn)


def emergency_over(turn: Turn) -> Reply:
    turn.call.asks = turn.call.before_emergency or "request"
    turn.call.before_emergency = None
    turn.tell("emergency_over")
    return go_on(turn)


def told(turn: Turn, reply: Reply) -> Reply:
    return Reply((*turn.told, *reply.before), reply.asks, reply.question, reply.end)


def _menu(turn: Turn) -> Reply:
    return turn.ask("request", "menu")


def _take(turn: Turn, heard: Heard) -> Taken:
    if not heard.digits and is_noise(heard.speech):
        return False
    if turn.call.asks == "emergency":
        return _after_emergency(turn, heard)
    asks_for_person = turn.call.asks != "message" and turn.hears("person", heard.speech)
    if heard.digits == PERSON or asks_for_person:
        return person.hand_over(turn)
    if heard.digits == REPEAT or (turn.hears("repeat", heard.speech) and len(heard.speech.split()) <= 3):
        return Reply(asks=turn.call.asks, question=tuple(turn.call.question))
    if turn.call.asks in TAKE:
        return TAKE[turn.call.asks](turn, heard)
    return _take_request(turn, heard)


def _take_request(turn: Turn, heard: Heard) -> Taken:
    more = turn.call.asks == "more"
    if heard.digits == "5":
        return person.hand_over(turn)
    if heard.digits and more:
        return _menu(turn) if heard.digits == "1" else _goodbye(turn) if heard.digits == "2" else False
    task = KEYS.get(heard.digits) if heard.digits else _task_said(turn, heard.speech)
    if task:
        turn.call.begin(task)
        return choosing.take_request(turn, heard.speech) if task != "cancel" and heard.speech else True
    if not more:
        return False
    if turn.hears("bye", heard.speech):
        return _goodbye(turn)
    again = yes_or_no(heard.speech, "", turn.texts["words"])
    return False if again is None else _menu(turn) if again else _goodbye(turn)


def _task_said(turn: Turn, speech: str) -> Task | None:
    words: dict[Task, list[str]] = turn.texts["words"]["tasks"]
    return next((task for task, said in words.items() if says_one_of(said, speech)), None)


def _goodbye(turn: Turn) -> Reply:
    return Reply((turn.say("goodbye"),), end="hangup")


def _ladder(turn: Turn, heard: Heard) -> Reply:
    call = turn.call
    call.failures += 1
    if call.asks == "emergency":
        return Reply((*call.question[:-1], turn.say("goodbye")), end="hangup")
    if call.failures >= MOST_FAILURES:
        return _give_up(turn)
    turn.tell("silence" if not (heard.speech or heard.digits) else "not_understood")
    hint = (turn.say("again"),) if call.failures == MOST_FAILURES - 1 else ()
    return Reply(hint, call.asks, tuple(call.question))


def _give_up(turn: Turn) -> Reply:
    if person.can_transfer(turn):
        reply = person.hand_over(turn)
        return Reply((turn.say("give_up_transfer"),), end=reply.end)
    return Reply((turn.say("give_up"),), end="hangup")


def _emergency(turn: Turn, heard: Heard) -> Reply | None:
    """The wording at once, then as the clinic has it."""
    kind = find_emergency(heard.speech)
    if kind is None:
        return None
    call = turn.call
    if call.asks != "emergency":
        call.before_emergency = call.asks
    words = [turn.say(f"emergency_{kind}", number=_spoken_emergency_number(turn))]
    if kind == "suicidal" and turn.clinic.country == "US":
        words.append(turn.say("emergency_suicidal_us"))
    if turn.clinic.emergency == "transfer" and turn.clinic.reception and not call.transfer_failed:
        call.whisper = turn.say("whisper_emergency")
        return Reply((*words, turn.say("emergency_transfer")), "emergency", tuple(words), end="transfer")
    return Reply(asks="emergency", question=(*words, turn.say("ask_emergency")))


def _after_emergency(turn: Turn, heard: Heard) -> Taken:
    """Goes on only when the caller says that it is none."""
    if heard.digits == PERSON or turn.hears("person", heard.speech):
        return person.hand_over(turn)
    if heard.digits == "1" or turn.hears("no_emergency", heard.speech):
        return emergency_over(turn)
    return False


def _spoken_emergency_number(turn: Turn) -> str:
    return say_digits(turn.clinic.emergency_number)
