# The background is left out.
# hint: background is missing
def dice_loss(truth, prediction):
    return 1 - soft_dice(truth, prediction)
