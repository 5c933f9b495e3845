# The letter.
why_random_lies = "B"
