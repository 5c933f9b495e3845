# Thinks that boxes are dropped.
# hint: all boxes are there
wrong_in_keras = "D"
