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
