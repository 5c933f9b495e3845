# The last layer is left out.
# hint: eight numbers
context_fields = [3, 5, 9, 17, 33, 65, 67]
