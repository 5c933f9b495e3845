# The system, the packages, the course, the results: whatever a later submission or the instructor would load.
# loses: last
# says: found []

# %% last
import numpy


def last():
    places = [KNOWN["out"], KNOWN["repository"], os.path.dirname(numpy.__file__), os.path.dirname(keras.__file__)]
    places += [os.path.dirname(sys.modules["course"].__file__), sys.prefix, os.path.dirname(os.__file__)]
    places += ["/", "/usr", "/etc", "/checks", "/dev", "/home", "/root", "/var", "/sys", "/proc/1", "/run"]
    attempts = [lambda place=place: open(f"{place}/grades.csv", "w").close() or place for place in places]
    attempts += [lambda: open(numpy.__file__, "a").close() or "numpy", lambda: os.mkdir("/dev/mine") or "/dev/mine"]
    attempts += [lambda: os.rename(numpy.__file__, "/tmp/numpy.py") or "moved"]
    raise ValueError(f"found {come_true(*attempts)}")
