# With the unit, in quotation marks.
# hint: a number alone
largest_rounding = "8 pixels"
