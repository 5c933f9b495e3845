"""The results of grading, as files and pages.

:mod:`~course.grading.report.results` writes and reads every file of the output folder,
:mod:`~course.grading.report.pages` makes the two pages, with :mod:`~course.grading.report.highlight` for code and
:mod:`~course.grading.report.similarity` for submissions that are suspiciously alike.
"""
