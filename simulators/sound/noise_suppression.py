"""What every telephone network and recogniser does before it listens: steady noise is turned down.

A Wiener filter on the short-time spectrum with the decision-directed estimate of the signal to noise ratio (Ephraim and
Malah 1984). The noise of each frequency is what is there in the quietest fifth of the time.
"""

import numpy as np
from scipy.signal import istft, stft

from receptionist.speech.wav import Samples

WINDOW_S = 0.032
OVERLAP = 0.75
QUIETEST = 20
MEAN_ABOVE_QUIETEST = 1.6
SMOOTHING = 0.96
SOFTEST = 0.5  # of the amplitude; more would take the soft consonants with it


def without_noise(samples: Samples, rate: int) -> Samples:
    """Samples at `rate` -> as many, with the noise up to 6 dB softer. What is shorter than a window stays as it is."""
    window = int(WINDOW_S * rate)
    if len(samples) < 2 * window:
        return samples
    _, _, spectrum = stft(samples, rate, nperseg=window, noverlap=int(OVERLAP * window))
    power = np.abs(spectrum) ** 2
    noise = np.percentile(power, QUIETEST, axis=1) * MEAN_ABOVE_QUIETEST + 1e-12
    speech = np.maximum(power[:, 0] - noise, 0)
    for frame in range(power.shape[1]):
        above = SMOOTHING * speech / noise + (1 - SMOOTHING) * np.maximum(power[:, frame] / noise - 1, 0)
        gain = np.maximum(above / (1 + above), SOFTEST)
        speech = gain**2 * power[:, frame]
        spectrum[:, frame] *= gain
    _, quieter = istft(spectrum, rate, nperseg=window, noverlap=int(OVERLAP * window))
    return quieter[: len(samples)].astype(np.float32)
