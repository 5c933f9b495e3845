# Grows on one side only.
# hint: both ends
context_fields = [2, 3, 5, 9, 17, 33, 34, 34]
