# Both x, then both y.
# hint: not both x
box_by_keras = [32, 52, 0, 6]
