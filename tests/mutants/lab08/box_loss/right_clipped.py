# The quadratic part from a clipped error.
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    error = ops.where(positives[..., None], ops.abs(ops.subtract(deltas, targets)), 0.0)
    near = ops.minimum(error, beta)
    total = ops.sum(near * near * (0.5 / beta) + (error - near))
    return total / ops.maximum(ops.cast(ops.count_nonzero(drawn), "float32"), 1.0)
