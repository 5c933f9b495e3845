# A sentence in place of a letter.
# hint: answer with one letter
why_accuracy_hides = "because it is so"
