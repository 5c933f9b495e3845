# ---
# jupyter:
#   course:
#     data: [membranes, nuclei]
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # Lab 6 · U-Net and V-Net: learning from thirty images
#
# In 2015 a network won a contest in which thirty labelled images were all there was to learn from. You will build it
# exactly as its paper describes it, and a small one that trains on a laptop; give it the loss and the deformations that
# made thirty images enough; compare it with lab 5's classifier on the same folds; and take the idea to three dimensions,
# where the object that you look for fills three voxels in a thousand.
#
# **At the end you will be able to**
#
# - say which sizes go into a network without padding and which come out, and cut an image of any size into tiles whose
#   answers fit together without a seam;
# - build U-Net and V-Net from a description, and check both by counting;
# - write a loss that cares about the gap between two cells, and one that still works when almost nothing is foreground;
# - deform images and masks together, and split data so that nothing leaks;
# - count objects, not only pixels, and say which of them were merged.
#
# | | |
# |---|---|
# | **Time to run** | about 8 minutes on a laptop (2 CPU cores); longer on a GPU with `COURSE_SCALE=gpu`, which trains at the paper's width. Reading and solving: an afternoon |
# | **Points** | 22: 20 are judged by the checks below, 2 by a reader |
# | **Data** | 30 electron micrographs of membranes (ISBI 2012) and 180 images of nuclei (Data Science Bowl 2018) where they can be found; otherwise generated images replace them. Volumes like an ultrasound of a mouse embryo are always generated. Each is announced when it is loaded |
#
# **What you may use.** NumPy and SciPy everywhere, and Keras where the exercise is about networks or losses. What an
# exercise asks for must be your own work: OpenCV, scikit-image, scikit-learn, ready-made losses of Keras, and `course`
# have some of it ready, and an answer that calls them there gets no points. No function may change the arrays that it
# is given.

# %%
import math
import time

import numpy as np
from scipy import ndimage

import course
from course.backend.logs import quiet_stderr

with quiet_stderr():  # TensorFlow has a lot to say when it starts
    import keras

import course.receptive_field
from course.images import instances as objects
from course import plots
from course.plots.live import LiveCurves

check = course.checker("lab06", globals())
SCALE = course.scale()  # "laptop" unless COURSE_SCALE says otherwise
BASE, DEPTH = (
    (64, 4) if SCALE == "gpu" else (8, 3)
)  # channels and poolings of the networks that are trained

# %% [markdown]
# ## 1 · Thirty images
#
# These are slices of a fly's nerve cord under an electron microscope. The dark lines are membranes, the borders of cells.
# If every membrane is known, each cell can be followed through the slices, and one can map the wiring of a brain. The
# masks were drawn by hand, which is why there are only thirty.

# %% tags=["show"]
from course.data import load

membranes = load("membranes")
print(membranes.note)
slices = (membranes.images / 255).astype("float32")
on_membrane = membranes.masks
print(
    f"images {slices.shape}, masks {on_membrane.shape}; "
    f"membrane: {on_membrane.mean():.1%} of the pixels"
)
figure = plots.image_grid(
    [slices[0], on_membrane[0], slices[20], on_membrane[20]],
    ["slice 1", "membranes of slice 1", "slice 21", "membranes of slice 21"],
    size=2.3,
    title="Two of thirty slices, 512 × 512 pixels",
)

# %% [markdown]
# Lab 5 cut a small patch around every pixel and classified its centre. That is slow, and one has to choose: with small
# patches the network knows where a pixel is but not what it belongs to; with large patches it is the other way round.
# **U-Net** has both. Its *contracting path* pools four times, so that each unit sees a large part of the image. Its
# *expanding path* comes back up, and at every level it also gets the map that the way down had at that level: *what*
# comes from below, *where* comes from the side.
#
# ## 2 · Which size comes out?
#
# On each level there are two 3 × 3 convolutions **without padding**, and each takes two pixels away. On the way down a
# 2 × 2 pooling follows, which halves the map; on the way up a 2 × 2 up-convolution (transposed, stride 2) comes first
# and doubles it. With four poolings there are five levels; the lowest level has its two convolutions as well.
#
# A pooling of an odd size drops a row, and then the map from the side no longer lies exactly over the map from below.
# Such a size does not fit.


# %% tags=["answer:unet_output_size"]
def unet_output_size(size, depth=4):
    """Return how many pixels a U-Net without padding gives for `size` pixels, along one dimension.

    Args:
        size: Pixels of the input.
        depth: Number of poolings.

    Returns:
        Pixels of the output, an int; None if the size does not fit: a pooling would get an odd
        size, or nothing would be left after a convolution.
    """
    ### BEGIN SOLUTION
    for _ in range(depth):
        size -= 4
        if size <= 0 or size % 2:
            return None
        size //= 2
    size -= 4
    for _ in range(depth):
        size = 2 * size - 4
    return size if size > 0 else None
    ### END SOLUTION


# %% tags=["check:unet_output_size"]
check("unet_output_size")

# %% tags=["show"]
sizes = [(size, unet_output_size(size)) for size in range(150, 701)]
fitting = np.array([pair for pair in sizes if pair[1]])
axes = plots.new_axes(
    "Your unet_output_size: the sizes that fit", "input (pixels)", "output (pixels)"
)
axes.plot(*fitting.T, ".")
axes.plot([150, 700], [150, 700], "--", color="gray", linewidth=1)
_ = axes.annotate("572 → 388", (572, 388), (470, 440), arrowprops={"arrowstyle": "->"})

# %% [markdown]
# One in sixteen sizes fits. The paper took 572. The output is the middle of the input, so the network needs to see
# some *context* around whatever it labels.
#
# **Question.** How many pixels of context does it need on each side of the output?

# %% tags=["answer:context_per_side"]
context_per_side = ...  # a whole number of pixels
### BEGIN SOLUTION
context_per_side = (572 - 388) // 2
### END SOLUTION

# %% tags=["check:context_per_side"]
check("context_per_side")

# %% [markdown]
# ## 3 · U-Net
#
# Write one function for two networks: the original (`padding="valid"`) and the variant that most people use today
# (`padding="same"`), whose output is as large as its input.
#
# | | layers | channels |
# |---|---|---|
# | down, level $l = 0 \dots d-1$ | two 3 × 3 convolutions with ReLU: their result is the map for the side; then 2 × 2 max pooling, which leads to the next level | $b\,2^l$ |
# | lowest level | two 3 × 3 convolutions with ReLU | $b\,2^d$ |
# | up, level $l = d-1 \dots 0$ | 2 × 2 up-convolution of stride 2; join it with the map of level $l$ from the way down (where that map is larger, take its middle); two 3 × 3 convolutions with ReLU | $b\,2^l$ |
# | end | a 1 × 1 convolution without activation: one score per class | classes |
#
# with $b = 64$ channels and $d = 4$ poolings in the paper.
#
# **How to start.** Each unit sums $n$ products, and its variance grows with $n$. Weights from a Gaussian of variance
# $2/n$ keep the size of the signal through many layers with ReLU. In Keras this is `kernel_initializer="he_normal"`,
# which cuts off the tails of the Gaussian and keeps its variance. Without it, the signal can vanish or explode in 23
# layers.


# %% tags=["answer:build_unet"]
def build_unet(input_shape, classes=2, base=64, depth=4, padding="valid"):
    """Build a U-Net.

    Args:
        input_shape: (height, width, channels). With padding "same" height and width may be None,
            for images of any size that is a multiple of 2 ** depth.
        classes: Scores per pixel.
        base: Channels of the first level; every pooling doubles them.
        depth: Number of poolings.
        padding: Of the 3 × 3 convolutions: "valid" as in the paper, or "same".

    Returns:
        A keras.Model from images to scores without softmax, not compiled, made of Keras' own layers
        and functions (no Lambda, no layer class of your own). ReLU follows every 3 × 3 convolution
        and is nowhere else; there is no dropout; the 3 × 3 convolutions start from "he_normal". The
        maps may be joined in either order. The paper's network has input_shape (572, 572, 1) and
        the default arguments: 31,030,658 parameters, output (388, 388, 2).
    """
    ### BEGIN SOLUTION
    images = keras.Input(input_shape)
    maps, ways = images, []
    for level in range(depth):
        maps = _two_convolutions(maps, base * 2**level, padding)
        ways.append(maps)
        maps = keras.layers.MaxPooling2D(2)(maps)
    maps = _two_convolutions(maps, base * 2**depth, padding)
    for level in reversed(range(depth)):
        maps = keras.layers.Conv2DTranspose(base * 2**level, 2, strides=2)(maps)
        way = _middle(ways[level], maps) if padding == "valid" else ways[level]
        maps = keras.layers.Concatenate()([way, maps])
        maps = _two_convolutions(maps, base * 2**level, padding)
    return keras.Model(images, keras.layers.Conv2D(classes, 1)(maps))


def _two_convolutions(maps, channels, padding):
    for _ in range(2):
        maps = keras.layers.Conv2D(
            channels, 3, padding=padding, activation="relu", kernel_initializer="he_normal"
        )(maps)
    return maps


def _middle(larger, smaller):
    cuts = [(larger.shape[axis] - smaller.shape[axis]) // 2 for axis in (1, 2)]
    return keras.layers.Cropping2D([(cut, cut) for cut in cuts])(larger)
    ### END SOLUTION


# %% tags=["check:build_unet"]
check("build_unet")

# %% tags=["show"]
with keras.StatelessScope(
    initialize_variables=False
):  # the graph alone: 31 million weights weigh 124 MB
    original = build_unet((572, 572, 1))
print(
    f"the paper's network: {original.count_params():,} parameters, "
    f"output {original.output_shape[1:]}"
)
field = course.receptive_field.receptive_field(original)
seen = [field.at((i, i))[0] for i in range(64)]
sizes = [each.stop - each.start for each in seen]
print(f"a pixel of the output sees {min(sizes)} to {max(sizes)} pixels along one dimension")
axes = plots.new_axes(
    "What the first pixels of the output see", "pixel of the output", "pixels of the input"
)
_ = axes.vlines(range(64), [each.start for each in seen], [each.stop for each in seen])

# %% [markdown]
# **Question.** A pixel of the output sees at most 204 pixels, and some pixels see only 188. Why does this depend on the
# pixel's place in a block of 16 × 16?
#
# - **A** The maps from the side are cropped by different amounts.
# - **B** All four outputs of a 2 × 2 up-convolution are made from the *same* unit below. Depending on its place, a 3 × 3
#   window after the up-convolution covers outputs of more such units, or of fewer.
# - **C** Pixels near the border see less, because nothing is padded.
# - **D** ReLU switches some units off.

# %% tags=["answer:why_188"]
why_188 = ...  # "A", "B", "C" or "D"
### BEGIN SOLUTION
why_188 = "B"
### END SOLUTION

# %% tags=["check:why_188"]
check("why_188")

# %% [markdown]
# ## 4 · An image of any size: overlapping tiles
#
# The output of a network without padding is smaller than its input, and a large image may not fit into memory. So we cut
# it into tiles: to label a square of the image, we show the network that square **and its context**, which overlaps
# with the neighbouring tiles. At the border of the image there is no context, so the image is **mirrored** there.
#
# Nothing is padded with zeros anywhere, so each tile's answer should be the same as in one pass over the whole mirrored
# image. There is one difficulty. The $d$ poolings divide the image into blocks of $2^d$ pixels, counted from the first
# pixel of the tile. In a tile whose place is not a multiple of $2^d$, other pixels share a block than in one pass over
# the image, and the answers differ slightly. The tiles must therefore lie `step` pixels apart, where `step` is a
# multiple of $2^d$ and at most the size of the output. For the paper's network: outputs of 388, but steps of 384.


# %% tags=["answer:overlap_tile"]
def overlap_tile(predict, image, tile_size, step):
    """Label an image of any size, tile by tile, as one pass over the mirrored image would.

    Args:
        predict: A function from (N, tile_size, tile_size, C) images to (N, m, m, K) maps, an array
            or a tensor, which belong to the middle of each tile; tile_size - m is even. Call it to
            find m and K. K may differ from C.
        image: (H, W, C), of any dtype.
        tile_size: Height and width in pixels of the tiles that predict takes.
        step: Pixels from one tile to the next, at most m: the part of a tile's answer beyond `step`
            is cut off, or overwritten by the next tile.

    Returns:
        (H, W, K) float array. The first tile's answer starts at pixel (0, 0). Beyond its border the
        image is mirrored at the border pixels, which are not repeated: "reflect" in np.pad.
    """
    ### BEGIN SOLUTION
    height, width, _ = image.shape
    rows, columns = math.ceil(height / step), math.ceil(width / step)
    first = np.asarray(
        predict(np.zeros((1, tile_size, tile_size, image.shape[2]), image.dtype))
    )
    margin = (tile_size - first.shape[1]) // 2
    after = [
        (count - 1) * step + tile_size - margin - side
        for count, side in ((rows, height), (columns, width))
    ]
    wide = np.pad(
        image, [(margin, max(after[0], 0)), (margin, max(after[1], 0)), (0, 0)], "reflect"
    )
    answer = np.zeros((rows * step, columns * step, first.shape[-1]), "float32")
    for top in range(0, rows * step, step):
        for left in range(0, columns * step, step):
            tile = wide[top : top + tile_size, left : left + tile_size]
            maps = np.asarray(predict(tile[None]))[0]
            answer[top : top + step, left : left + step] = maps[:step, :step]
    return answer[:height, :width]
    ### END SOLUTION


# %% tags=["check:overlap_tile"]
check("overlap_tile")

# %% [markdown]
# **Seams, made visible.** A small U-Net with random weights and two poolings labels a slice in tiles of 100 × 100 pixels,
# which give answers of 60 × 60. A step of 60 is a multiple of 4; a step of 58 is not. Compare with one pass over
# everything.

# %% tags=["show"]
keras.utils.set_random_seed(0)
free = build_unet((None, None, 1), base=4, depth=2, padding="same")
small, large = (build_unet((size, size, 1), base=4, depth=2) for size in (100, 300))
for model in (small, large):
    model.set_weights(free.get_weights())
part = slices[0, :260, :260]
one_pass = large(np.pad(part, [(20, 20), (20, 20), (0, 0)], "reflect")[None]).numpy()[0]
pictures, captions = [], []
for step in (60, 58):
    tiled = overlap_tile(small, part, 100, step)
    error = np.abs(tiled - one_pass).max(axis=-1)
    print(
        f"steps of {step}: largest difference from one pass {error.max():.1e}, "
        f"scores up to {np.abs(one_pass).max():.1f}"
    )
    pictures += [tiled[..., 0], error]
    captions += [f"scores, steps of {step}", "difference from one pass"]
figure = plots.image_grid(
    pictures, captions, size=2.3, title="Your overlap_tile, in phase and out of phase"
)

# %% [markdown]
# ## 5 · The gap between two cells
#
# Cross-entropy counts every pixel alike. Where two cells touch, the line between them is a few pixels wide: a network
# that misses it loses almost nothing, and merges two cells into one. So let such pixels count more. For each pixel $x$
#
# $$w(x) = w_c(x) + w_0 \exp\left(-\frac{(d_1(x) + d_2(x))^2}{2\sigma^2}\right)$$
#
# where $d_1$ and $d_2$ are its distances to the nearest and to the second nearest cell. The second term is large only
# where *both* cells are near: in a gap. We give it only to background pixels. The first term balances the classes: of $n$
# pixels altogether, $n_c$ have the pixel's class, and $w_c = n / (2 n_c)$.
#
# `scipy.ndimage.distance_transform_edt(mask)` gives each nonzero pixel's distance to the nearest zero. You need the
# distance to each cell, one cell after another; two arrays with the smallest and the second smallest distance so far
# are enough.


# %% tags=["answer:weight_map"]
def weight_map(instances, w0=10, sigma=5):
    """Return how much each pixel counts in the loss.

    Args:
        instances: (H, W) ints: 0 is background, 1 … n are cells, one number per cell, and each of
            these numbers occurs. Two cells may touch. Both background and cells occur.
        w0: Height of the second term.
        sigma: Width of the second term, in pixels.

    Returns:
        (H, W) floats. With fewer than two cells there is no second term.
    """
    ### BEGIN SOLUTION
    foreground = instances > 0
    share = foreground.mean()
    weights = np.where(foreground, 0.5 / share, 0.5 / (1 - share))
    nearest = second = np.full(instances.shape, np.inf)
    for label in range(1, instances.max() + 1):
        distance = ndimage.distance_transform_edt(instances != label)
        second = np.minimum(second, np.maximum(nearest, distance))
        nearest = np.minimum(nearest, distance)
    gap = w0 * np.exp(-((nearest + second) ** 2) / (2 * sigma**2))
    return weights + np.where(foreground, 0, gap)
    ### END SOLUTION


# %% tags=["check:weight_map"]
check("weight_map")

# %% tags=["show"]
nuclei, test_nuclei = load("nuclei", "train"), load("nuclei", "test")
print(nuclei.note)


def fluorescent(split):
    """Return the grey images with dark background, (N, 256, 256, 1) from 0 to 1, and their cells."""
    images = split.images.astype("float32")
    grey = np.ptp(images, axis=-1).max(axis=(1, 2)) == 0
    chosen = grey & (images.mean(axis=(1, 2, 3)) < 100)
    bright = images[chosen][..., :1]
    brightest = np.percentile(bright, 99.5, axis=(1, 2, 3), keepdims=True)
    return np.clip(bright / brightest, 0, 1), split.instances[chosen]


cell_images, cell_instances = fluorescent(nuclei)
test_cell_images, test_cell_instances = fluorescent(test_nuclei)
print(f"to learn from: {cell_images.shape}, to test on: {test_cell_images.shape}")
crowded = int(np.argmax([len(objects.touching_pairs(each)) for each in test_cell_instances]))
example = objects.with_gaps(test_cell_instances[crowded])
example = np.unique(example, return_inverse=True)[1].reshape(example.shape)
figure = plots.image_grid(
    [test_cell_images[crowded], (example > 0), weight_map(example)],
    ["nuclei", "mask, a gap between neighbours", "your weight map"],
    size=3,
    title="Where a mistake is expensive",
)

# %% tags=["show"]
grid = np.zeros((512, 512), int)
for number in range(100):
    down, across = 51 * np.array(divmod(number, 10)) + 3
    grid[down : down + 47, across : across + 47] = number + 1
for name, function in {
    "yours": weight_map,
    "course.images.instances": objects.weight_map,
}.items():
    start = time.perf_counter()
    weights = function(grid)
    print(
        f"{name:18}{time.perf_counter() - start:6.2f} s for 100 cells in 512 × 512 pixels, "
        f"mean weight {weights.mean():.3f}"
    )

# %% [markdown]
# The second function does the same and is faster, because it computes the distances to a cell only in a window around
# it: beyond six σ the second term is below $w_0\,e^{-18}$. We train with this one.
#
# **The loss** is the mean over all pixels of $-w(x) \log p_{t(x)}(x)$, where $p$ is the softmax of the scores and
# $t(x)$ the true class. Write it with `keras.ops`, so that Keras can differentiate it. As in lab 1, never take the
# logarithm of a probability, which may have become 0: `keras.ops.log_softmax` computes it safely.


# %% tags=["answer:weighted_cross_entropy"]
def weighted_cross_entropy(labels, weights, logits):
    """Return the weighted cross-entropy of a batch.

    Args:
        labels: (N, H, W) ints, the true class of each pixel.
        weights: (N, H, W) floats.
        logits: (N, H, W, classes) scores before softmax, of any size: 1,000 must not overflow.

    Returns:
        The mean of weight · cross-entropy over all N · H · W pixels, a scalar tensor. Written with
        keras.ops.
    """
    ### BEGIN SOLUTION
    logarithms = keras.ops.log_softmax(logits, axis=-1)
    true_class = keras.ops.one_hot(labels, logits.shape[-1], dtype=logarithms.dtype)
    surprise = -keras.ops.sum(true_class * logarithms, axis=-1)
    return keras.ops.mean(keras.ops.cast(weights, surprise.dtype) * surprise)
    ### END SOLUTION


# %% tags=["check:weighted_cross_entropy"]
check("weighted_cross_entropy")

# %% [markdown]
# ## 6 · Making more of thirty images
#
# Tissue is soft. A membrane that is bent a little more is still a membrane, so many images can be made from each one: we
# bend it at random, and **bend its mask in the same way**. Take white noise, smooth it with a Gaussian of width
# $\sigma$, and scale it to a standard deviation of $\alpha$ pixels. This is a smooth *displacement*; make one for each
# axis, $u$ down and $v$ across. The new pixel $(i, j)$ gets the value at $(i + u_{ij},\ j + v_{ij})$ of the image.
#
# An image is interpolated. A mask is not: class 2 does not lie between class 1 and class 3, so the label of the nearest
# pixel is taken. Use `scipy.ndimage.gaussian_filter` and `map_coordinates`, with `order=1` or `order=0`.


# %% tags=["answer:elastic_deform"]
def elastic_deform(image, mask, sigma, alpha, rng):
    """Deform an image and its mask with the same random smooth field.

    Args:
        image: (H, W) floats, interpolated linearly.
        mask: (H, W) ints.
        sigma: Pixels: width of the Gaussian that smooths the noise.
        alpha: Pixels: standard deviation of the displacement down, and of that across.
        rng: A seed or a NumPy generator: np.random.default_rng(rng) takes either. A generator is
            used again for the next image, which must get another field.

    Returns:
        (image, mask), of the same shapes; the mask keeps its labels and its dtype. Beyond the
        border, image and mask are mirrored: mode="mirror".
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(rng)
    where = np.indices(image.shape).astype(float)
    for axis in (0, 1):
        displacement = ndimage.gaussian_filter(rng.standard_normal(image.shape), sigma)
        where[axis] += alpha * displacement / displacement.std()
    moved = ndimage.map_coordinates(image, where, order=1, mode="mirror")
    return moved, ndimage.map_coordinates(mask, where, order=0, mode="mirror")
    ### END SOLUTION


# %% tags=["check:elastic_deform"]
check("elastic_deform")

# %% [markdown]
# **Look at it**, on a slice with a grid drawn over it. Beside yours is the result of Keras' own `RandomElasticTransform`
# for the same image and mask. Look closely at its grid: everything moves along one diagonal, because both axes get the
# same numbers. And image and mask get different fields, so the mask no longer fits (Keras 3.15). That is why you write
# your own here.

# %% tags=["show"]
picture, mask = slices[0, :192, :192, 0].copy(), on_membrane[0, :192, :192]
picture[::24] = picture[:, ::24] = 1
moved, moved_mask = elastic_deform(picture, mask, 10, 4, 0)
layer = keras.layers.RandomElasticTransform(
    factor=(1.0, 1.0), scale=(1.0, 1.0), value_range=(0, 1), seed=1
)
theirs = layer(
    {
        "images": picture[None, ..., None],
        "segmentation_masks": mask[None, ..., None].astype("float32"),
    },
    training=True,
)
theirs = {name: keras.ops.convert_to_numpy(stack)[0, ..., 0] for name, stack in theirs.items()}
figure = plots.image_grid(
    [picture, moved, theirs["images"], mask, moved_mask, theirs["segmentation_masks"]],
    ["image", "your image", "Keras' image", "mask", "your mask", "Keras' mask"],
    columns=3,
    size=2.9,
    title="Elastic deformation, of an image and its mask",
)

# %% [markdown]
# ## 7 · Folds that do not leak
#
# With thirty images, a test set of three says little. In **K-fold cross-validation** every image is tested exactly once,
# by a network that was trained without it. One rule decides whether the result means anything: *what belongs together
# stays together*. Think of crops of one image, slices of one piece of tissue, pictures of one patient. If one of them
# is used for training and another for testing, the network is tested on what it already knows. Here each example has a
# *group*, and neighbouring groups look alike, so a fold tests a **block of consecutive groups**.


# %% tags=["answer:kfold"]
def kfold(groups, folds):
    """Split examples into folds, so that no group is both trained on and tested on.

    Args:
        groups: (N,) ints, the group of each example, in any order. Between the smallest and the
            largest number there may be numbers that do not occur.
        folds: Number of folds, at most the number of different groups.

    Returns:
        A list of pairs (train, test), one per fold: arrays of example numbers in rising order. The
        different groups, sorted, are cut into `folds` blocks; if their number cannot be divided
        evenly, the first blocks have one group more (np.array_split). Fold k tests the examples of
        block k.
    """
    ### BEGIN SOLUTION
    blocks = np.array_split(np.unique(groups), folds)
    tested = [np.isin(groups, block) for block in blocks]
    return [(np.flatnonzero(~test), np.flatnonzero(test)) for test in tested]
    ### END SOLUTION


# %% tags=["check:kfold"]
check("kfold")

# %% tags=["show"]
from course.data.sets.membranes import membrane_folds

same = all(
    np.array_equal(one, other)
    for mine, theirs in zip(kfold(np.arange(30), 5), membrane_folds())
    for one, other in zip(mine, theirs)
)
print(f"your five folds of thirty slices are those of lab 5: {same}")

# %% [markdown]
# ## 8 · Membranes
#
# Now we train: five folds, each with 24 slices to learn from and 6 to test on, and each with a new network. A batch is
# four crops of 64 × 64 pixels, turned, mirrored, and half of them bent by your `elastic_deform`. The network is your
# padded U-Net with fewer channels and three poolings, and an *epoch* is a hundred batches.
#
# Two processor cores are not fast, so on a laptop the slices are **halved** first: a batch then covers four times as much
# tissue, and a membrane is still three pixels wide. The probabilities are enlarged to 512 × 512 again before anything is
# scored. As in the paper, we average the network's answers for a slice and for its quarter turns. Nothing is chosen by
# looking at the tested slices: epochs and learning rate are the same in every fold, and the threshold is the one that
# gives the best Dice on six of the *training* slices.
#
# First, the batches. The loss needs a label and a weight for each pixel, so both go into one array with two channels.


# %%
CROP = 256 if SCALE == "gpu" else 64  # height and width of a crop, in pixels


class Crops(keras.utils.PyDataset):
    """Random crops of images (N, H, W, 1), with their masks and weights (N, H, W)."""

    def __init__(self, images, masks, weights=None, steps=20, batch_size=4, size=CROP, seed=0):
        super().__init__()
        self.images, self.masks, self.weights = images, masks, weights
        self.steps, self.batch_size, self.size = steps, batch_size, size
        self.rng = np.random.default_rng(seed)

    def __len__(self):
        return self.steps

    def __getitem__(self, _):
        """Return images (4, 64, 64, 1), and labels with weights (4, 64, 64, 2), for a batch of 4."""
        crops = zip(*(self.crop() for _ in range(self.batch_size)))
        images, masks, weights = (np.stack(parts) for parts in crops)
        return images[..., None], np.stack([masks, weights], axis=-1).astype("float32")

    def crop(self):
        """Return an image, its labels and its weights, each (64, 64), of a random place."""
        number = self.rng.integers(len(self.images))
        top, left = (self.rng.integers(side - self.size + 1) for side in self.masks.shape[1:])
        window = (number, slice(top, top + self.size), slice(left, left + self.size))
        image, mask = self.images[window][..., 0], self.masks[window]
        weights = np.ones(mask.shape) if self.weights is None else self.weights[window]
        if self.weights is None and self.rng.random() < 0.5:
            image, mask = elastic_deform(image, mask, sigma=8, alpha=2, rng=self.rng)
        turns, flip = self.rng.integers(4), self.rng.choice([-1, 1])
        return [np.rot90(part, turns)[:, ::flip] for part in (image, mask, weights)]


# %% [markdown]
# Then the network with its loss, and two functions that the next sections use again: the probability of the foreground,
# and the Dice coefficient of two masks.


# %%
def crop_loss(truth, logits):
    """Your loss, for Keras: the truth's two channels are label and weight."""
    return weighted_cross_entropy(keras.ops.cast(truth[..., 0], "int32"), truth[..., 1], logits)


def new_unet(learning_rate, steps):
    """Return a new padded U-Net whose learning rate falls along half a cosine."""
    keras.utils.set_random_seed(1)
    model = build_unet((None, None, 1), base=BASE, depth=DEPTH, padding="same")
    schedule = keras.optimizers.schedules.CosineDecay(learning_rate, steps)
    model.compile(keras.optimizers.Adam(schedule), loss=crop_loss)
    return model


def foreground(model, images, turns=1):
    """Return the probability of class 1, (N, H, W), averaged over this many quarter turns."""
    maps = []
    for image in images:
        turned = np.stack([np.rot90(image, turn) for turn in range(turns)])
        scores = keras.ops.convert_to_numpy(model(turned))  # (turns, H, W, 2)
        probability = 1 / (1 + np.exp(scores[..., 0] - scores[..., 1]))  # softmax of two scores
        maps.append(np.mean([np.rot90(p, -turn) for turn, p in enumerate(probability)], axis=0))
    return np.array(maps)


def dice(truth, predicted):
    """Return 2 |A ∩ B| / (|A| + |B|) of two boolean masks."""
    return 2 * np.sum(truth & predicted) / max(np.sum(truth) + np.sum(predicted), 1)


# %% tags=["train"]
EPOCHS, STEPS = {"smoke": (3, 1), "laptop": (10, 100), "gpu": (60, 100)}[SCALE]
SHRINK = 1 if SCALE == "gpu" else 2


def shrunk(stack):
    """Average blocks of SHRINK × SHRINK pixels of (N, H, W) images."""
    count, height, width = stack.shape
    blocks = stack.reshape(count, height // SHRINK, SHRINK, width // SHRINK, SHRINK)
    return blocks.mean(axis=(2, 4))


def enlarged(maps):
    """Bring (N, h, w) maps back to the size of the slices."""
    zoom = {"order": 1, "mode": "nearest", "grid_mode": True}
    return np.array([ndimage.zoom(one, SHRINK, **zoom) for one in maps])


def best_threshold(masks, maps):
    """Return the threshold that gives the largest Dice."""
    levels = np.linspace(0.2, 0.6, 17)
    return levels[np.argmax([dice(masks == 1, maps > level) for level in levels])]


class KeepPredictions(keras.callbacks.Callback):
    """Keep the probabilities (H, W) of one image after epochs 1, 3 and 10, by the epoch's number."""

    def __init__(self, image):
        super().__init__()
        self.image, self.kept = image, {}

    def on_epoch_end(self, epoch, logs=None):
        if epoch + 1 in (1, 3, 10):
            self.kept[epoch + 1] = foreground(self.model, self.image[None])[0]


# %% tags=["train"]
pixels = shrunk((slices[..., 0] - slices.mean()) / slices.std())[..., None]
labels = (shrunk(on_membrane) >= 0.5).astype(int)
truth_and_weight = np.stack([labels, np.ones(labels.shape)], axis=-1).astype("float32")
folds = kfold(np.arange(len(slices)), 5)[: 1 if SCALE == "smoke" else 5]
histories, thresholds = {}, []
snapshots = KeepPredictions(pixels[folds[0][1][0]])
found = np.zeros(on_membrane.shape, "float32")
start = time.perf_counter()
for number, (train, test) in enumerate(folds):
    model = new_unet(0.004, EPOCHS * STEPS)
    callbacks = []
    if number == 0:
        curves = LiveCurves(title="Fold 1: loss on crops, and on three tested slices")
        callbacks = [curves, snapshots]
    histories[f"fold {number + 1}"] = model.fit(
        Crops(pixels[train], labels[train], steps=STEPS, seed=number),
        epochs=EPOCHS,
        validation_data=(pixels[test[::2]], truth_and_weight[test[::2]]),
        callbacks=callbacks,
        verbose=0,
    ).history
    some = train[::4]  # six training slices decide about the threshold
    maps = enlarged(foreground(model, pixels[some], turns=4))
    thresholds.append(best_threshold(on_membrane[some], maps))
    found[test] = enlarged(foreground(model, pixels[test], turns=4))
print(f"{len(folds)} folds of {EPOCHS} epochs: {time.perf_counter() - start:.0f} s")
print("thresholds:", ", ".join(f"{level:.2f}" for level in thresholds))

# %% tags=["show"]
figure = plots.training_curves(
    histories, ["loss"], title="Training (dashed) and tested slices (solid)"
)

# %% tags=["show"]
first = folds[0][1][0]
figure = plots.image_grid(
    [slices[first], *snapshots.kept.values(), on_membrane[first]],
    ["tested slice", *(f"epoch {epoch}" for epoch in snapshots.kept), "truth"],
    size=1.8,
    value_range=(0, 1),
    title="Probability of membrane, while the network learns",
)

# %% [markdown]
# After one epoch, everything dark is membrane. Then mitochondria, the dark blobs inside cells, begin to fade: the network
# has learned that a membrane is a *line*.
#
# There are two baselines: a threshold on the blurred image, chosen on the training slices, and lab 5's support vector
# machine with 24 features of a patch, on the same folds (its labels, too, were made on halved slices and enlarged).
# **Pixel error** is the share of pixels with the wrong label; **membrane Dice** looks at membranes alone.

# %% tags=["show"]
SVM_DICE = 0.667  # lab 5's SVM with morphology, brought to 512 × 512 pixels, mean over the same five folds
blurred = ndimage.gaussian_filter(slices[..., 0], (0, 1.5, 1.5))


def by_threshold(train, test):
    """Return masks of the tested slices, with the threshold that is best on training slices."""
    levels = np.quantile(blurred[train], np.linspace(0.05, 0.5, 19))
    scores = [
        dice(on_membrane[train[::4]] == 1, blurred[train[::4]] < level) for level in levels
    ]
    return blurred[test] < levels[np.argmax(scores)]


def mean_dice(truths, masks):
    """Return the mean over images, as lab 5 scores a fold."""
    return np.mean([dice(*pair) for pair in zip(truths, masks)])


# %% tags=["show"]
found_membrane = np.zeros(found.shape, bool)
membrane_rows = []
for (train, test), level in zip(folds, thresholds):
    truth, mine, theirs = on_membrane[test] == 1, found[test] > level, by_threshold(train, test)
    found_membrane[test] = mine
    scores = [mean_dice(truth, theirs), mean_dice(truth, mine)]
    membrane_rows.append([*scores, np.mean(truth != theirs), np.mean(truth != mine)])
membrane_table = np.array(membrane_rows)
print(f"{'':10}{'Dice: threshold':>17}{'U-Net':>8}{'pixel error: threshold':>25}{'U-Net':>8}")
for number, row in enumerate(membrane_table):
    print(f"fold {number + 1:<5}{row[0]:17.3f}{row[1]:8.3f}{row[2]:25.1%}{row[3]:8.1%}")
for name, row in {
    "mean": membrane_table.mean(axis=0),
    "deviation": membrane_table.std(axis=0),
}.items():
    print(f"{name:10}{row[0]:17.3f}{row[1]:8.3f}{row[2]:25.1%}{row[3]:8.1%}")

# %% tags=["show"]
last = folds[-1][1][-1]
wrong = found_membrane[last] != (on_membrane[last] == 1)
start = time.perf_counter()
foreground(model, slices[last : last + 1])
one_image = time.perf_counter() - start
print(f"one pass over 512 × 512 pixels takes {one_image:.2f} s here")
figure = plots.image_grid(
    [slices[last], found[last], on_membrane[last], wrong],
    ["tested slice", "probability of membrane", "truth", f"wrong pixels: {wrong.mean():.1%}"],
    size=2.3,
    title="The last slice, tested by the last fold",
)

# %% [markdown]
# Many of the wrong pixels lie along the edges of membranes, which came out a pixel too wide or too narrow. Two people who
# draw by hand differ there as well.
#
# ## 9 · Nuclei: pixels are not objects
#
# A biologist asks how many cells there are. So we apply a threshold to the probability and number the connected regions;
# each region is one object. A predicted object is right if it and a true one share more than half of their union:
# **IoU > 0.5**. An object can match at most one other in this way. Then we count *found* pairs, *invented* predictions
# that match nothing, and *missed* true objects.


# %% tags=["answer:match_objects"]
def match_objects(truth, predicted):
    """Count how the objects of two label images match at an IoU above 0.5.

    Args:
        truth: (H, W) ints: 0 is background, 1 … n are objects, one number per object, and each of
            these numbers occurs.
        predicted: (H, W) ints, in the same form.

    Returns:
        (found, invented, missed), three ints: pairs that match, predicted objects without a
        partner, true objects without a partner.
    """
    ### BEGIN SOLUTION
    found = 0
    for label in range(1, truth.max() + 1):
        here = truth == label
        for other in np.unique(predicted[here]):
            there = predicted == other
            if other and np.sum(here & there) > 0.5 * np.sum(here | there):
                found += 1
    return found, int(predicted.max()) - found, int(truth.max()) - found
    ### END SOLUTION


# %% tags=["check:match_objects"]
check("match_objects")

# %% [markdown]
# We train two networks that differ in one thing only: the loss of the first counts all pixels alike, the loss of the
# second uses the weight map. Both learn from masks in which there is a gap of two pixels between neighbours. Above which
# probability does a pixel belong to a nucleus? For each network we take the threshold that finds objects best in
# training images.

# %% tags=["train"]
EPOCHS, STEPS = {"smoke": (1, 1), "laptop": (10, 70), "gpu": (60, 100)}[SCALE]
used = slice(None, 4 if SCALE == "smoke" else None)
with_gap = np.stack([objects.with_gaps(each) for each in cell_instances[used]])
maps_of_weights = np.stack([objects.weight_map(each) for each in with_gap])
cell_masks = (with_gap > 0).astype(int)
test_used = slice(None, 3 if SCALE == "smoke" else None)
cell_probabilities, cell_thresholds, cell_histories = {}, {}, {}


def best_for_objects(truths, maps):
    """Return the threshold that finds the objects of `truths` best."""
    levels = np.arange(0.3, 0.95, 0.1)
    found = [
        [objects.connected_components(mask, min_size=15) for mask in maps > level]
        for level in levels
    ]
    return levels[np.argmax([objects.object_precision(truths, each) for each in found])]


# %% tags=["train"]
start = time.perf_counter()
for name, weights in {
    "plain": np.ones_like(maps_of_weights),
    "weighted": maps_of_weights,
}.items():
    cell_model = new_unet(0.004, EPOCHS * STEPS)
    batches = Crops(cell_images[used], cell_masks, weights, STEPS)
    cell_histories[name] = cell_model.fit(batches, epochs=EPOCHS, verbose=0).history
    some = cell_images[used][::4]
    cell_thresholds[name] = best_for_objects(
        cell_instances[used][::4], foreground(cell_model, some)
    )
    cell_probabilities[name] = foreground(cell_model, test_cell_images[test_used])
cell_seconds = time.perf_counter() - start
print(f"two networks of {EPOCHS} epochs: {cell_seconds:.0f} s")
print(
    "thresholds:", ", ".join(f"{name} {level:.1f}" for name, level in cell_thresholds.items())
)

# %% tags=["show"]
from skimage.filters import threshold_otsu

truths = test_cell_instances[test_used]


def otsu(image):
    """Return the mask (H, W) of pixels above Otsu's threshold: a baseline that learns nothing."""
    return image[..., 0] > threshold_otsu(image)


def measure(masks, labels):
    """Return a row of the table: masks (H, W), and the objects found in them, per image."""
    counts = np.sum([match_objects(*pair) for pair in zip(truths, labels)], axis=0)
    pairs = [objects.separated_pairs(*pair) for pair in zip(truths, labels)]
    return {
        "pixel Dice": dice(truths > 0, np.array(masks)),
        "AP at 0.5": objects.object_precision(truths, labels),
        "found": counts[0],
        "invented": counts[1],
        "missed": counts[2],
        "separated": sum(pair.separated for pair in pairs),
        "merged": sum(pair.merged for pair in pairs),
        "split": sum(objects.split_objects(*pair) for pair in zip(truths, labels)),
    }


# %% tags=["show"]
masks_by = {"Otsu's threshold": [otsu(image) for image in test_cell_images[test_used]]}
masks_by |= {
    f"U-Net, {name}": maps > cell_thresholds[name] for name, maps in cell_probabilities.items()
}
cell_rows, cell_ious, cell_labels = {}, {}, {}
for name, masks in masks_by.items():
    labels = cell_labels[name] = [
        objects.connected_components(mask, min_size=15) for mask in masks
    ]
    cell_rows[name] = measure(masks, labels)
    cell_ious[name] = np.concatenate(
        [objects.match_objects(*pair).ious for pair in zip(truths, labels)]
    )
print(f"{sum(each.max() for each in truths)} nuclei in {len(truths)} test images")
print(f"{'':18}" + "".join(f"{name:>11}" for name in cell_rows["U-Net, plain"]))
for name, row in cell_rows.items():
    print(
        f"{name:18}"
        + "".join(
            f"{value:11.3f}" if isinstance(value, float) else f"{value:11}"
            for value in row.values()
        )
    )

# %% [markdown]
# *AP at 0.5* is found / (found + invented + missed), averaged over the images, as the Data Science Bowl scores it.
# *Separated* and *merged* count pairs of nuclei that are at most two pixels apart; *split* counts nuclei that were cut
# into pieces.

# %% tags=["show"]
rng = np.random.default_rng(3)


def coloured(labels):
    """Give every object a colour of its own, the background black."""
    colours = np.concatenate([[[0, 0, 0]], rng.uniform(0.3, 1, (int(labels.max()), 3))])
    return colours[labels]


shown = crowded if SCALE != "smoke" else 0
figure = plots.image_grid(
    [
        test_cell_images[shown],
        coloured(truths[shown]),
        *(coloured(labels[shown]) for labels in cell_labels.values()),
    ],
    [
        "image",
        f"truth: {truths[shown].max()}",
        *(f"{name}: {each[shown].max()}" for name, each in cell_labels.items()),
    ],
    columns=5,
    title="The test image with the most touching nuclei: objects, counted",
)

# %% tags=["show"]
axes = plots.new_axes("How well is each nucleus covered?", "IoU with its best object", "nuclei")
for name, ious in cell_ious.items():
    axes.hist(ious, bins=20, range=(0, 1), histtype="step", label=name, linewidth=1.6)
axes.axvline(0.5, color="gray", linestyle="--", linewidth=1)
_ = axes.legend(fontsize=8, loc="upper left")

# %% [markdown] tags=["written:what_the_weights_bought", "points:2"]
# **Question (graded by a reader).** Compare the two networks in the table and in the pictures. What did the weight map
# improve, and what did it cost? Which of the numbers show it, and which would have hidden it? What remains wrong that no
# loss on pixels can repair? Five or six sentences.
#
# ### BEGIN SOLUTION
# Weighted pixels in the gaps push the network to predict background between neighbours, so more touching pairs are
# told apart and fewer are merged; the price is paid elsewhere: rims are eaten away, single nuclei may be cut into
# pieces or small ones lost, and the pixel Dice goes down a little or stays where it was. The pixel Dice hides the
# gain, because a gap is a few pixels in a thousand; merged pairs, and found and missed objects at an IoU of 0.5, show
# it. What remains: connected components know nothing of objects, so that one missing pixel of a gap merges two nuclei
# and overlapping nuclei can never be told apart. That takes a method that proposes objects first (lab 8). With one
# run each, a difference of a few objects may also be chance: other seeds would have to say the same.
# ### END SOLUTION

# %% [markdown]
# ## 10 · When almost everything is background
#
# In an ultrasound volume of a mouse embryo, the brain's ventricles fill about 0.3% of the voxels.
#
# **Question.** A network has learned to say *background* everywhere. What share of the voxels does it label correctly?

# %% tags=["answer:accuracy_of_nothing"]
accuracy_of_nothing = ...  # a number from 0 to 1
### BEGIN SOLUTION
accuracy_of_nothing = 0.997
### END SOLUTION

# %% tags=["check:accuracy_of_nothing"]
check("accuracy_of_nothing")

# %% [markdown]
# The **soft Dice** coefficient does not reward such an answer. With probabilities $p_i$ and true labels
# $g_i \in \{0, 1\}$,
#
# $$D = \frac{2 \sum_i p_i g_i}{\sum_i p_i^2 + \sum_i g_i^2}$$
#
# counts only what is foreground in one of the two. The number of background pixels does not matter. A small
# $\varepsilon = 10^{-6}$ is added to the numerator and to the denominator, so that an empty mask that is predicted as
# empty scores 1.


# %% tags=["answer:soft_dice"]
def soft_dice(truth, prediction):
    """Return the soft Dice coefficient of each example, with squares in the denominator.

    Args:
        truth: (N, …) 0 or 1, of any dtype, with any number of further axes.
        prediction: (N, …) probabilities, of the same shape.

    Returns:
        (N,) tensor, 0 to 1: one coefficient per example, with 1e-6 added to numerator and
        denominator. Written with keras.ops.
    """
    ### BEGIN SOLUTION
    prediction = keras.ops.convert_to_tensor(prediction)
    truth = keras.ops.cast(truth, prediction.dtype)
    axes = list(range(1, len(prediction.shape)))
    shared = keras.ops.sum(truth * prediction, axis=axes)
    total = keras.ops.sum(truth**2 + prediction**2, axis=axes)
    return (2 * shared + 1e-6) / (total + 1e-6)
    ### END SOLUTION


# %% tags=["check:soft_dice"]
check("soft_dice")

# %% [markdown]
# **As a loss**, take $1 - D$ for the foreground, and add the same for the background, with $1 - g$ and $1 - p$: a
# *positive* and a *negative* Dice loss. (`keras.losses.Dice` sums over the whole batch, so that a large object in one
# example hides a small one in another.)


# %% tags=["answer:dice_loss"]
def dice_loss(truth, prediction):
    """Return the positive plus the negative soft Dice loss of each example.

    Args:
        truth: (N, …) 0 or 1, of prediction's dtype.
        prediction: (N, …) probabilities.

    Returns:
        (N,) tensor, 0 to 2; 0 is perfect. Written with keras.ops.
    """
    ### BEGIN SOLUTION
    return 2 - soft_dice(truth, prediction) - soft_dice(1 - truth, 1 - prediction)
    ### END SOLUTION


# %% tags=["check:dice_loss"]
check("dice_loss")

# %% [markdown]
# **Derive it once.** A very simple segmentation network ends in one 3 × 3 convolution without padding, of feature maps
# $h$ with $C$ channels, and a sigmoid:
#
# $$z_{ij} = b + \sum_{a,b',c} h_{i+a,\,j+b',\,c}\, w_{a b' c}, \qquad p_{ij} = \frac{1}{1 + e^{-z_{ij}}}, \qquad \ell = 1 - D.$$
#
# Begin with $\partial D / \partial p_i$. The numerator of $D$ has the derivative $2 g_i$, and the denominator
# $S = \sum p^2 + \sum g^2$ has the derivative $2 p_i$. Put both into the quotient rule and simplify: the result is short,
# and contains $D$ itself. Then comes the sigmoid, $\partial p / \partial z = p\,(1-p)$, and then the convolution as in
# lab 1. Leave $\varepsilon$ out: there is always some foreground.


# %% tags=["answer:soft_dice_gradients"]
def soft_dice_gradients(features, truth, weights, bias):
    """Return the gradients of 1 - D with respect to the last layer's weights and bias.

    Args:
        features: (H, W, C).
        truth: (H - 2, W - 2), 0 or 1, not all 0.
        weights: (3, 3, C).
        bias: Number.

    Returns:
        (d_weights, d_bias): (3, 3, C) and a number.
    """
    ### BEGIN SOLUTION
    windows = np.lib.stride_tricks.sliding_window_view(features, (3, 3), axis=(0, 1))
    scores = bias + np.einsum("ijcab,abc->ij", windows, weights)
    p = 1 / (1 + np.exp(-scores))
    total = np.sum(p**2) + np.sum(truth**2)
    d = 2 * np.sum(p * truth) / total
    back = -2 * (truth - d * p) / total * p * (1 - p)
    return np.einsum("ijcab,ij->abc", windows, back), back.sum()
    ### END SOLUTION


# %% tags=["check:soft_dice_gradients"]
check("soft_dice_gradients")

# %% [markdown]
# ## 11 · V-Net
#
# In three dimensions the same idea, with two changes. **Residual stages:** each stage adds its input to what its
# convolutions make of it, as in lab 2. **No pooling:** a 2 × 2 × 2 convolution of stride 2 halves the volume and
# doubles the channels, so that the network learns how to shrink.
#
# A *stage* is two padded 3 × 3 × 3 convolutions, with ReLU after the first; then the stage's input is added, and ReLU
# follows. On the way up the input of a stage is two maps joined, which have too many channels to be added. There, add
# the output of the up-convolution instead.
#
# | | layers | channels |
# |---|---|---|
# | entry | 1 × 1 × 1 convolution | $b$ |
# | down, level $l = 0 \dots d$ | *stage*; then, except at the lowest level, a 2 × 2 × 2 convolution of stride 2 with ReLU to $b\,2^{l+1}$ channels | $b\,2^l$ |
# | up, level $l = d-1 \dots 0$ | 2 × 2 × 2 up-convolution of stride 2 with ReLU; *stage* of the two maps joined, the one from the way down first | $b\,2^l$ |
# | end | 1 × 1 × 1 convolution with a sigmoid | 1 |


# %% tags=["answer:build_vnet"]
def build_vnet(input_shape, base=8, depth=2):
    """Build a small V-Net.

    Args:
        input_shape: (depth, height, width, channels) of a volume; sides are multiples of
            2 ** depth, or None.
        base: Channels of the first level.
        depth: How often the volume is halved.

    Returns:
        A keras.Model from volumes to the probability of the foreground, (…, 1), not compiled, made
        of Keras' own layers and functions (no Lambda, no layer class of your own). ReLU is where
        the table and the stage have it, and nowhere else; all 3 × 3 × 3 convolutions start from
        "he_normal". For one channel, base 8 and depth 2: 108,993 parameters.
    """
    ### BEGIN SOLUTION
    volumes = keras.Input(input_shape)
    maps, ways = keras.layers.Conv3D(base, 1)(volumes), []
    for level in range(depth):
        maps = _stage(maps, maps, base * 2**level)
        ways.append(maps)
        maps = keras.layers.Conv3D(base * 2 ** (level + 1), 2, strides=2, activation="relu")(
            maps
        )
    maps = _stage(maps, maps, base * 2**depth)
    for level in reversed(range(depth)):
        maps = keras.layers.Conv3DTranspose(base * 2**level, 2, strides=2, activation="relu")(
            maps
        )
        joined = keras.layers.Concatenate()([ways[level], maps])
        maps = _stage(joined, maps, base * 2**level)
    return keras.Model(volumes, keras.layers.Conv3D(1, 1, activation="sigmoid")(maps))


def _stage(maps, added, channels):
    for activation in ("relu", None):
        maps = keras.layers.Conv3D(
            channels, 3, padding="same", activation=activation, kernel_initializer="he_normal"
        )(maps)
    return keras.layers.ReLU()(keras.layers.Add()([maps, added]))
    ### END SOLUTION


# %% tags=["check:build_vnet"]
check("build_vnet")

# %% [markdown]
# **Volumes.** They are generated, so that everyone has them. There is a head with a bright skull and in it a dark
# ventricle of two lobes; a body with a dark cavity that is not a ventricle; speckle, as in every ultrasound image; and a
# shadow.

# %% tags=["show"]
from course.data.volumes import embryo_volumes

many, few = {"smoke": (4, 2), "laptop": (40, 12), "gpu": (200, 40)}[SCALE]
volumes, ventricles = embryo_volumes(many, seed=0)
test_volumes, test_ventricles = embryo_volumes(few, seed=1)
print(f"{volumes.shape}: ventricle in {ventricles.mean():.2%} of the voxels")
places = [
    np.argwhere(ventricle[..., 0]).mean(axis=0).astype(int) for ventricle in ventricles[:4]
]
pictures = [
    cut for volume, (z, _, x) in zip(volumes, places) for cut in (volume[z], volume[:, :, x])
]
outlines = [
    cut for mask, (z, _, x) in zip(ventricles, places) for cut in (mask[z], mask[:, :, x])
]
figure = plots.image_grid(
    [*pictures, *outlines],
    columns=8,
    title="Four volumes, two cuts each, and the ventricle in them",
)

# %% [markdown]
# **An experiment.** We train three networks from the same start, on the same volumes, for the same number of steps. (The
# volumes are halved to 24³ voxels so that a laptop can do it; the ventricle still fills 0.3%. Grey values are scaled to
# mean 0 and standard deviation 1.) The first network learns with cross-entropy, the second with the positive Dice loss,
# the third with the positive and the negative one. After every epoch we measure the Dice coefficient on test volumes.

# %% tags=["train"]
EPOCHS = {"smoke": 1, "laptop": 10, "gpu": 40}[SCALE]


def halved(stack):
    """Average blocks of 2 × 2 × 2 voxels of (N, D, H, W, 1) volumes."""
    count, *sides, _ = stack.shape
    blocks = [number for side in sides for number in (side // 2, 2)]
    return stack.reshape(count, *blocks, 1).mean(axis=(2, 4, 6))


level, spread = volumes.mean(), volumes.std()
volumes, test_volumes = (volumes - level) / spread, (test_volumes - level) / spread
small_volumes, small_test_volumes = halved(volumes), halved(test_volumes)
small_masks, small_test_masks = halved(ventricles) >= 0.5, halved(test_ventricles) >= 0.5
print(f"{small_volumes.shape}: ventricle in {small_masks.mean():.2%} of the voxels")


# %% tags=["train"]
class HardDice(keras.callbacks.Callback):
    """Collect the mean Dice coefficient at threshold 0.5 on the test volumes."""

    def __init__(self):
        super().__init__()
        self.scores = []

    def on_epoch_end(self, epoch, logs=None):
        predicted = self.model.predict_on_batch(small_test_volumes) > 0.5
        pairs = zip(small_test_masks, predicted)
        self.scores.append(float(np.mean([dice(*pair) for pair in pairs])))


def positive_dice_loss(truth, prediction):
    """Return 1 - D of the foreground alone, (N,)."""
    return 1 - soft_dice(truth, prediction)


# %% tags=["train"]
whole_losses = {
    "cross-entropy": "binary_crossentropy",
    "Dice": positive_dice_loss,
    "Dice, both classes": dice_loss,
}
whole_dice = {}
start = time.perf_counter()
for name, loss in whole_losses.items():
    keras.utils.set_random_seed(2)
    whole = build_vnet((24, 24, 24, 1))
    whole.compile(keras.optimizers.Adam(0.001), loss=loss)
    hard_dice = HardDice()
    whole.fit(
        small_volumes,
        small_masks.astype("float32"),
        batch_size=2,
        epochs=EPOCHS,
        callbacks=[hard_dice],
        verbose=0,
    )
    whole_dice[name] = hard_dice.scores
print(f"three networks of {EPOCHS} epochs: {time.perf_counter() - start:.0f} s")

# %% tags=["show"]
axes = plots.new_axes(
    "A ventricle of 0.3% of the voxels, three losses", "epoch", "Dice, test volumes"
)
for name, scores in whole_dice.items():
    axes.plot(range(1, len(scores) + 1), scores, "o-", label=name)
axes.set_ylim(-0.03, 1)
_ = axes.legend(fontsize=8)
for name, scores in whole_dice.items():
    print(f"{name:20} Dice after the last epoch: {scores[-1]:.3f}")

# %% [markdown]
# On a laptop, the sum of the two losses does no better here than cross-entropy. A network that says *nothing anywhere* is
# wrong in only 0.3% of the voxels, so its negative Dice loss is nearly 0. The network first learns to say this, and then
# the gradient of the positive loss is too small to lead it away. Section 12 uses the same loss on crops in which the
# ventricle fills about 2%; there the network learns.
#
# **Question.** Why does cross-entropy do so badly here?
#
# - **A** It cannot be differentiated where $p = 0$.
# - **B** Its gradient is a sum over all voxels, and 997 of 1,000 pull towards background: the network first learns to
#   say *nothing anywhere*, which is almost right, and takes long to leave that state.
# - **C** It needs a softmax, and this network ends with a sigmoid.
# - **D** It does not look at the background.

# %% tags=["answer:why_cross_entropy_fails"]
why_cross_entropy_fails = ...  # "A", "B", "C" or "D"
### BEGIN SOLUTION
why_cross_entropy_fails = "B"
### END SOLUTION

# %% tags=["check:why_cross_entropy_fails"]
check("why_cross_entropy_fails")

# %% [markdown]
# ## 12 · First find it, then cut it out
#
# Instead of fighting against 0.3%, we can avoid it. A first network, a *localiser*, slides a window of 24³ voxels over the
# volume and says whether the window contains the **whole** ventricle. A second network segments inside the best window,
# where the ventricle fills a share that is eight times larger.
#
# For training, a window with at least 99% of the ventricle's voxels is a positive example, and a window with at most 80%
# is a negative one. Windows between the two are doubtful examples, and are left out.


# %% tags=["answer:window_label"]
def window_label(mask, start, size):
    """Return the label of a window for the training of the localiser.

    Args:
        mask: (D, H, W) ints, 1 in the ventricle, 0 elsewhere; not all 0.
        start: (z, y, x), the window's first voxel, in the order of the mask's axes (D, H, W).
        size: Voxels along each side of the window, which lies inside the volume.

    Returns:
        1 if the window contains at least 99% of the ventricle's voxels, 0 if it contains at most
        80%, and -1 otherwise. Exactly 99% gives 1, and exactly 80% gives 0.
    """
    ### BEGIN SOLUTION
    window = mask[tuple(slice(first, first + size) for first in start)]
    share = window.sum() / mask.sum()
    return 1 if share >= 0.99 else 0 if share <= 0.8 else -1
    ### END SOLUTION


# %% tags=["check:window_label"]
check("window_label")

# %%
WINDOW = 24  # voxels along each side
STRIDE = 4  # voxels from one window to the next


def window_at(volume, start):
    """Cut a window (24, 24, 24, 1) out of a volume (48, 48, 48, 1)."""
    return volume[tuple(slice(first, first + WINDOW) for first in start)]


def training_windows(volumes, masks, each, rng):
    """Return random windows, halved, near the ventricle and elsewhere, and their labels.

    The windows are (N, 12, 12, 12, 1), the labels (N,). Windows without a label are left out.
    """
    windows, labels = [], []
    for volume, mask in zip(volumes, masks[..., 0]):
        middle = np.argwhere(mask).mean(axis=0)
        for number in range(each):
            spread = 5 if number % 2 else 20  # voxels; every other one is near
            start = np.clip(
                middle - WINDOW // 2 + rng.uniform(-spread, spread, 3), 0, 48 - WINDOW
            )
            label = window_label(mask, tuple(start.astype(int)), WINDOW)
            if label >= 0:
                windows.append(window_at(volume, start.astype(int)))
                labels.append(label)
    return halved(np.array(windows)), np.array(labels)


# %%
def build_localiser():
    """Return a small VGG in three dimensions: does this window contain the whole ventricle?"""
    model = keras.Sequential([keras.Input((WINDOW // 2, WINDOW // 2, WINDOW // 2, 1))])
    for filters in (8, 16):
        for _ in range(2):
            model.add(
                keras.layers.Conv3D(
                    filters,
                    3,
                    padding="same",
                    activation="relu",
                    kernel_initializer="he_normal",
                )
            )
        model.add(keras.layers.MaxPooling3D(2))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(32, activation="relu"))
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    return model


# %% tags=["train"]
EPOCHS = {"smoke": 1, "laptop": 8, "gpu": 40}[SCALE]
rng = np.random.default_rng(0)
windows, window_labels = training_windows(
    volumes, ventricles, 8 if SCALE == "smoke" else 25, rng
)
print(f"{len(windows)} windows, {window_labels.mean():.0%} of them positive")
keras.utils.set_random_seed(3)
localiser = build_localiser()
localiser.compile(keras.optimizers.Adam(0.001), "binary_crossentropy", metrics=["accuracy"])
start = time.perf_counter()
localiser.fit(windows, window_labels, batch_size=32, epochs=EPOCHS, verbose=0)

# %% [markdown]
# Now it slides over the test volumes: seven places along each axis, 343 windows per volume. The five windows with the
# highest scores together give a better place than the best one alone.

# %% tags=["train"]
starts = np.stack(
    np.meshgrid(*3 * [range(0, 48 - WINDOW + 1, STRIDE)], indexing="ij"), axis=-1
).reshape(-1, 3)
best_starts = []
for volume in test_volumes:
    scores = localiser.predict_on_batch(
        halved(np.stack([window_at(volume, each) for each in starts]))
    )[:, 0]
    best = starts[scores >= np.sort(scores)[-5]]
    best_starts.append(np.rint(best.mean(axis=0)).astype(int))
complete = [
    window_label(mask[..., 0], tuple(each), WINDOW) == 1
    for mask, each in zip(test_ventricles, best_starts)
]
print(
    f"trained and slid over {len(test_volumes)} volumes in {time.perf_counter() - start:.0f} s"
)
print(
    f"the ventricle is whole in the best window of {sum(complete)} of {len(complete)} test volumes"
)

# %% tags=["train"]
EPOCHS = {"smoke": 1, "laptop": 12, "gpu": 60}[SCALE]
# Crops around each training ventricle, up to four voxels off and mirrored, two per volume.
starts_of = [np.argwhere(mask[..., 0]).mean(axis=0) - WINDOW // 2 for mask in ventricles]
crops, crop_masks = [], []
for volume, mask, middle in zip(volumes, ventricles, starts_of):
    for _ in range(2):
        place = np.clip(np.rint(middle + rng.uniform(-4, 4, 3)), 0, 48 - WINDOW).astype(int)
        axis = int(rng.integers(1, 3))
        crops.append(np.flip(window_at(volume, place), axis))
        crop_masks.append(np.flip(window_at(mask, place), axis))
crops, crop_masks = np.array(crops), np.array(crop_masks, "float32")
print(f"{len(crops)} crops, ventricle in {crop_masks.mean():.1%} of the voxels")
keras.utils.set_random_seed(4)
vnet = build_vnet((WINDOW, WINDOW, WINDOW, 1))
vnet.compile(
    keras.optimizers.Adam(
        keras.optimizers.schedules.CosineDecay(0.0004, EPOCHS * -(-len(crops) // 4))
    ),
    loss=dice_loss,
)
start = time.perf_counter()
vnet_history = vnet.fit(crops, crop_masks, batch_size=4, epochs=EPOCHS, verbose=0).history
segmented = np.zeros(test_volumes.shape, "float32")
for volume, place, result in zip(test_volumes, best_starts, segmented):
    window_at(result, place)[:] = vnet.predict_on_batch(window_at(volume, place)[None])[0]
two_stage = [dice(truth == 1, each > 0.5) for truth, each in zip(test_ventricles, segmented)]
print(f"trained and segmented in {time.perf_counter() - start:.0f} s")
print(
    f"localise, then segment: Dice {np.mean(two_stage):.3f} ± {np.std(two_stage):.3f}, "
    f"worst {min(two_stage):.3f}"
)

# %% tags=["show"]
pictures, captions = [], []
for volume, truth, result, score in list(
    zip(test_volumes, test_ventricles, segmented, two_stage)
)[:4]:
    z = int(np.argwhere(truth[..., 0])[:, 0].mean())
    pictures += [volume[z] * spread + level, truth[z], result[z]]
    captions += ["test volume", "truth", f"V-Net, Dice {score:.2f}"]
figure = plots.image_grid(
    pictures,
    captions,
    columns=6,
    value_range=(0, 1),
    title="One cut through each of four volumes",
)

# %% [markdown]
# ## 13 · What you saw

# %% tags=["show"]
from IPython.display import Markdown

from course.backend.memory import peak_memory

threshold_dice, unet_dice, threshold_error, unet_error = membrane_table.mean(axis=0)
deviation = membrane_table.std(axis=0)
rows = [
    f"| membranes, Dice | threshold on the blurred image | {threshold_dice:.3f} ± {deviation[0]:.3f} |",
    f"| membranes, Dice | lab 5's SVM, same folds and size | {SVM_DICE:.3f} |",
    f"| membranes, Dice | **your U-Net** | **{unet_dice:.3f} ± {deviation[1]:.3f}** |",
    f"| membranes, pixel error | threshold, your U-Net | {threshold_error:.1%}, {unet_error:.1%} |",
    *(
        f"| nuclei, AP at IoU 0.5 | {name} | {row['AP at 0.5']:.3f} |"
        for name, row in cell_rows.items()
    ),
    *(
        f"| nuclei, touching pairs merged | {name} | {row['merged']} of {row['merged'] + row['separated']} |"
        for name, row in cell_rows.items()
    ),
    *(
        f"| ventricle, Dice, whole volumes | V-Net, {name} | {scores[-1]:.3f} |"
        for name, scores in whole_dice.items()
    ),
    f"| ventricle, Dice | localise, then V-Net | {np.mean(two_stage):.3f} ± {np.std(two_stage):.3f} |",
]
print(f"peak memory of this notebook: {peak_memory():.1f} GiB")
Markdown("| task | method | result |\n|---|---|---|\n" + "\n".join(rows))

# %% [markdown]
# - A network without padding needs context around what it labels. Mirrored tiles whose step fits the poolings give the
#   same answer as one pass.
# - The map from the side says *where*, the map from below says *what*.
# - Thirty images can be enough if the network sees each of them in many shapes. The result can be trusted if what belongs
#   together is tested together.
# - A loss is a statement about which mistakes matter: a gap between cells, a ventricle of 0.3%.
# - Count objects when the question is about objects. Connected components merge what touches; lab 8 proposes objects
#   instead.
#
# **To think about** (no points)
#
# 1. Your padded U-Net sees zeros beyond the border. Where in the image would you look for mistakes caused by them?
# 2. The folds are blocks of neighbouring slices. What would happen to the numbers with slices chosen at random, and
#    which numbers could be trusted?
# 3. Would a deformation that bends a membrane also make sense for a printed digit, or a face?
#
# **Where to read on**
#
# - O. Ronneberger, P. Fischer, T. Brox, *U-Net: convolutional networks for biomedical image segmentation*, MICCAI 2015.
# - F. Milletari, N. Navab, S.-A. Ahmadi, *V-Net*, 3DV 2016, arXiv:1606.04797.
# - Z. Qiu et al., *Deep BV*, IEEE SPMB 2018, arXiv:1811.03601: localise, then segment, in mouse embryos.
# - P. Simard, D. Steinkraus, J. Platt, *Best practices for convolutional neural networks*, ICDAR 2003: elastic
#   deformation, on digits.
# - F. Isensee et al., *nnU-Net*, Nature Methods 2021: how good a plain U-Net is if everything around it is done with
#   care.
#
# All your points:

# %% tags=["show"]
check()
