"""Makes audio.json: what librosa 0.10's formulas (librosa_formulas.py) say of a made-up sound, computed in double.

    /usr/bin/python3 make_audio.py
"""

import base64
import json
from pathlib import Path

import librosa_formulas as formulas
import numpy as np
import scipy

RATE = 22050


def sound(seconds=0.5):
    """A chirp, two tones that end, clicks and noise, as 16-bit numbers; the last tenth is silence."""
    time = np.arange(int(RATE * seconds)) / RATE
    random = np.random.default_rng(3)
    wave = 0.3 * np.sin(2 * np.pi * (200 * time + 4000 * time**2)) + 0.2 * np.sin(2 * np.pi * 440 * time) * (time < 0.3)
    wave += 0.1 * np.sin(2 * np.pi * 3520 * time) * (time > 0.15) + 0.02 * random.standard_normal(len(time))
    wave[:: RATE // 8] += 0.4
    wave[int(0.9 * len(wave)):] = 0
    return np.round(np.clip(wave, -1, 1) * 32767).astype("<i2")


def rows(array, digits=6):
    """One list per frame."""
    return np.round(np.atleast_2d(array).T, digits).tolist()


pcm = sound()
samples = pcm / 32768.0
hertz = np.linspace(0, RATE / 2, 1025)
spectrum = formulas.stft(samples)
magnitude = np.abs(spectrum)
power = magnitude**2
mel = formulas.mel_spectrogram(samples, RATE)
decibels = formulas.power_to_db(mel)
cepstrum = formulas.mfcc(decibels)
onsets = formulas.onset_strength(decibels)
melody = [
    {"frameLength": 2048, "hopLength": 512, "bands": 128},
    {"frameLength": 1024, "hopLength": 256, "windowLength": 800, "bands": 40, "htk": True, "norm": None, "padding": "reflect", "lowest": 50.0, "highest": 8000.0},
    {"frameLength": 512, "hopLength": 200, "bands": 30, "centered": False, "padding": "edge"},
    {"frameLength": 2048, "hopLength": 700, "bands": 64, "htk": True, "padding": "edge", "range": 40.0},
]
for case in melody:
    case["decibels"] = rows(formulas.power_to_db(formulas.mel_spectrogram(
        samples, RATE, case["frameLength"], case["hopLength"], win_length=case.get("windowLength"), center=case.get("centered", True),
        pad_mode=case.get("padding", "constant"), n_mels=case["bands"], htk=case.get("htk", False), norm=case.get("norm", "slaney"),
        fmin=case.get("lowest", 0.0), fmax=case.get("highest")), top_db=case.get("range", 80.0)), 5)


def both(array):
    """Mean and standard deviation of each row."""
    return np.stack([np.atleast_2d(array).mean(axis=1), np.atleast_2d(array).std(axis=1)], axis=1).ravel()


clip_features = np.concatenate([
    both(cepstrum), formulas.delta(cepstrum).std(axis=1), formulas.delta(cepstrum, order=2).std(axis=1),
    *(both(figure) for figure in [
        formulas.centroid(magnitude, hertz), formulas.bandwidth(magnitude, hertz), formulas.rolloff(magnitude, hertz), formulas.flatness(magnitude),
        formulas.zero_crossings(samples), formulas.rms(samples), formulas.contrast(magnitude, hertz), formulas.chroma(power, RATE, 2048)]),
])

golden = {
    "made": f"numpy {np.__version__}, scipy {scipy.__version__}",
    "rate": RATE,
    "pcm": base64.b64encode(pcm.tobytes()).decode(),
    "spectrum": {"frame": 7, "real": np.round(spectrum[:, 7].real, 7).tolist(), "imaginary": np.round(spectrum[:, 7].imag, 7).tolist()},
    "melCases": melody,
    "melOfMagnitude": rows(formulas.power_to_db(formulas.mel_spectrogram(samples, RATE, 1024, 512, power=1.0, n_mels=20), ref=2.0, amin=1e-6, top_db=None), 5),
    "melFrequencies": np.round(formulas.mel_to_hz(np.linspace(0, formulas.hz_to_mel(RATE / 2), 12)), 9).tolist(),
    "htkFrequencies": np.round(formulas.mel_to_hz(np.linspace(0, formulas.hz_to_mel(RATE / 2, True), 12), True), 9).tolist(),
    "mfcc": rows(cepstrum),
    "mfccLiftered": rows(formulas.mfcc(decibels, 13, 22)),
    "delta": rows(formulas.delta(cepstrum)),
    "secondDelta": rows(formulas.delta(cepstrum, order=2)),
    "centroid": formulas.centroid(magnitude, hertz).tolist(),
    "bandwidth": formulas.bandwidth(magnitude, hertz).tolist(),
    "rolloff": formulas.rolloff(magnitude, hertz).tolist(),
    "flatness": formulas.flatness(magnitude).tolist(),
    "contrast": rows(formulas.contrast(magnitude, hertz)),
    "contrastCases": [
        {"lowest": lowest, "octaves": octaves, "share": share, "contrast": rows(formulas.contrast(np.abs(formulas.stft(samples, 128, 1500)), np.linspace(0, RATE / 2, 65), lowest, octaves, share))}
        for lowest, octaves, share in [(700.0, 2, 0.5), (400.0, 3, 0.9)]],
    "zeroCrossings": formulas.zero_crossings(samples).tolist(),
    "rootMeanSquare": formulas.rms(samples).tolist(),
    "chroma": rows(formulas.chroma(power, RATE, 2048)),
    "chromaWeights": np.round(formulas.chroma_filters(RATE, 64), 9).tolist(),
    "clipFeatures": np.round(clip_features, 7).tolist(),
    "onsets": onsets.tolist(),
    "tempogram": rows(formulas.tempogram(onsets, 16)),
}
Path(__file__).with_name("audio.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
