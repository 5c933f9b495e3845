# The letter.
what_is_wrong = "C"
