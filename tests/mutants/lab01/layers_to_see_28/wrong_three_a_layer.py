# Takes each layer to add 3 pixels.
# hint: not 3
layers_to_see_28 = 28 // 3
