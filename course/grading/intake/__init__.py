"""From what an instructor has to one program for each student.

The way through: :mod:`~course.grading.intake.files` reads folders and archives alike,
:mod:`~course.grading.intake.submissions` finds the notebooks in them, :mod:`~course.grading.intake.owners` says whose
each is, and :mod:`~course.grading.intake.graft` puts the answers into the lab's own notebook.
"""
