# Adds.
# hint: does not add
box_by_keras = [48, 34, 68, 54]
