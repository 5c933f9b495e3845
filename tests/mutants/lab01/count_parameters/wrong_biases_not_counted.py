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
