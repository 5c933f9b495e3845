"""From a lab's percent script to its executed solution and to the lab that students get.

The way through the code: :mod:`~course.authoring.source` reads the script into cells;
:mod:`~course.authoring.agreement` holds it against the lab's checks; :mod:`~course.authoring.notebook` makes the
solution notebook, which :mod:`~course.authoring.execute` runs and :mod:`~course.authoring.outputs` makes fit to be
stored; :mod:`~course.authoring.release` cuts the lab; :mod:`~course.authoring.build` does all of it, or compares.
"""
