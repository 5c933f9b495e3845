# The letter, in lower case and with a blank.
why_accuracy_hides = " b"
