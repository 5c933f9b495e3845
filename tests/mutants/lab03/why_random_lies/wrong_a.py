# Chooses A.
# hint: right on average
why_random_lies = "A"
