# A small letter, with a blank.
why_blur = "b "
