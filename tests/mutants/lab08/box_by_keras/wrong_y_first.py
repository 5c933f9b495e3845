# y comes first.
# hint: x comes first
box_by_keras = [0, 32, 6, 52]
