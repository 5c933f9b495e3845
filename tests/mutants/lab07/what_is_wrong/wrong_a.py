# As if the boxes stayed.
# hint: they are moved
what_is_wrong = "A"
