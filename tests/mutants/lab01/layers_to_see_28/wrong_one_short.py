# Rounds down: 13 layers see 27 pixels.
# hint: one short
layers_to_see_28 = 13
