# The letter in lower case, with a space.
why_eight = "b "
