# A comma for the thousands makes a pair.
# hint: no comma
anchors_on_pyramid = 261, 888
