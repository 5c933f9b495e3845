# The sum of the coefficients.
# hint: loss is made small
def dice_loss(truth, prediction):
    return soft_dice(truth, prediction) + soft_dice(1 - truth, 1 - prediction)
