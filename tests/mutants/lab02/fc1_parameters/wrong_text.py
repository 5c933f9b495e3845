# The number as a text.
# hint: without quotes
fc1_parameters = "102764544"
