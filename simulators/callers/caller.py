"""A simulated caller: hears what the agent says and what it expects, and acts by goal, facts and habits."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from receptionist.speech.numbers_in_words import say_digits
from simulators.callers.hearing import names_start
from simulators.callers.scene import BOOKINGS, OTHER_NUMBER, Person
from simulators.calls.wording import is_said
from simulators.phone.callers import Act, HangUp, Press, Prompt, Say, Silence

WORDING = Path(__file__).with_name("wording.yml")
Meaning = Literal["yes", "no", "other"]
SHORT_OF_PATIENCE = 5
ASKED_TOO_OFTEN = 3
MISHEARINGS = (("gu", "w"), ("tel", "tell"), ("ia", "ea"), ("ale", "ail"), ("gan", "gen"), ("en", "an"), ("im", "imm"))


@dataclass(frozen=True)
class Acted:
    """One act, to what it was said, and whether it was meant as a yes."""

    prompt: Prompt
    act: Act
    meaning: Meaning


@cache
def wording() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(WORDING.read_text(encoding="utf-8"))
    return content


class SimulatedCaller:
    """`acts` is what was done so far; the invariants are checked against it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.acts: list[Acted] = []
        self._dice = random.Random(f"caller {person.seed}")
        self._asked: dict[str, int] = {}
        self._done: set[str] = set()
        self._to_correct = person.wrong
        self._start = person.start
        self._hangs_up_at = self._dice.randint(0, 8) if "hangs_up" in person.habits else None
        own = person.own
        self._facts = {
            "name": person.name.lower(),
            "patient": person.booked_name.lower(),
            "doctor": f"doctor {person.doctor.split()[-1].lower()}",
            "full": f"doctor {person.doctor.lower()}",
            "department": person.department.lower(),
            "when": person.when,
            "wrong": person.wrong or "",
            "number": say_digits(OTHER_NUMBER[2:]),
            "relation": person.relation or "",
            "code": say_digits(own.code) if own and own.code else "",
            "stranger": "gloria whitfield",
            "question": self._dice.choice(wording()["questions"][person.question]),
        }

    def react(self, prompt: Prompt) -> Act:
        act, meaning = self._decide(prompt)
        self.acts.append(Acted(prompt, act, meaning))
        return act

    def _decide(self, prompt: Prompt) -> tuple[Act, Meaning]:
        if self._hangs_up_at == len(self.acts):
            return HangUp(), "other"
        if prompt.kind == "record" or prompt.expecting == "message":
            return self._says(self._answer("message")), "other"
        if self._has("impatient") and len(self.acts) == SHORT_OF_PATIENCE:
            return self._says(self._habit("impatient")), "other"
        disturbed = self._disturbed(prompt)
        if disturbed:
            return disturbed, "other"
        expecting = prompt.expecting or ""
        self._asked[expecting] = self._asked.get(expecting, 0) + 1
        if not self.acts:
            return self._says(self._opening()), "other"
        answers: dict[str, Callable[[Prompt], tuple[Act | str, Meaning]]] = {
            "request": self._request,
            "doctor": self._doctor,
            "datetime": self._datetime,
            "slot_choice": self._slot_choice,
            "name": lambda prompt: (self._name(), "other"),
            "caller_name": lambda prompt: (self._filled(self._answer("name")), "other"),
            "phone": self._phone,
            "appointment_choice": lambda prompt: (self._answer("which_appointment"), "other"),
            "verification": self._verification,
            "confirm": self._confirm,
            "rephrase": self._rephrase,
            "anything_else": self._anything_else,
        }
        if expecting in answers:
            act, meaning = answers[expecting](prompt)
        elif expecting in wording()["answers"]:
            act, meaning = self._answer(expecting), "other"
        else:
            act, meaning = Silence(), "other"
        return (self._says(act), meaning) if isinstance(act, str) else (act, meaning)

    def _disturbed(self, prompt: Prompt) -> Act | None:
        """What habits make of a turn instead of an answer, each of them once in a call."""
        if not self.acts or prompt.expecting == "anything_else":
            return None
        if self.acts[-1].meaning == "other" and isinstance(self.acts[-1].act, Silence):
            return None
        if self._to_correct and self._to_correct in str(getattr(self.acts[-1].act, "text", "")):
            self._to_correct = None
            return self._says(self._filled(self._dice.choice(wording()["habits"]["corrects"]["afterwards"])))
        if self._now("silent", 0.3):
            return Silence()
        if self._now("mumbles", 0.3):
            return Say(self._habit("mumbles"), self._dice.choice([0.15, 0.4, 0.8]))
        if self._now("asks_again", 0.3):
            return Say(self._habit("asks_again"))
        if self._now("digresses", 0.3):
            return Say(self._habit("digresses"))
        if self._now("off_topic", 0.3):
            return Say(self._habit("off_topic"))
        if prompt.expecting in ("name", "phone", "datetime") and self._now("answers_else", 0.5):
            return Say(self._filled(self._dice.choice(wording()["answers"]["doctor"])))
        if prompt.expecting == "confirm" and self._now("undecided", 0.8):
            return Say(self._habit("undecided"))
        return None

    def _now(self, habit: str, share: float) -> bool:
        if not self._has(habit) or habit in self._done or self._dice.random() > share:
            return False
        self._done.add(habit)
        return True

    def _opening(self) -> str:
        person = self.person
        style = "all" if person.style == "all" else "bare"
        text = self._dice.choice(wording()["openings"][style][person.goal])
        if person.style == "several" and person.goal in ("book_slot", "book_flexible"):
            text += self._dice.choice([" with {doctor}", " {when}"])
        if self._has("misnames") and style == "all":
            text = text.replace("{doctor}", f"doctor {_misheard(person.doctor.split()[-1].lower())}")
        if person.wrong and "{when}" in text:
            if self._dice.random() < 0.5:
                text = text.replace("{when}", self._dice.choice(wording()["habits"]["corrects"]["in_sentence"]))
                self._to_correct = None
            else:
                text = text.replace("{when}", "{wrong}")
        return text

    def _request(self, prompt: Prompt) -> tuple[Act | str, Meaning]:
        keys = {"book": "1", "cancel": "2", "move": "3", "availability": "4", "person": "5"}
        key = keys.get(self.person.goal.split("_")[0])
        if key and self._has("keys") and "press" in prompt.text.lower():
            return Press(key), "other"
        return self._dice.choice(wording()["openings"]["bare"][self.person.goal]), "other"

    def _doctor(self, prompt: Prompt) -> tuple[Act | str, Meaning]:
        if self.person.goal == "book_department" and "doctor_named" not in self._done:
            self._done.add("doctor_named")
            return self._answer("department"), "other"
        if self._asked["doctor"] == 1 and self._has("misnames"):
            return f"doctor {_misheard(self.person.doctor.split()[-1].lower())}", "other"
        return self._answer("doctor" if self._asked["doctor"] == 1 else "doctor_again"), "other"

    def _datetime(self, prompt: Prompt) -> tuple[Act | str, Meaning]:
        if "birth" in prompt.text.lower():
            return self._answer("date_of_birth"), "other"
        if self._asked["datetime"] > ASKED_TOO_OFTEN or (self._asked["datetime"] > 1 and self.person.start is None):
            return self._answer("any_time"), "other"
        if self._asked["datetime"] == 1 and self._to_correct:
            return "{wrong}", "other"
        return self._answer("when" if self._asked["datetime"] == 1 else "when_again"), "other"

    def _slot_choice(self, prompt: Prompt) -> tuple[Act | str, Meaning]:
        if self._start and names_start(prompt.text, self._start) and self._asked["slot_choice"] == 1:
            return self._answer("take_time"), "other"
        if self._now("refuses", 0.7):
            return self._answer("other_slots"), "no"
        if "which" not in prompt.text.lower().split(".")[-1] and "one of" not in prompt.text.lower():
            return (Press("1"), "yes") if self._has("keys") else (self._answer("take_only"), "yes")
        if self._has("keys"):
            return Press("1"), "other"
        which = 0 if self._asked["slot_choice"] > 1 else self._dice.choice([0, 0, 1])
        return self._dice.choice(wording()["answers"]["take"][which]), "other"

    def _name(self) -> str:
        kind = "patient" if self.person.patient else "name"
        return self._answer(kind if self._asked["name"] == 1 or kind == "patient" else "name_again")

    def _phone(self, prompt: Prompt) -> tuple[Act | str, Meaning]:
        offered = "calling from" in prompt.text.lower()
        if self._has("keys"):
            return Press("1" if offered and not self.person.other_number else f"{OTHER_NUMBER[2:]}#"), "other"
        if offered and not self.person.other_number:
            return self._answer("this_number"), "other"
        return self._answer("other_number" if offered else "number"), "other"

    def _verification(self, prompt: Prompt) -> tuple[Act | str, Meaning]:
        own = self.person.own
        if own is None or not self.person.knows_code or self._asked["verification"] > 2:
            return self._answer("no_code"), "other"
        if self._has("keys"):
            return Press(f"{own.code}#"), "other"
        return self._answer("code"), "other"

    def _confirm(self, prompt: Prompt) -> tuple[Act | str, Meaning]:
        """A yes only to what this caller wants; otherwise what is wrong, in words."""
        text, person = prompt.text, self.person
        if "to us before" in text.lower():
            return self._answer("seen_before"), "other"
        if person.goal == "fish":
            return self._answer("no"), "no"
        if person.goal in (*BOOKINGS, "move", "cancel", "availability") and not is_said(person.doctor, text):
            if person.goal == "book_department" or self._asked["confirm"] > ASKED_TOO_OFTEN:
                return self._yes()
            return self._answer("wrong_doctor"), "no"
        if person.goal in BOOKINGS and not is_said(person.booked_name, text) and self._asked["confirm"] == 1:
            self._facts["name"] = person.booked_name.lower()
            return self._answer("wrong_name"), "no"
        if self._start and self._is_another_start(text, self._start) and self._now("insists", 1.0):
            return self._answer("wrong_time"), "no"
        if person.start_then and self._now("changes_mind", 1.0):
            self._start, self._facts["when"] = person.start_then, person.when_then
            self._asked["slot_choice"] = 0
            return self._habit("changes_mind"), "no"
        return self._yes()

    def _is_another_start(self, text: str, wanted: datetime) -> bool:
        """Whether another time is read back than the one wanted, although nobody has offered others."""
        return not names_start(text, wanted) and not self._asked.get("slot_choice")

    def _yes(self) -> tuple[Act | str, Meaning]:
        if self._has("keys"):
            return Press("1"), "yes"
        return self._answer("yes_cancel" if self.person.goal == "cancel" else "yes"), "yes"

    def _rephrase(self, prompt: Prompt) -> tuple[Act | str, Meaning]:
        if self.person.start and self._asked["rephrase"] < ASKED_TOO_OFTEN:
            return self._answer("when"), "other"
        return self._answer("doctor"), "other"

    def _anything_else(self, prompt: Prompt) -> tuple[Act | str, Meaning]:
        if self._has("digresses") and "digresses" not in self._done:
            self._done.add("digresses")
            return self._habit("digresses"), "other"
        if self._has("keys"):
            return Press("2"), "no"
        return self._answer("no_more"), "no"

    def _has(self, habit: str) -> bool:
        return habit in self.person.habits or habit == "insists"

    def _answer(self, kind: str) -> str:
        return str(self._dice.choice(wording()["answers"][kind]))

    def _habit(self, habit: str) -> str:
        return str(self._dice.choice(wording()["habits"][habit]))

    def _filled(self, text: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda match: self._facts[match[1]], text)

    def _says(self, text: str) -> Say:
        text = self._filled(text)
        if self._has("rambles") and self._dice.random() < 0.4:
            around = wording()["habits"]["rambles"]
            where = self._dice.choice(["before", "after"])
            words = self._dice.choice(around[where])
            text = f"{words} {text}" if where == "before" else f"{text} {words}"
        return Say(text)


def _misheard(surname: str) -> str:
    """As a recogniser may write it that does not know the name."""
    for old, new in MISHEARINGS:
        if old in surname:
            return surname.replace(old, new)
    return surname
