# Takes each layer to add 1 pixel.
# hint: not 1
layers_to_see_28 = 27
