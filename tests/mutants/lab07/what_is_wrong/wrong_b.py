# As if they were scaled.
# hint: stay the same
what_is_wrong = "B"
