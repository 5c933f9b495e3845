"""One submission examined: student's code in one process, checks in another, plain data between them.

The way through: a :mod:`~course.grading.session.worker` keeps two warm processes (started by
:mod:`~course.grading.session.forks`, running :mod:`~course.grading.session.fork_server`), one for students and one for
the examiner, and forks both for each submission. The :mod:`~course.grading.session.student`'s side runs the cells in a
:mod:`~course.grading.session.kernel`, under an :mod:`~course.grading.session.alarm`, and answers the
:mod:`~course.grading.session.examiner`. What they say to each other is in :mod:`~course.grading.session.protocol`; how
it becomes bytes, in :mod:`~course.grading.session.wire`; how functions and models cross, in
:mod:`~course.grading.session.lending` and :mod:`~course.grading.session.models`.
"""
