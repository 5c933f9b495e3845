# Chooses D.
# hint: balanced
why_random_lies = "D"
