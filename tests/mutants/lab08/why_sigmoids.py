# %% right letter
# The letter.
why_sigmoids = "B"

# %% right lower_case
# In lower case.
why_sigmoids = "b "

# %% wrong cost
# Thinks of cost.
# hint: very little time
why_sigmoids = "A"

# %% wrong gradient
# Thinks of gradients.
# hint: gradient everywhere
why_sigmoids = "D"

# %% wrong sentence
# Writes a sentence.
# hint: one letter
why_sigmoids = "classes do not compete"

# %% wrong several
# Thinks of several objects.
# hint: one object
why_sigmoids = "C"
