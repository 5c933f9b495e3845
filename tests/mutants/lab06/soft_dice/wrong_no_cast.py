# The truth keeps its dtype.
# hint: cast it
import keras


def soft_dice(truth, prediction):
    prediction = keras.ops.convert_to_tensor(prediction)
    truth = keras.ops.convert_to_tensor(truth)
    axes = list(range(1, len(prediction.shape)))
    shared = keras.ops.sum(truth * prediction, axis=axes)
    total = keras.ops.sum(truth**2 + prediction**2, axis=axes)
    return (2 * shared + 1e-6) / (total + 1e-6)
