# Writes a sentence.
# hint: one letter
why_sigmoids = "classes do not compete"
