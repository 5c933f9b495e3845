"""The data sets, one module per set: what is generated in its place, how its files are read, and its record.

Each module reads from top to bottom: first the stand-in, which makes arrays without any file (from what comes with the
course's dependencies, or drawn); then the readers, which turn a publisher's files into arrays and know nothing of
caches and networks; last the record, a :class:`~course.data.dataset.DataSet`, which :mod:`course.data.catalogue` lists.
What the layouts of several publishers share is in :mod:`course.data.formats` and :mod:`course.data.voc`.
"""
