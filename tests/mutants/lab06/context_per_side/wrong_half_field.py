# Half the receptive field.
# hint: half the field
context_per_side = 102
