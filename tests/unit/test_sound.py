"""The way of a voice through the telephone to the recogniser, and what is written into it on the way."""

import io
import wave

import numpy as np
import pytest
import soundfile

from receptionist.speech.wav import NotAWav, decode_mu_law, encode_mu_law, mu_law_wav, narrowed, pcm_wav, read_wav
from simulators.calls.spoken_line import SpokenLine
from simulators.sound.caller import CallerVoice
from simulators.sound.mixing import CallRecording
from simulators.sound.noise_suppression import without_noise
from simulators.sound.recogniser import Recogniser
from simulators.sound.telephone import over_telephone, pink_noise, speech_level, telephone_wav
from simulators.sound.voice import CaptionedVoice, SilentVoice, caption_of, with_caption

RATE = 24000


def tone(hertz: float, rate: int = RATE, seconds: float = 0.5) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate)).astype(np.float32)


def level(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(samples**2)))


def test_mu_law_is_what_other_software_reads() -> None:
    samples = tone(440, 8000)
    read, rate = soundfile.read(io.BytesIO(telephone_wav(samples)))
    assert rate == 8000
    assert np.max(np.abs(read - samples)) < 0.02
    assert np.allclose(read, read_wav(telephone_wav(samples))[0], atol=1e-4)


def test_every_mu_law_code_survives() -> None:
    codes = bytes(range(256))
    assert encode_mu_law(decode_mu_law(codes)).replace(b"\x7f", b"\xff") == codes.replace(b"\x7f", b"\xff")


def test_a_wav_of_odd_length_is_padded_and_read_without_the_padding() -> None:
    assert len(read_wav(mu_law_wav(b"\xff" * 81))[0]) == 81


def test_what_is_no_wav_is_refused() -> None:
    with pytest.raises(NotAWav):
        read_wav(b"ID3\x04 an mp3")


@pytest.mark.parametrize(("hertz", "passes"), [(100, False), (1000, True), (3000, True), (3800, False), (6000, False)])
def test_only_the_telephone_band_arrives(hertz: float, passes: bool) -> None:
    arrived = level(over_telephone(tone(hertz), RATE)) / level(tone(hertz))
    assert arrived > 0.9 if passes else arrived < 0.1


@pytest.mark.parametrize(("hertz", "passes"), [(150, True), (1000, True), (3300, True), (4200, False), (6000, False)])
def test_a_voice_of_24_khz_is_narrowed_without_folding_back(hertz: float, passes: bool) -> None:
    kept = level(narrowed(tone(hertz), RATE)) / level(tone(hertz))
    assert 0.97 < kept < 1.03 if passes else kept < 0.02
    assert len(narrowed(tone(hertz), RATE)) == len(tone(hertz)) / 3


def test_noise_is_as_far_below_the_speech_as_asked() -> None:
    clean = over_telephone(tone(1000), RATE)
    noisy = over_telephone(tone(1000), RATE, noise_db=10)
    assert 20 * np.log10(speech_level(clean) / level(noisy - clean)) == pytest.approx(10, abs=0.7)


def test_pauses_do_not_count_as_speech_but_soft_sounds_within_it_do() -> None:
    spoken = tone(1000, 8000, seconds=3)
    pause = np.zeros(8000, np.float32)
    assert speech_level(np.concatenate([spoken, pause])) == pytest.approx(level(spoken), rel=0.1)
    faded = spoken * np.linspace(1, 0.3, len(spoken), dtype=np.float32)
    assert speech_level(faded) == pytest.approx(level(faded), rel=0.05)
    assert speech_level(pause) == 0.0


def test_steady_noise_is_turned_down_and_speech_is_left() -> None:
    speech = np.concatenate([np.zeros(4000, np.float32), tone(1000, 8000), np.zeros(4000, np.float32)])
    noise = 0.03 * pink_noise(len(speech))
    cleaned = without_noise(speech + noise, 8000)
    assert len(cleaned) == len(speech)
    assert level(cleaned[:4000]) < 0.8 * level(noise[:4000])
    assert level(cleaned[4500:7500]) == pytest.approx(level(speech[4500:7500]), rel=0.05)
    assert np.array_equal(without_noise(speech[:100], 8000), speech[:100])


def test_nobody_says_a_thing_twice_in_one_way() -> None:
    class Passing:
        def transcribe(self, samples: np.ndarray) -> str:
            return "heard"

    line = SpokenLine(CallerVoice(), Passing(), noise_db=15)
    first, again, once_more = (line.carry("Maria Lopez", before).audio for before in (0, 1, 2))
    assert len({first, again, once_more}) == 3
    assert len(again) > len(first)
    assert line.carry("Maria Lopez", 1).audio == again


def test_pink_noise_falls_by_three_decibels_an_octave() -> None:
    power = np.abs(np.fft.rfft(pink_noise(1 << 16))) ** 2
    assert 10 * np.log10(power[1000:2000].mean() / power[2000:4000].mean()) == pytest.approx(3, abs=0.5)


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser()


@pytest.mark.parametrize(
    ("line", "heard"),
    [
        ("Can I speak to a person please", {"speak", "person", "please"}),
        ("I'd like to cancel my appointment on Thursday.", {"cancel", "appointment", "thursday"}),
        ("The answer to your question is no.", {"answer", "question", "no"}),
    ],
)
def test_a_caller_is_understood_over_the_telephone(recogniser: Recogniser, line: str, heard: set[str]) -> None:
    text = recogniser.transcribe(CallerVoice().say(line))
    assert heard <= set(text.lower().replace(",", "").rstrip(".?").split())


def test_nothing_is_heard_in_silence(recogniser: Recogniser) -> None:
    assert recogniser.transcribe(SilentVoice().speak("one two three four", "en")) == ""
    assert len(CallerVoice().say("...")) == 0


def test_caption_is_read_back_and_leaves_the_sound_alone() -> None:
    plain = mu_law_wav(b"\x12\x34\x56")
    captioned = with_caption(plain, "Doctor Núñez, at nine?")
    assert caption_of(captioned) == "Doctor Núñez, at nine?"
    assert caption_of(plain) is None
    assert np.array_equal(read_wav(captioned)[0], read_wav(plain)[0])
    assert len(soundfile.read(io.BytesIO(captioned))[0]) == 3


def test_silent_voice_lasts_about_as_long_as_speech() -> None:
    text = "Good morning, this is Riverside Clinic. How can I help you today?"
    silent, _ = read_wav(SilentVoice().speak(text, "en"))
    spoken, _ = read_wav(CaptionedVoice().speak(text, "en"))
    assert not np.any(silent)
    assert 0.6 < len(silent) / len(spoken) < 1.6
    assert caption_of(SilentVoice().speak(text, "en")) == text


def test_a_recording_holds_both_sides_in_the_order_they_spoke() -> None:
    recording = CallRecording(pause_s=0.5)
    recording.add("clinic", mu_law_wav(encode_mu_law(tone(500, 8000))))
    recording.silence(1.0)
    recording.add("caller", tone(800, 8000))
    assert recording.seconds == pytest.approx(3.0)
    with wave.open(io.BytesIO(recording.wav())) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, 8000)
        frames = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
    assert np.any(frames[:4000, 0]) and not np.any(frames[:4000, 1])
    assert np.any(frames[16000:20000, 1]) and not np.any(frames[16000:20000, 0])
    mono, _ = read_wav(recording.wav(stereo=False))
    assert np.any(mono[:4000]) and np.any(mono[16000:20000])


def test_several_channels_are_averaged() -> None:
    both = np.stack([tone(500, 8000), -tone(500, 8000)], axis=1)
    assert level(read_wav(pcm_wav(both, 8000))[0]) < 1e-3
