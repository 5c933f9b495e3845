"""The alarm stops what has used up its time, and nothing else, and never in the middle of a message."""

from __future__ import annotations

import os
import time

import pytest

from course.grading.session.alarm import Alarm, TimeIsUpError
from tests.grading.sandbox.test_used_time import LINUX, crowd, spin


@pytest.fixture
def alarm() -> Alarm:
    return Alarm()


def test_a_busy_loop_ends_when_its_time_is_up(alarm: Alarm):
    start = time.process_time()
    with pytest.raises(TimeIsUpError), alarm.limit(0.3):
        while True:
            pass
    assert 0.2 < time.process_time() - start < 0.6


def test_what_sleeps_ends_too(alarm: Alarm):
    start = time.process_time()
    with pytest.raises(TimeIsUpError), alarm.limit(0.2):
        time.sleep(60)
    assert time.process_time() - start < 0.1


@LINUX
def test_neighbours_make_nothing_late(alarm: Alarm):
    with crowd(3 * os.cpu_count()):
        time.sleep(0.5)  # until they spin
        with alarm.limit(0.8):
            spin(0.5)


def test_what_is_in_time_is_left_alone(alarm: Alarm):
    with alarm.limit(0.2):
        pass
    time.sleep(0.3)


def test_a_late_alarm_waits_for_the_end_of_the_message(alarm: Alarm):
    steps = []
    with pytest.raises(TimeIsUpError), alarm.limit(0.1):
        with alarm.deferred, alarm.deferred:
            time.sleep(0.3)
            steps.append("sent")
        steps.append("never")
    assert steps == ["sent"]
    with alarm.limit(0.1), alarm.deferred:  # the alarm that came late is forgotten
        pass
