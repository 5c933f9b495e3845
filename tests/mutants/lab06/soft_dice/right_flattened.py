# Each example as one long row.
from keras import ops


def soft_dice(truth, prediction):
    p = ops.convert_to_tensor(prediction, dtype="float32")
    p = ops.reshape(p, (p.shape[0] or -1, -1))
    g = ops.reshape(ops.cast(truth, "float32"), ops.shape(p))
    return (2.0 * ops.sum(p * g, -1) + 1e-6) / (ops.sum(p * p, -1) + ops.sum(g * g, -1) + 1e-6)
