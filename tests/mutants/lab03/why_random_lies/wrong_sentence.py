# A sentence.
# hint: one letter
why_random_lies = "because of recordings of the same person"
