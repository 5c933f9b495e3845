# Takes the last layer for a 3 × 3.
# hint: adds nothing
context_fields = [3, 5, 9, 17, 33, 65, 67, 69]
