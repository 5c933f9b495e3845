# Both coefficients written out.
from keras import ops


def dice_loss(truth, prediction):
    p = ops.convert_to_tensor(prediction)
    g = ops.cast(truth, p.dtype)
    axes = tuple(range(1, len(p.shape)))
    loss = 0.0
    for a, b in ((g, p), (1 - g, 1 - p)):
        loss = loss + 1 - (2 * ops.sum(a * b, axes) + 1e-6) / (ops.sum(a * a, axes) + ops.sum(b * b, axes) + 1e-6)
    return loss
