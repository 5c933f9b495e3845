# Counts patches that hold a pixel.
# hint: whole k × k window
times_computed = "P**2"
