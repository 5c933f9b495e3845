"""Grades leave the house: for Gradescope, for nbgrader's formgrader, and as tables for Canvas and Moodle."""
