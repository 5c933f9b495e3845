# Nothing is found, so 0.
# hint: count voxels
accuracy_of_nothing = 0.0
