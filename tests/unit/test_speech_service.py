"""Sound in time or not at all; one synthesis for all who ask; nothing personal where others may find it."""

import threading
from pathlib import Path

import pytest

from receptionist.speech.audio_store import LocalAudioStore, PersonalSpool
from receptionist.speech.speech_service import NotForVendors, SpeechService
from receptionist.speech.voices.port import Trouble, VoiceDown

SENTENCE = "We are open until six in the evening."
PERSONAL = "Maria Lopez, your appointment is at nine."


class ScriptedVoice:
    """Counts what it speaks; waits for `go`; fails with `down`."""

    def __init__(self, identity: str = "scripted", vendor: str | None = None) -> None:
        self.identity, self.vendor = identity, vendor
        self.spoken: list[str] = []
        self.go = threading.Event()
        self.go.set()
        self.down: Trouble | None = None

    def warm_up(self) -> None:
        pass

    def speak(self, text: str, language: str) -> bytes:
        self.spoken.append(text)
        assert self.go.wait(5)
        if self.down:
            raise VoiceDown(self.down)
        return text.encode()


class Desk:
    def __init__(self, folder: Path, voice: ScriptedVoice, *, names_to_vendors: bool = False, deadline_s: float = 2.5):
        self.voice, self.now = voice, 0.0
        self.folder = folder
        self.store, self.spool = LocalAudioStore(folder / "shared"), PersonalSpool(folder / "personal")
        self.service = SpeechService(
            lambda clinic: voice,
            self.store,
            self.spool,
            names_to_vendors=names_to_vendors,
            deadline_s=deadline_s,
            now=lambda: self.now,
        )

    def stored(self) -> list[bytes]:
        return [file.read_bytes() for file in (self.folder / "shared").glob("*.wav")]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, ScriptedVoice())


def test_a_shareable_sentence_is_spoken_once_and_kept(desk: Desk) -> None:
    first = desk.service.audio(SENTENCE, shareable=True)
    again = desk.service.audio(SENTENCE, shareable=True)
    assert first == again and first.shareable
    assert desk.store.read(first.name) == SENTENCE.encode()
    assert desk.voice.spoken == [SENTENCE]


def test_a_personal_sentence_is_never_in_the_store(desk: Desk) -> None:
    first, again = desk.service.audio(PERSONAL), desk.service.audio(PERSONAL)
    assert first.name != again.name and not first.shareable
    assert desk.spool.fetch(first.name) == PERSONAL.encode()
    assert desk.stored() == []


def test_many_who_ask_at_once_share_one_synthesis(desk: Desk) -> None:
    desk.voice.go.clear()
    heard: list[str] = []
    threads = [
        threading.Thread(target=lambda: heard.append(desk.service.audio(SENTENCE, shareable=True).name))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    desk.voice.go.set()
    for thread in threads:
        thread.join(5)
    assert len(heard) == 8 and len(set(heard)) == 1
    assert desk.voice.spoken == [SENTENCE]


def test_two_processes_share_one_synthesis(desk: Desk) -> None:
    other = Desk(desk.folder, ScriptedVoice())
    desk.voice.go.clear()
    threads = [
        threading.Thread(target=d.service.audio, args=(SENTENCE,), kwargs={"shareable": True}) for d in (desk, other)
    ]
    threads[0].start()
    while not desk.voice.spoken:
        pass
    threads[1].start()
    desk.voice.go.set()
    for thread in threads:
        thread.join(5)
    assert (desk.voice.spoken, other.voice.spoken) == ([SENTENCE], [])


def test_what_is_late_is_refused_and_there_the_next_time(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ScriptedVoice(), deadline_s=0.1)
    desk.voice.go.clear()
    with pytest.raises(VoiceDown) as caught:
        desk.service.audio(SENTENCE, shareable=True)
    assert caught.value.kind == "timeout"
    desk.voice.go.set()
    desk.service._pool.shutdown(wait=True)
    assert desk.service.audio(SENTENCE, shareable=True).shareable
    assert desk.voice.spoken == [SENTENCE]


def test_a_voice_in_trouble_is_left_alone_for_a_while(desk: Desk) -> None:
    desk.voice.down = "unreachable"
    for _ in range(3):
        with pytest.raises(VoiceDown) as caught:
            desk.service.audio(SENTENCE, shareable=True)
        assert caught.value.kind == "unreachable"
    assert len(desk.voice.spoken) == 1
    desk.voice.down, desk.now = None, 11.0
    assert desk.service.audio(SENTENCE, shareable=True).shareable


@pytest.mark.parametrize("kind", ["busy", "refused"])
def test_a_voice_that_only_refused_this_once_is_asked_again(desk: Desk, kind: Trouble) -> None:
    desk.voice.down = kind
    with pytest.raises(VoiceDown):
        desk.service.audio(SENTENCE, shareable=True)
    desk.voice.down = None
    assert desk.service.audio("Goodbye.", shareable=True).shareable


def test_what_is_stored_is_there_also_while_the_voice_rests(desk: Desk) -> None:
    desk.service.audio(SENTENCE, shareable=True)
    desk.voice.down = "quota"
    with pytest.raises(VoiceDown):
        desk.service.audio("Goodbye.", shareable=True)
    assert desk.service.audio(SENTENCE, shareable=True).shareable


def test_a_company_reads_about_persons_only_when_allowed(tmp_path: Path) -> None:
    closed = Desk(tmp_path / "closed", ScriptedVoice(vendor="Company"))
    with pytest.raises(NotForVendors):
        closed.service.audio(PERSONAL)
    assert closed.voice.spoken == []
    assert closed.service.audio(SENTENCE, shareable=True).shareable
    allowed = Desk(tmp_path / "open", ScriptedVoice(vendor="Company"), names_to_vendors=True)
    assert not allowed.service.audio(PERSONAL).shareable


def test_the_voice_gets_words_only(desk: Desk) -> None:
    desk.service.audio("Dr. Patel, 450 Riverside Ave., at 9:30 a.m.", shareable=True)
    assert desk.voice.spoken == ["Doctor Patel, four fifty Riverside Avenue, at nine thirty in the morning."]
