# In a list.
# hint: no brackets
largest_rounding = [8]
