# A small letter.
what_is_wrong = "c"
