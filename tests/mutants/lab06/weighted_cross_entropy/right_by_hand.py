# The largest score is subtracted by hand.
import keras.ops as K


def weighted_cross_entropy(labels, weights, logits):
    z = K.convert_to_tensor(logits)
    z = z - K.max(z, axis=-1, keepdims=True)
    log_sum = K.log(K.sum(K.exp(z), axis=-1))
    target = K.one_hot(K.cast(labels, "int32"), z.shape[-1])
    losses = log_sum - K.sum(z * K.cast(target, z.dtype), axis=-1)
    total = K.sum(losses * K.cast(weights, z.dtype))
    return total / float(losses.shape[0] * losses.shape[1] * losses.shape[2])
