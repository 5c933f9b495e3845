"""The course's data sets: one call, the same arrays from whichever source answers.

>>> from course.data import load
>>> images, labels = load("mnist", split="train")  # doctest: +SKIP

Sources are tried in this order: the cache, a mirror folder (``COURSE_MIRROR``), a download, and an offline
stand-in that comes with the course's dependencies. :attr:`Loaded.note` says in one sentence which one answered.
Importing this package imports neither TensorFlow nor Keras.

The way through the code: :mod:`~course.data.catalogue` says what there is, and :mod:`~course.data.sets` has one
module per set with its record (a :class:`~course.data.dataset.DataSet`), its readers and its stand-in.
:mod:`~course.data.sources` picks a source; :mod:`~course.data.cache`, :mod:`~course.data.mirror` and
:mod:`~course.data.download` find the publisher's files, and :mod:`~course.data.integrity` verifies them.
"""

from course.data.catalogue import CATALOGUE, find
from course.data.download import fetch
from course.data.errors import DataError
from course.data.sources import SOURCES, Loaded, load

__all__ = ["CATALOGUE", "SOURCES", "DataError", "Loaded", "fetch", "find", "load"]
