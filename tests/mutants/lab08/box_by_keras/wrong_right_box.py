# The box that would be right.
# hint: this is the right box
box_by_keras = [40 - 24, 10 - 8, 60 - 24, 30 - 8]
