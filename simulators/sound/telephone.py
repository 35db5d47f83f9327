"""What a telephone leaves of a voice: 300-3400 Hz, 8 kHz, mu-law, and the noise of the place it is called from."""

from math import gcd

import numpy as np
from scipy.ndimage import maximum_filter1d
from scipy.signal import butter, lfilter, resample_poly, sosfiltfilt

from receptionist.speech.wav import TELEPHONE_RATE, Samples, decode_mu_law, encode_mu_law, mu_law_wav

_BAND_HZ = (300.0, 3400.0)
_BAND = butter(4, _BAND_HZ, btype="bandpass", fs=TELEPHONE_RATE, output="sos")
_SHORTEST = 3 * (2 * len(_BAND) + 1)
_ENVELOPE_S = 0.03
_HANGOVER_S = 0.2
_MARGIN = 10 ** (15.9 / 20)


def resampled(samples: Samples, rate: int, to: int) -> Samples:
    if rate == to:
        return samples
    common = gcd(rate, to)
    return resample_poly(samples, to // common, rate // common).astype(np.float32)


def pink_noise(length: int, seed: int = 0) -> Samples:
    """Noise whose power falls by 3 dB an octave, root mean square 1."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(max(length, 2)))
    frequency = np.arange(len(spectrum))
    spectrum[1:] /= np.sqrt(frequency[1:])
    spectrum[0] = 0
    noise = np.fft.irfft(spectrum, max(length, 2))[:length]
    return (noise / (np.sqrt(np.mean(noise**2)) or 1.0)).astype(np.float32)


def speech_level(samples: Samples, rate: int = TELEPHONE_RATE) -> float:
    """Active speech level, ITU-T P.56 method B, as a root mean square: pauses do not count, what is soft within a word
    does. Speech is where the envelope was within 15.9 dB of that very level during the last 200 ms."""
    decay = np.exp(-1 / (_ENVELOPE_S * rate))
    envelope = np.abs(samples)
    for _ in range(2):
        envelope = lfilter([1 - decay], [1, -decay], envelope)
    energy = float(np.sum(samples.astype(np.float64) ** 2))
    if energy == 0:
        return 0.0
    recent = maximum_filter1d(envelope, hang := int(_HANGOVER_S * rate), origin=(hang - 1) // 2)
    below, above = 1e-6, float(np.max(recent))
    for _ in range(40):
        threshold = np.sqrt(below * above)
        level = np.sqrt(energy / max(int(np.count_nonzero(recent >= threshold)), 1))
        below, above = (threshold, above) if level > threshold * _MARGIN else (below, threshold)
    return float(level)


def _within_band(samples: Samples) -> Samples:
    if len(samples) <= _SHORTEST:
        return samples
    return sosfiltfilt(_BAND, samples).astype(np.float32)


def over_telephone(samples: Samples, rate: int, *, noise_db: float | None = None, seed: int = 0) -> Samples:
    """Samples at `rate` -> samples at 8 kHz as they arrive.

    `noise_db`: how far the speech is above pink noise, both measured within the telephone band, in dB.
    """
    arriving = _within_band(resampled(samples, rate, TELEPHONE_RATE))
    if noise_db is not None and len(arriving):
        noise = _within_band(pink_noise(len(arriving), seed))
        noise /= np.sqrt(np.mean(noise**2)) or 1.0
        arriving = arriving + noise * speech_level(arriving) * 10 ** (-noise_db / 20)
    return decode_mu_law(encode_mu_law(arriving.astype(np.float32)))


def telephone_wav(samples: Samples) -> bytes:
    """Samples at 8 kHz -> the WAV that a telephone network would carry."""
    return mu_law_wav(encode_mu_law(samples))
