# The letter, by way of a list.
why_188 = ["A", "B", "C", "D"][1]
