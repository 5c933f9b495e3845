# Searched for.
layers_to_see_28 = next(n for n in range(100) if receptive_field([(3, 1, 1)] * n)[0] >= 28)
