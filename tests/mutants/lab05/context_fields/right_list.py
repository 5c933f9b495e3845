# The list.
context_fields = [3, 5, 9, 17, 33, 65, 67, 67]
