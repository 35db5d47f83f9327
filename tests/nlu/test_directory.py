from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from nlu import directory
from nlu.departments import find_departments
from nlu.doctor_mentions import Mention, find_mentions
from nlu.doctor_names import DoctorNames
from nlu.pronunciation import by_letters, pronunciations
from nlu.sounds import NEVER, distance
from nlu.spoken.first_names import FIRST_NAMES

NAMES = [
    "Anita Patel",
    "Rajesh Patel",
    "Thomas Nguyen",
    "Wei Chen",
    "Laura Garcia-Lopez",
    "James May",
    "Susan Young",
    "Will Long",
    "Jan van der Berg",
    "Sarah O'Brien",
    "Emily Reid",
    "Grace Kim",
]
DOCTORS = DoctorNames((name, ()) for name in NAMES)


def named(text: str, expecting: str | None = None, doctors: DoctorNames = DOCTORS) -> list[Mention]:
    return find_mentions(text, doctors, expecting)


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("hi can I see doctor Chen tomorrow morning please", ["Wei Chen"]),
        ("see dr. garcia", ["Laura Garcia-Lopez"]),
        ("doctor lopez please", ["Laura Garcia-Lopez"]),
        ("wei chen", ["Wei Chen"]),
        ("is doctor patel in", ["Anita Patel", "Rajesh Patel"]),
        ("doctor anita patel", ["Anita Patel"]),
        ("an appointment with vandenberg", ["Jan van der Berg"]),
        ("van der berg", ["Jan van der Berg"]),
        ("doctor o brien at three", ["Sarah O'Brien"]),
        ("doctor patel's next opening", ["Anita Patel", "Rajesh Patel"]),
        ("p a t e l", ["Anita Patel", "Rajesh Patel"]),
        ("anita", ["Anita Patel"]),
    ],
)
def test_by_any_part_of_the_name(said: str, who: list[str]) -> None:
    assert [list(mention.names) for mention in named(said)] == [who]


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("can i see doctor battle tomorrow", "Anita Patel"),
        ("is dr win in on friday", "Thomas Nguyen"),
        ("doctor chan please", "Wei Chen"),
        ("doctor read", "Emily Reid"),
        ("doctor reed", "Emily Reid"),
        ("doctor obrian", "Sarah O'Brien"),
        ("i'd like to see doctor new yen", "Thomas Nguyen"),
        ("with doctor pattell", "Anita Patel"),
    ],
)
def test_misheard_after_a_title(said: str, who: str) -> None:
    (mention,) = named(said)
    assert mention.names[0] == who and 0.8 <= mention.score < 1


@pytest.mark.parametrize(
    "said",
    [
        "i may come with my son on friday may third",
        "i will wait long",
        "do you have a grace period",
        "when can you see me",
        "can i win",
        "is the young one free",
        "a doctor for my back",
        "the doctor tomorrow at nine",
        "doctor's appointment",
        "doctor please",
        "my doctor said so",
        "the doctor i saw last week",
        "can i see you",
        "with my insurance",
    ],
)
def test_ordinary_words_are_no_names(said: str) -> None:
    assert named(said) == []


def test_ordinary_words_are_names_after_a_title_or_as_an_answer() -> None:
    assert named("see doctor may on may third")[0].names == ("James May",)
    assert named("with doctor young")[0].names == ("Susan Young",)
    assert named("long", expecting="doctor")[0].names == ("Will Long",)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("doctor smith tomorrow", "smith"),
        ("do you have doctor kowalski on tuesdays", "kowalski"),
        ("is doctor wilson still with you", "wilson"),
        ("do you have a doctor whitfield", "whitfield"),
    ],
)
def test_a_doctor_whom_the_clinic_does_not_have(said: str, heard: str) -> None:
    (mention,) = named(said)
    assert mention.names == () and mention.text == heard


@pytest.mark.parametrize("said", ["my name is maria patel", "this is anita patel", "i'm grace kim"])
def test_the_callers_own_name_is_no_doctor(said: str) -> None:
    assert named(said) == []


def test_a_patient_may_be_called_like_a_doctor() -> None:
    assert named("grace kim", expecting="name") == []
    assert named("it's patel", expecting="name") == []
    assert named("actually doctor chen please", expecting="name")[0].names == ("Wei Chen",)


def test_a_given_name_alone_needs_a_reason() -> None:
    assert named("it's for my daughter grace") == []
    assert named("see grace on tuesday")[0].names == ("Grace Kim",)
    assert named("grace please")[0].names == ("Grace Kim",)


def test_corrections_and_exclusions() -> None:
    assert [mention.names[0] for mention in named("i said patel not battle")] == ["Anita Patel"]
    assert [mention.names[0] for mention in named("not doctor patel doctor chen")] == ["Wei Chen"]
    assert named("anyone but doctor patel") == []


def test_from_one_doctor_to_another() -> None:
    first, second = named("change from doctor kim to doctor chen")
    assert (first.names, first.leaving) == (("Grace Kim",), True)
    assert (second.names, second.leaving) == (("Wei Chen",), False)


def test_a_first_name_that_does_not_fit_the_surname_asks_which() -> None:
    (mention,) = named("doctor maria patel")
    assert mention.names == ("Anita Patel", "Rajesh Patel")


def test_homophones_are_all_candidates() -> None:
    doctors = DoctorNames([("Emily Reid", ()), ("Tom Reed", ()), ("Wei Chen", ())])
    assert set(named("doctor reed", doctors=doctors)[0].names) == {"Emily Reid", "Tom Reed"}


def test_spoken_forms_of_the_clinic() -> None:
    doctors = DoctorNames([("Xochitl Quetzal", ("so cheel",))])
    assert named("doctor so cheel", doctors=doctors)[0].names == ("Xochitl Quetzal",)


def test_offsets_include_the_title() -> None:
    text = "can I see Dr. Patel, please"
    (mention,) = named(text)
    assert text[mention.start : mention.end] == "Dr. Patel"


def test_a_greeting_is_no_doctor_and_the_word_after_a_first_name_no_surname() -> None:
    doctors = DoctorNames([("Tommy Day", ()), ("Maureen Camp", ()), ("Maureen Ford", ())])
    assert named("good day", doctors=doctors) == [] and named("day please", doctors=doctors)[0].names == ("Tommy Day",)
    assert named("does doctor maureen work on mondays", doctors=doctors)[0].names == ("Maureen Camp", "Maureen Ford")


def test_what_is_a_name_elsewhere_is_misheard_only_in_a_small_directory() -> None:
    few = DoctorNames((name, ()) for name in ["Ana Barret", "Wei Chen", "Laura Gomez"])
    assert named("doctor barrett", doctors=few)[0].names == ("Ana Barret",)
    assert named("doctor chan", doctors=few)[0].names == ("Wei Chen",)
    many = DoctorNames(
        (f"{first} {last}".title(), ()) for first in sorted(FIRST_NAMES)[:60] for last in ("chen", "gomez", "kowalski")
    )
    assert named("doctor chan", doctors=many)[0].names == ()
    assert named("doctor garrett", doctors=many)[0].names == ()
    assert len(named("doctor cove al ski", doctors=many)[0].names) > 1


def test_the_first_name_of_one_with_the_surname_of_nobody_is_nobody() -> None:
    assert [mention.names for mention in named("see doctor anita whitfield")] == [()]
    assert [mention.names for mention in named("see doctor anita on friday")] == [("Anita Patel",)]


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("it's with uh doctor um chen", "Wei Chen"),
        ("doctor a need a pat tell", "Anita Patel"),
        ("doctor gar see a", "Laura Garcia-Lopez"),
        ("the appointment is with vander berg", "Jan van der Berg"),
        ("doctor susan yung", "Susan Young"),
        ("that would be doctor nwen", "Thomas Nguyen"),
    ],
)
def test_split_joined_and_hesitating(said: str, who: str) -> None:
    assert named(said)[0].names[0] == who


def test_an_o_that_nobody_heard() -> None:
    doctors = DoctorNames([("Sean O'Connell", ()), ("Wei Chen", ())])
    assert named("is doctor connell in today", doctors=doctors)[0].names == ("Sean O'Connell",)


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("sean mac cready", ("Sean MacCready",)),
        ("i'd like sean mick reedy on monday", ("Sean MacCready",)),
        ("doctor jar o shev ski", ("Ewa Jaroszewski",)),
        ("his name is wei chen i think", ("Wei Chen",)),
    ],
)
def test_a_name_in_several_pieces(said: str, who: tuple[str, ...]) -> None:
    doctors = DoctorNames([("Sean MacCready", ()), ("Wei Chen", ()), ("Ewa Jaroszewski", ()), ("Ann Hill", ())])
    assert named(said, doctors=doctors)[0].names == who


@pytest.mark.parametrize("said", ["i want to see a nurse", "sean is my son's name", "my name is sean mick reedy"])
def test_words_that_name_nobody(said: str) -> None:
    doctors = DoctorNames([("Sean MacCready", ()), ("Wei Chen", ()), ("Ewa Jaroszewski", ()), ("Ann Hill", ())])
    assert [
        mention for mention in named(said, doctors=doctors) if len(mention.names) == 1 and mention.score < 0.9
    ] == []


def test_words_around_an_answer_are_no_names() -> None:
    doctors = DoctorNames([("Joy Fink", ()), ("Patsy Wood", ()), ("Wei Chen", ())])
    assert named("uh brewster i think", expecting="doctor", doctors=doctors) == []
    assert named("that would be mcdowell", expecting="doctor", doctors=doctors) == []
    assert named("that would be chen i think", expecting="doctor", doctors=doctors)[0].names == ("Wei Chen",)


@pytest.mark.parametrize(
    ("heard", "name", "least", "most"),
    [
        ("reed", "reid", 0, 0),
        ("pah tell", "patel", 0, 0.15),
        ("battle", "patel", 0.1, 0.4),
        ("kowalsky", "kowalski", 0, 0.15),
        ("whitfield", "patel", 0.5, NEVER),
    ],
)
def test_distance_by_ear(heard: str, name: str, least: float, most: float) -> None:
    assert least <= distance(heard, name) <= most


def test_pronunciations_of_words_and_of_names_in_no_dictionary() -> None:
    assert pronunciations("win") == ("wIn",)
    assert "okafor" not in pronunciations("okafor") and pronunciations("xqzt") != ()
    assert by_letters("schneider")[0] == "S" and by_letters("kowalsky") == by_letters("kowalski")


SNAPSHOT = {
    "version": "1",
    "clinic": {"id": "liffey", "zone": "Europe/Dublin", "country": "IE", "hours": {"monday": [["08:00", "18:00"]]}},
    "doctors": [{"id": 1, "name": "Anita Patel", "department": "Cardiology", "spoken": ["puh tell"]}],
}


def test_a_registered_clinic_and_its_next_version() -> None:
    directory.register(SNAPSHOT)
    known = directory.for_clinic("liffey")
    assert known is not None
    assert (known.zone, known.country, known.hours["monday"]) == ("Europe/Dublin", "IE", [["08:00", "18:00"]])
    assert list(known.departments) == ["Cardiology"]
    directory.register(
        {
            **SNAPSHOT,
            "version": "2",
            "doctors": [*SNAPSHOT["doctors"], {"id": 2, "name": "Wei Chen", "department": None}],
        }
    )  # type: ignore[misc]
    newer = directory.for_clinic("liffey")
    assert newer is not None and newer.names.full == ["Anita Patel", "Wei Chen"]
    assert directory.for_clinic("unknown") is None


def test_the_same_version_is_not_indexed_again() -> None:
    directory.register({**SNAPSHOT, "clinic": {**SNAPSHOT["clinic"], "id": "same"}})  # type: ignore[dict-item]
    first = directory.for_clinic("same")
    directory.register({**SNAPSHOT, "clinic": {**SNAPSHOT["clinic"], "id": "same"}})  # type: ignore[dict-item]
    assert directory.for_clinic("same") is first


def test_the_default_clinic_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "clinic.yml"
    file.write_text(
        'name: Riverside\ntimezone: America/Chicago\nhours: {mon-wed: "08:00-12:00, 13:00-18:00", sat: "09:00-13:00"}\n'
        "doctors:\n  - {name: Anita Patel, department: Cardiology, calendar: rota}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("CLINIC_FILE", str(file))
    default = directory.default_directory()
    assert default.zone == "America/Chicago" and default.names.full == ["Anita Patel"]
    assert default.hours["tuesday"] == [["08:00", "12:00"], ["13:00", "18:00"]] and default.hours["saturday"] == [
        ["09:00", "13:00"]
    ]
    assert directory.from_names(["Wei Chen"]).names.full == ["Wei Chen"]
    monkeypatch.setenv("CLINIC_FILE", str(tmp_path / "missing.yml"))
    assert not directory.default_directory().names


DEPARTMENTS = ["Cardiology", "Dermatology", "Pediatrics", "General Practice", "Orthopedics", "Women's Health"]


@pytest.mark.parametrize(
    ("said", "department"),
    [
        ("i need a heart doctor", "Cardiology"),
        ("something for my skin", "Dermatology"),
        ("i have a cough", "General Practice"),
        ("my back hurts... my back", "Orthopedics"),
        ("cardeology please", "Cardiology"),
        ("i think i'm pregnant", "Women's Health"),
        ("a check up", "General Practice"),
        ("not cardiology dermatology", "Dermatology"),
        ("paediatrics", "Pediatrics"),
        ("can i see a cardiologist", "Cardiology"),
        ("a rash on my kid", "Dermatology"),
        ("my kid needs a doctor", "Pediatrics"),
        ("hearing test", None),
        ("do you speak spanish", None),
        ("tomorrow afternoon please", None),
    ],
)
def test_departments(said: str, department: str | None) -> None:
    found = find_departments(said, DEPARTMENTS)
    assert (found[0].department if found else None) == department


def test_only_departments_of_the_clinic_in_its_own_spelling() -> None:
    assert find_departments("a cardiologist", ["Heart Center"])[0].department == "Heart Center"
    assert find_departments("a cardiologist", ["Dermatology"]) == []
    assert find_departments("a cardiologist", []) == []


SPOKEN_DEPARTMENTS = YAML(typ="safe").load(Path(__file__).with_name("departments.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", SPOKEN_DEPARTMENTS["cases"], ids=lambda case: case[0])
def test_what_callers_say_for_a_department(case: list[str]) -> None:
    said, department = case
    found = find_departments(said, SPOKEN_DEPARTMENTS["departments"])
    assert (found[0].department if found else None) == department


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("could i see doctor kwamensah", "Kwame Mensah"),
        ("it's with deeper cannot", "Deepa Kannan"),
        ("doctor lin chin ski is who i saw", "Olga Linchinsky"),
        ("is doctor sack a row in", "Emi Sakaro"),
        ("i see lom a nack off", "Pavel Lomanakov"),
        ("switch me to chukwuma please", "Chukwuma Eke"),
        ("Dr. Sakaro-please.", "Emi Sakaro"),
    ],
)
def test_names_run_together_or_in_words_a_sentence_needs(text: str, who: str) -> None:
    names = ["Kwame Mensah", "Deepa Kannan", "Olga Linchinsky", "Emi Sakaro", "Pavel Lomanakov", "Chukwuma Eke"]
    (mention,) = find_mentions(text, DoctorNames((name, ()) for name in names))
    assert mention.names == (who,)


@pytest.mark.parametrize("text", ["doctor pavel holloway please", "can i see doctor olga sutherland"])
def test_a_first_name_alone_does_not_make_a_stranger_one_of_the_doctors(text: str) -> None:
    names = DoctorNames((name, ()) for name in ["Pavel Lomanakov", "Olga Linchinsky", "Emi Sakaro", "Rita Goto"])
    assert not any(mention.names for mention in find_mentions(text, names, "doctor"))


def test_a_filler_belongs_to_no_name() -> None:
    names = DoctorNames((name, ()) for name in ["Duc Bui", "Nora Ubay"])
    (mention,) = find_mentions("uh bui i think", names, "doctor")
    assert mention.names == ("Duc Bui",)


@pytest.mark.parametrize("text", ["doctor ji woo sparks", "i need doctor hye jin olawale please"])
def test_a_first_name_of_two_words_before_another_surname_is_a_stranger(text: str) -> None:
    names = DoctorNames((name, ()) for name in ["Ji-Woo Shin", "Hye-Jin Kim", "Rita Goto"])
    assert not any(mention.names for mention in find_mentions(text, names))


@pytest.mark.parametrize(("heard", "name"), [("pat", "bat"), ("oglethorn", "oglethorpe"), ("chumley", "cholmondeley")])
def test_what_is_often_confused_costs_less_than_what_never_is(heard: str, name: str) -> None:
    assert distance(heard, name) < distance(heard, "mitchell")


def test_a_name_that_ends_in_an_s_may_be_heard_as_somebodys() -> None:
    doctors = DoctorNames((name, ()) for name in ("Mateo Ruiz", "Anita Patel", "Grace Kim"))
    assert [list(each.names) for each in named("is dr. rue's free tomorrow", doctors=doctors)] == [["Mateo Ruiz"]]
    assert [list(each.names) for each in named("doctor kim's next opening", doctors=doctors)] == [["Grace Kim"]]
