# Goes on doubling.
# hint: layer 7
context_fields = [3, 5, 9, 17, 33, 65, 129, 129]
