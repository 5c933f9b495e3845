# All of VGG16.
# hint: whole network
fc1_parameters = 138_357_544
