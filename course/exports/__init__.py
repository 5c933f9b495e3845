"""Grades for other programs: Gradescope, nbgrader's formgrader, and tables for Canvas and Moodle."""
