"""One submission examined: student's code in one process, checks in another, plain data between them.

The way through: a :mod:`~course.grading.session.worker` keeps two warm processes
(:mod:`~course.grading.session.fork_server`), one for students and one for the examiner, and forks both for each
submission. The :mod:`~course.grading.session.student`'s side runs the cells in a
:mod:`~course.grading.session.kernel` and answers the :mod:`~course.grading.session.examiner`. What they say to each
other is in :mod:`~course.grading.session.protocol`; how it becomes bytes, in :mod:`~course.grading.session.wire`, and
how models cross, in :mod:`~course.grading.session.models`.
"""
