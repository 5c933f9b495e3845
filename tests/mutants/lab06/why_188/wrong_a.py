# Blames the crops.
# hint: crops are the same
why_188 = "A"
