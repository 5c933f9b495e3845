# A sentence.
# hint: one letter
why_blur = "because of the code"
