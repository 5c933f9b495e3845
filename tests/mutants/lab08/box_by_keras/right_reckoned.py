# Reckoned, as a tuple.
box_by_keras = (40 - 8, max(10 - 24, 0), 60 - 8, 30 - 24)
