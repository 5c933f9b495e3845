# The letter.
why_accuracy_hides = "B"
