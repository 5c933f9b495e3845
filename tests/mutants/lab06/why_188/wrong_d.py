# Blames ReLU.
# hint: could see
why_188 = "D"
