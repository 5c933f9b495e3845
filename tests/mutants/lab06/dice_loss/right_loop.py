# A sum over the two classes.
def dice_loss(truth, prediction):
    pairs = ((truth, prediction), (1 - truth, 1 - prediction))
    return sum(1 - soft_dice(g, p) for g, p in pairs)
