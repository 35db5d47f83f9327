"""The web process over HTTP: speech, directories, health and the fallback, on a real database."""

import os
import sqlite3
import subprocess
import sys
import time
import urllib.request
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from receptionist.clinics import Clinic, Doctor
from receptionist.speech.voices.port import VoiceDown
from receptionist.speech.wav import read_wav
from receptionist.storage.clinics import Clinics
from receptionist.storage.database import Database
from simulators.sound.voice import SilentVoice, caption_of
from web.app import create_app
from web.fallback.routes import without_menu
from web.settings import WebSettings

TOKEN = {"X-Internal-Token": "inside"}
CLINIC_NUMBER = "+12025550100"
RECEPTION = "+12025550199"
OPEN = "We are open until six in the evening."
PERSONAL = "Maria Lopez, your code is four eight two, one nine three."
ROOT = Path(__file__).resolve().parents[2]


def settings_in(folder: Path, **more: object) -> WebSettings:
    told = {
        "database_url": f"sqlite:///{folder}/clinics.db",
        "audio_dir": folder / "audio",
        "web_url": "http://web.internal:5056",
        "web_public_url": "https://clinic.example",
        "public_url": "https://assistant.example",
        "internal_token": "inside",
        "speech_signing_key": "a key",
        "twilio_auth_token": "twilio secret",
        "voice": "simulators.sound.voice:SilentVoice",
        "share_names_with_voice": False,
    }
    return WebSettings(_env_file=None, **(told | more))


@pytest.fixture
def settings(tmp_path: Path) -> WebSettings:
    settings = settings_in(tmp_path)
    database = Database(settings.database_url)
    database.migrate()
    Clinics(database).save_clinic(clinic(), [Doctor(id=0, clinic_id="riverside", name="Anita Patel", calendar="rota")])
    database.close()
    return settings


def clinic(**more: object) -> Clinic:
    told = {
        "id": "riverside",
        "name": "Riverside Clinic",
        "numbers": [CLINIC_NUMBER],
        "zone": "America/New_York",
        "hours": {"daily": "00:00-24:00"},
        "reception": RECEPTION,
    }
    return Clinic.model_validate(told | more)


@pytest.fixture
def app(settings: WebSettings) -> Flask:
    return create_app(settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def speak(client: FlaskClient, text: str, **more: object) -> str:
    """The path of the audio's address."""
    response = client.post("/speech", json={"text": text, "language": "en"} | more, headers=TOKEN)
    assert response.status_code == 200, response.text
    address = urlsplit(response.json["url"])
    assert f"{address.scheme}://{address.netloc}" == "https://clinic.example"
    return address.path


def test_a_shareable_sentence_may_be_cached_for_ever(client: FlaskClient) -> None:
    path = speak(client, OPEN, shareable=True)
    assert speak(client, OPEN, shareable=True) == path
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "audio/wav"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert caption_of(response.data) == OPEN
    assert client.get(path, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
    part = client.get(path, headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, b"RIFF")


def test_a_personal_sentence_is_never_cached_and_leaves_nothing(client: FlaskClient, settings: WebSettings) -> None:
    path = speak(client, PERSONAL)
    assert speak(client, PERSONAL) != path
    assert "Lopez" not in path and "482" not in path
    assert client.head(path).status_code == 200
    for _ in range(2):
        response = client.get(path)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-store"
        assert "ETag" not in response.headers
        assert caption_of(response.data) == PERSONAL
    assert not list((settings.audio_dir / "shared").glob("*.wav"))
    for file in (settings.audio_dir / "personal").iterdir():
        os.utime(file, (0, 0))
    late = client.get(path)
    assert late.status_code == 404
    assert late.headers["Cache-Control"] == "no-store"


def test_a_personal_address_cannot_be_made_up_or_used_late(
    client: FlaskClient, settings: WebSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = speak(client, PERSONAL)
    name = next((settings.audio_dir / "personal").iterdir()).name
    assert client.get(f"/speech/once/{name}").status_code == 404
    assert client.get(f"/speech/{name}").status_code == 404
    assert client.get(path.replace(".wav", "x.wav")).status_code == 404
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 122)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("key", ["0" * 64, "..", "x", "%2e%2e%2fclinics.db"])
def test_other_names_are_not_found(client: FlaskClient, key: str) -> None:
    assert client.get(f"/speech/{key}.wav").status_code == 404


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({}, "text"),
        ({"text": "   "}, "text"),
        ({"text": "x" * 1501}, "text"),
        ({"text": OPEN, "language": "english please"}, "language"),
        ({"text": OPEN, "shareable": "maybe"}, "shareable"),
        ([OPEN], ""),
        (None, ""),
    ],
)
def test_a_bad_request_gets_one_clear_sentence(client: FlaskClient, body: object, names: str) -> None:
    response = client.post("/speech", json=body, headers=TOKEN)
    assert response.status_code == 400
    sentence = response.json["error"]
    assert sentence.endswith(".") and names in sentence and "\n" not in sentence


def test_only_our_own_processes_may_ask(client: FlaskClient, settings: WebSettings) -> None:
    for headers in ({}, {"X-Internal-Token": "guess"}, {"X-Internal-Token": "é"}):
        assert client.post("/speech", json={"text": OPEN}, headers=headers).status_code == 403
        assert client.get(f"/directory/{CLINIC_NUMBER}", headers=headers).status_code == 403
    without_token = create_app(settings.model_copy(update={"internal_token": None})).test_client()
    assert without_token.get(f"/directory/{CLINIC_NUMBER}", headers={"X-Internal-Token": ""}).status_code == 403


class VoiceOfACompany(SilentVoice):
    identity, vendor = "company", "Company"


class BrokenVoice(SilentVoice):
    identity = "broken"

    def speak(self, text: str, language: str = "en") -> bytes:
        raise VoiceDown("unreachable")


class ClinicsVoices(SilentVoice):
    def for_clinic(self, clinic: str | None) -> SilentVoice:
        return BrokenVoice() if clinic == "broken" else self


def test_a_company_does_not_get_sentences_about_a_person(settings: WebSettings) -> None:
    client = create_app(settings, VoiceOfACompany()).test_client()
    assert client.post("/speech", json={"text": PERSONAL}, headers=TOKEN).status_code == 409
    assert client.post("/speech", json={"text": OPEN, "shareable": True}, headers=TOKEN).status_code == 200
    allowed = create_app(settings.model_copy(update={"share_names_with_voice": True}), VoiceOfACompany())
    assert allowed.test_client().post("/speech", json={"text": PERSONAL}, headers=TOKEN).status_code == 200


def test_no_audio_is_said_with_its_reason(settings: WebSettings) -> None:
    broken = create_app(settings, BrokenVoice()).test_client().post("/speech", json={"text": PERSONAL}, headers=TOKEN)
    assert (broken.status_code, broken.json) == (503, {"error": "There is no audio: unreachable."})
    none = create_app(settings.model_copy(update={"voice": "none"})).test_client()
    assert none.post("/speech", json={"text": OPEN}, headers=TOKEN).status_code == 503
    assert none.get("/health").json["voice"] == "none"


def test_a_voice_may_differ_by_clinic(settings: WebSettings) -> None:
    client = create_app(settings, ClinicsVoices()).test_client()
    assert client.post("/speech", json={"text": OPEN, "clinic": "broken"}, headers=TOKEN).status_code == 503
    assert client.post("/speech", json={"text": OPEN, "clinic": "riverside"}, headers=TOKEN).status_code == 200


def test_directory_is_the_snapshot_and_changes_its_etag_with_it(client: FlaskClient, settings: WebSettings) -> None:
    first = client.get(f"/directory/{CLINIC_NUMBER}", headers=TOKEN)
    assert first.status_code == 200
    assert first.json["clinic"]["id"] == "riverside"
    assert [doctor["name"] for doctor in first.json["doctors"]] == ["Anita Patel"]
    assert first.headers["ETag"] == f'"{first.json["version"]}"'
    known = TOKEN | {"If-None-Match": first.headers["ETag"]}
    unchanged = client.get(f"/directory/{CLINIC_NUMBER}", headers=known)
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    Clinics(Database(settings.database_url)).save_clinic(
        clinic(),
        [Doctor(id=0, clinic_id="riverside", name=name, calendar="rota") for name in ("Anita Patel", "Lee Kim")],
    )
    changed = client.get(f"/directory/{CLINIC_NUMBER}", headers=known)
    assert changed.status_code == 200
    assert [doctor["name"] for doctor in changed.json["doctors"]] == ["Anita Patel", "Lee Kim"]


def test_an_unknown_number_has_no_directory(client: FlaskClient) -> None:
    assert client.get("/directory/+12025550999", headers=TOKEN).status_code == 404


def test_health(client: FlaskClient, tmp_path: Path) -> None:
    assert client.get("/health").json == {"status": "ok", "voice": "silent"}
    assert client.get("/health/ready").status_code == 200
    empty = create_app(settings_in(tmp_path / "elsewhere")).test_client()
    assert empty.get("/health").status_code == 200
    assert empty.get("/health/ready").status_code == 503


def fallback(
    client: FlaskClient, base: str = "https://clinic.example", **fields: str
) -> "tuple[int, ET.Element | None]":
    form = {
        "CallSid": "CA1",
        "From": "+12025550101",
        "To": CLINIC_NUMBER,
        "FromCity": "",
        "ErrorCode": "11200",
    } | fields
    signature = RequestValidator("twilio secret").compute_signature(f"{base}/voice?from=twilio", form)
    response = client.post("/voice?from=twilio", data=MultiDict(form), headers={"X-Twilio-Signature": signature})
    return response.status_code, ET.fromstring(response.text) if response.status_code == 200 else None


def said(twiml: "ET.Element | None") -> str:
    assert twiml is not None
    return " ".join(verb.text or "" for verb in twiml.iter("Say"))


def test_fallback_says_the_emergency_first_and_offers_the_menu(client: FlaskClient) -> None:
    status, twiml = fallback(client)
    assert status == 200 and twiml is not None
    assert [verb.tag for verb in twiml] == ["Gather", "Redirect"]
    assert twiml[0].attrib["action"].startswith("https://clinic.example/process-selection?expect=request&turn=1")
    assert "emergency" in (twiml[0][0].text or "") and "nine one one" in (twiml[0][0].text or "")
    assert "Riverside Clinic" in said(twiml) and "press 1" in said(twiml)
    assert "nine eight eight" not in said(twiml)


def test_without_the_menu_nobody_is_dialled_while_the_clinic_is_closed() -> None:
    monday_only = clinic(hours={"monday": "08:00-18:00"})
    sunday = datetime(2026, 11, 22, 15, tzinfo=UTC)
    for now, dials in ((sunday, False), (sunday + timedelta(days=1), True)):
        twiml = ET.fromstring(without_menu(monday_only, "", "/voice/after-dial", now=now))
        assert (twiml.find("Dial") is not None) is dials
        assert twiml[-1].tag == ("Dial" if dials else "Hangup")


@pytest.mark.parametrize(
    ("status", "bridged", "apologises"),
    [("completed", "true", False), ("completed", "false", True), ("busy", "", True)],
)
def test_after_the_dial_only_who_has_not_talked_hears_an_apology(
    client: FlaskClient, status: str, bridged: str, apologises: bool
) -> None:
    form = {"CallSid": "CA1", "DialCallStatus": status, "DialBridged": bridged}
    signature = RequestValidator("twilio secret").compute_signature("https://clinic.example/voice/after-dial", form)
    response = client.post("/voice/after-dial", data=form, headers={"X-Twilio-Signature": signature})
    twiml = ET.fromstring(response.text)
    assert ("nobody could take your call" in said(twiml)) is apologises
    assert twiml[-1].tag == "Hangup"
    assert client.post("/voice/after-dial", data=form).status_code == 403


def test_fallback_hears_what_was_said_last(client: FlaskClient) -> None:
    _, twiml = fallback(client, SpeechResult="I want to kill myself")
    assert "nine eight eight" in said(twiml)


def test_fallback_goes_on_without_reception_clinic_or_database(client: FlaskClient, settings: WebSettings) -> None:
    Clinics(Database(settings.database_url)).save_clinic(clinic(reception=None), [])
    for to, ends in ((CLINIC_NUMBER, "Redirect"), ("+12025550999", "Hangup")):
        _, twiml = fallback(client, To=to)
        assert twiml is not None and twiml.find("Dial") is None
        assert twiml[-1].tag == ends and "emergency" in said(twiml)
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    path.write_bytes(b"not a database" * 100)
    for leftover in path.parent.glob("clinics.db-*"):
        leftover.unlink()
    broken = create_app(settings).test_client()
    status, twiml = fallback(broken)
    assert status == 200 and "emergency" in said(twiml)


def test_reception_is_dialled_when_the_database_goes_away(client: FlaskClient, settings: WebSettings) -> None:
    """It is remembered from the last call to that number."""
    fallback(client)
    with sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as database:
        database.execute("DROP TABLE fallback_calls")
        database.execute("DROP TABLE clinic_numbers")
    status, twiml = fallback(client, CallSid="CA2")
    assert status == 200 and twiml is not None and twiml.findtext("Dial") == RECEPTION


def test_fallback_is_for_twilio_alone(client: FlaskClient, settings: WebSettings) -> None:
    assert fallback(client, base="https://assistant.example")[0] == 200
    assert fallback(client, base="https://elsewhere.example")[0] == 403
    assert client.post("/voice", data={"To": CLINIC_NUMBER}).status_code == 403
    without_secret = create_app(settings.model_copy(update={"twilio_auth_token": None})).test_client()
    assert fallback(without_secret)[0] == 403


def test_a_finished_recording_is_heard_of_from_twilio_alone(client: FlaskClient) -> None:
    url = "https://clinic.example/recordings/finished"
    link = "https://api.twilio.com/RE1"
    form = {"CallSid": "CA1", "RecordingSid": "RE1", "RecordingUrl": link, "RecordingStatus": "completed"}
    signed = {"X-Twilio-Signature": RequestValidator("twilio secret").compute_signature(url, form)}
    assert client.post("/recordings/finished", data=form, headers=signed).status_code == 204
    assert client.post("/recordings/finished", data=form).status_code == 403
    altered = form | {"RecordingUrl": "https://elsewhere.example/RE1"}
    assert client.post("/recordings/finished", data=altered, headers=signed).status_code == 403


def test_what_does_not_exist_is_said_as_json(client: FlaskClient) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404 and response.json["error"]


@pytest.fixture
def server(settings: WebSettings) -> Iterator[str]:
    """The process as it is started, two workers of it, with the offline voice."""
    from receptionist.stack import free_port

    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": settings.database_url,
        "AUDIO_DIR": str(settings.audio_dir),
        "WEB_URL": f"http://127.0.0.1:{port}",
        "WEB_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "INTERNAL_TOKEN": "inside",
        "SPEECH_SIGNING_KEY": "a key",
        "VOICE": "offline",
        "WEB_CONCURRENCY": "2",
    }
    command = ["gunicorn", "-c", "web/gunicorn.conf.py", "-b", f"127.0.0.1:{port}", "web.app:create_app()"]
    process = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environment)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2)
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < deadline
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def test_the_process_speaks_and_any_worker_serves_it(server: str) -> None:
    body = b'{"text": "Good morning, this is Riverside Clinic."}'
    headers = TOKEN | {"Content-Type": "application/json"}
    for _ in range(4):
        asked = urllib.request.Request(f"{server}/speech", data=body, headers=headers)
        with urllib.request.urlopen(asked, timeout=10) as answer:
            url = answer.read().decode().split('"')[3]
        assert url.startswith(server)
        with urllib.request.urlopen(url, timeout=10) as audio:
            samples, rate = read_wav(audio.read())
        assert rate == 8000 and len(samples) > rate
