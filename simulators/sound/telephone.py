"""What a telephone leaves of a voice: 300-3400 Hz, 8 kHz, mu-law, and the noise of the place it is called from."""

from math import gcd

import numpy as np
from scipy.signal import butter, resample_poly, sosfiltfilt

from receptionist.speech.wav import TELEPHONE_RATE, Samples, decode_mu_law, encode_mu_law, mu_law_wav

_BAND_HZ = (300.0, 3400.0)
_BAND = butter(4, _BAND_HZ, btype="bandpass", fs=TELEPHONE_RATE, output="sos")
_SHORTEST = 3 * (2 * len(_BAND) + 1)
_SPEECH_ABOVE = 0.02


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


def speech_level(samples: Samples) -> float:
    """Root mean square of what is louder than a fiftieth of the loudest; pauses do not count."""
    loud = samples[np.abs(samples) > _SPEECH_ABOVE * np.max(np.abs(samples), initial=1e-9)]
    return float(np.sqrt(np.mean(loud**2))) if len(loud) else 0.0


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
