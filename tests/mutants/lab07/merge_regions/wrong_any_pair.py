# Any two regions may merge.
# hint: `touching` is ignored


def merge_regions(regions, touching, image_size):
    regions = list(regions)
    left = list(range(len(regions)))
    while len(left) > 1:
        pairs = [(i, j) for i in left for j in left if i < j]
        first, second = max(
            pairs, key=lambda pair: sum(region_similarity(regions[pair[0]], regions[pair[1]], image_size))
        )
        regions.append(merged(regions[first], regions[second]))
        left = [place for place in left if place not in (first, second)] + [len(regions) - 1]
    return regions
