"""What a seed stands for: a clinic at some moment, and one or two people who call it, with a goal, facts and habits."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal

from receptionist.clinics import WEEKDAYS, Shift
from receptionist.speech.numbers_in_words import say_digits, say_ordinal
from simulators.calls.call_file import CallClinic, CallDoctor, Existing
from simulators.phone.reception import Behaviour

Style = Literal["all", "several", "bare"]
STYLES: tuple[Style, ...] = ("all", "several", "bare")
BOOKINGS = ("book_slot", "book_flexible", "book_department", "book_for_other")
GOALS = {
    "book_slot": 26,
    "book_flexible": 12,
    "book_department": 10,
    "book_for_other": 6,
    "cancel": 12,
    "move": 10,
    "availability": 5,
    "my_appointment": 7,
    "question": 3,
    "person": 5,
    "fish": 4,
}
HABITS = {
    "corrects": 0.15,
    "changes_mind": 0.08,
    "rambles": 0.2,
    "asks_again": 0.12,
    "digresses": 0.15,
    "silent": 0.12,
    "mumbles": 0.1,
    "off_topic": 0.06,
    "keys": 0.15,
    "misnames": 0.1,
    "answers_else": 0.12,
    "refuses": 0.12,
    "undecided": 0.08,
    "hangs_up": 0.08,
    "impatient": 0.05,
}
ENDS_THE_CALL = {"hangs_up", "impatient"}
MOMENTS = (
    "2026-11-23T08:55",
    "2026-11-24T14:10",
    "2026-11-25T16:40",
    "2026-11-27T09:30",
    "2026-12-04T11:15",
    "2026-12-30T10:20",
    "2026-10-29T13:05",  # summer time ends three days later
    "2027-03-11T10:05",  # and begins
    "2026-11-24T19:30",  # after hours
    "2026-11-29T12:00",  # a Sunday
)
DOCTORS = (
    ("Anita Patel", "Cardiology"),
    ("James Nguyen", "Dermatology"),
    ("Elena Garcia", "Family Medicine"),
    ("Tom Hale", "Family Medicine"),
    ("Susan Morgan", "Neurology"),
    ("David Cohen", "Orthopedics"),
    ("Grace Kim", "Pediatrics"),
    ("Raj Patel", "Family Medicine"),
)
CALLERS = (
    "Maria Lopez",
    "Robert Miller",
    "Karen Jones",
    "Daniel Evans",
    "Linda Walker",
    "Peter Brooks",
    "Emma Wilson",
    "Carlos Ramirez",
    "Helen Baker",
    "Frank Turner",
    "Julia Roberts",
    "Kevin Harris",
)
STRANGERS = ("Gloria Whitfield", "Norman Ashby", "Beatrice Holloway", "Walter Pemberton")
RELATIVES = (("daughter", "Sophie"), ("son", "Oliver"), ("mother", "Martha"), ("father", "George"))
FACTS = {
    "address": "We are at ten Mill Street, opposite the library.",
    "parking": "There is a car park behind the building.",
    "insurance": "We accept Medicare and most large insurers.",
    "prices": "A first visit costs ninety dollars.",
}
OTHER_NUMBER = "+12025550166"
DAYS_AHEAD = 12


@dataclass(frozen=True)
class Person:
    """Who calls. `start` is the free time that is wanted, naive local time; None where the caller takes what there is.
    `when` is how it is said, `wrong` what is said before it by somebody who corrects it. `own` is the appointment that
    the caller has already. Who changes their mind at the read-back wants `start_then` instead, said as `when_then`."""

    seed: str
    goal: str
    style: Style
    name: str
    number: str
    doctor: str
    department: str
    when: str
    start: datetime | None = None
    wrong: str | None = None
    start_then: datetime | None = None
    when_then: str = ""
    patient: str | None = None
    relation: str | None = None
    own: Existing | None = None
    knows_code: bool = True
    attested: bool = True
    other_number: bool = False
    question: str = "address"
    habits: frozenset[str] = frozenset()

    @property
    def booked_name(self) -> str:
        return self.patient or self.name

    @property
    def can_be_verified(self) -> bool:
        """By the network, or by the code from the text message."""
        return self.attested or self.knows_code


@dataclass(frozen=True)
class Scene:
    seed: int
    clock: datetime
    clinic: CallClinic
    people: list[Person]
    reception: Behaviour = "answers"
    strangers: list[Existing] = field(default_factory=list)

    def minutes(self, doctor: str) -> int:
        return next(one.slot_minutes for one in self.clinic.doctors if one.name == doctor)


def scene_of(seed: int) -> Scene:
    """The same scene for the same seed, on every machine."""
    dice = random.Random(f"scene {seed}")
    clock = datetime.fromisoformat(dice.choice(MOMENTS))
    doctors = [_doctor(dice, name, department) for name, department in dice.sample(DOCTORS, dice.randint(2, 5))]
    closed = [date(2026, 11, 26), date(2026, 12, 25), date(2027, 1, 1)]
    free = {doctor.name: _free(doctor, clock, closed) for doctor in doctors}
    doctors = [doctor for doctor in doctors if len(free[doctor.name]) > 8] or doctors
    strangers = [_existing(dice, doctors, free, name, f"+120255501{50 + at}") for at, name in enumerate(STRANGERS[:3])]
    goal = dice.choices(list(GOALS), list(GOALS.values()))[0]
    names = dice.sample(CALLERS, 2)
    person = _person(dice, str(seed), goal, names[0], f"+120255501{dice.randint(10, 39)}", doctors, free, clock.date())
    people = [person]
    if goal == "book_slot" and dice.random() < 0.2:
        people.append(_rival(person, names[1]))
    for doctor in doctors:  # some of what is left is taken, but never what somebody wants
        for start in free[doctor.name]:
            if dice.random() < 0.2 and start not in (person.start, person.start_then):
                doctor.busy.append(start)
    clinic = CallClinic.model_validate(
        {
            "hours": {"mon-fri": "08:00-18:00", "sat": "09:00-13:00"},
            "closed": closed,
            "reception": dice.choice(["+12025550199", "+12025550199", None if goal != "person" else "+12025550199"]),
            "doctors": [doctor.model_dump() for doctor in doctors],
            "appointments": [one.model_dump() for one in [*strangers, *([person.own] if person.own else [])]],
            "facts": FACTS,
            "collect": dice.choice([["name", "phone"]] * 5 + [["name", "phone", "date_of_birth"]] * 2 + [["name"]]),
        }
    )
    behaviours: list[Behaviour] = ["answers", "answers", "declines", "no_answer", "busy"]
    return Scene(seed, clock, clinic, people, dice.choice(behaviours), strangers)


def _doctor(dice: random.Random, name: str, department: str) -> CallDoctor:
    shifts = []
    for day in sorted(dice.sample(range(5), dice.randint(2, 4))):
        for start, end in dice.choice(
            [[("09:00", "12:00")], [("13:00", "17:00")], [("09:00", "12:00"), ("14:00", "17:00")]]
        ):
            shifts.append(Shift(day=WEEKDAYS[day], start=start, end=end))
    calendar: Literal["calendly", "rota"] = dice.choice(["calendly", "calendly", "rota"])
    return CallDoctor(
        name=name,
        department=department,
        calendar=calendar,
        slot_minutes=dice.choice([20, 30, 30]),
        availability=shifts,
        busy=[],
    )


def _free(doctor: CallDoctor, clock: datetime, closed: list[date]) -> list[datetime]:
    """Starts from the day after `clock` on; the later ones are left to whoever takes what there is."""
    starts = []
    for ahead in range(1, DAYS_AHEAD):
        day = clock.date() + timedelta(days=ahead)
        for shift in doctor.availability:
            if day in closed or not shift.is_on(day):
                continue
            start = datetime.combine(day, time.fromisoformat(shift.start))
            while start + timedelta(minutes=doctor.slot_minutes) <= datetime.combine(
                day, time.fromisoformat(shift.end)
            ):
                starts.append(start)
                start += timedelta(minutes=doctor.slot_minutes)
    return sorted(starts)


def _existing(
    dice: random.Random, doctors: list[CallDoctor], free: dict[str, list[datetime]], name: str, phone: str
) -> Existing:
    doctor = dice.choice(doctors).name
    start = dice.choice(free[doctor])
    free[doctor].remove(start)
    return Existing(doctor=doctor, start=start, name=name, phone=phone, code=f"{dice.randint(100_000, 999_999)}")


def _person(
    dice: random.Random,
    seed: str,
    goal: str,
    name: str,
    number: str,
    doctors: list[CallDoctor],
    free: dict[str, list[datetime]],
    today: date,
) -> Person:
    own = _existing(dice, doctors, free, name, number) if goal in ("cancel", "move", "my_appointment") else None
    doctor = next(one for one in doctors if one.name == own.doctor) if own else dice.choice(doctors)
    start = dice.choice(free[doctor.name]) if goal in ("book_slot", "book_for_other", "move") else None
    habits = {habit for habit, share in HABITS.items() if dice.random() < share}
    relation, first = dice.choice(RELATIVES)
    wrong = None
    if start and "corrects" in habits:
        wrong = say_start(dice, dice.choice([one for one in free[doctor.name] if one != start]), today)
    then = dice.choice([one for one in free[doctor.name] if one != start]) if start else None
    return Person(
        seed=seed,
        goal=goal,
        style=dice.choices(STYLES, [4, 2, 4])[0],
        name=name,
        number=number,
        doctor=doctor.name,
        department=doctor.department or "",
        when=say_start(dice, start, today) if start else dice.choice(_loosely(free[doctor.name])),
        start=start,
        wrong=wrong,
        start_then=then,
        when_then=say_start(dice, then, today) if then else "",
        patient=f"{first} {name.split()[1]}" if goal == "book_for_other" else None,
        relation=relation if goal == "book_for_other" else None,
        own=own,
        knows_code=dice.random() < 0.7,
        attested=dice.random() < 0.75,
        other_number=dice.random() < 0.15,
        question=dice.choice(list(FACTS)),
        habits=frozenset(habits),
    )


def _rival(person: Person, name: str) -> Person:
    """Somebody who wants the same time in the same minute."""
    return Person(
        seed=f"{person.seed}-rival",
        goal=person.goal,
        style="all",
        name=name,
        number="+12025550140",
        doctor=person.doctor,
        department=person.department,
        when=person.when,
        start=person.start,
    )


def say_start(dice: random.Random, start: datetime, today: date) -> str:
    """A time as callers say it, clear without its context: "on tuesday the first of december at half past nine in the
    morning", or only the weekday within the six days that follow."""
    ordinal = say_ordinal(start.day)
    month = f"{start:%B}".lower()
    days = [f"on {month} {ordinal}", f"on the {ordinal} of {month}", f"on {start:%A} the {ordinal} of {month}".lower()]
    if 1 <= (start.date() - today).days <= 6:
        days += [f"on {start:%A}".lower()] * 3
    return f"{dice.choice(days)} {dice.choice(_clock(start))}"


def _clock(start: datetime) -> list[str]:
    hour, minute = say_digits(str(start.hour % 12)) if start.hour % 12 not in (0, 10, 11) else "", start.minute
    hour = hour or {0: "twelve", 10: "ten", 11: "eleven"}[start.hour % 12]
    part = "in the morning" if start.hour < 12 else "in the afternoon"
    half = "am" if start.hour < 12 else "pm"
    said = {0: "", 20: " twenty", 30: " thirty", 40: " forty"}[minute]
    ways = [f"at {hour}{said} {part}", f"at {hour}{said} {half}"]
    if minute == 30:
        ways.append(f"at half past {hour} {part}")
    return ways


def _loosely(free: list[datetime]) -> list[str]:
    some = free[len(free) // 3]
    part = "morning" if some.hour < 12 else "afternoon"
    return [
        f"on {some:%A} {part}".lower(),
        f"any {part}",
        "as early as possible",
        "sometime next week",
        f"on {some:%A}".lower(),
    ]
