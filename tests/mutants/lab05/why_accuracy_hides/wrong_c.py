# The third choice is taken.
# hint: the other way round
why_accuracy_hides = "C"
