"""Shared sentences are kept within bounds; personal ones are private and go away."""

import os
import stat
import threading
from pathlib import Path

import pytest

from receptionist.speech.audio_store import LocalAudioStore, PersonalSpool, audio_key

WAV = b"R" * 1000


def key(number: int) -> str:
    return audio_key("voice", "en", f"sentence {number}")


def test_the_key_depends_on_voice_language_and_text() -> None:
    keys = {audio_key(*parts) for parts in [("v", "en", "a"), ("w", "en", "a"), ("v", "es", "a"), ("v", "en", "b")]}
    assert len(keys) == 4
    assert audio_key("v", "en", "a") in keys


def test_what_is_written_is_read(tmp_path: Path) -> None:
    store = LocalAudioStore(tmp_path)
    assert store.read(key(1)) is None and not store.holds(key(1))
    store.write(key(1), WAV)
    assert store.read(key(1)) == WAV and store.holds(key(1))
    assert LocalAudioStore(tmp_path).read(key(1)) == WAV, "another process sees it"


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "ABC", "0" * 63, f"{'0' * 64}/x"])
def test_only_keys_reach_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not the key"):
        LocalAudioStore(tmp_path).read(name)


def test_the_longest_unused_goes_first(tmp_path: Path) -> None:
    store = LocalAudioStore(tmp_path, max_bytes=10 * len(WAV))
    for number in range(10):
        store.write(key(number), WAV)
        os.utime(tmp_path / f"{key(number)}.wav", (number, number))
    assert store.holds(key(0)), "used again: now the youngest"
    store.write(key(10), WAV)
    kept = {number for number in range(11) if (tmp_path / f"{key(number)}.wav").exists()}
    assert kept == {0, 3, 4, 5, 6, 7, 8, 9, 10}


def test_the_bound_holds_for_what_other_processes_wrote(tmp_path: Path) -> None:
    LocalAudioStore(tmp_path).write(key(1), WAV * 20)
    store = LocalAudioStore(tmp_path, max_bytes=10 * len(WAV))
    store.write(key(2), WAV)
    assert store.holds(key(2)) and not store.holds(key(1))


def test_no_half_file_is_left_when_the_disk_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("No space left on device")

    store = LocalAudioStore(tmp_path)
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        store.write(key(1), WAV)
    assert [p.name for p in tmp_path.iterdir()] == ["locks"]


def test_one_at_a_time_for_a_key_across_stores(tmp_path: Path) -> None:
    entered = threading.Event()
    with LocalAudioStore(tmp_path).alone(key(1)):

        def second() -> None:
            with LocalAudioStore(tmp_path).alone(key(1)):
                entered.set()

        thread = threading.Thread(target=second)
        thread.start()
        assert not entered.wait(0.2)
    thread.join(5)
    assert entered.is_set()


class Spool:
    """A spool with a clock of its own."""

    def __init__(self, folder: Path) -> None:
        self.now, self.folder = 1_000_000.0, folder
        self.spool = PersonalSpool(folder, keep_s=120, retry_s=10, now=lambda: self.now)

    @property
    def files(self) -> int:
        return len(list(self.folder.iterdir()))


@pytest.fixture
def timed(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "personal")


def test_a_personal_sentence_is_private_and_its_name_says_nothing(timed: Spool) -> None:
    first, second = timed.spool.put(WAV), timed.spool.put(WAV)
    assert first != second
    assert stat.S_IMODE(timed.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in timed.folder.iterdir()} == {0o600}


def test_it_can_be_fetched_again_for_ten_seconds_after_the_first_time(timed: Spool) -> None:
    name = timed.spool.put(WAV)
    timed.now += 60
    assert timed.spool.fetch(name) == WAV
    timed.now += 6
    assert timed.spool.fetch(name) == WAV, "a retry"
    timed.now += 6
    assert timed.spool.fetch(name) is None, "a retry does not prolong it"
    assert timed.files == 0


def test_looking_is_not_fetching(timed: Spool) -> None:
    name = timed.spool.put(WAV)
    assert timed.spool.peek(name) == WAV
    timed.now += 60
    assert timed.spool.fetch(name) == WAV


def test_what_nobody_fetches_is_swept(timed: Spool) -> None:
    timed.spool.put(WAV)
    timed.now += 119
    assert timed.spool.sweep() == 0
    timed.now += 2
    assert timed.spool.sweep() == 1
    assert timed.files == 0


@pytest.mark.parametrize("name", ["", "..", "../shared/x", "f" * 48])
def test_other_names_give_nothing(timed: Spool, name: str) -> None:
    assert timed.spool.fetch(name) is None
