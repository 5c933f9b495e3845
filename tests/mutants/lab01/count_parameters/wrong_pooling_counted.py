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
