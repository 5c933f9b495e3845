# The first choice is taken.
# hint: lower mean IoU
why_accuracy_hides = "A"
