"""Grade a class: submissions in, results and pages out.

The way through: ``course grade`` (:mod:`~course.grading.commands`) calls :mod:`course.grading.grade`, which finds and
reads the submissions (:mod:`~course.grading.intake`), makes the :mod:`~course.grading.assignment` ready, has each
submission examined (:mod:`~course.grading.session`) behind walls (:mod:`~course.grading.sandbox`), on this machine or
on a :mod:`~course.grading.cluster`, and writes what came of it (:mod:`~course.grading.report`). What the stages hand to
each other is in :mod:`~course.grading.records`.
"""
