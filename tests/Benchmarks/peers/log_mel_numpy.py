"""Peer of the comparisons log-mel and log-mel-single: librosa's formulas (see librosa_formulas.py beside the golden values). As librosa 0.10 computes
them: frames as a view, window, numpy's real transform (in double, kept as complex64), size, square, filter bank as a matrix product, decibels. Or all in
single precision by scipy's transform, which is faster. Frames at once and threads of scipy's transform are whatever turns out fastest.

Arguments: the file of the samples that the comparison wrote, sampling rate, frame length, hop, bands, repeats, 1 for single precision throughout or 0,
the folder of librosa_formulas.py.
"""
import platform
import sys
import time

import blas
import numpy
import scipy
from scipy import fft

path, rate, length, hop, bands, repeats, is_single = sys.argv[1], *map(int, sys.argv[2:8])
sys.path.insert(0, sys.argv[8])
sys.dont_write_bytecode = True
import librosa_formulas

samples = numpy.fromfile(path, "<f4")
window = librosa_formulas.window(length, length).astype("f4")
filters = librosa_formulas.mel_filters(rate, length, bands).astype("f4")


def log_mel(chunk, workers):
    frames = librosa_formulas.frames(numpy.pad(samples, length // 2), length, hop)
    power = numpy.empty((len(frames), length // 2 + 1), "f4")
    for first in range(0, len(frames), chunk):
        if is_single:
            spectrum = fft.rfft(frames[first : first + chunk] * window, axis=1, workers=workers)
            numpy.square(spectrum.real, out=power[first : first + chunk])
            power[first : first + chunk] += numpy.square(spectrum.imag)
        else:
            spectrum = numpy.fft.rfft(frames[first : first + chunk] * window, axis=1).astype("c8")
            power[first : first + chunk] = numpy.abs(spectrum) ** 2
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
for settings in [(31, 1), (128, 1), (128, 2), (256, 2), (2000, 1), (2000, 2)] if is_single else [(8, 1), (31, 1), (128, 1)]:
    run(settings)
    times[settings] = min(run(settings)[0] for _ in range(3))
best = min(times, key=times.get)
print(f"ready numpy {numpy.__version__}, scipy {scipy.__version__} ({best[0]} frames at once, {best[1]} threads in the transform, "
      f"{1000 * times[best] / repeats:.1f} ms), {blas.require_openblas()}, Python {platform.python_version()}", flush=True)
for line in sys.stdin:
    if line.strip() == "run":
        print(*map(repr, map(float, run(best))), flush=True)
