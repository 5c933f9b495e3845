# A quarter of what all levels take, counted one by one.
context_per_side = sum(4 * 2**level for level in range(4)) + 2 * 2**4
