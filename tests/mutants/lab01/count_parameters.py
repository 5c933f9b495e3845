# %% right match
# A match statement, and a list as result.
def count_parameters(layers):
    counts = [0, 0]
    for layer in layers:
        match layer:
            case {"type": "conv2d", "kernel_size": (rows, columns), "in_channels": channels, "filters": filters}:
                counts[0] += rows * columns * channels * filters
                counts[0] += filters if layer.get("use_bias", True) else 0
            case {"type": "dense", "in_features": features, "units": units}:
                counts[0] += features * units
                counts[0] += units if layer.get("use_bias", True) else 0
            case {"type": "batch_norm", "channels": channels}:
                counts[0] += 2 * channels
                counts[1] += 2 * channels
    return [counts[0], sum(counts)]

# %% right weights_as_shapes
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

# %% wrong batch_norm_keeps_two
# Batch norm's running mean and variance are left out of the total.
# hint: belong to the total
def count_parameters(layers):
    trainable = total = 0
    for layer in layers:
        bias = int(layer.get("use_bias", True))
        if layer["type"] == "conv2d":
            kh, kw = layer["kernel_size"]
            count = (kh * kw * layer["in_channels"] + bias) * layer["filters"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "dense":
            count = (layer["in_features"] + bias) * layer["units"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "batch_norm":
            trainable += 2 * layer["channels"]
            total += 2 * layer["channels"]

    return trainable, total

# %% wrong batch_norm_trains_four
# All four numbers of batch norm are taken to be trained.
# hint: 2 more (mean, variance) untrained
def count_parameters(layers):
    trainable = total = 0
    for layer in layers:
        bias = int(layer.get("use_bias", True))
        if layer["type"] == "conv2d":
            kh, kw = layer["kernel_size"]
            count = (kh * kw * layer["in_channels"] + bias) * layer["filters"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "dense":
            count = (layer["in_features"] + bias) * layer["units"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "batch_norm":
            trainable += 4 * layer["channels"]
            total += 4 * layer["channels"]

    return trainable, total

# %% wrong bias_for_each_channel
# Counts a bias for each pair of channel and filter.
# hint: one bias per filter
def count_parameters(layers):
    trainable = total = 0
    for layer in layers:
        bias = int(layer.get("use_bias", True))
        if layer["type"] == "conv2d":
            kh, kw = layer["kernel_size"]
            count = (kh * kw + bias) * layer["in_channels"] * layer["filters"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "dense":
            count = (layer["in_features"] + bias) * layer["units"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "batch_norm":
            trainable += 2 * layer["channels"]
            total += 4 * layer["channels"]

    return trainable, total

# %% wrong biases_not_counted
# Biases are left out.
# hint: biases not counted
def count_parameters(layers):
    trainable = total = 0
    for layer in layers:
        bias = 0
        if layer["type"] == "conv2d":
            kh, kw = layer["kernel_size"]
            count = (kh * kw * layer["in_channels"] + bias) * layer["filters"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "dense":
            count = (layer["in_features"] + bias) * layer["units"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "batch_norm":
            trainable += 2 * layer["channels"]
            total += 4 * layer["channels"]

    return trainable, total

# %% wrong input_channels_forgotten
# Takes a kernel to be one channel deep.
# hint: input channels forgotten
def count_parameters(layers):
    trainable = total = 0
    for layer in layers:
        bias = int(layer.get("use_bias", True))
        if layer["type"] == "conv2d":
            kh, kw = layer["kernel_size"]
            count = (kh * kw + bias) * layer["filters"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "dense":
            count = (layer["in_features"] + bias) * layer["units"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "batch_norm":
            trainable += 2 * layer["channels"]
            total += 4 * layer["channels"]

    return trainable, total

# %% wrong order
# Returns the total first.
# hint: in this order
def count_parameters(layers):
    trainable = total = 0
    for layer in layers:
        bias = int(layer.get("use_bias", True))
        if layer["type"] == "conv2d":
            kh, kw = layer["kernel_size"]
            count = (kh * kw * layer["in_channels"] + bias) * layer["filters"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "dense":
            count = (layer["in_features"] + bias) * layer["units"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "batch_norm":
            trainable += 2 * layer["channels"]
            total += 4 * layer["channels"]

    return total, trainable

# %% wrong pooling_counted
# Gives a pooling layer the weights of its window.
# hint: pooling and dropout
def count_parameters(layers):
    trainable = total = 0
    for layer in layers:
        bias = int(layer.get("use_bias", True))
        if layer["type"] == "conv2d":
            kh, kw = layer["kernel_size"]
            count = (kh * kw * layer["in_channels"] + bias) * layer["filters"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "dense":
            count = (layer["in_features"] + bias) * layer["units"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "batch_norm":
            trainable += 2 * layer["channels"]
            total += 4 * layer["channels"]
        if layer["type"] in ("max_pool2d", "dropout"):
            trainable, total = trainable + 4, total + 4
    return trainable, total

# %% wrong square_kernel
# Takes every kernel to be square.
# hint: need not be square
def count_parameters(layers):
    trainable = total = 0
    for layer in layers:
        bias = int(layer.get("use_bias", True))
        if layer["type"] == "conv2d":
            kh, kw = (layer["kernel_size"][0],) * 2
            count = (kh * kw * layer["in_channels"] + bias) * layer["filters"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "dense":
            count = (layer["in_features"] + bias) * layer["units"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "batch_norm":
            trainable += 2 * layer["channels"]
            total += 4 * layer["channels"]

    return trainable, total

# %% wrong trained_only
# Returns one number, the trained parameters.
# hint: (trainable, total)
def count_parameters(layers):
    trainable = total = 0
    for layer in layers:
        bias = int(layer.get("use_bias", True))
        if layer["type"] == "conv2d":
            kh, kw = layer["kernel_size"]
            count = (kh * kw * layer["in_channels"] + bias) * layer["filters"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "dense":
            count = (layer["in_features"] + bias) * layer["units"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "batch_norm":
            trainable += 2 * layer["channels"]
            total += 4 * layer["channels"]

    return trainable

# %% wrong use_bias_ignored
# Counts biases even where use_bias is False.
# hint: use_bias=False
def count_parameters(layers):
    trainable = total = 0
    for layer in layers:
        bias = 1
        if layer["type"] == "conv2d":
            kh, kw = layer["kernel_size"]
            count = (kh * kw * layer["in_channels"] + bias) * layer["filters"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "dense":
            count = (layer["in_features"] + bias) * layer["units"]
            trainable, total = trainable + count, total + count
        elif layer["type"] == "batch_norm":
            trainable += 2 * layer["channels"]
            total += 4 * layer["channels"]

    return trainable, total
