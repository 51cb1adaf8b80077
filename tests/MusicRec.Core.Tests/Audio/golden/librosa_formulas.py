"""librosa 0.10's definitions in numpy, written from its documentation and formulas; arrays are [bins, frames] as there."""

import numpy as np
from scipy import fft, signal


def window(length, n_fft):
    hann = signal.get_window("hann", length, fftbins=True)
    left = (n_fft - length) // 2
    return np.pad(hann, (left, n_fft - length - left))


def frames(samples, length, hop):
    count = 1 + (len(samples) - length) // hop
    return np.lib.stride_tricks.as_strided(
        samples, (count, length), (samples.strides[0] * hop, samples.strides[0]), writeable=False)


def stft(samples, n_fft=2048, hop=512, win_length=None, center=True, pad_mode="constant"):
    padded = np.pad(samples, n_fft // 2, mode=pad_mode) if center else samples
    shaped = frames(padded, n_fft, hop) * window(win_length or n_fft, n_fft)
    return fft.rfft(shaped, axis=1).T


def hz_to_mel(hertz, htk=False):
    hertz = np.asarray(hertz, float)
    if htk:
        return 2595.0 * np.log10(1.0 + hertz / 700.0)
    mels = hertz / (200.0 / 3)
    return np.where(hertz >= 1000.0, 15.0 + np.log(np.maximum(hertz, 1e-10) / 1000.0) / (np.log(6.4) / 27.0), mels)


def mel_to_hz(mels, htk=False):
    mels = np.asarray(mels, float)
    if htk:
        return 700.0 * (10.0 ** (mels / 2595.0) - 1.0)
    return np.where(mels >= 15.0, 1000.0 * np.exp(np.log(6.4) / 27.0 * (mels - 15.0)), mels * (200.0 / 3))


def mel_filters(rate, n_fft, n_mels=128, fmin=0.0, fmax=None, htk=False, norm="slaney"):
    centres = mel_to_hz(np.linspace(hz_to_mel(fmin, htk), hz_to_mel(fmax or rate / 2, htk), n_mels + 2), htk)
    ramps = np.subtract.outer(centres, np.linspace(0, rate / 2, 1 + n_fft // 2))
    widths = np.diff(centres)
    lower = -ramps[:-2] / widths[:-1, None]
    upper = ramps[2:] / widths[1:, None]
    weights = np.maximum(0, np.minimum(lower, upper))
    return weights * (2.0 / (centres[2:] - centres[:-2]))[:, None] if norm == "slaney" else weights


def power_to_db(power, ref=1.0, amin=1e-10, top_db=80.0):
    decibels = 10.0 * np.log10(np.maximum(amin, power)) - 10.0 * np.log10(np.maximum(amin, ref))
    return decibels if top_db is None else np.maximum(decibels, decibels.max() - top_db)


def mel_spectrogram(samples, rate, n_fft=2048, hop=512, power=2.0, win_length=None, center=True, pad_mode="constant", **mel):
    return mel_filters(rate, n_fft, **mel) @ np.abs(stft(samples, n_fft, hop, win_length, center, pad_mode)) ** power


def mfcc(decibels, n_mfcc=20, lifter=0):
    cepstrum = fft.dct(decibels, axis=0, type=2, norm="ortho")[:n_mfcc]
    if lifter:
        cepstrum = cepstrum * (1 + lifter / 2 * np.sin(np.pi * np.arange(1, 1 + n_mfcc) / lifter))[:, None]
    return cepstrum


def delta(values, width=9, order=1):
    return signal.savgol_filter(values, width, deriv=order, polyorder=order, axis=-1, mode="interp")


def shares(magnitude):
    sums = magnitude.sum(axis=0)
    return magnitude / np.where(sums < np.finfo(magnitude.dtype).tiny, 1, sums)


def centroid(magnitude, hertz):
    return (hertz[:, None] * shares(magnitude)).sum(axis=0)


def bandwidth(magnitude, hertz):
    away = np.abs(hertz[:, None] - centroid(magnitude, hertz))
    return np.sqrt((shares(magnitude) * away**2).sum(axis=0))


def rolloff(magnitude, hertz, share=0.85):
    sums = np.cumsum(magnitude, axis=0)
    return np.nanmin(np.where(sums < share * sums[-1], np.nan, 1) * hertz[:, None], axis=0)


def flatness(magnitude, amin=1e-10):
    power = np.maximum(amin, magnitude**2)
    return np.exp(np.log(power).mean(axis=0)) / power.mean(axis=0)


def contrast(magnitude, hertz, fmin=200.0, n_bands=6, quantile=0.02):
    edges = np.zeros(n_bands + 2)
    edges[1:] = fmin * 2.0 ** np.arange(n_bands + 1)
    valley = np.zeros((n_bands + 1, magnitude.shape[1]))
    peak = np.zeros_like(valley)
    for band, (low, high) in enumerate(zip(edges[:-1], edges[1:])):
        inside = (hertz >= low) & (hertz <= high)
        places = np.flatnonzero(inside)
        if band > 0:
            inside[places[0] - 1] = True
        if band == n_bands:
            inside[places[-1] + 1:] = True
        part = magnitude[inside]
        if band < n_bands:
            part = part[:-1]
        count = int(max(np.rint(quantile * inside.sum()), 1))
        ordered = np.sort(part, axis=0)
        valley[band] = ordered[:count].mean(axis=0)
        peak[band] = ordered[-count:].mean(axis=0)
    return power_to_db(peak) - power_to_db(valley)


def zero_crossings(samples, length=2048, hop=512, threshold=1e-10):
    padded = np.pad(samples, length // 2, mode="edge")
    shaped = frames(padded, length, hop)
    negative = np.signbit(np.where(np.abs(shaped) <= threshold, 0, shaped))
    return (negative[:, 1:] != negative[:, :-1]).sum(axis=1) / length


def rms(samples, length=2048, hop=512):
    return np.sqrt((frames(np.pad(samples, length // 2), length, hop) ** 2).mean(axis=1))


def chroma_filters(rate, n_fft, tuning=0.0, n_chroma=12, centre=5.0, width=2.0):
    hertz = np.linspace(0, rate, n_fft, endpoint=False)[1:]
    places = n_chroma * np.log2(hertz / (440.0 * 2.0 ** (tuning / n_chroma) / 16))
    places = np.concatenate(([places[0] - 1.5 * n_chroma], places))
    widths = np.concatenate((np.maximum(places[1:] - places[:-1], 1.0), [1]))
    away = np.subtract.outer(places, np.arange(n_chroma)).T
    half = round(n_chroma / 2)
    away = np.remainder(away + half + 10 * n_chroma, n_chroma) - half
    weights = np.exp(-0.5 * (2 * away / widths) ** 2)
    weights = weights / np.sqrt((weights**2).sum(axis=0))
    weights = weights * np.exp(-0.5 * ((places / n_chroma - centre) / width) ** 2)
    return np.roll(weights, -3 * (n_chroma // 12), axis=0)[:, :1 + n_fft // 2]


def chroma(power, rate, n_fft):
    raw = chroma_filters(rate, n_fft) @ power
    largest = np.abs(raw).max(axis=0)
    return raw / np.where(largest < np.finfo(raw.dtype).tiny, 1, largest)


def onset_strength(decibels, n_fft=2048, hop=512):
    rise = np.maximum(0, decibels[:, 1:] - decibels[:, :-1]).mean(axis=0)
    return np.pad(rise, (1 + n_fft // (2 * hop), 0))[:decibels.shape[1]]


def tempogram(onsets, length=384):
    padded = np.pad(onsets, length // 2, mode="linear_ramp", end_values=0)
    shaped = frames(padded, length, 1)[:len(onsets)] * signal.get_window("hann", length)
    spectrum = np.abs(fft.rfft(shaped, 2 * length, axis=1)) ** 2
    lags = fft.irfft(spectrum, 2 * length, axis=1)[:, :length].T
    largest = np.abs(lags).max(axis=0)
    return lags / np.where(largest < np.finfo(lags.dtype).tiny, 1, largest)
