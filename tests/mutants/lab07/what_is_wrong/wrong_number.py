# A number in place of a letter.
# hint: one letter
what_is_wrong = 3
