# A sentence in place of a letter.
# hint: answer with one letter
why_skip = "because it is so"
