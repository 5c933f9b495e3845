# A small letter, with a blank.
why_residual = "b "
