# As if the sign were wrong.
# hint: they move left and up
what_is_wrong = "D"
