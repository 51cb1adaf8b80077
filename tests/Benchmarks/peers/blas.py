"""A peer must not look slow because its linear algebra is Debian's plain reference: numpy and PyTorch take whatever libblas.so.3 is there."""
import numpy


def require_openblas():
    """The name of the library, loaded and used; ends the process with advice when it is another one."""
    numpy.ones((9, 9), "f4") @ numpy.ones((9, 9), "f4")
    with open("/proc/self/maps") as maps:
        paths = {line.split()[-1] for line in maps if "openblas" in line}
    names = sorted(path.rsplit("-r", 1)[1].removesuffix(".so") for path in paths if "-r" in path.rsplit("/", 1)[1])
    if not names:
        raise SystemExit("numpy and PyTorch do not run on OpenBLAS here, so a comparison would flatter us: install libopenblas0-pthread, "
                         "or put the folder of its libblas.so.3 on LD_LIBRARY_PATH.")
    return f"OpenBLAS {names[0]}"
