# %% right letter
# The letter.
why_inference_mode = "C"

# %% right lower_case
# In lower case.
why_inference_mode = " c"

# %% wrong a
# Thinks of time.
# hint: hardly anything
why_inference_mode = "A"

# %% wrong b
# Forgets gamma and beta.
# hint: gamma and beta
why_inference_mode = "B"

# %% wrong d
# Takes preprocessing for batch normalisation.
# hint: inside the network
why_inference_mode = "D"

# %% wrong not_answered
# The stub is left as it is.
# hint: still `...`
why_inference_mode = ...

# %% wrong sentence
# Writes a sentence.
# hint: one letter
why_inference_mode = "the statistics are noisy"
