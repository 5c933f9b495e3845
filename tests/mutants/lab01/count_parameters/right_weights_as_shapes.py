# Lists the shapes of all weights and adds up their products.
import math


def shapes(layer):
    kind, biased = layer["type"], layer.get("use_bias", True)
    if kind == "conv2d":
        return [(*layer["kernel_size"], layer["in_channels"], layer["filters"])] + [(layer["filters"],)] * biased, []
    if kind == "dense":
        return [(layer["in_features"], layer["units"])] + [(layer["units"],)] * biased, []
    if kind == "batch_norm":
        return [(layer["channels"],)] * 2, [(layer["channels"],)] * 2
    return [], []


def count_parameters(layers):
    learned = sum(math.prod(shape) for layer in layers for shape in shapes(layer)[0])
    return learned, learned + sum(math.prod(shape) for layer in layers for shape in shapes(layer)[1])
