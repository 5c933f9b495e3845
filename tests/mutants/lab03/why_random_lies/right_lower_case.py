# The letter in lower case, with a space.
why_random_lies = "b "
