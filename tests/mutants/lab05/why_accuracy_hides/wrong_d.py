# The fourth choice is taken.
# hint: both can be right
why_accuracy_hides = "D"
