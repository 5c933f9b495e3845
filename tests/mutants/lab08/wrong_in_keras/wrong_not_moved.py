# Thinks that boxes stay.
# hint: does move them
wrong_in_keras = "A"
