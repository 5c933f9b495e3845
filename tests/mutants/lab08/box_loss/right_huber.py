# Keras' Huber loss, divided by beta.
import keras
from keras import ops


def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    chosen = ops.cast(positives, "float32")
    targets = ops.where(positives[..., None], targets, deltas)
    huber = keras.losses.huber(targets, deltas, delta=beta) * 4 / beta
    return ops.sum(huber * chosen) / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1.0)
