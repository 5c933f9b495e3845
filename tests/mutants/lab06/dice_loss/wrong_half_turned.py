# Only the truth is turned around.
# hint: turn both around
def dice_loss(truth, prediction):
    return 2 - soft_dice(truth, prediction) - soft_dice(1 - truth, prediction)
