# The square of the difference, factor by factor.
# hint: the + 1 is missing
times_computed = "(P - k)*(P - k)"
