# %% right capital
# The letter.
what_is_wrong = "C"

# %% right small
# A small letter.
what_is_wrong = "c"

# %% wrong a
# As if the boxes stayed.
# hint: they are moved
what_is_wrong = "A"

# %% wrong b
# As if they were scaled.
# hint: stay the same
what_is_wrong = "B"

# %% wrong d
# As if the sign were wrong.
# hint: they move left and up
what_is_wrong = "D"

# %% wrong number
# A number in place of a letter.
# hint: one letter
what_is_wrong = 3
