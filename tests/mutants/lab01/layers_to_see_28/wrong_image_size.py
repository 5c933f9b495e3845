# Takes as many layers as pixels.
# hint: 2n + 1
layers_to_see_28 = 28
