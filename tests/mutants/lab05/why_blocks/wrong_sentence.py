# A sentence in place of a letter.
# hint: answer with one letter
why_blocks = "because it is so"
