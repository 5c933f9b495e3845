# ---
# jupyter:
#   course:
#     data: [digits_on_textures, nuclei]
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # Lab 8 · Faster and Mask R-CNN: from proposals to instances
#
# Lab 6 classified pixels, and two cells that touch became one. Lab 7 found boxes, and a box says little about a shape.
# This lab puts both together: a network first *proposes* where objects might be, then looks at each place again, says
# what it is, moves the box, and marks the object's pixels. It is called Mask R-CNN, and you build all of its important
# pieces.
#
# **At the end you will be able to**
#
# - say what each of the many thousand anchors of an image learns, and write the region proposal network (RPN);
# - turn its answers into a few good proposals;
# - read a region from a feature map without rounding (RoIAlign), and show how rounding harms a mask;
# - write the box head, the mask head and the five losses, and train them with `fit`;
# - augment images so that boxes stay right, and prove it with masks;
# - measure box and mask AP as COCO does, and say when instances are better than classified pixels.
#
# | | |
# |---|---|
# | **Time to run** | about 8 minutes on a laptop (2 CPU cores); reading and solving: an afternoon and a half |
# | **Points** | 22: 20 are judged by the checks below, 2 by a reader |
# | **Data** | digits on textures: 2,400 pictures, generated on your machine. Nuclei under a microscope (Data Science Bowl 2018) where they can be found; otherwise generated cells replace them. Each is announced when it is loaded |
#
# You write the steps that choose (which anchors, which proposals, which pixels) in NumPy, for one image at a time. You
# write what learns in Keras: three small networks and four losses. The rest comes from `course.detection`, which has the
# same pieces for whole batches, compiled. At the end your pieces replace its own, and the results must stay the same.
#
# What an exercise asks for must be your own work: an answer that calls it from `course` or from another library gets no
# points. No function may change the arrays that it is given.
#
# Lab 1's rules hold here too: write your code in place of `raise NotImplementedError(…)`, run the cell, run the check
# below it.

# %%
import time
from dataclasses import replace

import numpy as np

import course
from course.backend.logs import quiet_stderr

with quiet_stderr():  # TensorFlow has a lot to say when it starts
    import keras
from keras import layers, ops

from course import plots
from course.data import load

check = course.checker("lab08", globals())
SCALE = course.scale()  # "laptop" unless COURSE_SCALE says otherwise
SEED = 0  # another seed gives other weights, another order of the images, and slightly different numbers

# %% [markdown]
# ## 1 · Pixels are not objects
#
# Some objects in a picture can be counted: cars, people, cells. They are called **things**. Others cannot be counted; they
# only fill an area: sky, water, gravel. They are called **stuff**. For stuff it is enough to give each pixel a class
# (*semantic segmentation*, labs 5 and 6). For things one wants to know which pixels belong to *the same* thing: *instance
# segmentation*, one mask for each.

# %% tags=["show"]
from course.images.instances import connected_components
from course.plots.segmentation import paint_instances

train, test = load("digits_on_textures", "train"), load("digits_on_textures", "test")
print(train.note)
NAMES = ("boxes", "labels", "instances")
targets, test_targets = ({name: part.arrays[name] for name in NAMES} for part in (train, test))
print(f"to learn from: {train.images.shape}, to test on: {test.images.shape}")

# %% tags=["show"]
counts = [
    (of_image.max(), connected_components(of_image > 0).max()) for of_image in train.instances
]
touching = [place for place, (there, seen) in enumerate(counts) if seen < there][:3]
pictures, captions = [], []
for place in touching:
    of_image = train.instances[place]
    components = connected_components(of_image > 0)
    pictures += [
        train.images[place],
        paint_instances(train.images[place], (of_image > 0).astype(int)),
        paint_instances(train.images[place], components),
        paint_instances(train.images[place], of_image),
    ]
    captions += [
        "image",
        "digit or background",
        f"components: {components.max()}",
        f"instances: {of_image.max()}",
    ]
figure = plots.image_grid(
    pictures, captions, columns=4, size=1.7, title="Where objects touch, components merge"
)

# %% [markdown]
# **Question.** Which of these are stuff? `"sky"`, `"car"`, `"grass"`, `"person"`, `"road"`, `"cow"`, `"water"`, `"cup"`

# %% tags=["answer:stuff"]
stuff = ...  # a list of names, such as ["car", "cup"]
### BEGIN SOLUTION
stuff = ["sky", "grass", "road", "water"]
### END SOLUTION

# %% tags=["check:stuff"]
check("stuff")

# %% [markdown]
# The targets of this lab have the form that `course.detection` uses everywhere: arrays with a fixed number of slots per
# image. `boxes` (N, slots, 4) are `x1, y1, x2, y2` in pixels, where pixel `c` covers `c … c + 1`; `labels` (N, slots)
# are classes from 0, and −1 in an empty slot; `instances` (N, H, W) is `k + 1` on the pixels of the object in slot `k`.
#
# ## 2 · Anchors on the pyramid
#
# A backbone gives maps of several strides. Coarse maps know more about *what* is there, fine maps about *where* it is
# (lab 5). A **feature pyramid** combines them, from the coarsest map to the finest: it enlarges a map by a factor of 2
# and adds the next finer one, which a 1 × 1 convolution has brought to the same number of channels. So each of its levels
# knows *what* as well as the coarsest, at its own resolution.
#
# At every cell of every level there are a few **anchors**, boxes of fixed shapes; you made them in lab 7. Here each level
# has one size, a multiple of its stride, with two or three ratios of height to width. Small objects are found on fine
# levels.

# %% tags=["show"]
from matplotlib.patches import Rectangle

from course.detection import SMALL_SETTINGS
from course.detection.anchors import base_anchors, pyramid_anchors

SIZE = train.images.shape[1:3]
STRIDES = (4, 8, 16)
ANCHORS = pyramid_anchors(
    [(SIZE[0] // stride, SIZE[1] // stride) for stride in STRIDES],
    STRIDES,
    [[SMALL_SETTINGS.anchor_scale * stride] for stride in STRIDES],
    SMALL_SETTINGS.ratios,
)
figure = plots.image_grid(
    [train.images[touching[0]]] * 3,
    [f"stride {stride}: {len(level):,} anchors" for stride, level in zip(STRIDES, ANCHORS)],
    size=2.6,
    title="Centres of cells, and the anchors of one of them",
)
for axes, stride in zip(figure.axes, STRIDES):
    centres = np.arange(stride / 2, SIZE[0], stride)
    across, down = np.meshgrid(centres, centres)
    axes.plot(across.ravel() - 0.5, down.ravel() - 0.5, ".", color="yellow", markersize=2)
    middle = centres[len(centres) // 2] - 0.5
    for x1, y1, x2, y2 in middle + base_anchors([4 * stride], SMALL_SETTINGS.ratios):
        axes.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, color="orange"))

# %% [markdown]
# **Question.** The published network for photographs has levels with strides 4, 8, 16, 32 and 64, and three anchors per
# cell. How many anchors does an image of 1024 × 1024 pixels have?

# %% tags=["answer:anchors_on_pyramid"]
anchors_on_pyramid = ...  # a whole number
### BEGIN SOLUTION
anchors_on_pyramid = 3 * sum((1024 // stride) ** 2 for stride in (4, 8, 16, 32, 64))
### END SOLUTION

# %% tags=["check:anchors_on_pyramid"]
check("anchors_on_pyramid")

# %% [markdown]
# ## 3 · The region proposal network
#
# The RPN slides over a map and answers two questions for every anchor: *is there an object*, with one logit, and *where
# exactly*, with four offsets. It has three layers: a 3 × 3 convolution with ReLU, whose result both answers share, and
# then two 1 × 1 convolutions, one for each answer. All levels of a pyramid use the same RPN.
#
# In the paper the map has 512 channels (VGG16), and each cell has 9 anchors: **2,382,893** parameters.
#
# In detectors, the weights of the last layers usually start near zero. With offsets near zero, an untrained RPN proposes
# its anchors as they are, not boxes at random places. With logits near zero, all answers are about equally likely, so no
# answer is very wrong at the start. `near_zero()` below gives such a start.


# %%
def near_zero():
    """Return an initializer for layers that start near zero: a standard deviation of 0.01."""
    return keras.initializers.RandomNormal(stddev=0.01)


# %% tags=["answer:build_rpn"]
def build_rpn(channels=512, anchors=9):
    """Build a region proposal network.

    Args:
        channels: Channels of the map it reads, and of its 3×3 convolution.
        anchors: Anchors per cell.

    Returns:
        A keras.Model from maps (B, H, W, channels), for any H and W, to a list of two outputs:
        logits (B, H, W, anchors) and offsets (B, H, W, 4 * anchors). Padding keeps H and W. The
        two 1×1 convolutions start near zero: kernel_initializer=near_zero().
    """
    ### BEGIN SOLUTION
    maps = keras.Input((None, None, channels))
    hidden = layers.Conv2D(channels, 3, padding="same", activation="relu")(maps)
    objectness = layers.Conv2D(anchors, 1, kernel_initializer=near_zero())(hidden)
    deltas = layers.Conv2D(4 * anchors, 1, kernel_initializer=near_zero())(hidden)
    return keras.Model(maps, [objectness, deltas])
    ### END SOLUTION


# %% tags=["check:build_rpn"]
check("build_rpn")

# %% [markdown]
# ## 4 · What each anchor must learn
#
# An anchor is **positive** (1) if its IoU with some object is at least 0.7, and **negative** (0) if its IoU with every
# object is below 0.3. All others are **ignored** (−1), because neither answer would be right. With this rule alone,
# objects of unusual shapes would have no positive anchor. So there is a second rule: *the best anchor of each object is
# positive too*, even if the IoU is small. If several anchors are equally good, all of them are positive. An object that
# no anchor touches gets none.
#
# Each anchor learns the box of the object with which its IoU is largest.


# %% tags=["answer:label_anchors"]
def label_anchors(overlaps, low=0.3, high=0.7):
    """Decide what each anchor must learn.

    Args:
        overlaps: (M, N) floats, the IoU of M objects with N anchors. M may be 0.
        low: An anchor is negative if its IoU with every object is below this.
        high: An anchor is positive if its IoU with some object is at least this.

    Returns:
        states (N,) ints: 1 positive, 0 negative, -1 ignored; and objects (N,) ints: the number of
        the object with which the anchor's IoU is largest. If several objects are equal (also if
        the anchor touches none), it may be any of them; 0 if the image has no object. `overlaps`
        is not changed.
    """
    ### BEGIN SOLUTION
    if not len(overlaps):
        return np.zeros(overlaps.shape[1], int), np.zeros(overlaps.shape[1], int)
    best = overlaps.max(axis=0)
    states = np.where(best >= high, 1, np.where(best < low, 0, -1))
    best_of_object = overlaps.max(axis=1, keepdims=True)
    states[((overlaps == best_of_object) & (overlaps > 0)).any(axis=0)] = 1
    return states, overlaps.argmax(axis=0)
    ### END SOLUTION


# %% tags=["check:label_anchors"]
check("label_anchors")

# %% [markdown]
# An image has a few positive anchors and thousands of negative ones. If all of them counted, *nothing here* would be a
# nearly perfect answer. So the loss uses a random **sample**: 256 anchors per image, at most half of them positive. If
# there are fewer than 128 positive anchors, there are more negative ones instead.


# %% tags=["answer:sample_anchors"]
def sample_anchors(states, count, seed):
    """Choose at random the anchors that the loss uses.

    Args:
        states: (N,) ints as label_anchors returns them.
        count: How many anchors to choose: at most half of them (rounded down) positive, the rest
            negative. If there are not enough negative ones, all of them.
        seed: For np.random.default_rng.

    Returns:
        (N,) ints: states, with -1 for every anchor that was not chosen. All positive anchors have
        the same chance to be chosen, and so have all negative ones. `states` is not changed.
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    drawn = np.full_like(states, -1)
    positives = rng.permutation(np.flatnonzero(states == 1))[: count // 2]
    drawn[positives] = 1
    drawn[rng.permutation(np.flatnonzero(states == 0))[: count - len(positives)]] = 0
    return drawn
    ### END SOLUTION


# %% tags=["check:sample_anchors"]
check("sample_anchors")

# %% tags=["show"]
from course.detection.boxes import iou as iou_of_boxes

place = touching[0]
used = targets["labels"][place] >= 0
objects_there = targets["boxes"][place][used]
overlaps = ops.convert_to_numpy(iou_of_boxes(objects_there, np.concatenate(ANCHORS)))
states, _ = label_anchors(overlaps)
sample = sample_anchors(states, SMALL_SETTINGS.rpn_batch_size_per_image, seed=0)
print(
    f"{len(states):,} anchors: {(states == 1).sum()} positive, {(states == 0).sum():,} negative, "
    f"{(states == -1).sum()} ignored; in the sample: {(sample == 1).sum()} and {(sample == 0).sum()}"
)
by_level = np.split(states, np.cumsum([len(level) for level in ANCHORS])[:-1])
figure = plots.image_grid(
    [paint_instances(train.images[place], train.instances[place])] + [train.images[place]] * 3,
    ["objects"]
    + [
        f"stride {stride}: {(level == 1).sum()} positive"
        for stride, level in zip(STRIDES, by_level)
    ],
    size=2.2,
    title="Your positive anchors",
)
for axes, level, of_level in zip(figure.axes[1:], ANCHORS, by_level):
    for x1, y1, x2, y2 in level[of_level == 1] - 0.5:
        axes.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, color="orange"))

# %% [markdown]
# Each object has its positive anchors on one or two levels, where the anchors have about its size.
#
# ## 5 · From answers to proposals
#
# In prediction the RPN gives an answer for every anchor. On each level, five steps turn its answers into **proposals**:
#
# 1. take the anchors with the `pre_nms_top_n` largest logits, best first;
# 2. *decode*: move and resize each anchor by its offsets;
# 3. clip the boxes to the image;
# 4. drop boxes with a side shorter than `smallest` pixels;
# 5. suppress (non-maximum suppression), and keep the best `post_nms_top_n`.
#
# You wrote decoding and suppression in lab 7: the next cell has both, for NumPy arrays.

# %%
LARGEST_LOG = np.log(1000 / 16)  # limits growth, so that no offset makes exp overflow


def decode(deltas, anchors):
    """Return the boxes (N, 4) that offsets (N, 4) describe relative to anchors (N, 4)."""
    sides = anchors[:, 2:] - anchors[:, :2]
    centres = anchors[:, :2] + sides / 2 + deltas[:, :2] * sides
    sides = sides * np.exp(np.minimum(deltas[:, 2:], LARGEST_LOG))
    return np.concatenate([centres - sides / 2, centres + sides / 2], axis=1)


def suppress(boxes, scores, iou_threshold):
    """Return the places of the boxes that non-maximum suppression keeps, best first."""
    areas, kept = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1), []
    left = np.argsort(-scores, kind="stable")
    while len(left):
        best, left = left[0], left[1:]
        kept.append(best)
        low = np.maximum(boxes[best, :2], boxes[left, :2])
        high = np.minimum(boxes[best, 2:], boxes[left, 2:])
        shared = np.prod(np.maximum(high - low, 0), axis=1)
        left = left[shared <= iou_threshold * (areas[best] + areas[left] - shared)]
    return np.array(kept, int)


# %% tags=["answer:propose"]
def propose(
    objectness,
    deltas,
    anchors,
    image_size,
    pre_nms_top_n=1000,
    post_nms_top_n=1000,
    iou_threshold=0.7,
    smallest=1,
):
    """Turn the RPN's answers on one level into proposals.

    Args:
        objectness: (N,) logits.
        deltas: (N, 4) offsets.
        anchors: (N, 4) x1, y1, x2, y2 in pixels.
        image_size: (height, width) in pixels.
        pre_nms_top_n: The largest number of anchors that are decoded.
        post_nms_top_n: The largest number of proposals that are returned.
        iou_threshold: If the IoU of two proposals is larger, the worse one is dropped.
        smallest: The smallest width and height of a proposal, in pixels.

    Returns:
        boxes (K, 4) and their logits (K,), best first, with K <= post_nms_top_n. If logits are
        equal, any of them may be first.
    """
    ### BEGIN SOLUTION
    height, width = image_size
    best = np.argsort(-objectness)[:pre_nms_top_n]
    boxes, scores = decode(deltas[best], anchors[best]), objectness[best]
    boxes = np.clip(boxes, 0, [width, height, width, height])
    large = ((boxes[:, 2:] - boxes[:, :2]) >= smallest).all(axis=1)
    boxes, scores = boxes[large], scores[large]
    kept = suppress(boxes, scores, iou_threshold)[:post_nms_top_n]
    return boxes[kept], scores[kept]
    ### END SOLUTION


# %% tags=["check:propose"]
check("propose")

# %% [markdown]
# No RPN is trained yet. To see what **your** function does, we make up the answers of one: logits that rise with the true
# IoU, and the true offsets, both with noise.

# %% tags=["show"]
from course.detection.box_coding import encode_boxes
from course.detection.step_through import draw_boxes

rng = np.random.default_rng(4)
shape = np.concatenate(ANCHORS).shape
logits = 8 * overlaps.max(axis=0) - 4 + rng.normal(0, 1, len(states))
nearest = objects_there[overlaps.argmax(axis=0)]
offsets = ops.convert_to_numpy(encode_boxes(nearest, np.concatenate(ANCHORS)))
offsets = np.clip(offsets, -1, 1) + rng.normal(0, 0.15, shape)
answers = logits.astype("float32"), offsets.astype("float32"), np.concatenate(ANCHORS)
some = rng.permutation(len(states))[:300]
shown = {
    f"all {len(states):,}, as decoded; of these": (decode(answers[1], answers[2])[some], None),
    "best 60": propose(*answers, SIZE, pre_nms_top_n=60, iou_threshold=1.0),
    "after suppression": propose(*answers, SIZE, pre_nms_top_n=60, iou_threshold=0.7),
    "best 10": propose(*answers, SIZE, pre_nms_top_n=60, post_nms_top_n=10, iou_threshold=0.7),
}
figure = plots.image_grid(
    [train.images[place]] * 4,
    [f"{name}: {len(boxes):,}" for name, (boxes, _) in shown.items()],
    size=2.2,
    title="Your proposals, from answers that we made up",
)
for axes, (boxes, _) in zip(figure.axes, shown.values()):
    draw_boxes(axes, boxes - 0.5, colour="orange", width=0.6)

# %% [markdown]
# ## 6 · Which map to read a proposal from
#
# A large proposal is read from a coarse map and a small one from a fine map, so that each covers about the same number of
# cells. Let $k$ be the number of the level, 0 for the finest, $s_0$ the finest stride, and $w \times h$ the size of the box
# in pixels. Then
#
# $$k = \left\lfloor \log_2 \frac{16}{s_0} + \log_2 \frac{\sqrt{w h}}{224} \right\rfloor$$
#
# A box of 224 × 224 pixels, the size of ImageNet's photographs, is read from the map of stride 16; a box with sides twice
# as long is read from stride 32, and so on. If $k$ is below 0 or too large, take the first or the last level. With
# strides 4, 8, 16 and 32, for example, boxes of 32, 112, 224 and 448 pixels have $k$ = −1 (so level 0), 1, 2 and 3.


# %% tags=["answer:assign_levels"]
def assign_levels(boxes, strides, canonical_size=224, canonical_stride=16):
    """Return the level of a pyramid from which each box is read.

    Args:
        boxes: (N, 4) x1, y1, x2, y2 in pixels, all with an area.
        strides: Strides of the levels, finest first, each twice the one before.
        canonical_size: 224 in the formula, in pixels: a square box with this side …
        canonical_stride: … is read from the level of this stride, 16 in the formula.

    Returns:
        (N,) ints: for each box a level, as a place in `strides`.
    """
    ### BEGIN SOLUTION
    size = np.sqrt((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
    levels = np.floor(np.log2(canonical_stride / strides[0]) + np.log2(size / canonical_size))
    return np.clip(levels, 0, len(strides) - 1).astype(int)
    ### END SOLUTION


# %% tags=["check:assign_levels"]
check("assign_levels")

# %% [markdown]
# ## 7 · RoIAlign: reading a region without rounding
#
# The second stage needs the same number of features from each region, for example 7 × 7 bins. **RoIPool** (Fast R-CNN)
# rounds the box to whole cells of the map and takes the maximum in each bin. This is good enough to say *cat*, but not to
# outline its ears: at stride 16 one cell is 16 pixels.
#
# **Question.** RoIPool rounds each border of the box to the *nearest* border between cells. By how many pixels can this
# move a border at most, at stride 16?

# %% tags=["answer:largest_rounding"]
largest_rounding = ...  # in pixels
### BEGIN SOLUTION
largest_rounding = 8
### END SOLUTION

# %% tags=["check:largest_rounding"]
check("largest_rounding")

# %% [markdown]
# **RoIAlign** rounds nothing. It cuts the box into bins, places a few points evenly in each bin, interpolates the map
# *bilinearly* at each point, and takes the mean.
#
# There is a one half in it that is easily forgotten. A cell's value stands for all the pixels that the cell covers, so it
# belongs to their *centre*: the cell in row $i$ belongs to $y = (i + \tfrac12)\, s$ in the image, with stride $s$. So the
# place $y$ of the image lies at $y / s - \tfrac12$ on the map. The first implementations forgot the half, and all masks
# were shifted by half a cell. A box may also be smaller than a cell: do not enlarge it.


# %% tags=["answer:roi_align"]
def roi_align(features, box, size, stride, samples=2):
    """Read a box out of a feature map by bilinear interpolation.

    Args:
        features: (H, W, C) map. The value at row i and column j belongs to the place
            x = (j + 0.5) * stride, y = (i + 0.5) * stride in the image.
        box: x1, y1, x2, y2 in pixels of the image, inside it.
        size: Rows and columns of bins.
        stride: Pixels between neighbouring cells of the map.
        samples: Each bin is cut into samples × samples equal parts, with one point in the middle
            of each part.

    Returns:
        (size, size, C): the mean over the points of each bin; rows from top to bottom. Beyond the
        outermost centres of cells, the values at the border of the map continue.
    """
    ### BEGIN SOLUTION
    height, width, channels = features.shape
    x1, y1, x2, y2 = box
    middles = (np.arange(size * samples) + 0.5) / (size * samples)
    y = np.clip((y1 + middles * (y2 - y1)) / stride - 0.5, 0, height - 1)
    x = np.clip((x1 + middles * (x2 - x1)) / stride - 0.5, 0, width - 1)
    top, left = np.floor(y).astype(int), np.floor(x).astype(int)
    bottom, right = np.minimum(top + 1, height - 1), np.minimum(left + 1, width - 1)
    down, across = (y - top)[:, None, None], (x - left)[None, :, None]
    above = (1 - across) * features[top][:, left] + across * features[top][:, right]
    below = (1 - across) * features[bottom][:, left] + across * features[bottom][:, right]
    values = (1 - down) * above + down * below
    return values.reshape(size, samples, size, samples, channels).mean(axis=(1, 3))
    ### END SOLUTION


# %% tags=["check:roi_align"]
check("roi_align")

# %% [markdown]
# How far is a mask shifted? Take a map whose values *are* places: each cell has its own x coordinate in the image as its
# value. Read a box of 56 × 56 pixels from it, and compare the value of each bin with the true place of its centre. Repeat
# this while the box slides.

# %% tags=["show"]
from course.detection.roi_align import roi_align as fast_roi_align
from course.detection.roi_pool import roi_pool

STRIDE, CELLS = 16, 16
ramp = np.broadcast_to(((np.arange(CELLS) + 0.5) * STRIDE)[None, :, None], (CELLS, CELLS, 1))
starts = np.arange(64, 97, 0.5)
slid = np.stack([starts, starts, starts + 56, starts + 56], axis=1).astype("float32")
truth = starts[:, None] + (np.arange(7) + 0.5) * 8
batch = ramp[None].astype("float32"), slid[None], 7, STRIDE
read = {
    "RoIPool": ops.convert_to_numpy(roi_pool(*batch))[0, :, 3, :, 0],
    "RoIAlign without the half": ops.convert_to_numpy(fast_roi_align(*batch, aligned=False))[
        0, :, 3, :, 0
    ],
    "your RoIAlign": np.stack([roi_align(ramp, box, 7, STRIDE)[3, :, 0] for box in slid]),
}
axes = plots.new_axes(
    "A box slides over a map of stride 16: where do its bins read?",
    "left border of the box (pixels)",
    "mean shift (pixels)",
)
for name, values in read.items():
    axes.plot(starts, (values - truth).mean(axis=1), label=name)
_ = axes.legend(fontsize=8, loc="lower right", bbox_to_anchor=(1, 0.1))
for name, values in read.items():
    print(f"{name:26} largest shift of a bin: {np.abs(values - truth).max():5.2f} pixels")

# %% [markdown]
# RoIPool jumps whenever a border of the box crosses the middle of a cell. (And on this map, whose values rise to the
# right, it reads too far to the right, because the largest value of a bin is that of its last cell.) Without the half,
# the error is constant. That is nearly worse: a network learns to work with the error, until it is used with another
# stride. Yours reads at the right places.
#
# ## 8 · Two heads
#
# The **box head** flattens a region's 7 × 7 features and sends them through two dense layers. Then it gives two answers:
# a logit for each class **and one for background**, which is the last; and four offsets *for each class*, because the box
# of a person is corrected differently from the box of a car. Background needs no offsets.


# %% tags=["answer:build_box_head"]
def build_box_head(classes, size=7, channels=256, hidden=1024):
    """Build the head that classifies a region and corrects its box.

    Args:
        classes: Number of classes, background not counted.
        size: Rows and columns of the region's features.
        channels: Channels of the features.
        hidden: Units of each of the two hidden layers, which have ReLU.

    Returns:
        A keras.Model from (N, size, size, channels) to a list of two outputs: logits
        (N, classes + 1) and offsets (N, 4 * classes). Both last layers start near zero:
        kernel_initializer=near_zero().
    """
    ### BEGIN SOLUTION
    features = keras.Input((size, size, channels))
    vector = layers.Flatten()(features)
    vector = layers.Dense(hidden, activation="relu")(vector)
    vector = layers.Dense(hidden, activation="relu")(vector)
    logits = layers.Dense(classes + 1, kernel_initializer=near_zero())(vector)
    deltas = layers.Dense(4 * classes, kernel_initializer=near_zero())(vector)
    return keras.Model(features, [logits, deltas])
    ### END SOLUTION


# %% tags=["check:build_box_head"]
check("build_box_head")

# %% [markdown]
# The **mask head** does not flatten: it has a few 3 × 3 convolutions on 14 × 14 features, a transposed convolution that
# doubles the size to 28 × 28, and a 1 × 1 convolution that gives one mask *for each class*.


# %% tags=["answer:build_mask_head"]
def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    """Build the head that predicts a region's mask.

    Args:
        classes: Number of classes.
        size: Rows and columns of the region's features.
        channels: Channels of the features.
        hidden: Channels of the convolutions and of the transposed convolution, all with ReLU.
        depth: Number of 3×3 convolutions, with padding that keeps the size.

    Returns:
        A keras.Model from (N, size, size, channels) to (N, 2 * size, 2 * size, classes) logits:
        first the 3×3 convolutions, then a transposed convolution of 2×2 with stride 2, then a 1×1
        convolution without activation.
    """
    ### BEGIN SOLUTION
    features = maps = keras.Input((size, size, channels))
    for _ in range(depth):
        maps = layers.Conv2D(hidden, 3, padding="same", activation="relu")(maps)
    maps = layers.Conv2DTranspose(hidden, 2, strides=2, activation="relu")(maps)
    return keras.Model(features, layers.Conv2D(classes, 1)(maps))
    ### END SOLUTION


# %% tags=["check:build_mask_head"]
check("build_mask_head")

# %% [markdown]
# **Question.** Why does each class have its own mask, with a *sigmoid*, instead of a softmax over the classes at each
# pixel?
#
# - **A** A sigmoid is cheaper to compute than a softmax.
# - **B** The box head has already decided about the class. Only the mask of that class is used, so classes need not
#   compete for pixels.
# - **C** A pixel of a region may belong to several objects at once, and a softmax would forbid that.
# - **D** A softmax has no gradient where the region is background.

# %% tags=["answer:why_sigmoids"]
why_sigmoids = ...  # a letter, such as "A"
### BEGIN SOLUTION
why_sigmoids = "B"
### END SOLUTION

# %% tags=["check:why_sigmoids"]
check("why_sigmoids")

# %% [markdown]
# ## 9 · Five losses
#
# | loss | who learns | from which | what |
# |---|---|---|---|
# | `rpn_objectness_loss` | RPN | sampled anchors | binary cross-entropy |
# | `rpn_box_loss` | RPN | positive anchors | smooth L1 of the four offsets |
# | `class_loss` | box head | sampled regions | cross-entropy over the classes and background |
# | `box_loss` | box head | positive regions | smooth L1, offsets of the true class |
# | `mask_loss` | mask head | positive regions | binary cross-entropy of each pixel, mask of the true class |
#
# The second and the fourth are the same formula, so four functions are enough. They become part of the graph that Keras
# trains: write them with `keras.ops`, not with NumPy, and without a Python `if` on the numbers. All shapes are fixed:
# entries that do not count are not cut out, but switched off by a mask (`positives`, `drawn`).
#
# There is a trap. Entries that do not count may be NaN: logits in the first loss, and targets of entries that are not
# positive in the second. (The other two losses have numbers everywhere.) A mask as a factor does not help, because NaN · 0
# is NaN. Use `ops.where`, and use it *before* the arithmetic, on the array that may contain NaN. If you use it only on the
# result, the loss is right, but its gradient is NaN · 0 = NaN. Then one training step makes all weights NaN.
#
# First the **objectness loss**. The binary cross-entropy of a logit $z$ with a target $t$ is
# $\max(z, 0) - z\,t + \log(1 + e^{-|z|})$; in this form it never overflows.


# %% tags=["answer:objectness_loss"]
def objectness_loss(logits, positives, negatives):
    """Compute the RPN's mean binary cross-entropy over the sampled anchors.

    Args:
        logits: (B, N) floats.
        positives: (B, N) bools, anchors in the sample with an object (target 1).
        negatives: (B, N) bools, anchors in the sample without one (target 0).

    Returns:
        A scalar tensor; 0 if the sample is empty. Other anchors do not count, even if their logit
        is NaN.
    """
    ### BEGIN SOLUTION
    drawn = ops.logical_or(positives, negatives)
    logits = ops.where(drawn, logits, 0.0)
    targets = ops.cast(positives, "float32")
    losses = ops.maximum(logits, 0) - logits * targets + ops.log1p(ops.exp(-ops.abs(logits)))
    total = ops.sum(ops.where(drawn, losses, 0.0))
    return total / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1)
    ### END SOLUTION


# %% tags=["check:objectness_loss"]
check("objectness_loss")

# %% [markdown]
# The **box loss** is smooth L1: $\frac{e^2}{2\beta}$ where the error is small, $|e| < \beta$, and $|e| - \frac{\beta}{2}$
# everywhere else. It is summed over the four offsets and over the positives, and divided by the number of *all* anchors
# or regions in the sample. So a positive has the same weight in an image with one object as in an image with ten.


# %% tags=["answer:box_loss"]
def box_loss(deltas, targets, positives, drawn, beta=1 / 9):
    """Compute the smooth L1 loss of the positives' offsets, divided by the size of the sample.

    Args:
        deltas: (B, N, 4) predicted offsets.
        targets: (B, N, 4) true offsets. Those of entries that are not positive may be NaN.
        positives: (B, N) bools.
        drawn: (B, N) bools, the sample: positives and negatives.
        beta: Error at which the loss changes from quadratic to linear.

    Returns:
        A scalar tensor; 0 if the sample is empty.
    """
    ### BEGIN SOLUTION
    error = ops.abs(deltas - ops.where(positives[..., None], targets, 0.0))
    losses = ops.where(error < beta, 0.5 * error**2 / beta, error - 0.5 * beta)
    total = ops.sum(ops.where(positives, ops.sum(losses, axis=-1), 0.0))
    return total / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1)
    ### END SOLUTION


# %% tags=["check:box_loss"]
check("box_loss")

# %% [markdown]
# The **class loss** is the cross-entropy that you know from lab 1, over the sampled regions. Logits may be large, and the
# loss must not overflow.


# %% tags=["answer:class_loss"]
def class_loss(logits, classes, drawn):
    """Compute the mean cross-entropy of the sampled regions.

    Args:
        logits: (B, N, C + 1) floats, background last.
        classes: (B, N) ints, 0 to C; C is background.
        drawn: (B, N) bools, the sample.

    Returns:
        A scalar tensor; 0 if the sample is empty.
    """
    ### BEGIN SOLUTION
    losses = keras.losses.sparse_categorical_crossentropy(classes, logits, from_logits=True)
    total = ops.sum(ops.where(drawn, losses, 0.0))
    return total / ops.maximum(ops.sum(ops.cast(drawn, "float32")), 1)
    ### END SOLUTION


# %% tags=["check:class_loss"]
check("class_loss")

# %% [markdown]
# The **mask loss** takes from each region the mask of its *true* class; the other masks do not count. If a region is not
# positive, `classes` may contain the number of background, which has no mask: clip the number before you select the mask
# (`ops.take_along_axis`).


# %% tags=["answer:mask_loss"]
def mask_loss(logits, classes, targets, positives):
    """Compute the mean binary cross-entropy of the positives' masks.

    Args:
        logits: (R, S, S, C) floats, one mask per class.
        classes: (R,) ints, the true class; C (background) where a region is not positive.
        targets: (R, S, S) floats from 0 to 1.
        positives: (R,) bools, the regions that count.

    Returns:
        A scalar tensor: the mean over the pixels of each mask, then the mean over the positives; 0
        if there are no positives.
    """
    ### BEGIN SOLUTION
    chosen = ops.clip(classes, 0, logits.shape[-1] - 1)[:, None, None, None]
    logits = ops.take_along_axis(logits, chosen, axis=3)[..., 0]
    losses = ops.maximum(logits, 0) - logits * targets + ops.log1p(ops.exp(-ops.abs(logits)))
    total = ops.sum(ops.where(positives, ops.mean(losses, axis=(1, 2)), 0.0))
    return total / ops.maximum(ops.sum(ops.cast(positives, "float32")), 1)
    ### END SOLUTION


# %% tags=["check:mask_loss"]
check("mask_loss")

# %% [markdown]
# **Put them together.** `course.detection.MaskRCNN` is a `keras.Model`. Your three networks are arguments of its
# constructor. Your losses go into a subclass that replaces two methods. These two methods show what Mask R-CNN computes in
# training. In the shapes, B is the number of images, N the number of anchors, R the number of regions of an image, and C
# the number of classes.

# %% tags=["show"]
from course.detection import MaskRCNN, build_backbone
from course.detection.box_coding import BOX_VARIANCE
from course.detection.masks import mask_targets


@keras.saving.register_keras_serializable("lab08")
class YourMaskRCNN(MaskRCNN):
    """Mask R-CNN that learns from your losses."""

    def rpn_losses(self, raw, truth):
        """First stage: what do the anchors learn, and how wrong is the RPN?"""
        objects, positives, negatives = self.label(truth)  # as in section 4, each (B, N)
        boxes = ops.take_along_axis(truth["boxes"], objects[..., None], axis=1)  # (B, N, 4)
        offsets = encode_boxes(boxes, np.concatenate(self.anchors))  # (B, N, 4)
        # All levels of the pyramid in one row: logits (B, N), deltas (B, N, 4).
        logits, deltas = (ops.concatenate(raw[name], 1) for name in ("objectness", "deltas"))
        sampled = ops.logical_or(positives, negatives)
        return {
            "rpn_objectness_loss": objectness_loss(logits, positives, negatives),
            "rpn_box_loss": box_loss(deltas, offsets, positives, sampled),
        }

    def region_losses(self, raw, truth, regions):
        """Second stage: how wrong are the two heads about sampled proposals?"""
        logits, deltas = self.classify(raw, regions["boxes"])  # (B, R, C + 1), (B, R, C, 4)
        # Of each region the offsets of its true class, (B, R, 4).
        of_class = ops.minimum(regions["classes"], self.classes - 1)[..., None, None]
        deltas = ops.take_along_axis(deltas, of_class, axis=2)[:, :, 0]
        boxes = ops.take_along_axis(truth["boxes"], regions["objects"][..., None], axis=1)
        offsets = encode_boxes(boxes, regions["boxes"], BOX_VARIANCE)  # (B, R, 4)
        positive, sampled = regions["positive"], regions["sampled"]  # (B, R)

        # Masks for the first M regions of each image only: positive ones come first.
        most = self.settings.mask_batch_size_per_image
        names = ("boxes", "objects", "classes", "positive")
        boxes, objects, classes, first = (regions[name][:, :most] for name in names)
        masks = self.mask_head(self.align(raw, boxes, self.mask_size))  # (B · M, 28, 28, C)
        wanted = mask_targets(truth["instances"], boxes, objects, 2 * self.mask_size)
        wanted = ops.reshape(wanted, (-1, *masks.shape[1:3]))  # (B · M, 28, 28)
        return {
            "class_loss": class_loss(logits, regions["classes"], sampled),
            "box_loss": box_loss(deltas, offsets, positive, sampled),
            "mask_loss": mask_loss(masks, ops.ravel(classes), wanted, ops.ravel(first)),
        }


# %% [markdown]
# Two functions build such a detector from your networks, and another detector with the same weights.


# %% tags=["show"]
def your_detector(image_size, classes, settings, mask_hidden=64, mask_depth=2):
    """Return a detector for small images, built from your networks."""
    channels = settings.pyramid_channels
    return YourMaskRCNN(
        build_backbone("small", image_size, STRIDES),
        classes,
        settings,
        rpn=build_rpn(channels, len(settings.ratios)),
        box_head=build_box_head(classes, settings.roi_output_size, channels, settings.fc_dim),
        mask_head=build_mask_head(classes, 14, channels, mask_hidden, mask_depth),
        seed=SEED,
    )


def twin(kind, model, backbone=None, settings=None):
    """Return a detector of another kind, size or settings with the same weights."""
    parts = {"rpn": model.rpn, "box_head": model.box_head, "mask_head": model.mask_head}
    if backbone is None:
        backbone = model.backbone
    else:
        backbone.set_weights(model.backbone.get_weights())
    other = kind(backbone, model.classes, settings or model.settings, **parts)
    other.pyramid.set_weights(model.pyramid.get_weights())
    return other


# %% tags=["show"]
keras.utils.set_random_seed(SEED)
model = your_detector(SIZE, 10, SMALL_SETTINGS)
print(f"{model.count_params():,} parameters, of which")
for name in ("backbone", "pyramid", "rpn", "box_head", "mask_head"):
    print(f"  {name:10}{getattr(model, name).count_params():>10,}")

some = {name: array[:4] for name, array in targets.items()}
for name, kind in {"your losses": YourMaskRCNN, "course.detection": MaskRCNN}.items():
    detector = twin(kind, model)
    truth = detector.truth_of(
        {key: ops.convert_to_tensor(value) for key, value in some.items()}
    )
    raw = detector.raw(ops.cast(train.images[:4], "float32"))
    losses = detector.losses_of(raw, truth)
    print(
        f"{name:18}" + "  ".join(f"{key} {float(value):.4f}" for key, value in losses.items())
    )

# %% [markdown]
# The two lines must agree in all digits. Before any training the objectness loss is near $\ln 2 = 0.69$, the class loss
# near $\ln 11 = 2.40$, and the mask loss not far from $\ln 2$. These are the losses of a network that knows nothing and
# holds all answers for equally likely. (As in lab 1: look at the first loss.)
#
# ## 10 · Augmentation whose boxes are right
#
# Every augmentation of an image must move its boxes too. Mistakes there are hard to find: training runs, the loss falls,
# and the detector learns wrong boxes. But with *masks* one can test it. After any augmentation, all pixels of an object
# must lie inside its box. Write this test.


# %% tags=["answer:outside_share"]
def outside_share(boxes, instances):
    """Compute the share of each object's pixels that lie outside its box.

    Args:
        boxes: (M, 4) x1, y1, x2, y2 in pixels; pixel c covers c … c + 1.
        instances: (H, W) ints, k + 1 on the pixels of the object whose box is boxes[k].

    Returns:
        (M,) floats from 0 to 1. A pixel lies inside if its centre does (a centre exactly on the
        border of the box lies inside). 0 for an object without pixels.
    """
    ### BEGIN SOLUTION
    shares = np.zeros(len(boxes))
    for k, (x1, y1, x2, y2) in enumerate(boxes):
        rows, columns = np.nonzero(instances == k + 1)
        y, x = rows + 0.5, columns + 0.5
        if len(rows):
            shares[k] = 1 - np.mean((x >= x1) & (x <= x2) & (y >= y1) & (y <= y2))
    return shares
    ### END SOLUTION


# %% tags=["check:outside_share"]
check("outside_share")

# %% [markdown]
# Now **crop**, the most important augmentation for detectors. It is not enough to clip the old boxes to the window. Think
# of a triangle whose lower part is cut off: the clipped box is as wide as the whole triangle, but what is left to see is
# narrower. With masks one can do better: crop the map of instances, and compute new boxes around what is *visible*.


# %% tags=["answer:crop_example"]
def crop_example(image, labels, instances, top, left, size):
    """Cut a square out of an image, together with its labels and masks.

    Args:
        image: (H, W, 3) uint8.
        labels: (M,) ints, the class of each object. There may be more labels than objects: empty
            slots at the end have no pixels.
        instances: (H, W) ints, k + 1 on the pixels of object k, 0 elsewhere.
        top, left: First row and column of the square.
        size: Side of the square, in pixels. The square lies in the image.

    Returns:
        image (size, size, 3); boxes (V, 4) floats x1, y1, x2, y2 in pixels of the square, around
        the visible pixels of each of the V objects that can still be seen; labels (V,); instances
        (size, size), numbered 1 … V in the old order, without gaps. The arguments are not changed.
        (A slice is a view: if you write into it, you change the argument.)
    """
    ### BEGIN SOLUTION
    window = slice(top, top + size), slice(left, left + size)
    old = instances[window]
    visible = np.unique(old[old > 0])
    boxes, new = np.zeros((len(visible), 4)), np.zeros_like(old)
    for k, number in enumerate(visible):
        rows, columns = np.nonzero(old == number)
        boxes[k] = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
        new[old == number] = k + 1
    return image[window], boxes, labels[visible - 1], new
    ### END SOLUTION


# %% tags=["check:crop_example"]
check("crop_example")

# %% [markdown]
# Keras has layers that augment images, masks and boxes together. We apply your test to them: 20 images for each layer,
# flipped or cropped to 64 × 64, and the largest share of a digit's pixels that lies outside its box.

# %% tags=["show"]
CROP = 64


def augmented(layer, index):
    """Return an image, its boxes and its map of instances after one of Keras' layers."""
    there = targets["labels"][index] >= 0
    out = layer(
        {
            "images": train.images[index].astype("float32"),
            "bounding_boxes": {
                "boxes": targets["boxes"][index][there],
                "labels": targets["labels"][index][there].astype("float32"),
            },
            "segmentation_masks": targets["instances"][index][..., None].astype("float32"),
        },
        training=True,
    )
    out = {name: out[name] for name in ("images", "segmentation_masks")} | out["bounding_boxes"]
    image, masks, boxes = (
        ops.convert_to_numpy(out[name]) for name in ("images", "segmentation_masks", "boxes")
    )
    return image.astype("uint8"), boxes, masks[..., 0].astype(int)


def cropped(index):
    """Return the same after your crop, at a random place."""
    top, left = np.random.default_rng(index).integers(0, SIZE[0] - CROP + 1, 2)
    of_image = train.images[index], targets["labels"][index], targets["instances"][index]
    image, boxes, _, instances = crop_example(*of_image, top, left, CROP)
    return image, boxes, instances


# %% tags=["show"]
xyxy = {"bounding_box_format": "xyxy", "seed": 1}
flips = layers.RandomFlip("horizontal_and_vertical", **xyxy)
crops = layers.RandomCrop(CROP, CROP, **xyxy)
tested = {
    "keras RandomFlip": lambda index: augmented(flips, index),
    "keras RandomCrop": lambda index: augmented(crops, index),
    "your crop": cropped,
}
pictures, captions, worst_boxes = [], [], []
for name, augment in tested.items():
    results = [augment(index) for index in range(20)]
    worst = [outside_share(boxes, masks).max(initial=0) for _, boxes, masks in results]
    print(f"{name:18} largest share of an object outside its box: {max(worst):.2f}")
    image, boxes, masks = results[int(np.argmax(worst))]
    pictures.append(paint_instances(image, masks))
    captions.append(name)
    worst_boxes.append(boxes)
figure = plots.image_grid(pictures, captions, size=2.4, title="Boxes and masks, worst of 20")
for axes, boxes in zip(figure.axes, worst_boxes):
    draw_boxes(axes, boxes - 0.5)

# %% [markdown]
# One of the two layers of Keras 3 fails. It is the bug that you found in lab 7 in another way. The image is cut at the
# right place, but in the boxes the layer subtracts the crop's first *row* from **x** and its first *column* from **y**;
# negative numbers are set to 0. (You can read it in `keras.layers.RandomCrop.transform_bounding_boxes`.)
#
# **Question.** A box has x from 40 to 60 and y from 10 to 30. The layer cuts 64 × 64 pixels that begin at row 8 and
# column 24. Which box does it return? (Compare it with the right one.)

# %% tags=["answer:box_by_keras"]
box_by_keras = ...  # x1, y1, x2, y2, such as [0, 10, 20, 30]
### BEGIN SOLUTION
box_by_keras = [32, 0, 52, 6]
### END SOLUTION

# %% tags=["check:box_by_keras"]
check("box_by_keras")

# %% [markdown]
# Such a bug cannot be seen in a loss curve, and it does no harm in crops whose first row and first column are equal. Test
# augmentations with masks, once, before you train.
#
# ## 11 · From 28 × 28 back into the image
#
# The mask head predicts every object with 28 × 28 pixels, whatever its size. To **paste** a mask into the image, compute
# for the centre of each pixel of the image where it lies in the box, and interpolate the mask there. RoIAlign's half pixel
# appears again: in a mask of $S \times S$ pixels, pixel $i$ belongs to the place $(i + \tfrac12) / S$ along the box's side.


# %% tags=["answer:paste_mask"]
def paste_mask(mask, box, height, width):
    """Enlarge a small mask to its box in the image.

    Args:
        mask: (S, S) probabilities.
        box: x1, y1, x2, y2 in pixels of the image, not rounded; x1 < x2 and y1 < y2.
        height, width: Size of the image, in pixels.

    Returns:
        (height, width) floats. At each pixel whose centre lies in the box, the mask interpolated
        bilinearly at this centre; beyond the outermost centres of the mask's pixels, the values
        at its border continue. 0 outside the box.
    """
    ### BEGIN SOLUTION
    x1, y1, x2, y2 = box
    size = len(mask)

    def weights(start, stop, length):
        places = (np.arange(length) + 0.5 - start) / (stop - start)
        inside = (places >= 0) & (places <= 1)
        places = np.clip(places * size - 0.5, 0, size - 1)
        near = np.maximum(1 - np.abs(places[:, None] - np.arange(size)), 0)
        return near * inside[:, None]

    return weights(y1, y2, height) @ mask @ weights(x1, x2, width).T
    ### END SOLUTION


# %% tags=["check:paste_mask"]
check("paste_mask")

# %% [markdown]
# How much is lost with 28 × 28 pixels? Take true masks as a perfect head would predict them, paste them back, and compare.

# %% tags=["show"]
ious = []
for index in range(50):
    of_image = targets["instances"][index]
    slots = np.arange(int(of_image.max()))
    boxes = targets["boxes"][index][slots]
    batch = of_image[None], boxes[None], slots[None].astype("int32")
    for slot, mask in zip(slots, ops.convert_to_numpy(mask_targets(*batch, 28))[0]):
        pasted = paste_mask(mask, boxes[slot], *of_image.shape) >= 0.5
        true = of_image == slot + 1
        ious.append((pasted & true).sum() / (pasted | true).sum())
print(f"{len(ious)} digits through 28 × 28 and back: mean IoU {np.mean(ious):.3f}")
print(f"the worst: {min(ious):.3f}")

# %% [markdown]
# For objects as small as these, 28 × 28 is fine enough. In a mask of a person who is 400 pixels high, the fingers would be
# lost.
#
# ## 12 · Training on digits
#
# All pieces are there. There are ten classes and up to five digits per image; the photographs behind them are different
# in the training set and in the test set.
#
# **First classify, then detect.** In both papers the backbone was trained to classify a million photographs before it saw
# its first box. Ours knows nothing yet. But the boxes say where digits are: we cut the digits out, train the backbone to
# classify them, and only then train it to find them. In a crop of 32 × 32 a digit is about as large as it will be in the
# image, and a crop takes a twentieth of the time that an image takes in the detector, so there is time for a dozen
# epochs. A digit stays the same digit in any colour. So `recolour` swaps channels, inverts them, and changes contrast and
# brightness at random: an augmentation that moves no box.

# %% tags=["train"]
from course.detection import APCallback, Batches, average_precision, crop_objects, recolour

EPOCHS, CLASSIFY_EPOCHS, IMAGES = {
    "smoke": (1, 1, 16),
    "laptop": (4, 12, 1900),
    "gpu": (40, 20, 1900),
}[SCALE]
some_images = train.images[:IMAGES]
some_targets = {name: array[:IMAGES] for name, array in targets.items()}


def compiled(network, steps, learning_rate, **options):
    """Compile a network; its learning rate rises for a twentieth of the steps, then falls to zero."""
    warm = max(steps // 20, 1)
    schedule = keras.optimizers.schedules.CosineDecay(
        0.0, max(steps - warm, 1), warmup_target=learning_rate, warmup_steps=warm
    )
    network.compile(keras.optimizers.Adam(schedule, global_clipnorm=5.0), **options)
    return network


# %% tags=["train"]
CROP_SIZE = 32  # the maps are 8, 4 and 2 cells wide
crop_backbone = build_backbone("small", (CROP_SIZE, CROP_SIZE), STRIDES)
digit = layers.Dense(10)(layers.GlobalAveragePooling2D()(crop_backbone.outputs[-1]))
classifier = keras.Model(crop_backbone.input, digit)
digits = int((some_targets["labels"] >= 0).sum())
compiled(
    classifier,
    CLASSIFY_EPOCHS * -(-digits // 64),
    2e-3,
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
    jit_compile=False,
)
rng = np.random.default_rng(SEED)
start = time.perf_counter()
for _ in range(CLASSIFY_EPOCHS):
    cut_out, what = crop_objects(
        some_images, some_targets, CROP_SIZE, rng
    )  # new crops in each epoch
    cut_out, _ = recolour(cut_out, {}, rng)
    history = classifier.fit(cut_out, what, batch_size=64, verbose=0).history
classify_seconds = time.perf_counter() - start
model.backbone.set_weights(crop_backbone.get_weights())  # convolutions fit images of any size
print(
    f"{digits:,} digits, {CLASSIFY_EPOCHS} epochs in {classify_seconds:.0f} s: "
    f"{history['accuracy'][-1]:.1%} right in the last"
)

# %% [markdown]
# Now we train the detector, with all five losses together. If they are simply added, the loss of the boxes dominates: it is
# the largest from the second epoch on. So the class loss counts twice and the mask loss six times (`loss_weights`, as for
# every Keras model). With equal weights, the AP50 of masks after the same four epochs is about 0.05 lower. After every
# epoch a callback computes **AP** on 100 validation images: AP50 counts a detection as right if its IoU is at least 0.5;
# AP averages over the thresholds 0.50, 0.55, … 0.95.

# %% tags=["train"]
batches = Batches(some_images, some_targets, 8, augmentations=[recolour], seed=SEED)
validation = slice(-100 if SCALE != "smoke" else -4, None)
watch = APCallback(
    train.images[validation], {name: array[validation] for name, array in targets.items()}, 20
)
compiled(model, EPOCHS * len(batches), 4e-3, loss_weights={"class_loss": 2.0, "mask_loss": 6.0})
start = time.perf_counter()
history = model.fit(batches, epochs=EPOCHS, verbose=0, callbacks=[watch])
digits_seconds = time.perf_counter() - start
print(f"{EPOCHS} epochs of {len(batches)} steps: {digits_seconds:.0f} s")

# %% tags=["train"]
judged = slice(None, 4 if SCALE == "smoke" else None)
digits_ap = average_precision(
    model,
    test.images[judged],
    {name: array[judged] for name, array in test_targets.items()},
    20,
)
for kind, result in digits_ap.items():
    print(f"test digits, {kind:4}: AP50 {result['AP50']:.3f}, AP {result['AP']:.3f}")

# %% tags=["train"]
steps = np.arange(1, EPOCHS + 1)
axes = plots.new_axes("Five losses", "epoch", "loss")
for name in model.loss_names:
    axes.plot(steps, history.history[name], ".-", label=name)
axes.set_yscale("log")
axes.locator_params(axis="x", integer=True)
_ = axes.legend(fontsize=7, loc="best")
axes = plots.new_axes("On 100 validation images", "epoch", "AP50")
for kind, label in {"box": "boxes", "mask": "masks"}.items():
    axes.plot(steps, history.history[f"val_{kind}_AP50"], ".-", label=label)
axes.set_ylim(0, 1)
axes.locator_params(axis="x", integer=True)
_ = axes.legend(fontsize=8)

# %% [markdown]
# The losses are still falling: there is no time in a lab for more than four epochs. Eight epochs reach an AP50 of 0.91 for
# boxes and 0.87 for masks; `docs/detection.md` has the numbers, over several seeds.
#
# **Step by step through one test image**: the anchors that each level would learn as objects; the best proposals before
# and after suppression; the level from which each one is read; and the masks, as the head predicts them and pasted.

# %% tags=["train"]
from IPython.display import display

from course.detection.step_through import step_through

crowded = int(np.argmax((test_targets["labels"][judged] >= 0).sum(axis=1)))
one = {name: array[crowded : crowded + 1] for name, array in test_targets.items()}
for figure in step_through(model, test.images[crowded], one, test.class_names):
    display(figure)

# %% [markdown]
# **Your steps in the trained model.** So far the compiled steps of `course.detection` chose proposals and read regions.
# The next class uses your `propose`, `assign_levels` and `roi_align` instead, one image at a time, in NumPy. The
# detections must be the same.


# %% tags=["train"]
class StepByStep(YourMaskRCNN):
    """Mask R-CNN with your steps, for one image."""

    def propose(self, raw):
        settings = self.settings
        found = [
            propose(
                *(
                    ops.convert_to_numpy(raw[name][level])[0]
                    for name in ("objectness", "deltas")
                ),
                anchors,
                self.image_size,
                settings.rpn_pre_nms_top_n,
                settings.rpn_post_nms_top_n,
                settings.rpn_nms_threshold,
            )
            for level, anchors in enumerate(self.anchors)
        ]
        boxes, scores = map(np.concatenate, zip(*found))
        best = np.argsort(-scores, kind="stable")[: settings.rpn_post_nms_top_n]
        empty = settings.rpn_post_nms_top_n - len(best)  # the number of slots is fixed
        boxes = np.pad(boxes[best], [(0, empty), (0, 0)])
        scores = np.pad(scores[best], (0, empty), constant_values=-np.inf)
        return ops.cast(boxes[None], "float32"), scores[None], np.isfinite(scores)[None]

    def align(self, raw, boxes, size):
        maps = [ops.convert_to_numpy(level)[0] for level in raw["levels"]]
        boxes = ops.convert_to_numpy(boxes)[0]
        regions = np.zeros((len(boxes), size, size, maps[0].shape[-1]), "float32")
        used = np.flatnonzero((boxes[:, 2:] > boxes[:, :2]).all(axis=1))
        settings = self.settings
        of_boxes = assign_levels(
            boxes[used], self.strides, settings.canonical_size, settings.canonical_stride
        )
        for place, level in zip(used, of_boxes):
            stride = self.strides[level]
            regions[place] = roi_align(
                maps[level], boxes[place], size, stride, settings.roi_sampling_ratio
            )
        return ops.convert_to_tensor(regions)


# %% tags=["train"]
by_hand = twin(StepByStep, model)
farthest = {"boxes": 0.0, "scores": 0.0, "masks": 0.0}
for index in range(5 if SCALE != "smoke" else 1):
    image = test.images[index : index + 1]
    fast, slow = (
        {key: ops.convert_to_numpy(value) for key, value in detector(image).items()}
        for detector in (model, by_hand)
    )
    for key in farthest:
        there = fast["labels"] >= 0
        if np.array_equal(fast["labels"], slow["labels"]) and there.any():
            apart = np.abs(fast[key] - slow[key])[there].max()
        else:
            apart = 0.0 if np.array_equal(fast["labels"], slow["labels"]) else np.inf
        farthest[key] = max(farthest[key], float(apart))
print("largest difference between your steps and the compiled ones:")
print(", ".join(f"{key} {value:.1e}" for key, value in farthest.items()))

# %% [markdown]
# ## 13 · Nuclei: where objects touch
#
# Lab 6 found nuclei with a U-Net and numbered the connected regions. It needed a weight map that gives more weight to the
# gap between neighbours. Does Mask R-CNN separate neighbours better? We train both on the same 128 × 128 crops, cut by
# **your** `crop_example` and mirrored at random. There is one class, *nucleus*.
#
# A detector is convolutional up to its proposals, and after that every region is processed alone. So weights that were
# trained on crops also work on whole images: `twin` puts them into a detector for 256 × 256 pixels with room for more
# detections. Backbone and pyramid start from the weights that they learned on digits, because edges look similar
# everywhere (lab 2).

# %% tags=["show"]
import course.images.instances
from course.detection import flip, pad_targets

nuclei, test_nuclei = load("nuclei", "train"), load("nuclei", "test")
print(nuclei.note)


def fluorescent(split):
    """Return the grey images with dark background, (N, 256, 256, 3) uint8, and their nuclei."""
    images = split.images.astype("float32")
    grey = np.ptp(images, axis=-1).max(axis=(1, 2)) == 0
    chosen = grey & (images.mean(axis=(1, 2, 3)) < 100)
    brightest = np.percentile(images[chosen], 99.5, axis=(1, 2, 3), keepdims=True)
    bright = np.clip(255 * images[chosen] / brightest, 0, 255)
    return bright.astype("uint8"), split.instances[chosen]


# %% tags=["show"]
cell_images, cells = fluorescent(nuclei)
test_images, test_cells = fluorescent(test_nuclei)
used = slice(None, 3 if SCALE == "smoke" else None)
test_images, test_cells = test_images[used], test_cells[used]
PER_IMAGE, CROP = {"smoke": 1, "laptop": 3, "gpu": 12}[SCALE], 128
rng = np.random.default_rng(SEED)
examples = []
for image, of_image in zip(cell_images[used], cells[used]):
    for top, left in rng.integers(0, image.shape[0] - CROP + 1, (PER_IMAGE, 2)):
        labels = np.zeros(of_image.max(), int)
        examples.append(crop_example(image, labels, of_image, top, left, CROP))
crop_images, crop_boxes, crop_labels, crop_instances = zip(*examples)
crop_images, crop_instances = np.stack(crop_images), np.stack(crop_instances)
crop_targets = pad_targets(crop_boxes, crop_labels, crop_instances)
print(
    f"{len(crop_images)} crops to learn from, up to {crop_targets['labels'].shape[1]} nuclei each"
)
print(f"{sum(each.max() for each in test_cells)} nuclei in {len(test_cells)} test images")

# %% tags=["train"]
CELL_EPOCHS = {"smoke": 1, "laptop": 2, "gpu": 30}[SCALE]
CELL_SETTINGS = replace(
    SMALL_SETTINGS,
    anchor_scale=3.0,
    ratios=(1.0,),
    rpn_pre_nms_top_n=128,
    rpn_post_nms_top_n=96,
    roi_batch_size_per_image=48,
    mask_batch_size_per_image=12,
)
keras.utils.set_random_seed(SEED + 1)
cell_model = your_detector((CROP, CROP), 1, CELL_SETTINGS, mask_hidden=32)
for part in ("backbone", "pyramid"):
    getattr(cell_model, part).set_weights(getattr(model, part).get_weights())
cell_batches = Batches(crop_images, crop_targets, 4, augmentations=[flip], seed=SEED)
compiled(cell_model, CELL_EPOCHS * len(cell_batches), 2e-3)
start = time.perf_counter()
cell_model.fit(cell_batches, epochs=CELL_EPOCHS, verbose=0)
cell_seconds = time.perf_counter() - start
print(f"Mask R-CNN: {CELL_EPOCHS} epochs of {len(cell_batches)} steps, {cell_seconds:.0f} s")

large = build_backbone("small", test_images.shape[1:3], STRIDES)
more_room = replace(
    CELL_SETTINGS, rpn_pre_nms_top_n=600, rpn_post_nms_top_n=400, detections_per_image=200
)
whole = twin(YourMaskRCNN, cell_model, large, more_room)
found = whole.predict(test_images, batch_size=4, verbose=0)

# %% [markdown]
# The baseline is that of lab 6: a (small) U-Net, the weight map, a gap between neighbours in the masks that it learns
# from, and then connected components. AP needs a score for each object: we take the mean probability of its pixels.


# %% tags=["train"]
def small_unet(channels=(16, 32, 64)):
    """Return a U-Net from (B, H, W, 3) images to (B, H, W, 1) logits, for any H and W."""

    def stage(maps, count):
        for _ in range(2):
            maps = layers.Conv2D(count, 3, padding="same", use_bias=False)(maps)
            maps = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(maps))
        return maps

    images = keras.Input((None, None, 3))
    maps, skipped = layers.Rescaling(1 / 127.5, -1)(images), []
    for count in channels[:-1]:
        skipped.append(stage(maps, count))
        maps = layers.MaxPooling2D(2)(skipped[-1])
    maps = stage(maps, channels[-1])
    for count, skip in zip(channels[-2::-1], skipped[::-1]):
        maps = layers.Conv2DTranspose(count, 2, strides=2)(maps)
        maps = stage(layers.Concatenate()([skip, maps]), count)
    return keras.Model(images, layers.Conv2D(1, 1)(maps))


# %% tags=["train"]
class PixelBatches(Batches):
    """The same crops for a network that classifies pixels: masks with gaps, and pixels' weights."""

    def __getitem__(self, index):
        images, batch = super().__getitem__(index)
        gaps = [course.images.instances.with_gaps(each) for each in batch["instances"]]
        masks = np.stack(gaps)[..., None] > 0
        weights = np.stack([course.images.instances.weight_map(each) for each in gaps])
        return images, masks.astype("float32"), weights[..., None]


def pixel_loss(masks, logits):
    """Return the cross-entropy of each pixel, (B, H, W, 1), so that each can have its weight."""
    return ops.binary_crossentropy(masks, logits, from_logits=True)


# %% tags=["train"]
keras.utils.set_random_seed(SEED + 1)
unet = small_unet()
pixels = PixelBatches(crop_images, crop_targets, 4, augmentations=[flip], seed=SEED)
unet.compile(
    keras.optimizers.Adam(
        keras.optimizers.schedules.CosineDecay(3e-3, CELL_EPOCHS * len(pixels))
    ),
    pixel_loss,
)
start = time.perf_counter()
unet.fit(pixels, epochs=CELL_EPOCHS, verbose=0)
unet_seconds = time.perf_counter() - start
probabilities = ops.sigmoid(unet.predict(test_images, batch_size=4, verbose=0))
probabilities = ops.convert_to_numpy(probabilities)[..., 0]
print(f"U-Net: {CELL_EPOCHS} epochs of {len(pixels)} steps, {unet_seconds:.0f} s")

# %% tags=["train"]
from course.detection import CocoEvaluator, paste_masks
from course.detection.masks import instances_of_masks, masks_of_instances

SURE = 0.5  # the smallest score with which a detection counts
SIDES = test_images.shape[1:3]


def detected(index):
    """Return the masks (D, H, W) and scores (D,) of Mask R-CNN in one image, best first."""
    there = found["labels"][index] >= 0
    masks = paste_masks(found["masks"][index][there], found["boxes"][index][there], *SIDES)
    return masks, found["scores"][index][there]


def components(index):
    """Return the same of the U-Net's connected components."""
    labels = connected_components(probabilities[index] > 0.5, min_size=15)
    masks = masks_of_instances(labels, int(labels.max()))
    return masks, np.array([probabilities[index][mask].mean() for mask in masks])


def label_image(masks, scores):
    """Return the detections with large scores as one label image (H, W), the best on top."""
    sure = masks[scores >= SURE][::-1]
    merged = instances_of_masks(sure) if len(sure) else np.zeros(SIDES, "int32")
    return np.unique(merged, return_inverse=True)[1].reshape(SIDES)


# %% tags=["train"]
def count_objects(labels):
    """Return how many objects of the test images label images find, invent, miss, merge and split."""
    pairs = list(zip(test_cells, labels))
    matches = [course.images.instances.match_objects(*pair) for pair in pairs]
    neighbours = [course.images.instances.separated_pairs(*pair) for pair in pairs]
    return {
        "found": sum(match.found for match in matches),
        "invented": sum(match.invented for match in matches),
        "missed": sum(match.missed for match in matches),
        "separated": sum(each.separated for each in neighbours),
        "merged": sum(each.merged for each in neighbours),
        "split": sum(course.images.instances.split_objects(*pair) for pair in pairs),
    }


# %% tags=["train"]
rows, label_images = {}, {}
for name, method in {"U-Net, components": components, "Mask R-CNN": detected}.items():
    evaluator, label_images[name] = CocoEvaluator(classes=1, masks=True), []
    for index, truth in enumerate(test_cells):
        masks, scores = method(index)
        classes, there = np.zeros(len(masks), int), masks_of_instances(truth, int(truth.max()))
        evaluator.add(masks, scores, classes, there, np.zeros(len(there), int))
        label_images[name].append(label_image(masks, scores))
    result = evaluator.result()
    rows[name] = {"mask AP50": result["AP50"], "mask AP": result["AP"]}
    rows[name] |= count_objects(label_images[name])
print(f"{'':18}" + "".join(f"{name:>11}" for name in rows["Mask R-CNN"]))
for name, row in rows.items():
    values = (
        f"{value:11.3f}" if isinstance(value, float) else f"{value:11}"
        for value in row.values()
    )
    print(f"{name:18}" + "".join(values))

# %% [markdown]
# *Found*, *invented* and *missed* count objects at an IoU of 0.5. *Separated* and *merged* count pairs of nuclei that are at
# most two pixels apart. *Split* counts nuclei that were cut into pieces.

# %% tags=["train"]
neighbours = [len(course.images.instances.touching_pairs(each)) for each in test_cells]
shown = int(np.argmax(neighbours))
figure = plots.image_grid(
    [
        test_images[shown],
        paint_instances(test_images[shown], test_cells[shown]),
        *(
            paint_instances(test_images[shown], labels[shown])
            for labels in label_images.values()
        ),
    ],
    [
        "image",
        f"truth: {test_cells[shown].max()}",
        *(f"{name}: {labels[shown].max()}" for name, labels in label_images.items()),
    ],
    columns=4,
    size=2.2,
    title="The test image with the most touching nuclei",
)

# %% [markdown] tags=["written:when_instances_win", "points:2"]
# **Question (graded by a reader).** Compare the two methods in the table and in the picture. Where is Mask R-CNN better,
# where is it worse, and which properties of each method explain this? Name one kind of image for which you would use the
# U-Net, and one for which you would use Mask R-CNN. Five or six sentences.
#
# ### BEGIN SOLUTION
# Connected components decide from single pixels: one bridge of a few wrong pixels merges two nuclei, one dark line
# through a nucleus splits it. Mask R-CNN decides for each region whether it is an object, so touching and even
# overlapping objects get a mask each, and a class and a score come with it. It loses where proposals fail: very small
# or very large or strange shapes that no anchor fits, crowds in which suppression removes a neighbour whose box
# overlaps too much, more objects than there are slots; and its outlines are at most as fine as 28 × 28 pixels of a box,
# while the U-Net answers at every pixel. It also has more parts, more settings, and takes somewhat longer for each step.
# For membranes, vessels or roads (stuff, long and branching) the U-Net is the better choice; for crowds of compact
# objects, of several classes, or overlapping each other, Mask R-CNN is. There is one run of each: small differences may
# be chance.
# ### END SOLUTION

# %% [markdown]
# ## 14 · Save and load
#
# A detector is one Keras model: `save` stores its parts, its settings and the optimizer's state.

# %% tags=["train"]
import tempfile
from pathlib import Path

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "digits.keras"
    model.save(path)
    again = keras.models.load_model(path)
    megabytes = path.stat().st_size / 1e6
before, after = (each(test.images[:4]) for each in (model, again))
same = all(np.allclose(before[key], after[key], atol=1e-5) for key in before)
print(f"{megabytes:.1f} MB; loaded, it detects the same: {same}")

# %% [markdown]
# ## What you saw

# %% tags=["train"]
from IPython.display import Markdown

table = [
    "| test images | method | box AP50 | mask AP50 | mask AP | seconds of training |",
    "|---|---|---|---|---|---|",
    f"| digits on textures | Mask R-CNN | {digits_ap['box']['AP50']:.3f} | "
    f"{digits_ap['mask']['AP50']:.3f} | {digits_ap['mask']['AP']:.3f} | "
    f"{classify_seconds + digits_seconds:.0f} |",
]
kind_of_cells = "nuclei" if "nucleus" in nuclei.class_names else "generated cells"
for name, seconds in {"U-Net, components": unet_seconds, "Mask R-CNN": cell_seconds}.items():
    row = rows[name]
    table.append(
        f"| {kind_of_cells} | {name} | | {row['mask AP50']:.3f} | {row['mask AP']:.3f} | "
        f"{seconds:.0f} |"
    )
Markdown("\n".join(table))

# %% [markdown]
# - Two stages divide the work: a cheap network asks *is there something* everywhere, and a more expensive one asks *what
#   exactly*, a few dozen times.
# - Rules decide what an anchor learns: 0.7, 0.3, the best anchor of each object, a balanced sample. If a detector does not
#   learn, the mistake is usually there.
# - An error of half a cell does not matter for a class, but it ruins a mask.
# - There is a mask for each class, and the box head chooses one: classes do not compete for pixels.
# - Augmentations of boxes can be tested with masks.
#
# **To think about** (no points)
#
# 1. From an image without any object, which of the five losses can still learn, and what?
# 2. Suppression removes a box whose IoU with a better one of its class is larger than 0.5. When is this wrong for people,
#    and what would you do?
# 3. An object is half hidden. Should its mask show the visible part, or the whole object? Which of the two do the targets
#    here show, and who could label the other?
#
# **Where to read on**
#
# - S. Ren, K. He, R. Girshick, J. Sun, *Faster R-CNN: towards real-time object detection with region proposal networks*,
#   NIPS 2015.
# - T.-Y. Lin, P. Dollár, R. Girshick, K. He, B. Hariharan, S. Belongie, *Feature pyramid networks for object detection*,
#   CVPR 2017.
# - K. He, G. Gkioxari, P. Dollár, R. Girshick, *Mask R-CNN*, ICCV 2017: RoIAlign is in its section 3.
# - T.-Y. Lin and others, *Microsoft COCO: common objects in context*, ECCV 2014, for how AP is computed.
# - In this repository: `docs/detection.md`, and `course/detection`, one concept per file.
#
# All your points:

# %% tags=["show"]
check()
