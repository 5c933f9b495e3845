# Counts a bias for each pair of channel and filter.
# hint: one bias a filter
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
