"""Peer of the comparison log-mel: librosa's formulas (see librosa_formulas.py beside the golden values) in single precision, as librosa computes
them for float32: frames as a view, window, real transform, power, filter bank as a matrix product, decibels. Frames at once and threads of
the transform are whatever turns out fastest.

Arguments: the file of the samples that the comparison wrote, sampling rate, frame length, hop, bands, repeats, the folder of librosa_formulas.py.
"""
import platform
import sys
import time

import blas
import numpy
import scipy
from scipy import fft

path, rate, length, hop, bands, repeats = sys.argv[1], *map(int, sys.argv[2:7])
sys.path.insert(0, sys.argv[7])
sys.dont_write_bytecode = True
import librosa_formulas

samples = numpy.fromfile(path, "<f4")
window = librosa_formulas.window(length, length).astype("f4")
filters = librosa_formulas.mel_filters(rate, length, bands).astype("f4")


def log_mel(chunk, workers):
    frames = librosa_formulas.frames(numpy.pad(samples, length // 2), length, hop)
    power = numpy.empty((len(frames), length // 2 + 1), "f4")
    for first in range(0, len(frames), chunk):
        spectrum = fft.rfft(frames[first : first + chunk] * window, axis=1, workers=workers)
        numpy.square(spectrum.real, out=power[first : first + chunk])
        power[first : first + chunk] += numpy.square(spectrum.imag)
    decibels = power @ filters.T
    numpy.maximum(decibels, numpy.float32(1e-10), out=decibels)
    numpy.log10(decibels, out=decibels)
    decibels *= numpy.float32(10)
    return numpy.maximum(decibels, decibels.max() - numpy.float32(80), out=decibels)


def run(settings):
    start = time.perf_counter()
    for _ in range(repeats):
        decibels = log_mel(*settings)
    return time.perf_counter() - start, float(decibels.mean(dtype="f8"))


times = {}
for settings in [(32, 1), (128, 1), (128, 2), (256, 2), (2000, 1), (2000, 2)]:
    run(settings)
    times[settings] = min(run(settings)[0] for _ in range(3))
best = min(times, key=times.get)
print(f"ready numpy {numpy.__version__}, scipy {scipy.__version__} ({best[0]} frames at once, {best[1]} threads in the transform, "
      f"{1000 * times[best] / repeats:.1f} ms), {blas.require_openblas()}, Python {platform.python_version()}", flush=True)
for line in sys.stdin:
    if line.strip() == "run":
        print(*map(repr, map(float, run(best))), flush=True)
