# A list, by Python's own sum and min.
def region_similarity(first, second, image_size):
    colour = sum(min(a, b) for a, b in zip(first["colour"], second["colour"]))
    texture = sum(min(a, b) for a, b in zip(first["texture"], second["texture"]))
    x1, y1 = min(first["box"][0], second["box"][0]), min(first["box"][1], second["box"][1])
    x2, y2 = max(first["box"][2], second["box"][2]), max(first["box"][3], second["box"][3])
    empty = (x2 - x1) * (y2 - y1) - first["size"] - second["size"]
    return [colour, texture, 1 - first["size"] / image_size - second["size"] / image_size, 1 - empty / image_size]
