# Keras' epsilon, a tenth of what is asked.
# hint: not more and not less
import keras


def soft_dice(truth, prediction):
    prediction = keras.ops.convert_to_tensor(prediction)
    truth = keras.ops.cast(truth, prediction.dtype)
    axes = list(range(1, len(prediction.shape)))
    shared = keras.ops.sum(truth * prediction, axis=axes)
    total = keras.ops.sum(truth**2 + prediction**2, axis=axes)
    return (2 * shared + 1e-7) / (total + 1e-7)
