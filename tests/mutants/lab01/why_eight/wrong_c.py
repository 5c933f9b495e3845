# Thinks that only pooling halves the map.
# hint: both halve
why_eight = "C"
