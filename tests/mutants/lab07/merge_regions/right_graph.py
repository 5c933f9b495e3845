# A set of neighbours for each region.
def merge_regions(regions, touching, image_size):
    regions = [dict(region) for region in regions]
    graph = {k: set() for k in range(len(regions))}
    for i, j in touching:
        graph[i].add(j)
        graph[j].add(i)
    while any(graph.values()):
        candidates = [
            (sum(region_similarity(regions[i], regions[j], image_size)), i, j) for i in graph for j in graph[i] if i < j
        ]
        _, i, j = max(candidates)
        new = len(regions)
        regions.append(merged(regions[i], regions[j]))
        graph[new] = (graph.pop(i) | graph.pop(j)) - {i, j}
        for other in graph:
            if other != new:
                if graph[other] & {i, j}:
                    graph[other].add(new)
                graph[other] -= {i, j}
    return regions
