# ---
# jupyter:
#   course:
#     data: [blood_cells, digits_on_textures]
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # Lab 7 · Boxes: where is it, and what is it?
#
# A classifier says *what* is in a picture. A detector says what is *where*, for every object, and nobody tells it how
# many objects there are. You will build one from its parts: first the arithmetic of boxes, then the measure that
# distinguishes good detectors from bad ones, then three detectors for the same task, in the order in which they were
# invented within four years: R-CNN, Fast R-CNN, and a network that looks only once.
#
# **At the end you will be able to**
#
# - compare boxes, remove those that are too many, and compute average precision to the last digit;
# - propose regions without having learned anything, by merging what looks alike;
# - encode a box as four numbers that a network can predict at any place and size;
# - say why R-CNN is slow, and show with a stopwatch what Fast R-CNN saves;
# - write down what a YOLO grid and the default boxes of an SSD must learn from an image;
# - test whether an augmentation moves boxes correctly, and find one in a widely used library that does not;
# - train a single-shot detector to count blood cells, with your own pieces inside.
#
# | | |
# |---|---|
# | **Time to run** | about 5 minutes on a laptop (2 CPU cores); reading and solving: a day |
# | **Points** | 25: 23 are judged by the checks below, 2 by a reader |
# | **Data** | micrographs of blood (BCCD) where they can be found, otherwise generated cells replace them; handwritten digits on textures, generated here |
#
# Lab 1's rules hold here too: write your code in place of `raise NotImplementedError(…)`, run the cell, run the check
# below it. Everything you write here is NumPy (and OpenCV to resize), and each piece is short. What an exercise asks for
# must be your own work: an answer that calls it from a library or from `course` gets no points. A function must not
# change the arrays that it is given, because its caller still needs them: let it compute in new arrays. The rest of the
# detectors is in the package `course.detection`, which trains with Keras. At the end your pieces replace some of its own.

# %%
import cv2
import numpy as np

import course
from course.backend.logs import quiet_stderr

with quiet_stderr():  # TensorFlow has a lot to say when it starts
    import keras

from course import plots

check = course.checker("lab07", globals())
SCALE = course.scale()  # "laptop" unless COURSE_SCALE says otherwise

# %% [markdown]
# ## 1 · Boxes, and how much they overlap
#
# This is a drop of blood under the microscope: many red cells, a white cell with its dark nucleus, and small platelets.
# Doctors count them. Somebody has drawn a box around each.

# %% tags=["show"]
import time

from course.plots.boxes import box_grid, precision_recall, recall_curves
from course.data import load
from course.detection import pad_targets, resize_examples

SIZE = (144, 192)  # height and width in pixels to which the micrographs are resized
MOST = 8 if SCALE == "smoke" else None  # images used of a split


def micrographs(split):
    """Return a split's images, resized to SIZE, their targets, and the split itself."""
    part = load("blood_cells", split)
    known = {name: part.arrays[name][:MOST] for name in ("boxes", "labels")}
    return *resize_examples(part.images[:MOST], known, SIZE), part


def objects_of(targets, number):
    """Return the boxes (N, 4) and classes (N,) of one image, without its empty slots."""
    used = targets["labels"][number] >= 0
    return targets["boxes"][number][used], targets["labels"][number][used]


images, targets, part = micrographs("train")
more_images, more_targets, _ = micrographs("validation")
test_images, test_targets, _ = micrographs("test")
class_names, CLASSES = part.class_names, len(part.class_names)
print(part.note)
print(
    f"to learn from: {len(images)} + {len(more_images)} images, to test on: {len(test_images)}"
)

# %% tags=["show"]
COLOURS = ["red", "blue", "lime"]
LEGEND = ", ".join(f"{name} {colour}" for name, colour in zip(class_names, COLOURS))


def coloured(boxes, labels):
    """Return the boxes of each class under its colour's name."""
    return {COLOURS[k]: boxes[labels == k] for k in range(CLASSES)}


figure = box_grid(
    images[:4],
    [coloured(*objects_of(targets, number)) for number in range(4)],
    title=f"Cells, boxed by hand: {LEGEND}",
)

# %% [markdown]
# **How a box is written.** Four numbers, `x1, y1, x2, y2`, in pixels: x to the right, y *down*. Coordinates are
# continuous: the pixel in column 0 covers $0 \ldots 1$. So a box around that one pixel is $[0, 0, 1, 1]$, and its width
# is $x_2 - x_1$, without a “+ 1”. (Others write centre and size, or y first, or fractions of the image's sides. Many bugs
# in detectors come from two such formats that were mixed up. Name the format in each docstring.)
#
# **When is a box right?** No detector hits a box exactly to the pixel. The usual measure is the *intersection over union*, IoU: the
# area that two boxes share, divided by the area that they cover together. It is 1 for two equal boxes, 0 for boxes that
# do not overlap, and it does not depend on the size of the image.
#
# Write it for all pairs of two lists at once. Broadcasting does this: `boxes1[:, None]` has the shape (N, 1, 4); combined
# with `boxes2`, of shape (M, 4), it gives (N, M, 4).


# %% tags=["answer:iou"]
def iou(boxes1, boxes2):
    """Return the intersection over union of each pair of boxes.

    Args:
        boxes1: (N, 4), x1, y1, x2, y2 in pixels. N may be 0.
        boxes2: (M, 4). M may be 0.

    Returns:
        (N, M) floats from 0 to 1. A box without area overlaps nothing: 0, and not NaN.
    """
    ### BEGIN SOLUTION
    low = np.maximum(boxes1[:, None, :2], boxes2[:, :2])  # (N, M, 2)
    high = np.minimum(boxes1[:, None, 2:], boxes2[:, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=-1)
    areas1, areas2 = ((boxes[:, 2:] - boxes[:, :2]).prod(axis=-1) for boxes in (boxes1, boxes2))
    union = areas1[:, None] + areas2 - shared
    return shared / np.where(union > 0, union, 1)
    ### END SOLUTION


# %% tags=["check:iou"]
check("iou")

# %% [markdown]
# What do the numbers look like? The green box is moved away from the red one, or made larger.

# %% tags=["show"]
square = np.array([[30.0, 30, 70, 70]])
others = np.array(
    [[32.0, 32, 72, 72], [38, 38, 78, 78], [50, 30, 90, 70], [24, 24, 76, 76], [10, 10, 90, 90]]
)
blank = np.full((100, 100, 3), 235, "uint8")
figure = box_grid(
    [blank] * len(others),
    [{"red": square, "green": other[None]} for other in others],
    [f"IoU {value:.2f}" for value in iou(square, others)[0]],
    title="Intersection over union of two boxes",
    width=2,
)

# %% [markdown]
# IoU is strict. Move a box by a fifth of its width to the right and a fifth of its height down, and the IoU is already
# below 0.5. From 0.5 on a box usually counts as found, and 0.75 is good.
#
# ## 2 · One object, many boxes
#
# A detector finds a cell not once, but from many places at the same time. Let us play detector: we take each true box
# eight times, a little wrong, with a score that says how well it fits.


# %% tags=["show"]
def play_detector(boxes, labels, rng, copies=8):
    """Return boxes near the true ones, their classes, and scores that are higher for better boxes."""
    truth = np.repeat(boxes, copies, axis=0)
    sides = np.tile(truth[:, 2:] - truth[:, :2], 2)
    found = truth + rng.normal(0, 0.1, truth.shape) * sides
    fit = np.diagonal(iou(found, truth))
    return found, np.repeat(labels, copies), np.clip(fit + rng.normal(0, 0.1, len(fit)), 0, 1)


boxes, labels = objects_of(targets, 0)
found, found_labels, scores = play_detector(boxes, labels, np.random.default_rng(1))
figure = box_grid(
    [images[0]] * 2,
    [boxes, found],
    [f"{len(boxes)} cells", f"{len(found)} detections"],
    size=4,
    width=0.8,
)

# %% [markdown]
# **Non-maximum suppression** (NMS) cleans up:
#
# 1. take the box with the highest score, and keep it;
# 2. drop all other boxes whose IoU with it is *larger than* a threshold;
# 3. repeat with the boxes that are left, until there are none.
#
# With your `iou`, this is a loop of four lines.


# %% tags=["answer:nms"]
def nms(boxes, scores, threshold):
    """Go from the best box to the worst; drop a box whose IoU with a better, kept box is too large.

    Args:
        boxes: (N, 4), x1, y1, x2, y2 in pixels. N may be 0.
        scores: (N,) floats, which may be negative.
        threshold: Two kept boxes have at most this IoU.

    Returns:
        (K,) ints: the places in `boxes` of the boxes that are kept, the best first. If scores are
            equal, the box that comes first in `boxes` counts as the better one.
    """
    ### BEGIN SOLUTION
    order = np.argsort(-scores, kind="stable")
    kept = []
    while len(order):
        best, order = order[0], order[1:]
        kept.append(best)
        order = order[iou(boxes[[best]], boxes[order])[0] <= threshold]
    return np.array(kept, int)
    ### END SOLUTION


# %% tags=["check:nms"]
check("nms")

# %% [markdown]
# A platelet may lie on a red cell. So only detections of the *same class* should suppress each other: boxes of different
# classes may well be two objects.


# %% tags=["answer:nms_per_class"]
def nms_per_class(boxes, scores, classes, threshold):
    """Do non-maximum suppression where only boxes of the same class suppress each other.

    Args:
        boxes: (N, 4), x1, y1, x2, y2 in pixels. N may be 0.
        scores: (N,) floats, which may be negative.
        classes: (N,) ints.
        threshold: Two kept boxes of a class have at most this IoU.

    Returns:
        (K,) ints: the places in `boxes` of the boxes that are kept, all classes together, the
            best first. If scores in different classes are equal, either box may come first.
    """
    ### BEGIN SOLUTION
    kept = [np.zeros(0, int)]
    for label in np.unique(classes):
        places = np.flatnonzero(classes == label)
        kept.append(places[nms(boxes[places], scores[places], threshold)])
    kept = np.concatenate(kept)
    return kept[np.argsort(-scores[kept], kind="stable")]
    ### END SOLUTION


# %% tags=["check:nms_per_class"]
check("nms_per_class")

# %% tags=["show"]
thresholds = (0.1, 0.45, 0.9)
kept = [nms_per_class(found, scores, found_labels, threshold) for threshold in thresholds]
figure = box_grid(
    [images[0]] * 3,
    [found[places] for places in kept],
    [
        f"threshold {threshold}: {len(places)} boxes"
        for threshold, places in zip(thresholds, kept)
    ],
    title=f"{len(boxes)} cells, {len(found)} detections: what suppression leaves",
    size=3,
    width=0.8,
)

# %% [markdown]
# No threshold is right for all images. If it is too high, duplicates stay; if it is too low, neighbours are lost.
#
# **Question.** Two red cells lie so close together that their true boxes have an IoU of 0.4. A perfect detector finds
# both, with scores of 0.95 and 0.9. What does suppression with a threshold of 0.3 do?
#
# - **A** It keeps both: each is the best box of its own cell.
# - **B** It keeps one: the second is taken for a duplicate of the first, and a cell that was found is lost.
# - **C** It keeps one box that covers both cells.
# - **D** It drops both, because neither is certain any more.

# %% tags=["answer:when_cells_touch"]
when_cells_touch = ...  # "A", "B", "C" or "D"
### BEGIN SOLUTION
when_cells_touch = "B"
### END SOLUTION

# %% tags=["check:when_cells_touch"]
check("when_cells_touch")

# %% [markdown]
# ## 3 · How good is a detector?
#
# It is not enough to count how many detections are right: a detector may give one certain box or a thousand doubtful
# ones. So we go through its detections of a class, over all images, **from the highest score to the lowest**, and decide
# for each: right or wrong? The detection looks at the objects that no better detection has taken, and of these at the
# one with which its IoU is largest. If this IoU reaches the threshold, the detection *takes* the object and is right.
# Each object can be taken only once, so duplicates are wrong.


# %% tags=["answer:match_detections"]
def match_detections(boxes, scores, objects, threshold):
    """Decide which detections of an image are right.

    Args:
        boxes: (N, 4), detections of one class, x1, y1, x2, y2 in pixels, in any order. N may be 0.
        scores: (N,). The highest chooses first; if scores are equal, the first in `boxes`.
        objects: (M, 4), the true boxes of that class. M may be 0.
        threshold: The smallest IoU with which a detection can take an object.

    Returns:
        (N,) bools, in the order of `boxes`.
    """
    ### BEGIN SOLUTION
    overlaps = iou(boxes, objects)
    right = np.zeros(len(boxes), bool)
    for place in np.argsort(-scores, kind="stable"):
        if len(objects) and overlaps[place].max() >= threshold:
            right[place] = True
            overlaps[:, overlaps[place].argmax()] = -1  # taken
    return right
    ### END SOLUTION


# %% tags=["check:match_detections"]
check("match_detections")

# %% [markdown]
# After the first $k$ detections, let $t_k$ of them be right. Then
#
# $$ \text{precision}_k = \frac{t_k}{k}, \qquad \text{recall}_k = \frac{t_k}{\text{number of objects}}. $$
#
# From place to place in the list, recall rises and precision mostly falls. **Average precision** (AP) is the mean height of
# the curve of precision over recall. The benchmark COCO defined how to compute it, and we do the same:
#
# 1. make the curve fall only: replace each precision by the highest one *at this or any later* place;
# 2. read the curve at the 101 recalls 0, 0.01, …, 1 (`np.linspace(0, 1, 101)`): for each of them, take the precision at
#    the first place whose recall is at least as large, or 0 if there is no such place;
# 3. take the mean of the 101 values.
#
# An example: two objects, and four detections that are right, wrong, right, wrong. Precision is 1, 1/2, 2/3, 1/2, and
# recall ½, ½, 1, 1. Step 1 makes the precision 1, 2/3, 2/3, 1/2. Up to a recall of 0.5 we read 1 (51 values), beyond it
# 2/3 (50 values): AP = (51 · 1 + 50 · 2/3) / 101 = 0.835.


# %% tags=["answer:average_precision"]
def average_precision(scores, right, objects):
    """Return COCO's average precision of one class at one IoU threshold.

    Args:
        scores: (N,), of the detections of all images, in any order. N may be 0. If scores are
            equal, keep the order in which they come.
        right: (N,) bools, whether each detection is right.
        objects: Number of objects of the class in all images, at least 1.

    Returns:
        A float from 0 to 1.
    """
    ### BEGIN SOLUTION
    order = np.argsort(-scores, kind="stable")
    true = np.cumsum(right[order])
    recall, precision = true / objects, true / np.arange(1, len(order) + 1)
    falling = np.maximum.accumulate(precision[::-1])[::-1]
    places = np.searchsorted(recall, np.linspace(0, 1, 101), side="left")
    return np.append(falling, 0)[places].mean()
    ### END SOLUTION


# %% tags=["check:average_precision"]
check("average_precision")

# %% [markdown]
# Together the two functions are COCO's measure: AP for each class, at one threshold (**AP50**: IoU ≥ 0.5) or averaged
# over ten, 0.50, 0.55, … 0.95 (just **AP**). We measure the detector that we played on eight images, before and after
# suppression, and compare with the evaluation in `course.detection`, which agrees with COCO's own program.


# %% tags=["show"]
TEN_THRESHOLDS = np.linspace(0.5, 0.95, 10)


def coco_ap(found, targets, thresholds=TEN_THRESHOLDS):
    """Return AP, averaged over classes and IoU thresholds, with your two functions."""
    values = []
    for label in range(CLASSES):
        there = targets["labels"] == label  # (images, slots)
        for threshold in thresholds:
            scores, right = [np.zeros(0)], [np.zeros(0, bool)]
            for image in range(len(there)):  # match within each image, then join all images
                here = found["labels"][image] == label
                scores.append(found["scores"][image][here])
                objects = targets["boxes"][image][there[image]]
                boxes = found["boxes"][image][here]
                right.append(match_detections(boxes, scores[-1], objects, threshold))
            if there.any():
                joined = np.concatenate(scores), np.concatenate(right)
                values.append(average_precision(*joined, there.sum()))
    return float(np.mean(values))


def in_slots(detections):
    """Return a list of (boxes, labels, scores), one per image, as the arrays that predict returns."""
    found = pad_targets(*([some[kind] for some in detections] for kind in (0, 1)))
    found["scores"] = np.zeros(found["labels"].shape, "float32")
    for number, (_, _, scores) in enumerate(detections):
        found["scores"][number, : len(scores)] = scores
    return found


# %% tags=["show"]
from course.detection import evaluate_detections

few = {name: array[:8] for name, array in targets.items()}
rng = np.random.default_rng(2)
played = {"eight boxes a cell": [], "after suppression": []}
for number in range(len(few["labels"])):
    found, labels, scores = play_detector(*objects_of(few, number), rng)
    kept = nms_per_class(found, scores, labels, 0.45)
    played["eight boxes a cell"].append((found, labels, scores))
    played["after suppression"].append((found[kept], labels[kept], scores[kept]))
print(f"{'':22}{'AP50':>8}{'AP':>8}{'AP by the package':>20}")
curves = {}
for name, detections in played.items():
    some = in_slots(detections)
    result = evaluate_detections(some, few, CLASSES)
    print(
        f"{name:22}{coco_ap(some, few, [0.5]):8.3f}{coco_ap(some, few):8.3f}{result['AP']:20.3f}"
    )
    curves[f"{name}: AP50 {result.per_class(0)[0]:.2f}"] = (
        np.linspace(0, 1, 101),
        result.precision[0, :, 0, 0, -1],
    )
figure = precision_recall(curves, f"{class_names[0]}, IoU ≥ 0.5")

# %% [markdown]
# The boxes are the same, and most of them are good. But without suppression precision falls early: of the eight boxes
# around a cell, seven count as wrong.
#
# ## 4 · Where to look? Selective search
#
# A classifier can classify a window of an image. But which windows? There are millions of positions, sizes and shapes. In
# 2013 the answer was: look at the image first, without any learning. What belongs to one object mostly looks alike. So
# cut the image into small segments, and **merge the two most similar neighbours, again and again**, until there is only
# one. The box around every segment and every union on the way is a *proposal*. Small objects appear early, large ones
# late.
#
# How similar are two regions? Selective search adds four numbers, each at most 1:
#
# | | | |
# |---|---|---|
# | colour | $\sum_k \min(c_k, c'_k)$ | what their colour histograms share (the sum of each histogram is 1) |
# | texture | $\sum_k \min(t_k, t'_k)$ | the same for histograms of gradients |
# | size | $1 - \frac{n + n'}{N}$ | the regions have $n$ and $n'$ of the $N$ pixels of the image: small regions merge first |
# | fill | $1 - \frac{B - n - n'}{N}$ | $B$ is the area of the box around both: regions that fit together merge first |
#
# A region is a dictionary: `"size"` in pixels, `"box"` as x1, y1, x2, y2, `"colour"` and `"texture"` (histograms).


# %%
def box_around(first, second):
    """Return the smallest box around two boxes."""
    low = [min(pair) for pair in zip(first[:2], second[:2])]
    high = [max(pair) for pair in zip(first[2:], second[2:])]
    return (*low, *high)


# %% tags=["answer:region_similarity"]
def region_similarity(first, second, image_size):
    """Return how similar two regions are, in four ways.

    Args:
        first: A region: {"size": pixels, "box": (x1, y1, x2, y2), "colour": (K,) histogram,
            "texture": (L,) histogram}.
        second: Another region.
        image_size: Number of pixels of the image.

    Returns:
        Four floats, in this order: similarity in colour, texture, size and fill.
    """
    ### BEGIN SOLUTION
    x1, y1, x2, y2 = box_around(first["box"], second["box"])
    covered = first["size"] + second["size"]
    return (
        float(np.minimum(first["colour"], second["colour"]).sum()),
        float(np.minimum(first["texture"], second["texture"]).sum()),
        1 - covered / image_size,
        1 - ((x2 - x1) * (y2 - y1) - covered) / image_size,
    )
    ### END SOLUTION


# %% tags=["check:region_similarity"]
check("region_similarity")

# %% [markdown]
# The advantage of these numbers: the description of a union can be computed from the descriptions of its two parts,
# without looking at the pixels again.


# %%
def merged(first, second):
    """Return the union of two regions."""
    size = first["size"] + second["size"]
    union = {"size": size, "box": box_around(first["box"], second["box"])}
    for name in ("colour", "texture"):
        union[name] = (first["size"] * first[name] + second["size"] * second[name]) / size
    return union


# %% [markdown]
# Now the loop. Keep a table of the pairs that touch, each with the sum of its four similarities. As long as there is a
# pair:
#
# - merge the pair with the largest sum; the union is a new region at the end of the list;
# - remove all pairs that contain one of the two merged regions;
# - the union touches every region that one of the two touched: add these pairs.


# %% tags=["answer:merge_regions"]
def merge_regions(regions, touching, image_size):
    """Merge the two most similar neighbours, again and again, until no two regions touch.

    Args:
        regions: A list of regions, as region_similarity takes them.
        touching: Pairs (i, j), i < j, of places in `regions`: these two are neighbours.
        image_size: Number of pixels of the image.

    Returns:
        A new list: the given regions, unchanged, and then each union, made by `merged`, in the
            order in which they were made. If pairs are equally similar, any of them may be first.
    """
    ### BEGIN SOLUTION
    regions = list(regions)

    def likeness(first, second):
        return sum(region_similarity(regions[first], regions[second], image_size))

    pairs = {pair: likeness(*pair) for pair in sorted(touching)}
    while pairs:
        first, second = max(pairs, key=pairs.get)
        new = len(regions)
        regions.append(merged(regions[first], regions[second]))
        gone = [pair for pair in pairs if first in pair or second in pair]
        others = {place for pair in gone for place in pair} - {first, second}
        for pair in gone:
            del pairs[pair]
        for other in sorted(others):
            pairs[other, new] = likeness(other, new)
    return regions
    ### END SOLUTION


# %% tags=["check:merge_regions"]
check("merge_regions")

# %% [markdown]
# The first segments come from scikit-image (Felzenszwalb and Huttenlocher's method), their histograms and neighbours from
# `course.detection`. With your `merge_regions` this is selective search, and it must give exactly the boxes that the
# package's own gives.

# %% tags=["show"]
import skimage.data
import skimage.segmentation

from course.detection import proposals, selective_search

FINE = {"scale": 30, "sigma": 0.5, "smallest": 10}  # many small first segments, for small cells
COARSE = {"scale": 100, "sigma": 0.8, "smallest": 50}  # fewer and larger ones, for photographs


def stages(image, settings):
    """Return the first segments (H, W), all regions with all unions, and the number of first ones."""
    segments = proposals.segment(image, **settings)
    start = [vars(region) for region in proposals.describe(image, segments)]
    regions = merge_regions(list(start), proposals.neighbours(segments), segments.size)
    return segments, regions, len(start)


def propose(image, settings=FINE):
    """Return proposals (N, 4): each region's box, without repetition, the latest regions first."""
    regions = stages(image, settings)[1]
    boxes = [tuple(region["box"]) for region in reversed(regions)]
    return np.array(list(dict.fromkeys(boxes)), "float32")


# %% tags=["show"]
photo = cv2.resize(skimage.data.astronaut(), (256, 256), interpolation=cv2.INTER_AREA)
segments, regions, first = stages(photo, COARSE)
same = np.array_equal(propose(photo, COARSE), selective_search(photo, **COARSE, at_least=0))
print(f"a photograph: {first} segments, {len(regions) - first} unions")
print(f"the same boxes as the package's: {same}")
outlined = skimage.segmentation.mark_boundaries(photo, segments, color=(1, 1, 0))
parts = {
    "the first 12 unions": regions[first : first + 12],
    "12 unions half-way": regions[(first + len(regions)) // 2 :][:12],
    "12 of the last unions": regions[-24::2],
}
figure = box_grid(
    [outlined, *[photo] * 3],
    [np.zeros((0, 4)), *([region["box"] for region in some] for some in parts.values())],
    ["first segments", *parts],
    title="Selective search on a photograph",
)

# %% [markdown]
# **Are the objects found?** Most proposals may be wrong, but for each object *one* should be good: what is not proposed
# can never be detected. So one measures recall, the share of objects with a proposal of IoU ≥ 0.5, against the number of
# proposals. We do it twice: for a few things in four photographs, around which we have drawn boxes by hand, and for the
# cells of micrographs from the validation set.
#
# For comparison we take random boxes. In photographs things can have any size, so both corners of a box are chosen at
# random. The sizes of cells are known: there, a random box gets the sides of a true box of the training images, and only
# its place is chosen at random.

# %% tags=["train"]
TRIED = {"smoke": 2, "laptop": 30, "gpu": 87}[SCALE]  # micrographs
MOST_PROPOSALS = 300
rng = np.random.default_rng(3)
true_boxes = np.concatenate([objects_of(targets, number)[0] for number in range(len(images))])
true_sides = true_boxes[:, 2:] - true_boxes[:, :2]


def of_any_size(image):
    """Return random boxes (300, 4): both corners anywhere."""
    corners = np.sort(rng.uniform(0, 1, (MOST_PROPOSALS, 2, 2)), axis=1)
    return corners.reshape(-1, 4) * np.tile(image.shape[1::-1], 2)


def of_true_sizes(image):
    """Return random boxes (300, 4) with the sides of true boxes."""
    sides = true_sides[rng.integers(len(true_sides), size=MOST_PROPOSALS)]
    corner = rng.uniform(0, 1, sides.shape) * (np.array(image.shape[1::-1]) - sides)
    return np.concatenate([corner, corner + sides], axis=1)


# %% tags=["train"]
from course.data.boxed_photographs import boxed_photographs


def recalls(pairs, settings, at_random):
    """Return the recall (300,) with 1 … 300 proposals, of selective search and of random boxes."""
    found = {"selective search": [], "random boxes": []}
    for image, objects in pairs:
        kinds = propose(image, settings), at_random(image)
        for curves, boxes in zip(found.values(), kinds):
            curve = proposals.recall(boxes, objects)[:MOST_PROPOSALS]
            curves.append(np.pad(curve, (0, MOST_PROPOSALS - len(curve)), mode="edge"))
    weights = [len(objects) for _, objects in pairs]
    return {name: np.average(curves, axis=0, weights=weights) for name, curves in found.items()}


photographs = boxed_photographs()
micrograph_pairs = [
    (more_images[k], objects_of(more_targets, k)[0]) for k in range(len(more_images))
]
curves = {
    "things in photographs": recalls(photographs, COARSE, of_any_size),
    "cells in micrographs": recalls(micrograph_pairs[:TRIED], FINE, of_true_sizes),
}
for what, kinds in curves.items():
    ends = ", ".join(f"{name} {curve[-1]:.0%}" for name, curve in kinds.items())
    print(f"recall with {MOST_PROPOSALS} boxes, {what}: {ends}")

# %% tags=["show"]
figure = recall_curves(curves, "Recall of proposals")

# %% tags=["show"]
figure = box_grid(
    [image for image, _ in photographs],
    [boxes for _, boxes in photographs],
    title="The boxes that we drew by hand in the photographs",
)

# %% [markdown]
# Selective search was made for photographs of things with clear outlines, and there it is far better than random boxes.
# Cells are difficult for it: they overlap and have the same colour, and it merges what looks alike. (The generated cells
# that replace them offline have clear outlines, and are easier.)
#
# For cells, random boxes are a strong opponent, and on the micrographs they are as good as selective search. The reason
# is that they know *how large* the objects are, and cells are everywhere and have only a few sizes. Remember this in
# section 8. Remember also the last value of the blue curve in the *right* panel when you see what R-CNN reaches: where
# there is no proposal, nothing can be found.
#
# ## 5 · A better box from a box
#
# A proposal is rarely exact. A network that sees it can say *how it should move*. But in which units? In pixels, the
# numbers would be much larger for large boxes than for small ones. So a box is encoded **relative to another box**, the
# *anchor*:
#
# $$ d_x = \frac{x - x_a}{w_a}, \qquad d_y = \frac{y - y_a}{h_a}, \qquad
#    d_w = \ln\frac{w}{w_a}, \qquad d_h = \ln\frac{h}{h_a}, $$
#
# with centres $(x, y)$, widths and heights. The same four numbers mean the same move at every place and size; four zeros
# mean *leave the box as it is*. At the end each number is divided by a constant (often 0.1, 0.1, 0.2, 0.2), so that the
# network has to predict numbers of about the size 1. These constants are called **variances** for historical reasons;
# they are scales, and are not squared.


# %% tags=["answer:encode_boxes"]
def encode_boxes(boxes, anchors, variance=(1.0, 1.0, 1.0, 1.0)):
    """Return the four numbers that describe each box relative to its anchor.

    Args:
        boxes: (N, 4), x1, y1, x2, y2 in pixels, with area.
        anchors: (N, 4), in the same form.
        variance: Four numbers to divide by.

    Returns:
        (N, 4) floats: moves of the centre in x and y, divided by the anchor's width and height,
            and natural logarithms of the ratios of widths and heights; each of the four numbers
            is divided by its variance.
    """
    ### BEGIN SOLUTION
    sides, anchor_sides = boxes[:, 2:] - boxes[:, :2], anchors[:, 2:] - anchors[:, :2]
    moves = (boxes[:, :2] + sides / 2) - (anchors[:, :2] + anchor_sides / 2)
    coded = np.concatenate([moves / anchor_sides, np.log(sides / anchor_sides)], axis=1)
    return coded / np.array(variance)
    ### END SOLUTION


# %% tags=["check:encode_boxes"]
check("encode_boxes")

# %% [markdown]
# Now the way back. There is a law that tests both functions together: *if you decode what you encoded, you get the box
# again*.


# %% tags=["answer:decode_boxes"]
def decode_boxes(deltas, anchors, variance=(1.0, 1.0, 1.0, 1.0)):
    """Return the boxes that encode_boxes describes: decode_boxes(encode_boxes(b, a), a) is b.

    Args:
        deltas: (N, 4), as encode_boxes returns them.
        anchors: (N, 4), x1, y1, x2, y2 in pixels.
        variance: The four numbers by which encode_boxes divided.

    Returns:
        (N, 4) floats, x1, y1, x2, y2 in pixels.
    """
    ### BEGIN SOLUTION
    deltas = deltas * np.array(variance)
    anchor_sides = anchors[:, 2:] - anchors[:, :2]
    centres = anchors[:, :2] + anchor_sides / 2 + deltas[:, :2] * anchor_sides
    halves = anchor_sides * np.exp(deltas[:, 2:]) / 2
    return np.concatenate([centres - halves, centres + halves], axis=1)
    ### END SOLUTION


# %% tags=["check:decode_boxes"]
check("decode_boxes")

# %% [markdown]
# ## 6 · R-CNN: a classifier for each region
#
# In 2014 two ideas were combined: proposals from selective search, and a convolutional network that had learned to
# classify. For each proposal: **cut it out** with some of its surroundings, **warp** it to the size that the network
# needs, compute **features**, let a **linear support vector machine** give a score for each class, let a linear
# **regression** move the box, and at the end **suppress** duplicates. This is R-CNN.


# %% tags=["answer:warp_region"]
def warp_region(image, box, size, context=2):
    """Cut a region out of an image and resize it to a fixed size.

    Args:
        image: (H, W, channels), uint8. With one channel cv2.resize drops the last axis; the result
            must have it.
        box: x1, y1, x2, y2 in pixels, floats; it has area and lies at least partly in the image.
        size: Height and width of the result, in pixels.
        context: Pixels of surroundings to include on each side.

    Returns:
        (size, size, channels) float32: all pixels that the box touches, even partly, and `context`
            more on each side, as far as the image goes; resized bilinearly, without keeping the
            ratio of the sides (cv2.resize or keras.ops.image.resize).
    """
    ### BEGIN SOLUTION
    left, top = np.maximum(np.floor(box[:2]).astype(int) - context, 0)
    right, bottom = np.ceil(box[2:]).astype(int) + context  # slices end with the image
    region = np.ascontiguousarray(image[top:bottom, left:right], "float32")
    return cv2.resize(region, (size, size), interpolation=cv2.INTER_LINEAR)
    ### END SOLUTION


# %% tags=["check:warp_region"]
check("warp_region")

# %% [markdown]
# **What the classifier learns from.** Every proposal gets the class of the object with which its IoU is largest, if this
# IoU is at least 0.5. If it is below 0.3, the proposal is *background*, which is a class too. Between the two we leave it
# out. Nearly all proposals are background, so we take a random sample: per image at most 24 proposals of objects, with
# the true boxes among them, and at most 24 of background.

# %% tags=["train"]
LEARNED = {"smoke": 6, "laptop": 100, "gpu": 292}[SCALE]
CROP, BACKGROUND = 32, CLASSES  # pixels per side of a warped region; number of the last class
pool_images = np.concatenate([images, more_images])
pool_objects = [objects_of(targets, number) for number in range(len(images))]
pool_objects += [objects_of(more_targets, number) for number in range(len(more_images))]


def sample_regions(number, rng):
    """Return regions (K, 4) of an image, their classes (K,), and the object (K, 4) nearest to each."""
    objects, labels = pool_objects[number]
    regions = np.concatenate([objects, propose(pool_images[number])])
    overlaps = iou(regions, objects)  # (regions, objects)
    best, fit = overlaps.argmax(axis=1), overlaps.max(axis=1)
    classes = np.where(fit >= 0.5, labels[best], np.where(fit < 0.3, BACKGROUND, -1))
    kinds = np.flatnonzero(classes == BACKGROUND), np.flatnonzero(fit >= 0.5)
    chosen = np.concatenate([rng.permutation(kind)[:24] for kind in kinds])
    return regions[chosen], classes[chosen], objects[best[chosen]]


rng = np.random.default_rng(4)
sampled = [sample_regions(number, rng) for number in range(min(LEARNED, len(pool_images)))]
regions, region_classes, goals = (np.concatenate(kind) for kind in zip(*sampled))
crops = np.stack(
    [
        warp_region(pool_images[number], box, CROP)
        for number, (boxes, _, _) in enumerate(sampled)
        for box in boxes
    ]
)
names = [*class_names, "background"]
counts = ", ".join(f"{np.sum(region_classes == k)} {name}" for k, name in enumerate(names))
print(f"{len(crops)} regions to learn from, out of {len(sampled)} images: {counts}")

# %% tags=["show"]
rng = np.random.default_rng(0)
shown = np.concatenate(
    [rng.permutation(np.flatnonzero(region_classes == k))[:8] for k in range(CLASSES + 1)]
)
figure = plots.image_grid(
    crops[shown] / 255,
    [names[region_classes[place]] for place in shown],
    columns=8,
    title="Regions, warped to squares of 32 × 32",
)

# %% [markdown]
# The paper took a network with ImageNet's weights and trained it further with such crops. Ours is a small network in the
# style of VGG, which learns from the crops alone. It has convolutions that halve the picture twice (the *body*), and a
# dense part that distinguishes the classes and background. After training, the dense part is thrown away. The features
# are the body's maps, pooled to 4 × 4 × 48 numbers.

# %% tags=["train"]
EPOCHS = {"smoke": 1, "laptop": 4, "gpu": 20}[SCALE]
BINS = 4  # rows and columns to which a region's map is reduced
layers = keras.layers


def new_body():
    """Build convolutions from images of any size (h, w, 3), 0 to 255, to maps (h/4, w/4, 48)."""
    parts = [keras.Input((None, None, 3)), layers.Rescaling(1 / 127.5, offset=-1)]
    for filters, stride in ((24, 2), (48, 2), (48, 1)):
        parts += [
            layers.Conv2D(filters, 3, padding="same", use_bias=False),
            layers.BatchNormalization(momentum=0.9),
            layers.ReLU(),
        ]
        parts += [layers.MaxPooling2D(2)] * (stride == 2)
    return keras.Sequential(parts, name="body")


# %% tags=["train"]
keras.utils.set_random_seed(1)
body = new_body()
classifier = keras.Sequential(
    [
        keras.Input((CROP, CROP, 3)),
        body,
        layers.MaxPooling2D(CROP // 4 // BINS),
        layers.Flatten(),
        layers.Dropout(0.3),
        layers.Dense(128, activation="relu"),
        layers.Dense(CLASSES + 1, activation="softmax"),
    ]
)
classifier.compile(
    keras.optimizers.Adam(0.001), "sparse_categorical_crossentropy", metrics=["accuracy"]
)
started = time.perf_counter()
history = classifier.fit(
    crops, region_classes, batch_size=64, epochs=EPOCHS, verbose=0, shuffle=True
).history
print(
    f"{history['accuracy'][-1]:.1%} of the training regions are classified correctly after {EPOCHS} epochs, "
    f"{time.perf_counter() - started:.0f} s"
)
body.trainable = False


# %% tags=["train"]
def run_body(stack, batch_size=64):
    """Return the body's maps (N, h/4, w/4, 48) of images (N, h, w, 3)."""
    parts = [stack[k : k + batch_size] for k in range(0, len(stack), batch_size)]
    maps = [body(np.asarray(part, "float32"), training=False) for part in parts]
    return np.concatenate([keras.ops.convert_to_numpy(part) for part in maps])


def pooled_features(crops):
    """Return R-CNN's features (N, 4, 4, 48) of warped regions (N, 32, 32, 3)."""
    maps = run_body(crops)  # (N, 8, 8, 48)
    step = CROP // 4 // BINS
    return maps.reshape(len(maps), BINS, step, BINS, step, -1).max(axis=(2, 4))


# %% [markdown]
# Support vector machines and regressions are scikit-learn's. The regressions learn what *your* `encode_boxes` returns, and
# their predictions go through *your* `decode_boxes` and `nms_per_class`. The baseline uses the same steps on plain
# pixels, without a network.

# %% tags=["train"]
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC


def flat(stack):
    """Return each region's numbers in one row, (N, numbers)."""
    return stack.reshape(len(stack), -1)


def fit_region_judges(features):
    """Return a classifier of regions, and for each class a regression that moves its boxes."""
    svm = make_pipeline(StandardScaler(), LinearSVC(C=0.001, class_weight="balanced"))
    svm.fit(features, region_classes)
    moves = {}
    for label in range(CLASSES):
        near = region_classes == label
        if near.any():
            moves[label] = Ridge(alpha=1000).fit(
                features[near], encode_boxes(goals[near], regions[near])
            )
    return svm, moves


def judge(features, svm, moves):
    """Return scores (N, classes) and moves (N, classes, 4) of regions."""
    scores = np.full((len(features), CLASSES), -np.inf)
    known = svm[-1].classes_ < BACKGROUND
    scores[:, svm[-1].classes_[known]] = svm.decision_function(features)[:, known]
    deltas = np.zeros((len(features), CLASSES, 4))
    for label, ridge in moves.items():
        deltas[:, label] = ridge.predict(features)
    return scores, deltas


# %% [markdown]
# From scores and moves to detections: drop what is doubtful, move the boxes, suppress duplicates, keep the best 100.


# %% tags=["train"]
def choose(boxes, scores, deltas, least):
    """Return boxes (K, 4), classes (K,) and scores (K,) of the detections made from (N, 4) proposals.

    Scores are (N, classes), moves (N, classes, 4); scores of at most `least` are dropped.
    """
    places, labels = np.nonzero(scores > least)
    best = np.argsort(-scores[places, labels])[:400]
    places, labels = places[best], labels[best]
    found = decode_boxes(deltas[places, labels], boxes[places])
    found = np.clip(found, 0, [*SIZE[::-1]] * 2)
    scores = scores[places, labels]
    kept = nms_per_class(found, scores, labels, 0.3)[:100]
    return found[kept], labels[kept], scores[kept]


def warped(number, boxes):
    """Return the regions of a test image, warped, (N, 32, 32, 3)."""
    return np.stack([warp_region(test_images[number], box, CROP) for box in boxes])


def shrunk(crops):
    """Return the numbers of the baseline, 16 × 16 pixels per region: (N, 768)."""
    return flat(crops.reshape(len(crops), 16, 2, 16, 2, 3).mean(axis=(2, 4)))


# %% tags=["train"]
started = time.perf_counter()
test_proposals = [propose(image) for image in test_images]
seconds = {"selective search": time.perf_counter() - started}
results, detections, feature_seconds = {}, {}, {}
kinds = {
    "SVM on pixels of regions": shrunk,
    "R-CNN": lambda crops: flat(pooled_features(crops)),
}
for name, numbers_of in kinds.items():
    judges = fit_region_judges(numbers_of(crops))
    started = time.perf_counter()
    features = [
        numbers_of(warped(number, boxes)) for number, boxes in enumerate(test_proposals)
    ]
    feature_seconds[name] = time.perf_counter() - started
    detections[name] = [
        choose(boxes, *judge(some, *judges), least=-1)
        for boxes, some in zip(test_proposals, features)
    ]
    seconds[name] = time.perf_counter() - started
    results[name] = evaluate_detections(in_slots(detections[name]), test_targets, CLASSES)
    print(
        f"{name}: AP50 {results[name]['AP50']:.3f} on {len(test_images)} test images, "
        f"{seconds[name]:.1f} s"
    )

# %% tags=["show"]
sure = [
    (boxes[scores > 0], labels[scores > 0]) for boxes, labels, scores in detections["R-CNN"][:3]
]
figure = box_grid(
    test_images[:3],
    [coloured(*some) for some in sure],
    title=f"R-CNN on test images, scores above 0: {LEGEND}",
    size=3,
)

# %% [markdown]
# ## 7 · Fast R-CNN: look at the image once
#
# R-CNN runs its network once for each proposal, although proposals overlap and the same pixels are convolved a hundred
# times. In 2015 the order was changed: run the convolutions **once, over the whole image**, and cut the regions out of
# the *map*. Regions of a map have different sizes, but a dense layer needs a fixed one. So **RoI pooling** lays a grid of
# `size` × `size` bins over the region and takes the maximum in each bin.
#
# The map has a *stride*: with a stride of 4, each cell of the map stands for 4 × 4 pixels. So a box is divided by the
# stride and rounded to cells. This is the rule along x; the rule along y is the same:
#
# - the first cell is $a = \lfloor x_1 / s + ½ \rfloor$ and the last cell is $b = \lfloor x_2 / s + ½ \rfloor$, *both
#   included* (the ½ makes it rounding to the nearest whole number). Then both are limited to the cells of the map, from 0
#   to its last one. So even the smallest region has one cell;
# - these are $n = b - a + 1$ cells. Bin $i$ of $k$ goes from cell $a + \lfloor i\,n/k \rfloor$ to cell
#   $a + \lceil (i+1)\,n/k \rceil$, the end *not included*, as in a slice. So each bin has at least one cell, and
#   neighbouring bins may share one. For example, 7 cells in 3 bins: cells 0–2, 2–4 and 4–6.


# %% tags=["answer:roi_pool"]
def roi_pool(features, boxes, size, stride):
    """Reduce each region of a map to a grid of the same size, by maxima.

    Args:
        features: (H, W, C), a map.
        boxes: (N, 4), x1, y1, x2, y2 in pixels of the *image*, inside it. N may be 0.
        size: Rows and columns of bins.
        stride: Pixels of the image from one cell of the map to the next.

    Returns:
        (N, size, size, C): at row i and column j, the maximum over the cells of that bin.
    """
    ### BEGIN SOLUTION
    height, width, channels = features.shape
    pooled = np.zeros((len(boxes), size, size, channels), features.dtype)

    def bins(first, last, length):
        first, last = np.clip([first, last], 0, length - 1)
        cells = last - first + 1
        return [
            slice(first + i * cells // size, first - (-(i + 1) * cells // size))
            for i in range(size)
        ]

    for number, box in enumerate(np.floor(np.asarray(boxes) / stride + 0.5).astype(int)):
        rows, columns = bins(box[1], box[3], height), bins(box[0], box[2], width)
        for i, row in enumerate(rows):
            for j, column in enumerate(columns):
                pooled[number, i, j] = features[row, column].max(axis=(0, 1))
    return pooled
    ### END SOLUTION


# %% tags=["check:roi_pool"]
check("roi_pool")

# %% [markdown]
# Fast R-CNN's second idea: there are no separate support vector machines and regressions, but **one dense part with two
# outputs**, trained together. One is a softmax over classes and background; the other is four numbers for the box, whose
# loss counts only for regions of objects.
#
# Our body has just learned from crops in which cells have about the same size as in the image. So we keep it as it is,
# run it once over each whole image, pool the same regions as before out of the maps, and train only the dense part. (The
# paper trains the convolutions too. That is better, but takes a GPU.)

# %% tags=["train"]
EPOCHS = {"smoke": 1, "laptop": 15, "gpu": 40}[SCALE]
started = time.perf_counter()
maps = run_body(pool_images[: len(sampled)], batch_size=8)  # (images, 36, 48, 48)
pooled = np.concatenate(
    [
        roi_pool(image_maps, boxes, BINS, stride=4)
        for image_maps, (boxes, _, _) in zip(maps, sampled)
    ]
)
keras.utils.set_random_seed(2)
inputs = keras.Input(pooled.shape[1:])
hidden = layers.Dropout(0.3)(layers.Flatten()(inputs))
hidden = layers.Dense(128, activation="relu")(hidden)
head = keras.Model(
    inputs,
    {
        "classes": layers.Dense(CLASSES + 1, activation="softmax", name="classes")(hidden),
        "boxes": layers.Dense(4, name="boxes")(hidden),
    },
)
# %% tags=["train"]
VARIANCE = (0.1, 0.1, 0.2, 0.2)
head.compile(
    keras.optimizers.Adam(0.001),
    loss={"classes": "sparse_categorical_crossentropy", "boxes": "huber"},
)
of_object = (region_classes < BACKGROUND).astype("float32")
history = head.fit(
    pooled,
    {"classes": region_classes, "boxes": encode_boxes(goals, regions, VARIANCE)},
    sample_weight={"classes": np.ones(len(pooled)), "boxes": of_object},
    batch_size=64,
    epochs=EPOCHS,
    verbose=0,
).history
print(f"trained on {len(pooled)} pooled regions, {time.perf_counter() - started:.0f} s in all")

# %% tags=["train"]
name = "Fast R-CNN"
started = time.perf_counter()
pooled = [
    roi_pool(run_body(image[None])[0], boxes, BINS, stride=4)
    for image, boxes in zip(test_images, test_proposals)
]
feature_seconds[name] = time.perf_counter() - started
detections[name] = []
for boxes, some in zip(test_proposals, pooled):
    answers = {kind: keras.ops.convert_to_numpy(part) for kind, part in head(some).items()}
    # One box for all classes here: repeat its moves for each, (N, classes, 4).
    deltas = np.repeat((answers["boxes"] * VARIANCE)[:, None], CLASSES, axis=1)
    detections[name].append(choose(boxes, answers["classes"][:, :-1], deltas, least=0.05))
seconds[name] = time.perf_counter() - started
results[name] = evaluate_detections(in_slots(detections[name]), test_targets, CLASSES)
print(
    f"{name}: AP50 {results[name]['AP50']:.3f} on {len(test_images)} test images, "
    f"{seconds[name]:.1f} s"
)

# %% [markdown]
# **How much time does it save?** Both detectors saw the same proposals. Our network is tiny; the papers used VGG16, on
# photographs of full size. The time that a network takes does not depend on its weights, so we can measure it with an
# untrained VGG16: once on a picture as large as a micrograph from the microscope, and once on a few regions of
# 224 × 224, as R-CNN needs them.

# %% tags=["train"]
whole_size, FEW = ((96, 128), 1) if SCALE == "smoke" else ((480, 640), 4)
vgg = keras.applications.VGG16(include_top=False, weights=None)
count = round(np.mean([len(boxes) for boxes in test_proposals]))
rng = np.random.default_rng(5)
whole, some = (
    rng.uniform(0, 255, shape).astype("float32")
    for shape in ((1, *whole_size, 3), (FEW, 224, 224, 3))
)
boxes = test_proposals[0] * (whole_size[0] / SIZE[0])
stopwatch = {}
vgg(some[:1, :64, :64])  # the first call takes longer
for what, stack in (("image", whole), ("regions", some)):
    started = time.perf_counter()
    vgg_maps = keras.ops.convert_to_numpy(vgg(stack))
    stopwatch[what] = time.perf_counter() - started
    if what == "image":
        started = time.perf_counter()
        roi_pool(vgg_maps[0], boxes, 7, stride=32)
        stopwatch["pooling"] = (time.perf_counter() - started) * count / len(boxes)
each = stopwatch["regions"] / FEW
slow, fast = count * each, stopwatch["image"] + stopwatch["pooling"]

# %% tags=["show"]
from IPython.display import Markdown

pictures = len(test_images)
ours = feature_seconds["R-CNN"] / pictures, feature_seconds["Fast R-CNN"] / pictures
rows = [
    f"| seconds for an image with {count} proposals | R-CNN | Fast R-CNN | how many times faster |",
    "|---|---|---|---|",
    f"| our small network: R-CNN warps and runs it for each, Fast R-CNN runs it once and pools (measured) | {ours[0]:.3f} | {ours[1]:.3f} "
    f"| **{ours[0] / ours[1]:.1f}** |",
    f"| VGG16: {count} regions of {each:.2f} s each (computed from {FEW}), or once and pooling | {slow:.1f} | {fast:.1f} "
    f"| **{slow / fast:.0f}** |",
    f"| selective search, which both need (measured) | {seconds['selective search'] / pictures:.3f} "
    f"| the same | |",
]
Markdown("\n".join(rows))

# %% [markdown]
# The larger the network and the more proposals there are, the more time is saved. With our small network something else
# has become the slowest part: selective search (and with VGG16 too, if a GPU computes the network). It cannot be trained,
# and a GPU does not make it faster. What if the network made the proposals itself? That is lab 8. And what if it did not
# need proposals at all? That is the rest of this lab.
#
# ## 8 · Anchors
#
# Take a map of the image. At **every cell** put a few boxes of fixed sizes and shapes, centred in the middle of the
# cell's pixels: the *anchors*. The network answers three questions about each of them: is there an object, what is it,
# and how must the box move? The questions are the same at every cell, so convolutions alone can answer them.
#
# An anchor of size $s$ and ratio $r$ has the area $s^2$, and its height is $r$ times its width. Faster R-CNN had 3 sizes ×
# 3 ratios, **9** anchors per cell, at a stride of 16 pixels. (From now on, a *cell* is a place of a map; the others are
# called blood cells.)


# %% tags=["answer:make_anchors"]
def make_anchors(height, width, stride, sizes, ratios):
    """Return the anchors of a map.

    Args:
        height: Rows of the map.
        width: Columns of the map.
        stride: Pixels of the image from one cell to the next.
        sizes: Square roots of the anchors' areas, in pixels.
        ratios: Height divided by width.

    Returns:
        (height · width · len(sizes) · len(ratios), 4), x1, y1, x2, y2 in pixels. The order is row
            by row, cell by cell in a row, size by size in a cell, and ratio by ratio for each
            size. Some anchors reach beyond the image.
    """
    ### BEGIN SOLUTION
    anchors = [
        (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
        for y in (np.arange(height) + 0.5) * stride
        for x in (np.arange(width) + 0.5) * stride
        for w, h in ((s / r**0.5, s * r**0.5) for s in sizes for r in ratios)
    ]
    return np.array(anchors)
    ### END SOLUTION


# %% tags=["check:make_anchors"]
check("make_anchors")

# %% tags=["show"]
grid = make_anchors(SIZE[0] // 16, SIZE[1] // 16, 16, [16, 32, 64], [0.5, 1, 2])
boxes = objects_of(targets, 0)[0]
best = iou(grid, boxes).max(axis=0)
middle = SIZE[0] // 32 * (SIZE[1] // 16) + SIZE[1] // 32
one_cell = grid[9 * middle : 9 * middle + 9]
near = grid[iou(grid, boxes).max(axis=1) >= 0.5]
figure = box_grid(
    [images[0]] * 3,
    [one_cell, {"orange": near}, boxes],
    [
        f"the 9 anchors of one of {len(grid) // 9} places",
        f"{len(near)} of {len(grid)} anchors with IoU ≥ 0.5",
        f"{len(boxes)} blood cells; {np.sum(best >= 0.5)} have such an anchor",
    ],
    size=3,
    width=0.8,
)

# %% [markdown]
# ## 9 · YOLO: the image as a table
#
# In 2016 *You Only Look Once* made it even simpler. Divide the image into $S \times S$ cells. The cell that contains an
# object's **centre** is responsible for the object. For each cell the network predicts $B$ boxes, of five numbers each,
# and one probability for each of $C$ classes.
#
# **Question.** How many numbers are that for the whole image? Write a formula in `S`, `B` and `C`, as in Python.

# %% tags=["answer:yolo_numbers"]
yolo_numbers = ...  # a string, such as "S*B + C"
### BEGIN SOLUTION
yolo_numbers = "S**2*(5*B + C)"
### END SOLUTION

# %% tags=["check:yolo_numbers"]
check("yolo_numbers")

# %% [markdown]
# The paper had $S = 7$, $B = 2$, $C = 20$: **7 × 7 × 30**. What must the network learn? For the cell that is responsible
# for an object:
#
# - $x, y$: the place of the centre in the *cell*, each from 0 to 1;
# - $w, h$: the box's width and height, divided by those of the *image*;
# - the confidence, 1;
# - these five numbers are repeated for each of the $B$ boxes (in training only the best of them is used), and after them
#   comes the class, one-hot.
#
# All other cells are zeros. If two centres lie in the same cell, the cell belongs to the first object, and the second one
# is lost.


# %% tags=["answer:yolo_encode"]
def yolo_encode(boxes, labels, grid, boxes_per_cell, classes, image_size):
    """Return the table that a YOLO network must learn from an image.

    Args:
        boxes: (N, 4), x1, y1, x2, y2 in pixels. N may be 0. Their centres lie in the image.
        labels: (N,) ints, classes from 0.
        grid: Number of rows and of columns of cells, S of the paper.
        boxes_per_cell: B of the paper.
        classes: C of the paper.
        image_size: Height and width in pixels.

    Returns:
        (grid, grid, 5 · boxes_per_cell + classes) floats: rows, columns, numbers of a cell. A
            centre on the image's right or lower border belongs to the last cell.
    """
    ### BEGIN SOLUTION
    height, width = image_size
    table = np.zeros((grid, grid, 5 * boxes_per_cell + classes), "float32")
    for (x1, y1, x2, y2), label in zip(boxes, labels):
        x, y = (x1 + x2) / 2 / width * grid, (y1 + y2) / 2 / height * grid  # in cells
        column, row = min(int(x), grid - 1), min(int(y), grid - 1)
        cell = table[row, column]
        if cell[4] == 0:
            box = [x - column, y - row, (x2 - x1) / width, (y2 - y1) / height, 1]
            cell[: 5 * boxes_per_cell] = box * boxes_per_cell
            cell[5 * boxes_per_cell + label] = 1
    return table
    ### END SOLUTION


# %% tags=["check:yolo_encode"]
check("yolo_encode")

# %% [markdown]
# Reading the table back gives $B$ boxes for each cell. The score of a box for a class is its *confidence times the
# probability of the class*.


# %% tags=["answer:yolo_decode"]
def yolo_decode(table, boxes_per_cell, image_size):
    """Return all boxes of a YOLO table, and their scores for each class.

    Args:
        table: (S, S, 5 · boxes_per_cell + classes), as yolo_encode returns it.
        boxes_per_cell: B of the paper.
        image_size: Height and width in pixels.

    Returns:
        Boxes (S · S · B, 4), x1, y1, x2, y2 in pixels, and scores (S · S · B, classes), also for
            cells without an object. The order is row by row, cell by cell, and box by box.
    """
    ### BEGIN SOLUTION
    height, width = image_size
    grid = len(table)
    found = table[..., : 5 * boxes_per_cell].reshape(grid, grid, boxes_per_cell, 5)
    x = (found[..., 0] + np.arange(grid)[:, None]) / grid * width  # columns are the second axis
    y = (found[..., 1] + np.arange(grid)[:, None, None]) / grid * height
    w, h = found[..., 2] * width, found[..., 3] * height
    boxes = np.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2], axis=-1)
    scores = found[..., 4:] * table[:, :, None, 5 * boxes_per_cell :]
    return boxes.reshape(-1, 4), scores.reshape(boxes.size // 4, -1)
    ### END SOLUTION


# %% tags=["check:yolo_decode"]
check("yolo_decode")

# %% [markdown]
# Encoding and decoding lose nothing except objects that share a cell. How many are lost in our micrographs?

# %% tags=["show"]
total = sum(len(labels) for _, labels in pool_objects)
print(f"{total} objects in {len(pool_objects)} images")
for grid in (7, 14, 28):
    tables = [
        yolo_encode(boxes, labels, grid, 2, CLASSES, SIZE) for boxes, labels in pool_objects
    ]
    answering = sum(int((table[..., 4] > 0).sum()) for table in tables)
    print(f"grid {grid:2} × {grid:2}: {1 - answering / total:6.1%} of the objects are lost")
boxes, labels = pool_objects[0]
table = yolo_encode(boxes, labels, 7, 2, CLASSES, SIZE)
decoded, scores = yolo_decode(table, 2, SIZE)
figure = box_grid([images[0]], [decoded[scores.max(axis=1) > 0]], size=5, width=1)
axes = figure.axes[0]
for k in range(1, 7):
    axes.axvline(k * SIZE[1] / 7 - 0.5, color="white", linewidth=0.5)
    axes.axhline(k * SIZE[0] / 7 - 0.5, color="white", linewidth=0.5)
_ = axes.set_title("7 × 7 cells, and the boxes decoded from the table", fontsize=9)

# %% [markdown]
# Crowded images are difficult for a coarse grid, whatever the network. SSD, from the same year, uses several maps, some of
# them finer, and several anchors per cell, which it calls *default boxes*. So for most objects there is one that fits.
#
# ## 10 · Ten thousand times background
#
# SSD has a new problem. Of its thousands of default boxes, only about two in a hundred lie on objects. If all of them
# counted, the loss would be nearly all background, and “nothing anywhere” would be a very good answer. The solution is
# **hard negative mining**: of the background boxes, learn only from those that the network gets *most wrong*, three for
# each box on an object.


# %% tags=["answer:hard_negatives"]
def hard_negatives(losses, positives, ratio=3):
    """Choose the background boxes of an image that are worth learning from.

    Args:
        losses: (N,), the loss of each default box.
        positives: (N,) bools: the boxes on objects. All others are background.
        ratio: Background boxes to choose for each box on an object, a whole number.

    Returns:
        (N,) bools: the ratio · (number of positives) background boxes with the largest losses. It
            is one box in an image without objects, and all background boxes if there are fewer
            than that. If losses are equal, any of the boxes may be chosen.
    """
    ### BEGIN SOLUTION
    count = max(int(ratio * positives.sum()), 1)
    order = np.argsort(np.where(positives, np.inf, -losses), kind="stable")
    chosen = np.zeros(len(losses), bool)
    chosen[order[:count]] = True
    return chosen & ~positives
    ### END SOLUTION


# %% tags=["check:hard_negatives"]
check("hard_negatives")

# %% [markdown]
# ## 11 · Augmentation, and a bug to find
#
# A few hundred images are not many, so one varies them: mirror, crop, rotate. When the image moves, its boxes must move
# with it. If they do not, nobody notices: there is no error message, precision is a little lower, and people search for
# the reason for weeks. But there is a simple test. Where an object's **mask** is known, its box follows from the mask.
# Let the augmentation move image, mask and box; then **the box around the moved mask must be the moved box**.


# %% tags=["answer:box_of_mask"]
def box_of_mask(mask):
    """Return the smallest box around a mask.

    Args:
        mask: (H, W); a pixel belongs to the object where it is not 0.

    Returns:
        (4,) floats x1, y1, x2, y2 in pixels, where the pixel in column 0 covers 0 … 1. Four zeros
            for an empty mask.
    """
    ### BEGIN SOLUTION
    rows, columns = np.nonzero(mask)
    if not len(rows):
        return np.zeros(4)
    return np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1], float)
    ### END SOLUTION


# %% tags=["check:box_of_mask"]
check("box_of_mask")

# %% [markdown]
# The first augmentation that we test is well known: Keras' own layer `RandomCrop`, which takes images, masks and boxes
# together. It cuts 64 × 64 pixels out of 96 × 96, at a random place. We use digits on textures, which all have masks.

# %% tags=["show"]
scene = load("digits_on_textures", "test")
digits = {name: array[:200] for name, array in scene.arrays.items()}


def boxes_of_masks(instances, slots):
    """Return the box around each object's mask, (N, slots, 4); zeros where nothing is left."""
    return np.stack(
        [[box_of_mask(of_image == slot + 1) for slot in range(slots)] for of_image in instances]
    )


crop = keras.layers.RandomCrop(64, 64, seed=3, bounding_box_format="xyxy")
SLOTS = digits["labels"].shape[1]
moved = []
for number in range(12):  # one by one, so that each image is cut at another place
    out = crop(
        {
            "images": digits["images"][number : number + 1].astype("float32"),
            "segmentation_masks": digits["instances"][number : number + 1, ..., None],
            "bounding_boxes": {
                "boxes": digits["boxes"][number : number + 1],
                "labels": digits["labels"][number : number + 1],
            },
        },
        training=True,
    )
    out = {
        "image": out["images"],
        "mask": out["segmentation_masks"][..., 0],
        "boxes": out["bounding_boxes"]["boxes"],
    }
    moved.append({name: keras.ops.convert_to_numpy(part)[0] for name, part in out.items()})

# %% tags=["show"]
truth = [boxes_of_masks(part["mask"][None], SLOTS)[0] for part in moved]
shown = sorted(range(len(truth)), key=lambda number: -truth[number].any(axis=1).sum())[:4]
figure = box_grid(
    [moved[number]["image"].astype("uint8") for number in shown],
    [
        {
            "lime": truth[number][truth[number].any(axis=1)],
            "red": np.clip(moved[number]["boxes"], 0, 64)[truth[number].any(axis=1)],
        }
        for number in shown
    ],
    title=f"Keras {keras.__version__}: RandomCrop's boxes (red), boxes around the cropped masks (green)",
)

# %% [markdown]
# In Keras 3.15 they do not fit. *How* do they differ? Take an object that lies completely inside the crop. The difference
# of its box before and its box after says how far it was moved. For the box around the mask, this is how far the crop's
# corner lies to the right and down. What did `RandomCrop` do?

# %% tags=["show"]
print("object   moved left and up by, as the mask has it   as RandomCrop's box has it")
listed = 0
for number, (part, boxes) in enumerate(zip(moved, truth)):
    before = digits["boxes"][number]
    whole = boxes.any(axis=1) & np.all(
        np.isclose(boxes[:, 2:] - boxes[:, :2], before[:, 2:] - before[:, :2]), axis=1
    )
    for slot in np.flatnonzero(whole & (part["boxes"] > 0).all(axis=1))[:1]:
        by_mask, by_keras = before[slot] - boxes[slot], before[slot] - part["boxes"][slot]
        print(
            f"{number:4}, {slot}   left {by_mask[0]:3.0f}, up {by_mask[1]:3.0f}"
            f"{'':28}left {by_keras[0]:3.0f}, up {by_keras[1]:3.0f}"
        )
        listed += 1
if not listed:
    print("(none of these crops shows a whole digit)")

# %% [markdown]
# **Question.** What does the layer do wrong?
#
# - **A** It does not move the boxes at all.
# - **B** It scales them, as if the image had been made smaller, not cut.
# - **C** It moves them to the left by the crop's distance from the *top*, and up by its distance from the *left* side: two
#   axes are swapped.
# - **D** It moves them in the wrong direction, to the right and down.

# %% tags=["answer:what_is_wrong"]
what_is_wrong = ...  # "A", "B", "C" or "D"
### BEGIN SOLUTION
what_is_wrong = "C"
### END SOLUTION

# %% tags=["check:what_is_wrong"]
check("what_is_wrong")

# %% [markdown]
# Why does nobody notice? If the crop lies as far down as to the right, the boxes are right. Otherwise they are too far to
# the left as often as too far to the right, so on average the errors cancel. Write it better: move the boxes, *cut* them
# at the crop's border, and say which of them still have area in it. A box without area must not be learned.


# %% tags=["answer:crop_boxes"]
def crop_boxes(boxes, top, left, height, width):
    """Return boxes in pixels of a part that was cut out of their image.

    Args:
        boxes: (N, 4), x1, y1, x2, y2 in pixels of the whole image. N may be 0.
        top: Row of the whole image with which the part begins.
        left: Column with which it begins.
        height: Rows of the part.
        width: Columns of the part.

    Returns:
        Boxes (N, 4) in pixels of the part, cut at its borders, and (N,) bools: which of them
            still have area. Boxes without area are four zeros.
    """
    ### BEGIN SOLUTION
    moved = np.asarray(boxes, float) - np.array([left, top, left, top])
    moved = np.clip(moved, 0, [width, height, width, height])
    kept = (moved[:, 2:] > moved[:, :2]).all(axis=1)
    return moved * kept[:, None], kept
    ### END SOLUTION


# %% tags=["check:crop_boxes"]
check("crop_boxes")

# %% [markdown]
# Now the test again: for Keras' crop, for yours, and for the mirroring that we will use in training. If an object is cut,
# the box around the rest of its mask can be a little smaller than the cut box. So we compare objects that stay whole; for
# these the two boxes must be equal.

# %% tags=["show"]
from course.detection import flip


def largest_difference(boxes, masks_boxes, before):
    """Return the largest distance from the boxes around the masks, and how many objects are whole."""
    whole = np.isclose(
        masks_boxes[..., 2:] - masks_boxes[..., :2], before[..., 2:] - before[..., :2]
    )
    whole = whole.all(axis=-1) & before.any(axis=-1)
    return np.abs(boxes - masks_boxes)[whole].max(initial=0), int(whole.sum())


# %% tags=["show"]
rng = np.random.default_rng(6)
own, around = [], []
for instances, boxes in zip(digits["instances"], digits["boxes"]):
    top, left = rng.integers(0, 33, 2)
    part = instances[top : top + 64, left : left + 64]
    own.append(crop_boxes(boxes, top, left, 64, 64)[0])
    around.append(boxes_of_masks(part[None], SLOTS)[0])
_, flipped = flip(
    digits["images"], {name: digits[name] for name in ("boxes", "labels", "instances")}, rng
)
before = flipped["boxes"]  # mirroring keeps sides
tested = {
    "Keras' RandomCrop": (
        np.stack([p["boxes"] for p in moved]),
        np.stack(truth),
        digits["boxes"][:12],
    ),
    "your crop_boxes": (np.stack(own), np.stack(around), digits["boxes"]),
    "course.detection.flip": (before, boxes_of_masks(flipped["instances"], SLOTS), before),
}
for name, arrays in tested.items():
    worst, count = largest_difference(*arrays)
    print(f"{name:22}{count:4} whole objects, boxes off by at most {worst:4.1f} pixels")

# %% [markdown]
# ## 12 · One look: training a single-shot detector
#
# Now we put everything together. `SSD` of `course.detection` has a small backbone with maps of stride 4, 8 and 16, six
# default boxes at each cell, and one convolution that predicts for each box a class (or background) and four numbers. It
# learns from scratch. First we check that it computes the right thing, then we train.
#
# **Do your pieces fit?** The detector's losses compare boxes (`iou`), encode them (`encode_boxes`), and choose background
# boxes (`hard_negatives`). Its predictions decode boxes (`decode_boxes`) and suppress duplicates (`nms_per_class`).
# `ssd_with` replaces these steps by *your* functions; it only translates between your NumPy arrays of one image
# and the package's tensors of a batch. We replace the anchors too, and compare the numbers.

# %% tags=["show"]
from course.detection import SSD, build_backbone
from course.detection.substitutes import ssd_with

numpy_of = keras.ops.convert_to_numpy
YOURS = {
    "iou": iou,
    "encode_boxes": encode_boxes,
    "decode_boxes": decode_boxes,
    "hard_negatives": hard_negatives,
    "nms_per_class": nms_per_class,
}


def your_anchors(model):
    """Return the default boxes (N, 4) of an SSD, made by your make_anchors."""
    levels = zip(model.backbone.outputs, (4, 8, 16))
    return np.concatenate(
        [
            make_anchors(
                *map_.shape[1:3], stride, [4 * stride, 4 * stride * 2**0.5], model.ratios
            )
            for map_, stride in levels
        ]
    )


def new_ssd():
    """Build an untrained single-shot detector for the micrographs."""
    return SSD(build_backbone("small", SIZE, strides=(4, 8, 16)), classes=CLASSES)


def losses_of(model):
    """Return the two losses of four images."""
    some = {name: keras.ops.convert_to_tensor(array[:4]) for name, array in targets.items()}
    raw = model.raw(keras.ops.convert_to_tensor(images[:4], "float32"))
    return {
        name: float(loss) for name, loss in model.losses_of(raw, model.truth_of(some)).items()
    }


# %% tags=["show"]
keras.utils.set_random_seed(3)
model = new_ssd()
print(f"{model.count_params():,} parameters, {len(model.anchors):,} default boxes")
off = np.abs(model.anchors - your_anchors(model)).max()
print(f"your anchors differ by at most {off:.5f} pixels")
theirs = losses_of(model)
package_anchors, model.anchors = model.anchors, your_anchors(model).astype("float32")
with ssd_with(**YOURS):
    yours = losses_of(model)
model.anchors = package_anchors
for name in theirs:
    print(f"{name:11} before training: {theirs[name]:.5f}, with your pieces {yours[name]:.5f}")
positives = [
    (iou(boxes, package_anchors).max(axis=0) >= 0.5).sum()
    for boxes, _ in (objects_of(targets, number) for number in range(4))
]
print(f"default boxes with IoU ≥ 0.5, in four images: {', '.join(map(str, positives))}")

# %% [markdown]
# Is the loss as large as it should be? Before training all classes are about equally likely, so the loss of each box is
# about $\ln(C + 1)$. The sum is divided by the number of boxes on objects, and for each of these there are three boxes of
# background: four losses. With three classes that is about $4 \ln 4 = 5.5$, and a little more, because the background
# boxes are the hardest ones.
#
# Training takes a minute or two: batches of eight, mirrored at random in both directions (under a microscope there is no
# up and down), and Adam with a learning rate that rises at first and then falls along a cosine. The network learns from
# the training images and most of the validation images; on 24 validation images we watch its progress. The test images
# are used only at the end.

# %% tags=["train"]
from course.detection import APCallback, Batches, average_precision as ap_of_model

EPOCHS = {"smoke": 1, "laptop": 4, "gpu": 60}[SCALE]
SEEDS = {"smoke": 1, "laptop": 1, "gpu": 3}[SCALE]
watched = min(24, len(more_images) // 2)
pool_targets = pad_targets(*zip(*pool_objects))
learn_targets = {name: array[:-watched] for name, array in pool_targets.items()}
watch_targets = {name: array[-watched:] for name, array in pool_targets.items()}
histories, ssd_results, ssd_seconds = {}, [], []
for seed in range(SEEDS):
    keras.utils.set_random_seed(3 + seed)
    model = new_ssd()
    batches = Batches(
        pool_images[:-watched], learn_targets, batch_size=8, augmentations=[flip], seed=seed
    )
    steps = EPOCHS * len(batches)
    learning_rate = keras.optimizers.schedules.CosineDecay(
        0.0, steps - steps // 20, warmup_target=0.002, warmup_steps=max(steps // 20, 1)
    )
    model.compile(keras.optimizers.Adam(learning_rate, global_clipnorm=5.0))
    watcher = APCallback(pool_images[-watched:], watch_targets, every=max(EPOCHS // 6, 1))
    started = time.perf_counter()
    histories[f"seed {seed}"] = model.fit(
        batches, epochs=EPOCHS, verbose=0, callbacks=[watcher]
    ).history
    ssd_seconds.append(time.perf_counter() - started)
    result = ap_of_model(model, test_images, test_targets)["box"]
    ssd_results.append(result)
    print(
        f"{EPOCHS} epochs, {ssd_seconds[-1] / 60:.1f} minutes: on the test images "
        f"AP50 {result['AP50']:.3f}, AP {result['AP']:.3f}"
    )

# %% tags=["show"]
figure = plots.training_curves(
    histories,
    ["class_loss", "box_loss", "box_AP50"],
    title=f"The single-shot detector: losses in training, AP50 on {watched} images it does not learn from",
)

# %% [markdown]
# **With your pieces once more**, now that it has learned: does it find the same cells?

# %% tags=["show"]
some = test_images[:8]
theirs = {name: numpy_of(array) for name, array in model(some).items()}
package_anchors, model.anchors = model.anchors, your_anchors(model).astype("float32")
with ssd_with(**YOURS):
    yours = {name: numpy_of(array) for name, array in model(some).items()}
model.anchors = package_anchors
off = max(np.abs(theirs[name] - yours[name]).max() for name in ("boxes", "scores"))
print(
    f"detections in {len(some)} images: {np.sum(theirs['labels'] >= 0)} by the package, "
    f"{np.sum(yours['labels'] >= 0)} with your pieces; they differ by at most {off:.5f}"
)
sure = [np.flatnonzero(scores >= 0.5) for scores in yours["scores"][:4]]
figure = box_grid(
    some[:4],
    [
        coloured(yours["boxes"][number][places], yours["labels"][number][places])
        for number, places in enumerate(sure)
    ],
    [
        f"{len(places)} found, {len(objects_of(test_targets, number)[0])} there"
        for number, places in enumerate(sure)
    ],
    title=f"Test images, scores of at least 0.5: {LEGEND}",
)

# %% [markdown]
# ## 13 · What you saw

# %% tags=["train"]
name = "single-shot detector"
model.predict(test_images[:8], batch_size=8, verbose=0)  # the first call compiles
started = time.perf_counter()
model.predict(test_images, batch_size=8, verbose=0)
seconds[name] = time.perf_counter() - started


# %% tags=["show"]
def with_spread(values):
    """Return the mean, and the standard deviation if there are several values."""
    spread = f" ± {np.std(values):.3f}" if len(values) > 1 else ""
    return f"{np.mean(values):.3f}{spread}"


everything = {name: [result] for name, result in results.items()} | {name: ssd_results}
heads = " | ".join(f"AP50 {name}" for name in class_names)
rows = [
    f"| {len(test_images)} test images | AP50 | AP | {heads} | ms per image | of these for proposals |"
]
rows += ["|---" * (5 + CLASSES) + "|"]
for name, of_seeds in everything.items():
    searched = 0 if name == "single-shot detector" else seconds["selective search"]
    each = 1000 * (seconds[name] + searched) / len(test_images)
    by_class = [with_spread([r.per_class(0)[k] for r in of_seeds]) for k in range(CLASSES)]
    rows.append(
        f"| {name} | **{with_spread([r['AP50'] for r in of_seeds])}** "
        f"| {with_spread([r['AP'] for r in of_seeds])} | {' | '.join(by_class)} "
        f"| {each:.0f} | {1000 * searched / len(test_images):.0f} |"
    )
Markdown("\n".join(rows))

# %% tags=["show"]
recalls = np.linspace(0, 1, 101)
figure = precision_recall(
    {
        f"{name}: AP50 {of_seeds[0].per_class(0)[0]:.2f}": (
            recalls,
            of_seeds[0].precision[0, :, 0, 0, -1],
        )
        for name, of_seeds in everything.items()
    },
    f"{class_names[0]}, {len(test_images)} test images, IoU ≥ 0.5",
)

# %% [markdown]
# - The curves of the detectors with proposals end early: where selective search made no proposal, there is no detection.
#   (They may end a little beyond the recall of section 4. There are more proposals than the 300 there, and the
#   regression moves some boxes to an IoU of 0.5 that had less before.)
# - On this task, with many similar cells, a detector that looks once and is trained end to end is better *and* faster
#   than the detectors made of separate parts. Its default boxes have the sizes that it has to expect, like the random
#   boxes of section 4.
# - All three use the same arithmetic: IoU, encoded boxes, suppression, average precision. You wrote it.
# - A detector's AP on a few dozen images has an error of a few hundredths. Do not trust smaller differences, such as the
#   one between R-CNN and Fast R-CNN.
#
# **Question (graded by a reader).** Compare R-CNN, Fast R-CNN and the single-shot detector. Say for each what is computed
# once per image and what once per region or box. Use your own numbers above to say what limits it: its time, and what it
# cannot find. Six to ten sentences.

# %% [markdown] tags=["written:three_detectors", "points:2"]
# ### BEGIN SOLUTION
# *R-CNN* computes nothing once per image but the proposals. Per region it does everything: warping, all convolutions,
# classification, moving the box. Its time is the number of proposals times the time of a network; the stopwatch shows
# what that means for VGG16. *Fast R-CNN* runs the convolutions once per image; per region only pooling and the small
# dense part are left, which is why it saves more the larger the body is. What remains is selective search: it now
# takes a large share of the time, cannot be learned, and what it proposes is a ceiling to both (the regression only
# mends boxes that are near already), as the ends of the precision-recall curves show: cells that touch and look alike
# are merged and never proposed one by one. *The single-shot detector* computes everything once per image, and per
# default box only reads numbers out of a map. It proposes nothing, so that its ceiling is another: objects that fit no
# default box, and neighbours that suppression takes for doubles. It has to cope with thousands of background boxes,
# which hard negative mining does.
# ### END SOLUTION

# %% [markdown]
# **To think about** (no points)
#
# 1. Suppression removes a neighbour completely. Would it be better to only *lower* its score? When?
# 2. Why does the box loss count only for boxes on objects? What would the four numbers mean for background?
# 3. You may choose the sizes of the default boxes. How would you find good sizes for a new task?
# 4. BCCD's labels miss some cells at the border. How does that change precision, and for which detector most?
#
# **Where to read on**
#
# - J. Uijlings, K. van de Sande, T. Gevers, A. Smeulders, *Selective search for object recognition*, IJCV 2013.
# - R. Girshick, J. Donahue, T. Darrell, J. Malik, *Rich feature hierarchies for accurate object detection and semantic
#   segmentation* (R-CNN), CVPR 2014; R. Girshick, *Fast R-CNN*, ICCV 2015.
# - J. Redmon, S. Divvala, R. Girshick, A. Farhadi, *You only look once*, CVPR 2016.
# - W. Liu and others, *SSD: single shot multibox detector*, ECCV 2016.
# - T.-Y. Lin and others, *Microsoft COCO: common objects in context*, ECCV 2014, and its page on evaluation.
# - In this course: the guide to `course.detection` (`docs/detection.md`), and lab 8, where the network itself makes the
#   proposals.
#
# All your points:

# %% tags=["show"]
check()
