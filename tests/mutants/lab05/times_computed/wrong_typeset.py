# Written as in a book, which Python does not read.
# hint: **2 for a square
times_computed = "(P − k + 1)²"
