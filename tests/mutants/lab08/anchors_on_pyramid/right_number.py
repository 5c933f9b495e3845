# The number.
anchors_on_pyramid = 261888
