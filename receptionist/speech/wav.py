"""WAV files as a telephone plays them: one channel, 8 kHz, 8-bit mu-law (G.711); Twilio's <Play> takes them so.

Samples are float32 between -1 and 1.
"""

import struct

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

TELEPHONE_RATE = 8000
SILENCE = 0xFF
_PCM, _FLOAT, _MU_LAW, _EXTENSIBLE = 1, 3, 7, 0xFFFE
_BIAS, _CLIP = 132, 32635
_CUT_OFF_HZ, _TAPS = 3600.0, 24


class NotAWav(ValueError):
    """The bytes are no WAV file, or one in a coding that is not read here."""


def narrowed(samples: Samples, rate: int) -> Samples:
    """Samples at a multiple of 8 kHz -> samples at 8 kHz, without what lies above 3.6 kHz (windowed sinc).

    Written out because importing scipy.signal costs a process more than two seconds.
    """
    factor, rest = divmod(rate, TELEPHONE_RATE)
    if rest:
        raise ValueError(f"{rate} Hz is no multiple of {TELEPHONE_RATE} Hz")
    if factor == 1 or not len(samples):
        return samples
    taps = np.arange(-_TAPS * factor, _TAPS * factor + 1)
    low_pass = np.sinc(2 * _CUT_OFF_HZ / rate * taps) * np.hamming(len(taps))
    return np.convolve(samples, low_pass / low_pass.sum(), mode="same")[::factor].astype(np.float32)


def encode_mu_law(samples: Samples) -> bytes:
    """G.711 mu-law, one byte a sample."""
    pcm = np.round(np.clip(samples, -1.0, 1.0) * 32767.0).astype(np.int32)
    magnitude = np.minimum(np.abs(pcm), _CLIP) + _BIAS
    exponent = np.floor(np.log2(magnitude)).astype(np.int32) - 7
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    sign = np.where(pcm < 0, 0x80, 0)
    return (~(sign | (exponent << 4) | mantissa) & 0xFF).astype(np.uint8).tobytes()


def decode_mu_law(data: bytes) -> Samples:
    code = ~np.frombuffer(data, np.uint8)
    exponent, mantissa = (code >> 4) & 0x07, (code & 0x0F).astype(np.int32)
    magnitude = (((mantissa << 3) + _BIAS) << exponent) - _BIAS
    return (np.where(code & 0x80, -magnitude, magnitude) / 32768.0).astype(np.float32)


def mu_law_wav(data: bytes, rate: int = TELEPHONE_RATE) -> bytes:
    """Puts the header that headerless mu-law (ElevenLabs' ulaw_8000) lacks before it."""
    body = struct.pack("<4sIHHIIHHH", b"fmt ", 18, _MU_LAW, 1, rate, rate, 1, 8, 0)
    body += struct.pack("<4sII", b"fact", 4, len(data))
    body += struct.pack("<4sI", b"data", len(data)) + data + b"\0" * (len(data) % 2)
    return struct.pack("<4sI4s", b"RIFF", len(body) + 4, b"WAVE") + body


def pcm_wav(samples: npt.NDArray[np.float32], rate: int) -> bytes:
    """16-bit PCM; `samples` has the shape (frames,) or (frames, channels)."""
    pcm = np.round(np.clip(samples, -1.0, 1.0) * 32767.0).astype("<i2")
    channels = 1 if pcm.ndim == 1 else pcm.shape[1]
    data = pcm.tobytes()
    body = struct.pack("<4sIHHIIHH", b"fmt ", 16, _PCM, channels, rate, rate * channels * 2, channels * 2, 16)
    body += struct.pack("<4sI", b"data", len(data)) + data
    return struct.pack("<4sI4s", b"RIFF", len(body) + 4, b"WAVE") + body


def chunks_of(wav: bytes) -> list[tuple[bytes, bytes]]:
    """The chunks of a RIFF WAVE file in order, (four-letter name, content)."""
    if len(wav) < 12 or wav[:4] != b"RIFF" or wav[8:12] != b"WAVE":
        raise NotAWav("not a RIFF WAVE file")
    found, at = [], 12
    while at + 8 <= len(wav):
        size = int.from_bytes(wav[at + 4 : at + 8], "little")
        found.append((wav[at : at + 4], wav[at + 8 : at + 8 + size]))
        at += 8 + size + size % 2
    return found


def read_wav(wav: bytes) -> tuple[Samples, int]:
    """(samples of one channel, rate in Hz) of a PCM, float or mu-law WAV; several channels are averaged."""
    chunks = dict(chunks_of(wav))
    if b"fmt " not in chunks or b"data" not in chunks:
        raise NotAWav("a WAV file without format or data")
    coding, channels, rate, _, _, bits = struct.unpack("<HHIIHH", chunks[b"fmt "][:16])
    if coding == _EXTENSIBLE:
        coding = int.from_bytes(chunks[b"fmt "][24:26], "little")
    data = chunks[b"data"]
    if coding == _MU_LAW and bits == 8:
        samples = decode_mu_law(data)
    elif coding == _PCM and bits == 16:
        samples = np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float32) / 32768.0
    elif coding == _FLOAT and bits == 32:
        samples = np.frombuffer(data[: len(data) // 4 * 4], "<f4").astype(np.float32)
    else:
        raise NotAWav(f"a WAV file in coding {coding} with {bits} bits")
    if channels > 1:
        samples = samples[: len(samples) // channels * channels].reshape(-1, channels).mean(axis=1)
    return samples.astype(np.float32), rate
