# Chooses C.
# hint: a tenth more
why_random_lies = "C"
