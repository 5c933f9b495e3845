# Thinks of scaling.
# hint: nothing is scaled
wrong_in_keras = "C"
