# The one map of the first paper.
# hint: stride 16 alone
anchors_on_pyramid = 3 * 64**2
