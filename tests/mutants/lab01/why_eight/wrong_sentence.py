# Writes a sentence where a letter is asked for.
# hint: one letter
why_eight = "because of the window"
