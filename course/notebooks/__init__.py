"""Notebooks, read: the one place that knows what a file or a code cell of a notebook means.

:mod:`~course.notebooks.files` turns the bytes of a file into cells, :mod:`~course.notebooks.code` the source of a cell
into statements and the names that they define. Nothing is run.
"""
