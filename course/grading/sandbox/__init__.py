"""The walls around a submission.

:mod:`~course.grading.sandbox.bubblewrap` starts a process behind them, :mod:`~course.grading.sandbox.seccomp` refuses
system calls inside, :mod:`~course.grading.sandbox.limits` says how much may be used,
:mod:`~course.grading.sandbox.used_time` how much time is used, and :mod:`~course.grading.sandbox.install` sets
bubblewrap up.
"""
