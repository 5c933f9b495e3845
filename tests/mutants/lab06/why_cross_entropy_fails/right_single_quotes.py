# The letter, by way of a list.
why_cross_entropy_fails = ["A", "B", "C", "D"][1]
