# ---
# jupyter:
#   course:
#     data: [membranes, road_scenes]
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # Lab 5 · From pixels to fully convolutional networks
#
# To *segment* an image is to give every pixel a class. You will do it three ways: with numbers computed from a small
# patch and a classical classifier; with a patch network that is turned, weight by weight, into one that answers for a
# whole image at once; and with networks made for the purpose, which go down to a coarse map that knows *what* is
# there, and come back up to say *where*.
#
# **At the end you will be able to**
#
# - turn a patch classifier into a fully convolutional network with the same weights and the same answers;
# - measure a segmentation so that a large class cannot hide the small ones, and so that nothing leaks from training
#   images into the measurement;
# - build and train FCN-32s, 16s and 8s, a SegNet and a context module, and say what each of them is for;
# - say how much of the image an answer depends on, in principle and in effect.
#
# | | |
# |---|---|
# | **Time to run** | about 7 minutes on a laptop (2 CPU cores); longer on a GPU with `COURSE_SCALE=gpu`, which trains longer and on larger images. Reading and solving: an afternoon |
# | **Points** | 23: 21 are judged by the checks below, 2 by a reader |
# | **Data** | 30 electron micrographs of a fly's nerve cord with their membranes (ISBI 2012), and road scenes with eleven classes (CamVid), where their files are in the folder that `COURSE_MIRROR` names; otherwise both are generated. Each is announced when it is loaded |
#
# You need convolutions, pooling and receptive fields (lab 1) and transposed convolution (lab 4).
#
# **What you may use.** Write functions of arrays with NumPy alone. Keras, TensorFlow, SciPy, scikit-learn, scikit-image,
# OpenCV and `course` have such functions ready; your answers are compared with them, and an answer that calls them gets
# no points. Build networks with Keras, and with the layers of `course.networks.layers` that the exercise names. No
# function may change the arrays that it is given: the lab uses them again later.

# %%
import time

import numpy as np

import course
from course.backend.logs import quiet_stderr

with quiet_stderr():  # TensorFlow has a lot to say when it starts
    import keras

from keras import layers

import course.receptive_field
from course import plots
from course.plots import segmentation as segmentation_plots
from course.data import load
from course.data.sets.membranes import membrane_folds
from course.data.sets.road_scenes import VOID
from course.networks.layers import (
    BilinearInitializer,
    CropLike,
    IdentityInitializer,
    MaxPool2DWithIndices,
    MaxUnpool2D,
)
from course.networks.metrics import dice

check = course.checker("lab05", globals())
SCALE = course.scale()  # "laptop" unless COURSE_SCALE says otherwise

# %% [markdown]
# ## 1 · Every pixel has a class
#
# These are slices through nervous tissue, 50 nanometres thick, under an electron microscope. To trace who is wired to
# whom, one has to know where each cell ends: **is this pixel part of a membrane?** Somebody drew the answer by hand,
# for 30 slices of 512 × 512 pixels.
#
# We work at half size, 256 × 256: each pixel is the mean of four, and it belongs to a membrane if at least two of the
# four did. At that size a membrane is about three pixels wide, as wide as a patch of 3 × 3.

# %% tags=["show"]
micrographs = load("membranes")
print(micrographs.note)


def at_half_size(pictures):
    """Return the mean of each 2 × 2 block: (N, 2h, 2w) → (N, h, w)."""
    count, height, width = pictures.shape
    return pictures.reshape(count, height // 2, 2, width // 2, 2).mean(axis=(2, 4))


slices = at_half_size(micrographs.images[..., 0].astype("float32") / 255)
membranes = at_half_size(micrographs.masks.astype("float32")) >= 0.5
print(
    f"images {slices.shape}, masks {membranes.shape}: {membranes.mean():.1%} of all pixels are membrane"
)
figure = plots.image_grid(
    [slices[0], membranes[0], slices[15], membranes[15]],
    ["slice 0", "its membranes (white)", "slice 15", "its membranes"],
    title="Two slices, 256 × 256 pixels",
)

# %% [markdown]
# Look at what is dark: membranes, and also mitochondria, vesicles, and whole regions that were cut obliquely. So a
# threshold is not enough, and the next image may be brighter as a whole. Uneven light can be removed beforehand: we
# divide each image by a strongly blurred copy of itself, which is an estimate of the light alone.

# %% tags=["show"]
from scipy.ndimage import gaussian_filter


def correct_illumination(image, sigma=24):
    """Return an (H, W) image divided by its own blur, scaled so that its mean is 0.5."""
    even = image / (gaussian_filter(image, sigma, mode="reflect") + 1e-3)
    return (0.5 * even / even.mean()).astype("float32")


# %% tags=["show"]
even_slices = np.stack([correct_illumination(image) for image in slices])
figure = plots.image_grid(
    [slices[8], gaussian_filter(slices[8], 24), even_slices[8]],
    ["slice 8", "its light (blurred)", "corrected"],
    value_range=(0, 1),
    title="Illumination correction",
)

# %% [markdown]
# ## 2 · Twenty-four numbers for a pixel
#
# **What could a classifier know about a pixel?** The classical recipe is to compute a fixed list of numbers, the
# *features*, from its neighbourhood. For membranes, Iftikhar and Godil (2013) took a 3 × 3 patch $S$ and 24 numbers:
#
# | | how many | what |
# |---|---|---|
# | intensities | 9 | the patch itself, row by row |
# | median | 1 | of the nine |
# | range | 1 | the largest minus the smallest |
# | energy | 1 | $\sum_i s_i^2$ |
# | moments | 3 | $\frac19\sum_i (s_i-\mu)^r$ for $r = 2, 3, 4$, with $\mu$ the mean |
# | gradients | 9 | $\sqrt{g_y^2 + g_x^2}$ at each of the nine, row by row |
#
# The gradients $g_y$ (down) and $g_x$ (across) are differences within the patch. In the middle row or column a pixel has
# two neighbours, and the gradient is half their difference. At the edge it has only one, and the gradient is the
# difference to that one. `np.gradient` does just this.
#
# Write it for many patches at once: the last two axes are the patch, and all axes in front of them stay as they are.


# %% tags=["answer:patch_features"]
def patch_features(patches):
    """Return 24 numbers for each 3 × 3 patch.

    Args:
        patches: (..., 3, 3), floats; any number of axes in front, or none.

    Returns:
        (..., 24): 9 intensities, median, range, energy, moments 2, 3 and 4, 9 gradient magnitudes.
    """
    ### BEGIN SOLUTION
    values = patches.reshape(*patches.shape[:-2], 9)
    deviations = values - values.mean(axis=-1, keepdims=True)
    down, across = np.gradient(patches, axis=(-2, -1))
    numbers = [
        np.median(values, axis=-1),
        values.max(axis=-1) - values.min(axis=-1),
        (values**2).sum(axis=-1),
        *((deviations**power).mean(axis=-1) for power in (2, 3, 4)),
    ]
    gradients = np.sqrt(down**2 + across**2).reshape(values.shape)
    return np.concatenate([values, np.stack(numbers, axis=-1), gradients], axis=-1)
    ### END SOLUTION


# %% tags=["check:patch_features"]
check("patch_features")

# %% [markdown]
# **Scales.** A fourth moment is a thousand times smaller than an intensity. The classifier below looks at distances
# between feature vectors, so small numbers would not count. The recipe brings each feature to $[-1, 1]$: its smallest
# value over the *training* pixels becomes −1, its largest 1. Pixels of other images are scaled with the same numbers,
# so their values may lie outside this range. (If the test pixels had an influence on the scaling, we would have used
# them before the test.) A feature that never varies becomes 0.


# %% tags=["answer:scale_features"]
def scale_features(train, others):
    """Scale features so that those to train on lie in [-1, 1].

    Args:
        train: (N, features), floats: the pixels that a classifier will be trained on.
        others: (M, features): the pixels that it will then classify.

    Returns:
        (scaled train, scaled others), of the same shapes. Each feature is mapped linearly, its smallest
        training value to -1 and its largest to 1; a feature that is constant in training is 0 in both.
    """
    ### BEGIN SOLUTION
    low, high = train.min(axis=0), train.max(axis=0)
    varies = high > low
    span = np.where(varies, high - low, 1)
    return tuple(np.where(varies, 2 * (part - low) / span - 1, 0) for part in (train, others))
    ### END SOLUTION


# %% tags=["check:scale_features"]
check("scale_features")


# %% [markdown]
# **What your features see**: six of the 24 at every pixel of a slice. None of them detects membranes by itself. The hope
# is that all of them together do.


# %% tags=["show"]
def patches_of(image):
    """Return the patch around every pixel of an (H, W) image: (H, W, 3, 3); the border is mirrored."""
    return np.lib.stride_tricks.sliding_window_view(np.pad(image, 1, mode="reflect"), (3, 3))


def image_features(image):
    """Return the features of every pixel of an (H, W) image: (H, W, 24)."""
    return patch_features(patches_of(image))


shown = {
    4: "intensity",
    9: "median",
    10: "range",
    12: "2nd moment",
    13: "3rd moment",
    19: "gradient",
}
features = image_features(even_slices[0])
figure = plots.image_grid(
    [np.sqrt(np.abs(features[..., i])) * np.sign(features[..., i]) for i in shown],
    list(shown.values()),
    columns=3,
    title="Six of your 24 features of slice 0 (square roots, signs kept)",
)

# %% [markdown]
# ## 3 · A support vector machine, and an honest measurement
#
# A *support vector machine* separates two classes by a surface that stays as far from both as it can. With the
# Gaussian kernel $K(x, x') = e^{-\gamma\|x - x'\|^2}$ that surface may bend. Three numbers have to be chosen: $\gamma$
# (how quickly similarity fades), $C$ (how much a training pixel on the wrong side costs), and the weight of a class
# (membranes are rare: should their errors cost more?). We choose them by trying: 10-fold cross-validation, within the
# training images.
#
# **How do we measure?** We have 30 images, and train on some and test on others, in five rounds, so that each
# image is tested once (5-fold cross-validation). The slices are *consecutive*: slice 8 lies 50 nm below slice 7 and
# shows the same cells.
#
# **Question.** Which pixels should be put into the same fold?
#
# - **A** Pixels drawn at random from all 30 images: the folds then look most alike.
# - **B** Whole images drawn at random: pixels of one image are alike.
# - **C** Blocks of neighbouring images: pixels of one image are alike, and neighbouring images show the same cells.
# - **D** The even slices in one half, the odd ones in the other.

# %% tags=["answer:why_blocks"]
why_blocks = ...  # "A", "B", "C" or "D"
### BEGIN SOLUTION
why_blocks = "C"
### END SOLUTION

# %% tags=["check:why_blocks"]
check("why_blocks")

# %% tags=["show"]
folds = membrane_folds()
for number, (train, test) in enumerate(folds):
    print(
        f"fold {number}: tests slices {test[0]:2} to {test[-1]:2}, trains on the other {len(train)}"
    )

# %% [markdown]
# **The score.** About three quarters of the pixels are cell, so *nothing is membrane* is right for three quarters of
# them. The *Dice coefficient* of the membrane class does not reward such an answer: for two masks $A$ and $B$, it is
# $2|A \cap B| / (|A| + |B|)$. We compute it for each image and average over the images of a fold; the result is the mean
# and the standard deviation over the five folds.
#
# **What an SVM costs.** It compares each new pixel with every *support vector*, and nearly half of the training pixels
# become support vectors here. So we train on few pixels, chosen at random from the training images, and predict *all*
# 65,536 pixels of every test image (two million in all) with matrix products. The last step of the recipe, after the
# classifier, is morphology: close gaps of one pixel, and remove what is smaller than any membrane.

# %% tags=["show"]
from skimage.morphology import area_opening, closing, disk

SMALLEST = 60  # pixels; smaller objects are vesicles and noise


def clean(mask):
    """Close small gaps of an (H, W) mask, and remove small objects."""
    return area_opening(closing(mask, disk(1)), SMALLEST)


# %% tags=["train"]
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.model_selection import GridSearchCV, GroupKFold
from sklearn.svm import SVC

# Pixels per image: to choose the three numbers with, and to train on.
TO_SEARCH, TO_TRAIN = {"smoke": (10, 10), "laptop": (40, 100), "gpu": (100, 200)}[SCALE]
FOLDS = folds[:1] if SCALE == "smoke" else folds
GRID = {"C": [1, 10], "gamma": [0.1, 0.5], "class_weight": [None, "balanced"]}


def sample_pixels(numbers, count, rng):
    """Return features (N, 24), classes (N,) and image numbers (N,) of random pixels of each image."""
    places = [rng.choice(even_slices[0].size, count, replace=False) for _ in numbers]
    pixels = [
        patch_features(patches_of(even_slices[i]).reshape(-1, 3, 3)[p])
        for i, p in zip(numbers, places)
    ]
    classes = [membranes[i].ravel()[p] for i, p in zip(numbers, places)]
    return np.concatenate(pixels), np.concatenate(classes), np.repeat(numbers, count)


def decide(svm, pixels):
    """Return the SVM's decision for (N, 24) pixels: what `svm.decision_function` does, but faster."""
    blocks = np.array_split(pixels, max(len(pixels) // 8192, 1))
    similar = (
        rbf_kernel(block, svm.support_vectors_.astype("float32"), svm.gamma) for block in blocks
    )
    weights = svm.dual_coef_[0].astype("float32")
    return np.concatenate([kernel @ weights for kernel in similar]) + svm.intercept_[0]


# %% [markdown]
# In each of the five rounds: choose the three numbers by cross-validation, train with them on more pixels, and decide
# for every pixel of the images that were left out.

# %% tags=["train"]
started, rng = time.perf_counter(), np.random.default_rng(5)
raw_masks, svm_masks, chosen = {}, {}, []
for train, test in FOLDS:
    # Choose C, gamma and the class weight. GroupKFold keeps the pixels of one image together.
    pixels, classes, groups = sample_pixels(train, TO_SEARCH, rng)
    scaled, _ = scale_features(pixels, pixels)
    search = GridSearchCV(SVC(), GRID, scoring="f1", cv=GroupKFold(10), refit=False)
    chosen.append(search.fit(scaled, classes, groups=groups).best_params_)
    pixels, classes, _ = sample_pixels(train, TO_TRAIN, rng)
    svm = SVC(**chosen[-1]).fit(scale_features(pixels, pixels)[0], classes)
    for i in test:  # all pixels, (65536, 24), scaled as the training pixels were
        asked = image_features(even_slices[i]).reshape(-1, 24)
        decision = decide(svm, scale_features(pixels, asked)[1].astype("float32"))
        raw_masks[i] = (decision > 0).reshape(even_slices[i].shape)
        svm_masks[i] = clean(raw_masks[i])
    settings = f"C = {svm.C}, γ = {svm.gamma}, class weight {svm.class_weight}"
    print(
        f"slices {test[0]:2}–{test[-1]:2}: {settings}, {len(svm.support_vectors_)} support vectors"
    )
print(f"{time.perf_counter() - started:.0f} s")

# %% [markdown]
# Two baselines, measured in the same way: every pixel is called membrane, and a threshold on the corrected intensity,
# chosen on the training images.


# %% tags=["train"]
def dice_over_folds(masks, truth=membranes):
    """Return (mean, standard deviation) over the folds of the mean Dice of a fold's images."""
    of_folds = [np.mean([dice(truth[i], masks[i]) for i in test]) for _, test in FOLDS]
    return np.mean(of_folds), np.std(of_folds)


threshold_masks = {}
for train, test in FOLDS:
    candidates = np.arange(0.2, 0.6, 0.02)
    gains = [dice(membranes[train], even_slices[train] < value) for value in candidates]
    threshold_masks |= {i: even_slices[i] < candidates[np.argmax(gains)] for i in test}
membrane_scores = {
    "everything is membrane": dice_over_folds(np.ones_like(membranes)),
    "threshold on intensity": dice_over_folds(threshold_masks),
    "24 features, SVM": dice_over_folds(raw_masks),
    "24 features, SVM, morphology": dice_over_folds(svm_masks),
}
full_size = {i: mask.repeat(2, axis=0).repeat(2, axis=1) for i, mask in svm_masks.items()}
svm_full = dice_over_folds(full_size, micrographs.masks)
print(f"{'Dice of the membranes, 256 × 256':34}{'mean':>8}{'± folds':>9}")
for name, (mean, deviation) in membrane_scores.items():
    print(f"{name:34}{mean:8.3f}{deviation:9.3f}")
print(
    f"the last, enlarged to 512 × 512 and measured on the original masks: {svm_full[0]:.3f} ± {svm_full[1]:.3f}"
)

# %% tags=["show"]
example = int(FOLDS[0][1][0])
figure = plots.image_grid(
    [
        even_slices[example],
        segmentation_plots.mask_outcomes(membranes[example], raw_masks[example]),
        segmentation_plots.mask_outcomes(membranes[example], svm_masks[example]),
    ],
    ["slice", "SVM", "SVM and morphology"],
    title="White: found. Red: missed. Blue: not a membrane",
    size=3,
)

# %% [markdown]
# Most membranes are found, and so is everything else that is dark and has an edge. A classifier that sees nine pixels
# *cannot* know that a dark edge belongs to a mitochondrion: it would have to see the mitochondrion. **Lab 6 starts
# from this Dice coefficient** and uses the same five folds.
#
# ## 4 · A patch network that is everywhere at once
#
# **Could a network learn the features, and see more?** We take a patch of 22 × 22 pixels and a small convolutional
# network, which says whether the centre of the patch is a membrane. The sides are even, so no pixel lies exactly in the
# middle: the *centre* is pixel 11 of 0 … 21, in both directions.


# %% tags=["show"]
def patch_network(side=22):
    """Return a classifier of (side, side, 1) patches: two probabilities, for cell and membrane."""
    return keras.Sequential(
        [
            keras.Input((side, side, 1)),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(2, activation="softmax"),
        ]
    )


# %% tags=["train"]
SIDE, HALF = 22, 11
PATCHES, EPOCHS = {"smoke": (20, 1), "laptop": (400, 4), "gpu": (2000, 10)}[SCALE]


def sample_patches(numbers, count, rng):
    """Return random patches (N, 22, 22, 1) and the class of each one's centre, (N,)."""
    patches, classes = [], []
    for i in numbers:
        tops, lefts = rng.integers(even_slices[i].shape[0] - SIDE, size=(2, count))
        every = np.lib.stride_tricks.sliding_window_view(even_slices[i], (SIDE, SIDE))
        patches.append(every[tops, lefts])
        classes.append(membranes[i][tops + HALF, lefts + HALF])
    return np.concatenate(patches)[..., None] - 0.5, np.concatenate(classes).astype("int32")


train, test = folds[0]
keras.utils.set_random_seed(1)
patch_model = patch_network()
patch_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
patches, classes = sample_patches(train, PATCHES, np.random.default_rng(1))
patch_history = patch_model.fit(
    patches, classes, batch_size=64, epochs=EPOCHS, verbose=0
).history
print(f"{len(patches)} patches, training accuracy {patch_history['accuracy'][-1]:.1%}")

# %% [markdown]
# To segment an image, one can slide this network over it and classify the patch at each place. Neighbouring patches
# share nearly all of their pixels, so the first layer computes the same sums again and again.
#
# **Question.** Slide a $P \times P$ patch one pixel at a time over a large image. The first layer of the network is a
# $k \times k$ convolution without padding. How many times is each of its sums computed, away from the image's border?
# (How many patches contain a given $k \times k$ window completely?) Write a formula in `P` and `k`, as text.

# %% tags=["answer:times_computed"]
times_computed = ...  # a formula in P and k, such as "P*k"
### BEGIN SOLUTION
times_computed = "(P - k + 1)**2"
### END SOLUTION

# %% tags=["check:times_computed"]
check("times_computed")

# %% [markdown]
# **The way out.** Convolutions and poolings accept inputs of any size. Only the dense layers do not, and a dense layer on
# a flattened map *is* a convolution whose kernel covers the whole map. If the map before `Flatten` is
# $h \times w \times c$, then the weights of the dense layer, of shape $(h\,w\,c,\; \text{units})$, are a kernel of shape
# $(h, w, c, \text{units})$: `Flatten` runs through rows, columns and channels in this order, the last one fastest. Every
# dense layer after it is a convolution of size 1 × 1.
#
# On a patch the new network gives a 1 × 1 map with the same answer. On a larger image it gives a map: the answers for
# all patches whose corners lie $s$ pixels apart, where $s$ is the product of all strides, of convolutions and of poolings
# (here $2 \cdot 2 = 4$).


# %% tags=["answer:convolutionalize"]
def convolutionalize(model):
    """Turn a patch classifier into a fully convolutional network with the same weights.

    Args:
        model: A built keras.Sequential from (h, w, channels) patches: Conv2D and MaxPooling2D layers of
            any size, stride and dilation, all with padding "valid"; then Flatten; then one or more Dense
            layers. Each layer has its own activation, with or without a bias.

    Returns:
        A keras.Model from images (None, None, channels) of any size to maps (rows, columns, units): at
        each place what `model` says about the patch that lies there. It has its own copy of the weights:
        they do not change when `model` is trained further. All dense layers are convolutions in it.
    """
    ### BEGIN SOLUTION
    inputs = maps = keras.Input((None, None, model.input_shape[-1]))
    window = model.input_shape[1:3]
    for layer in model.layers:
        if isinstance(layer, layers.Flatten):
            window = layer.input.shape[1:3]
        elif isinstance(layer, layers.Dense):
            convolution = layers.Conv2D(
                layer.units, window, activation=layer.activation, use_bias=layer.use_bias
            )
            maps = convolution(maps)
            _, *biases = layer.get_weights()
            kernel = layer.get_weights()[0].reshape(convolution.kernel.shape)
            convolution.set_weights([kernel, *biases])
            window = (1, 1)
        else:
            copy = layer.__class__.from_config(layer.get_config())
            maps = copy(maps)
            copy.set_weights(layer.get_weights())
    return keras.Model(inputs, maps)
    ### END SOLUTION


# %% tags=["check:convolutionalize"]
check("convolutionalize")

# %% [markdown]
# **How much faster is it?** We compute the same answers for one slice in both ways. (Each way runs once before the clock
# starts. Long, Shelhamer and Darrell report 22 ms for a grid of 10 × 10 answers at once, against 1.2 ms for each patch
# by itself: more than five times faster. The factor depends on how far apart the answers lie, here 4 pixels, and on
# how fast the library is with small inputs.)

# %% tags=["train"]
everywhere = convolutionalize(patch_model)
image = even_slices[test[0]] - 0.5
places = np.lib.stride_tricks.sliding_window_view(image, (SIDE, SIDE))[::4, ::4]
all_patches = np.ascontiguousarray(places.reshape(-1, SIDE, SIDE, 1))


def seconds(function, repeats=3):
    """Return the shortest time of a few calls, in seconds, after one call to warm up."""
    function()
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        function()
        times.append(time.perf_counter() - begin)
    return min(times)


one_by_one = seconds(lambda: patch_model.predict(all_patches, batch_size=256, verbose=0))
at_once = seconds(lambda: everywhere.predict_on_batch(image[None, :, :, None]))
slid = patch_model.predict(all_patches, batch_size=256, verbose=0).reshape(*places.shape[:2], 2)
whole = everywhere.predict_on_batch(image[None, :, :, None])[0]
speed_up = one_by_one / at_once
print(
    f"sliding: {len(all_patches):,} patches, {one_by_one * 1000:.0f} ms; at once: {at_once * 1000:.1f} ms"
)
print(
    f"{speed_up:.0f} times faster; largest difference between the two maps: {np.abs(slid - whole).max():.1e}"
)

# %% [markdown]
# The map has an answer every 4 pixels, for the centres of the patches. To have one for every pixel, we interpolate
# between them. At the border no whole patch fits, so the image is mirrored there.
#
# How much has to be mirrored? The first answer is for pixel 0, the centre of its patch, which has 11 pixels before the
# centre. The last answer is for pixel $H - 4$, which has 3 pixels after it in the image; its patch has 10 pixels after
# the centre, so 7 are missing: `SIDE - HALF - 4`.

# %% tags=["train"]
from scipy.ndimage import zoom


def segment_with_patches(image):
    """Return the probability of membrane for each pixel of an (H, W) image, H and W multiples of 4."""
    before, after = HALF, SIDE - HALF - 4  # answers lie at pixels 0, 4, 8, …, H - 4
    padded = np.pad(image, (before, after), mode="reflect")
    coarse = everywhere.predict_on_batch(padded[None, :, :, None] - 0.5)[0, ..., 1]
    coarse = np.pad(coarse, (0, 1), mode="edge")
    fine = zoom(coarse, [(4 * (n - 1) + 1) / n for n in coarse.shape], order=1)
    return fine[: image.shape[0], : image.shape[1]]


patch_probabilities = {int(i): segment_with_patches(even_slices[i]) for i in test}
patch_dice = np.mean([dice(membranes[i], patch_probabilities[i] > 0.5) for i in test])
svm_dice = np.mean([dice(membranes[i], svm_masks[i]) for i in test])
print(
    f"Dice on slices {test[0]}–{test[-1]}: SVM {svm_dice:.3f}, patch network {patch_dice:.3f}"
)

# %% tags=["show"]
figure = plots.image_grid(
    [
        even_slices[example],
        whole[..., 1],
        patch_probabilities[example],
        segmentation_plots.mask_outcomes(
            membranes[example], patch_probabilities[example] > 0.5
        ),
    ],
    [
        "slice",
        f"your network at once: {whole.shape[0]} × {whole.shape[1]}",
        "interpolated",
        "outcome",
    ],
    title="Probability of membrane, one answer every 4 pixels (colours as above)",
)

# %% [markdown]
# It sees the mitochondria as a whole and leaves most of them out. But its answer is blurred, and that can cost more than
# the mitochondria bring: one answer every four pixels is coarse for membranes that are three pixels wide. The rest of
# this lab is about having both, *what* and *where*.
#
# ## 5 · Scores and losses for many classes
#
# Now we look at streets, through a camera on a car. Every pixel has one of eleven classes: sky, road, a car, somebody on
# a bicycle. Some pixels have no class, because the people who labelled the frames could not decide. They are labelled
# **void** (11, black below), and count neither in training nor in a score. We resize the frames to 96 × 128.

# %% tags=["show"]
import cv2

SIZE = (180, 240) if SCALE == "gpu" else (96, 128)  # height, width


def resized(pictures, how):
    """Return pictures at the size of this lab; OpenCV wants the width first."""
    return np.stack(
        [cv2.resize(picture, SIZE[::-1], interpolation=how) for picture in pictures]
    )


MOST = 24 if SCALE == "smoke" else None  # scenes used
scenes, test_scenes = load("road_scenes", "train"), load("road_scenes", "test")
print(scenes.note)
photos, test_photos = (
    (resized(part.images[:MOST], cv2.INTER_AREA) / 255).astype("float32")
    for part in (scenes, test_scenes)
)
labels, test_labels = (
    resized(part.labels[:MOST], cv2.INTER_NEAREST).astype("int32")
    for part in (scenes, test_scenes)
)
names, CLASSES = scenes.class_names, len(scenes.class_names)
print(f"to learn from: {photos.shape}, to test on: {test_photos.shape}; {CLASSES} classes")
few = np.linspace(0, len(photos) - 1, 3).astype(int)
figure = segmentation_plots.label_grid(
    photos[few], {"labels": labels[few]}, names, title="Three scenes and their labels"
)

# %% [markdown]
# **All scores come from one matrix**: $n_{ij}$ counts the pixels of class $i$ that were predicted as class $j$. Fill it
# without a loop over pixels: `np.bincount` counts whole numbers, and a pair $(i, j)$ of classes is one whole number.


# %% tags=["answer:confusion"]
def confusion(labels, predictions, classes, void):
    """Count how often each class was taken for each other.

    Args:
        labels: Integers of any shape, 0 to classes - 1, or void.
        predictions: Integers of the same shape, 0 to classes - 1.
        classes: The number of classes.
        void: The label of pixels that do not count, whatever was predicted there. It may be any number
            that is not a class, for example -1.

    Returns:
        (classes, classes) integers: row i, column j counts pixels of class i that were predicted as j.
    """
    ### BEGIN SOLUTION
    counts = labels != void
    pairs = labels[counts].astype(int) * classes + predictions[counts]
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)
    ### END SOLUTION


# %% tags=["check:confusion"]
check("confusion")

# %% [markdown]
# From it come four scores. With $t_i = \sum_j n_{ij}$, the pixels of class $i$, and $p_i = \sum_j n_{ji}$, those that
# were predicted as $i$:
#
# - **pixel accuracy** $\sum_i n_{ii} \,/\, \sum_i t_i$;
# - **class accuracy**: the mean of $n_{ii} / t_i$ over the classes that occur in the labels;
# - **mean IoU**: the mean of $n_{ii} / (t_i + p_i - n_{ii})$, intersection over union, over the classes that occur in the
#   labels or in the predictions. (A class that occurs in neither has no IoU, and must not make the mean NaN.)
# - **frequency-weighted IoU**: the same, weighted by $t_i / \sum_k t_k$.


# %% tags=["answer:scores"]
def scores(counts):
    """Return four scores of a segmentation.

    Args:
        counts: (classes, classes) integers: rows the truth, columns what was predicted.

    Returns:
        (pixel accuracy, class accuracy, mean IoU, frequency-weighted IoU), shares from 0 to 1.
    """
    ### BEGIN SOLUTION
    right, there, said = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    union = there + said - right
    known, occurs = union > 0, there > 0
    iou = right[known] / union[known]
    return (
        right.sum() / there.sum(),
        np.mean(right[occurs] / there[occurs]),
        np.mean(iou),
        np.sum(there[known] / there.sum() * iou),
    )
    ### END SOLUTION


# %% tags=["check:scores"]
check("scores")

# %% [markdown]
# **A baseline that looks at nothing.** Streets look alike: the road is below, the sky above. Predict at each pixel
# the class that is most frequent *at this place* in the training scenes, without looking at the picture.

# %% tags=["show"]
frequency = np.stack([(labels == number).sum(axis=0) for number in range(CLASSES)], axis=-1)
usual = np.broadcast_to(frequency.argmax(axis=-1), test_labels.shape)
most_frequent = np.full_like(test_labels, frequency.sum(axis=(0, 1)).argmax())
results = {}  # name → scores and everything else that the last table shows
for name, guess in {
    "most frequent class": most_frequent,
    "usual class of each place": usual,
}.items():
    results[name] = {"scores": scores(confusion(test_labels, guess, CLASSES, VOID))}
    accuracy, class_accuracy, mean_iou, weighted_iou = results[name]["scores"]
    print(
        f"{name:27} pixel accuracy {accuracy:.3f}, class accuracy {class_accuracy:.3f}, "
        f"mean IoU {mean_iou:.3f}, weighted {weighted_iou:.3f}"
    )
figure = segmentation_plots.label_grid(
    test_photos[:1],
    {"labels": test_labels[:1], "usual class": usual[:1]},
    names,
    title="The baseline",
)

# %% [markdown]
# **Question.** Two networks segment streets. Network 1 has pixel accuracy 0.85 and mean IoU 0.45, network 2 has 0.87
# and 0.35. What is the most likely reason?
#
# - **A** Network 2 is better at everything; mean IoU is just a stricter number.
# - **B** Network 2 is better at large classes such as road and sky, and misses small ones such as poles and cyclists.
# - **C** Network 2 is better at small classes, which count more in pixel accuracy.
# - **D** One of the numbers is wrong: a higher accuracy always means a higher mean IoU.

# %% tags=["answer:why_accuracy_hides"]
why_accuracy_hides = ...  # "A", "B", "C" or "D"
### BEGIN SOLUTION
why_accuracy_hides = "B"
### END SOLUTION

# %% tags=["check:why_accuracy_hides"]
check("why_accuracy_hides")

# %% [markdown]
# **The loss** is the cross-entropy of lab 1 at every pixel: $-\log$ of the probability that a softmax over the logits
# $z$ gives to the true class $y$, which is $\log\sum_k e^{z_k} - z_y$. The mean is taken over the labelled pixels only. A
# void label is not a class, so it must not be used as an index either.


# %% tags=["answer:void_cross_entropy"]
def void_cross_entropy(labels, logits, void):
    """Return the mean cross-entropy of the pixels that have a class.

    Args:
        labels: (N, H, W) integers, 0 to classes - 1, or void (any other number).
        logits: (N, H, W, classes), floats, possibly in the hundreds.
        void: The label of pixels that do not count.

    Returns:
        The mean over all pixels that are not void, a float; 0 if all are void.
    """
    ### BEGIN SOLUTION
    counts = labels != void
    if not counts.any():
        return 0.0
    chosen, classes = logits[counts], labels[counts]
    chosen = chosen - chosen.max(axis=-1, keepdims=True)
    of_truth = chosen[np.arange(len(classes)), classes]
    return float(np.mean(np.log(np.exp(chosen).sum(axis=-1)) - of_truth))
    ### END SOLUTION


# %% tags=["check:void_cross_entropy"]
check("void_cross_entropy")

# %% tags=["show"]
no_idea = np.zeros((*labels[:8].shape, CLASSES))
in_keras = keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=VOID)
print(f"yours, knowing nothing: {void_cross_entropy(labels[:8], no_idea, VOID):.4f}")
print(f"Keras, ignore_class:    {float(in_keras(labels[:8], no_idea)):.4f}")
print(f"ln {CLASSES}:{'':17}{np.log(CLASSES):.4f}")

# %% [markdown]
# ## 6 · Down to what, up to where: FCN-32s, 16s and 8s
#
# A network for classification, made convolutional, ends in a map with a unit every 32 pixels: five poolings. Each
# such unit has seen much of the picture and knows what is there. To have a class for each *pixel*, enlarge the map of
# logits by a factor of 32. That is **FCN-32s**, and it is coarse. Earlier maps are finer, but their units have seen less
# and know less. **Skips** add the two. A 1 × 1 convolution turns the map after the fourth pooling (a unit every 16
# pixels) into logits, and the coarse logits, enlarged by a factor of 2, are added: **FCN-16s**. The same once more, with
# the third pooling, is **FCN-8s**.
#
# Enlarging is a transposed convolution whose weights start as bilinear interpolation. Lab 4 derived the kernel; here
# `course.networks.layers.BilinearInitializer` makes it. This is the kernel for a factor of 4:

# %% tags=["show"]
bilinear = keras.ops.convert_to_numpy(BilinearInitializer()((8, 8, 1, 1)))[..., 0, 0]
points = np.zeros((1, 6, 6, 1), "float32")
points[0, [1, 3, 4], [1, 4, 1]] = 1
enlarge = layers.Conv2DTranspose(
    1, 8, strides=4, padding="same", use_bias=False, kernel_initializer=BilinearInitializer()
)
figure = plots.image_grid(
    [bilinear, points[0], np.asarray(enlarge(points))[0]],
    ["kernel, 8 × 8", "a map of 6 × 6", "enlarged to 24 × 24"],
    title="Bilinear enlargement as a transposed convolution, factor 4",
)


# %% [markdown]
# The way down is a small VGG: five stages of 3 × 3 convolutions, each ending in a pooling. It pools with padding
# `"same"`: half of an odd size is rounded *up*, as if a row or column were added at the end.


# %%
def block(maps, filters):
    """Return a 3 × 3 convolution, batch normalisation and ReLU."""
    maps = layers.Conv2D(filters, 3, padding="same", use_bias=False)(maps)
    return layers.ReLU()(layers.BatchNormalization(momentum=0.9)(maps))


def build_backbone(input_shape=(None, None, 3)):
    """Return a network whose layers "pool3", "pool4", "pool5" have a unit every 8, 16 and 32 pixels."""
    inputs = maps = keras.Input(input_shape)
    for stage, widths in enumerate([(16,), (32,), (64, 64), (64, 64), (64, 64)], start=1):
        for filters in widths:
            maps = block(maps, filters)
        maps = layers.MaxPooling2D(2, padding="same", name=f"pool{stage}")(maps)
    return keras.Model(inputs, maps, name="backbone")


# %% [markdown]
# **Now the way up.** Put these parts on the backbone:
#
# 1. *score* `pool5`: a 1 × 1 convolution with one output per class (and a bias), no activation;
# 2. for 16s and 8s: enlarge by a factor of 2 with a transposed convolution of 4 × 4 at stride 2, padding `"same"`, no
#    bias, with as many outputs as classes, initialised bilinearly and *trained*; cut it to the size of `pool4` with
#    `CropLike()([large, pool4])`, which cuts at the end, below and on the right; and add the score of `pool4`: a 1 × 1
#    convolution (with a bias) that **starts at zero** (`kernel_initializer="zeros"`), so that the skip changes nothing
#    at first;
# 3. for 8s: the same again with `pool3`;
# 4. enlarge to the full size: factor $f$ = 32, 16 or 8, a kernel of $2f \times 2f$ at stride $f$, padding `"same"`, no
#    bias, bilinear, and **fixed** (`trainable=False`); cut it to the size of the input.
#
# For scenes of 96 × 128, `pool5` is 3 × 4, `pool4` is 6 × 8 and `pool3` is 12 × 16.
#
# The output is logits: no softmax. Use the backbone itself: `backbone.get_layer("pool4").output` gives the map after the
# fourth pooling.


# %% tags=["answer:build_fcn"]
def build_fcn(backbone, stride, classes):
    """Build FCN-32s, FCN-16s or FCN-8s on a backbone.

    Args:
        backbone: A keras.Model from images (height, width, channels), each size a number or None, with
            layers named "pool3", "pool4" and "pool5" that have a unit every 8, 16 and 32 pixels.
        stride: 32, 16 or 8.
        classes: The number of classes.

    Returns:
        A keras.Model from the backbone's input to logits (height, width, classes), for images of any
        size. It uses the backbone's own layers, not copies.
    """

    ### BEGIN SOLUTION
    def score(maps, start):
        return layers.Conv2D(classes, 1, kernel_initializer=start)(maps)

    def enlarged(maps, factor, trainable):
        return layers.Conv2DTranspose(
            classes,
            2 * factor,
            strides=factor,
            padding="same",
            use_bias=False,
            kernel_initializer=BilinearInitializer(),
            trainable=trainable,
        )(maps)

    logits = score(backbone.get_layer("pool5").output, "glorot_uniform")
    for name in {32: [], 16: ["pool4"], 8: ["pool4", "pool3"]}[stride]:
        finer = backbone.get_layer(name).output
        logits = CropLike()([enlarged(logits, 2, True), finer])
        logits = layers.Add()([logits, score(finer, "zeros")])
    logits = CropLike()([enlarged(logits, stride, False), backbone.input])
    return keras.Model(backbone.input, logits)
    ### END SOLUTION


# %% tags=["check:build_fcn"]
check("build_fcn")

# %% [markdown]
# **A fair comparison.** As in the paper, we first train the coarse network and start the finer ones from its weights. The
# comparison must be about the skips alone, so FCN-32s itself is trained further for just as long as the others: all
# three have the same start, the same number of further steps and the same data. Augmentation is modest: scenes are
# mirrored from left to right, and made brighter or darker (the test scenes include dusk).


# %% tags=["train"]
def augmented(rng):
    """Return all training scenes and labels: half of them mirrored, all brighter or darker."""
    mirrored = rng.random(len(photos)) < 0.5
    light = rng.uniform(0.6, 1.5, (len(photos), 1, 1, 1)).astype("float32")
    pictures = np.where(mirrored[:, None, None, None], photos[:, :, ::-1], photos)
    truth = np.where(mirrored[:, None, None], labels[:, :, ::-1], labels)
    return np.clip(pictures * light, 0, 1), truth


def train_on_scenes(model, epochs, learning_rate, batch_size=8):
    """Train without void pixels, with a learning rate that falls along half a cosine.

    Returns the loss of each epoch.
    """
    steps = epochs * -(-len(photos) // batch_size)
    schedule = keras.optimizers.schedules.CosineDecay(learning_rate, steps)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=VOID)
    model.compile(keras.optimizers.Adam(schedule), loss)
    rng, losses = np.random.default_rng(1), []
    for _ in range(epochs):
        losses += model.fit(*augmented(rng), batch_size=batch_size, verbose=0).history["loss"]
    return losses


# %% tags=["train"]
FIRST, FURTHER = {"smoke": (1, 1), "laptop": (6, 3), "gpu": (60, 30)}[SCALE]
started = time.perf_counter()
keras.utils.set_random_seed(2)
backbone = build_backbone()
coarse = build_fcn(backbone, 32, CLASSES)
losses = train_on_scenes(coarse, FIRST, 0.003)
print(
    f"start: {FIRST} epochs, loss {losses[0]:.2f} → {losses[-1]:.2f}, {time.perf_counter() - started:.0f} s"
)


# %% tags=["train"]
def evaluate(name, model, epochs):
    """Measure time and, if trained, the scores on the test scenes; keep everything for the tables."""
    some = test_photos[:8]
    results[name] = {
        "model": model,
        "milliseconds": 1000 * seconds(lambda: model.predict_on_batch(some)) / len(some),
        "parameters": sum(int(np.prod(weight.shape)) for weight in model.trainable_weights),
        "epochs": epochs,
    }
    if epochs:
        logits = model.predict(test_photos, batch_size=8, verbose=0)
        predictions = logits.argmax(axis=-1)
        counts = confusion(test_labels, predictions, CLASSES, VOID)
        results[name] |= {"predictions": predictions, "scores": scores(counts)}


def field_of(model):
    """Return the side of the receptive field of a unit of the output, in pixels of a large image."""
    return course.receptive_field.receptive_field(model, input_size=(1024, 1024)).size[0]


def score_of_pool5(model):
    """Return the layer that scores the last pooling."""
    convolutions = [layer for layer in model.layers if isinstance(layer, layers.Conv2D)]
    return next(layer for layer in convolutions if layer.input is backbone.output)


# %% tags=["train"]
start_weights, start_score = backbone.get_weights(), score_of_pool5(coarse).get_weights()
for stride in (32, 16, 8):
    started = time.perf_counter()
    keras.utils.set_random_seed(3)
    backbone = build_backbone()
    model = build_fcn(backbone, stride, CLASSES)
    backbone.set_weights(start_weights)
    score_of_pool5(model).set_weights(start_score)
    losses = train_on_scenes(model, FURTHER, 0.002)
    evaluate(f"FCN-{stride}s", model, FIRST + FURTHER)
    mean_iou = results[f"FCN-{stride}s"]["scores"][2]
    print(
        f"FCN-{stride}s: loss {losses[-1]:.3f}, mean IoU {mean_iou:.3f}, {time.perf_counter() - started:.0f} s"
    )

# %% tags=["show"]
fcns = ["FCN-32s", "FCN-16s", "FCN-8s"]


def gains(better, worse):
    """Return the numbers of the test scenes, from the one where `better` gains most pixels."""
    right = [
        ((results[name]["predictions"] == test_labels) & (test_labels != VOID)).sum(axis=(1, 2))
        for name in (better, worse)
    ]
    return np.argsort(right[1] - right[0])


best_scenes = gains("FCN-8s", "FCN-32s")[[0, len(test_photos) // 4]]
figure = segmentation_plots.label_grid(
    test_photos[best_scenes],
    {"labels": test_labels[best_scenes]}
    | {name: results[name]["predictions"][best_scenes] for name in fcns},
    names,
    title="Your three networks. Above: the scene where the skips gain most; below: a scene at the first quarter",
)

# %% [markdown]
# **Question.** The third pooling's map has the finest grid of the three. Why does FCN-8s not simply use it alone?
#
# - **A** It has too many units: training would take too long.
# - **B** Its units have seen only a small part of the picture, so they know where an edge is, but less well of what.
# - **C** It was pooled less often, so its values are larger and would drown the others.
# - **D** Its units see the whole picture, so they cannot say where anything is.

# %% tags=["answer:why_skip"]
why_skip = ...  # "A", "B", "C" or "D"
### BEGIN SOLUTION
why_skip = "B"
### END SOLUTION

# %% tags=["check:why_skip"]
check("why_skip")

# %% [markdown]
# ## 7 · Remember where the maximum was: SegNet
#
# **What does pooling throw away?** Three of four values, and *where* the largest was. SegNet keeps the places: each
# pooling also returns the index of each maximum. On the way up, *unpooling* puts each value back at its place, with
# zeros all around, and convolutions fill the gaps. Unpooling has no weights to learn, and little has to be stored.
#
# For a map of $H \times W$, the index of a pixel is `row * W + column`, the place in the flattened map of its channel.


# %% tags=["answer:max_pool_with_indices"]
def max_pool_with_indices(maps):
    """Keep the largest value of each 2 × 2 window, and its index.

    Args:
        maps: (H, W, C), floats of any sign. An odd last row or column is dropped.

    Returns:
        (values, indices), each (H // 2, W // 2, C): the maxima, and where they were, as integers:
        row * W + column in their channel of `maps`. Of equal values the first counts, row by row.
    """
    ### BEGIN SOLUTION
    height, width, channels = maps.shape
    rows, columns = height // 2, width // 2
    windows = maps[: 2 * rows, : 2 * columns].reshape(rows, 2, columns, 2, channels)
    windows = windows.transpose(0, 2, 4, 1, 3).reshape(rows, columns, channels, 4)
    place = windows.argmax(axis=-1)
    row = 2 * np.arange(rows)[:, None, None] + place // 2
    column = 2 * np.arange(columns)[None, :, None] + place % 2
    return windows.max(axis=-1), row * width + column
    ### END SOLUTION


# %% tags=["check:max_pool_with_indices"]
check("max_pool_with_indices")


# %% tags=["answer:max_unpool2d"]
def max_unpool2d(values, indices, shape):
    """Put values back where the maxima were.

    Args:
        values: (h, w, C), floats.
        indices: (h, w, C), integers: row * W + column for each value, all different within a channel.
        shape: (H, W) of the map before pooling; not always (2h, 2w).

    Returns:
        (H, W, C): the values at their places, 0 everywhere else.
    """
    ### BEGIN SOLUTION
    channels = values.shape[-1]
    maps = np.zeros((shape[0] * shape[1], channels), values.dtype)
    maps[indices.reshape(-1, channels), np.arange(channels)] = values.reshape(-1, channels)
    return maps.reshape(*shape, channels)
    ### END SOLUTION


# %% tags=["check:max_unpool2d"]
check("max_unpool2d")

# %% tags=["show"]
picture = test_photos[best_scenes[0]].mean(axis=-1, keepdims=True)
pooled, indices = max_pool_with_indices(picture)
twice_pooled, twice_indices = max_pool_with_indices(pooled)
back = max_unpool2d(
    max_unpool2d(twice_pooled, twice_indices, pooled.shape[:2]), indices, picture.shape[:2]
)
figure = plots.image_grid(
    [picture, twice_pooled, back],
    ["picture", "pooled twice", "unpooled twice: exact places, gaps between"],
    title="Your pooling and unpooling",
)

# %% [markdown]
# In a network we use the layers `MaxPool2DWithIndices` and `MaxUnpool2D` of `course.networks.layers`, which do the same
# for batches. (They refuse windows that overlap: one pixel could then be the maximum of two windows, and two values would
# have to go to one place.)
#
# `values, indices = MaxPool2DWithIndices()(maps)` pools. `MaxUnpool2D()([values, indices, maps])` puts the values back; it
# uses only the size of `maps`.
#
# **The network**, for example for `filters = (16, 32, 64)`:
#
# - down: for each number of filters in turn, `block(maps, filters)` (given above: a 3 × 3 convolution, batch
#   normalisation, ReLU), then pooling with indices;
# - up: for each pooling from the last to the first, unpool with the indices of *this* pooling; then a `block` whose number
#   of filters is that of the stage *before* it on the way down. The last block has no stage before it and takes the
#   first number (here: 32, 16, 16);
# - a 1 × 1 convolution to the logits, with bias.


# %% tags=["answer:build_segnet"]
def build_segnet(input_shape, filters, classes):
    """Build a small SegNet.

    Args:
        input_shape: (height, width, channels); the sizes may be odd, or None.
        filters: Number of filters of each stage on the way down, from the first.
        classes: The number of classes.

    Returns:
        A keras.Model from images to logits (height, width, classes).
    """
    ### BEGIN SOLUTION
    inputs = maps = keras.Input(input_shape)
    stages = []
    for width in filters:
        maps = block(maps, width)
        values, indices = MaxPool2DWithIndices()(maps)
        stages.append((maps, indices))
        maps = values
    for (before, indices), width in zip(reversed(stages), [*filters[-2::-1], filters[0]]):
        maps = block(MaxUnpool2D()([maps, indices, before]), width)
    return keras.Model(inputs, layers.Conv2D(classes, 1)(maps))
    ### END SOLUTION


# %% tags=["check:build_segnet"]
check("build_segnet")

# %% [markdown]
# We train it as long as the coarse network above, in one run. The three FCNs had some epochs more, so the table at the
# end is not quite fair to SegNet; it says how many epochs each network was trained.

# %% tags=["train"]
started = time.perf_counter()
keras.utils.set_random_seed(4)
segnet = build_segnet((None, None, 3), (16, 32, 64, 64), CLASSES)
segnet_losses = train_on_scenes(segnet, FIRST, 0.003)
evaluate("SegNet", segnet, FIRST)
mean_iou = results["SegNet"]["scores"][2]
print(
    f"SegNet: loss {segnet_losses[0]:.2f} → {segnet_losses[-1]:.2f}, mean IoU {mean_iou:.3f}, "
    f"{time.perf_counter() - started:.0f} s"
)

# %% [markdown]
# ## 8 · See more without pooling: the context module
#
# **Must one pool to see far?** A dilated convolution sees farther and keeps the resolution (lab 1). The *context module*
# of Yu and Koltun takes logits, one map per class, and lets each unit look at more and more of its surroundings:
#
# | layer | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 |
# |---|---|---|---|---|---|---|---|---|
# | kernel | 3 × 3 | 3 × 3 | 3 × 3 | 3 × 3 | 3 × 3 | 3 × 3 | 3 × 3 | 1 × 1 |
# | dilation | 1 | 1 | 2 | 4 | 8 | 16 | 1 | 1 |
# | ReLU | yes | yes | yes | yes | yes | yes | yes | no |
# | maps, basic | C | C | C | C | C | C | C | C |
# | maps, large | 2C | 2C | 4C | 8C | 16C | 32C | 32C | C |
#
# **How large is the receptive field after each layer?** Give its side in units of the map that goes in. Compute it as in
# lab 1; all strides are 1.

# %% tags=["answer:context_fields"]
context_fields = ...  # a list of eight numbers
### BEGIN SOLUTION
context_fields = [3, 5, 9, 17, 33, 65, 67, 67]
### END SOLUTION

# %% tags=["check:context_fields"]
check("context_fields")

# %% [markdown]
# **A start that does no harm.** Eight new layers with random weights in the middle of a trained network would destroy what
# it computes. So the module starts as the *identity*: the kernel is zero except in its middle, which passes each map on
# unchanged.
#
# What if the number of maps changes? Then think of the maps as $C$ groups of equal size, before the layer and after it.
# Of the $c_{in}$ maps that come in, map $a$ is in group $\lfloor a\,C / c_{in} \rfloor$. Of the $c_{out}$ maps that go out,
# map $b$ is in group $\lfloor b\,C / c_{out} \rfloor$. In the middle of the kernel, the weight from $a$ to $b$ is
# $C / c_{out}$ if both are in the same group, and 0 otherwise. (So when the maps become more, each group is divided among
# its new maps; when they become fewer, it is summed up again.)


# %% tags=["answer:identity_kernel"]
def identity_kernel(size, inputs, outputs, groups):
    """Return a kernel that passes maps on.

    Args:
        size: Height and width of the kernel, odd.
        inputs: Number of maps that come in, a multiple of groups.
        outputs: Number of maps that go out, a multiple of groups.
        groups: The number of groups, C above.

    Returns:
        (size, size, inputs, outputs), floats: as described, zero except in the middle.
    """
    ### BEGIN SOLUTION
    kernel = np.zeros((size, size, inputs, outputs))
    before = np.arange(inputs) * groups // inputs
    after = np.arange(outputs) * groups // outputs
    kernel[size // 2, size // 2] = (before[:, None] == after[None, :]) * groups / outputs
    return kernel
    ### END SOLUTION


# %% tags=["check:identity_kernel"]
check("identity_kernel")

# %% [markdown]
# Now the module. All convolutions keep the size (padding `"same"`) and have a bias. All start as the identity:
# `kernel_initializer=IdentityInitializer(channels)`, from `course.networks.layers`, computes what you just wrote.


# %% tags=["answer:build_context_module"]
def build_context_module(channels, kind="basic"):
    """Build the context module of the table.

    Args:
        channels: C, the number of maps that come in and go out.
        kind: "basic" or "large".

    Returns:
        A keras.Model from maps (None, None, channels) to maps of the same shape.
    """
    ### BEGIN SOLUTION
    widths = {"basic": (1, 1, 1, 1, 1, 1, 1, 1), "large": (2, 2, 4, 8, 16, 32, 32, 1)}[kind]
    inputs = maps = keras.Input((None, None, channels))
    for number, (width, dilation) in enumerate(zip(widths, (1, 1, 2, 4, 8, 16, 1, 1)), start=1):
        maps = layers.Conv2D(
            width * channels,
            1 if number == 8 else 3,
            padding="same",
            dilation_rate=dilation,
            activation=None if number == 8 else "relu",
            kernel_initializer=IdentityInitializer(channels),
        )(maps)
    return keras.Model(inputs, maps)
    ### END SOLUTION


# %% tags=["check:build_context_module"]
check("build_context_module")

# %% [markdown]
# **Does it help?** A front end with only two poolings makes logits at a quarter of the size. They are sharp, but each unit
# sees only 30 × 30 pixels. We train the front end, and then train further for the same number of epochs, once with the
# module and once without it. (The logits pass through ReLUs in the module, which would cut off negative ones. So a
# constant, 5, is added before the module and subtracted after it.) The large module is in the table with its size and
# speed only; it takes a GPU to train it, and `COURSE_SCALE=gpu` does.


# %% tags=["train"]
def build_front_end(context=None):
    """Return a network with two poolings; `context` is a model that its logits pass through."""
    inputs = maps = keras.Input((None, None, 3))
    for filters in (16, 32):
        maps = layers.MaxPooling2D(2)(block(maps, filters))
    maps = block(block(maps, 64), 64)
    logits = layers.Conv2D(CLASSES, 1, name="logits")(maps)
    if context:
        logits = layers.Rescaling(1, offset=-5)(context(layers.Rescaling(1, offset=5)(logits)))
    enlarge = layers.Conv2DTranspose(
        CLASSES,
        8,
        strides=4,
        padding="same",
        use_bias=False,
        kernel_initializer=BilinearInitializer(),
        trainable=False,
    )
    return keras.Model(inputs, enlarge(logits))


# %% tags=["train"]
started = time.perf_counter()
keras.utils.set_random_seed(5)
front_end = build_front_end()
losses = train_on_scenes(front_end, FIRST, 0.003)
print(
    f"start: {FIRST} epochs, loss {losses[0]:.2f} → {losses[-1]:.2f}, {time.perf_counter() - started:.0f} s"
)


# %% tags=["train"]
def copy_up_to_logits(source, target):
    """Give `target` the weights of `source`, layer by layer, up to the logits."""
    for layer, twin in zip(source.layers, target.layers):
        twin.set_weights(layer.get_weights())
        if layer.name == "logits":
            break


kinds = {"front end": None, "with basic context": "basic", "with large context": "large"}
for name, kind in kinds.items():
    started = time.perf_counter()
    keras.utils.set_random_seed(6)
    model = build_front_end(build_context_module(CLASSES, kind) if kind else None)
    copy_up_to_logits(front_end, model)
    before = model.predict(test_photos[:4], verbose=0).argmax(axis=-1)
    same = np.mean(before == front_end.predict(test_photos[:4], verbose=0).argmax(axis=-1))
    trained = kind != "large" or SCALE == "gpu"
    loss = train_on_scenes(model, FURTHER, 0.002)[-1] if trained else np.nan
    evaluate(name, model, FIRST + FURTHER if trained else 0)
    outcome = (
        f"mean IoU {results[name]['scores'][2]:.3f}"
        if trained
        else "not trained further at this scale"
    )
    print(
        f"{name}: {same:.1%} of its labels as before at the start, {outcome}, "
        f"{time.perf_counter() - started:.0f} s"
    )

# %% tags=["show"]
best_scenes = gains("with basic context", "front end")[[0, len(test_photos) // 4]]
figure = segmentation_plots.label_grid(
    test_photos[best_scenes],
    {"labels": test_labels[best_scenes]}
    | {
        name: results[name]["predictions"][best_scenes]
        for name in ("front end", "with basic context")
    },
    names,
    title="With and without context. Above: the scene that gains most; below: a scene at the first quarter",
)

# %% [markdown]
# Without context, parts of one surface are taken for another wherever the two look alike from near. With it, the labels
# hang together better.
#
# **In principle and in effect.** The receptive field that we compute says which pixels *can* matter. How much each one
# *does* matter is its gradient. The gradient is largest in the middle of the field and fades long before its edge: many
# paths through the network lead from the middle to the unit, and few from the edge. The pictures below show, for the
# unit in the middle of a scene, how large the gradient of each pixel is (its root mean square, so that weak gradients
# are visible too).
#
# Above each picture are two numbers. The field *in principle* is the side of the receptive field in a large image; the
# largest fields do not fit into our scenes. For the field *in effect*, count the pixels whose gradient is more than a
# twentieth of the largest gradient: a square of as many pixels has this side.

# %% tags=["show"]
fields = {}
panels, captions = [], []
for name in ("FCN-8s", "SegNet", "front end", "with basic context"):
    network = results[name]["model"]
    middle = (SIZE[0] // 2 + 1, SIZE[1] // 2 + 1)
    energy = course.receptive_field.effective_receptive_field(
        network, position=middle, samples=8, input_size=SIZE
    )
    fields[name] = field_of(network), course.receptive_field.effective_size(energy)
    panels.append(np.sqrt(energy / energy.max()))
    captions.append(
        f"{name}\nin principle {fields[name][0]} px, in effect {fields[name][1]:.0f} px"
    )
figure = plots.image_grid(
    panels,
    captions,
    columns=4,
    title="How much each pixel matters to the unit in the middle (size of its gradient)",
)

# %% [markdown]
# ## 9 · What you saw
#
# The last column is one short measurement on a machine that may be busy: only large differences in it mean something.

# %% tags=["show"]
from IPython.display import Markdown

rows = []
for name, result in results.items():
    cells = ["not trained", "–", "–", "–"]
    if "scores" in result:
        accuracy, class_accuracy, mean_iou, weighted_iou = result["scores"]
        cells = [f"{value:.3f}" for value in (mean_iou, accuracy, class_accuracy, weighted_iou)]
    if "model" in result:
        size = field_of(result["model"])
        cells += [
            str(result["epochs"] or "–"),
            f"{result['parameters']:,}",
            f"{size} px",
            f"{result['milliseconds']:.1f}",
        ]
    else:
        cells += ["–"] * 4
    rows.append(f"| {name} | " + " | ".join(cells) + " |")
Markdown(
    f"**Road scenes**, {len(test_photos)} test scenes at {SIZE[0]} × {SIZE[1]}\n\n"
    "| | mean IoU | pixel acc. | class acc. | weighted IoU | epochs | trained parameters | field | ms per image |\n"
    "|---|---|---|---|---|---|---|---|---|\n" + "\n".join(rows)
)

# %% tags=["show"]
from course.networks.metrics import confusion_counts, segmentation_scores

by_class = {
    name: segmentation_scores(
        confusion_counts(test_labels, results[name]["predictions"], CLASSES, VOID)
    ).iou
    for name in ("FCN-32s", "FCN-8s", "SegNet", "with basic context")
}
figure = segmentation_plots.class_bars(by_class, names, title="Test scenes, class by class")

# %% tags=["show"]
rows = [
    f"| {name} | {mean:.3f} ± {deviation:.3f} |"
    for name, (mean, deviation) in membrane_scores.items()
]
rows.append(f"| first fold only: SVM, morphology | {svm_dice:.3f} |")
rows.append(
    f"| first fold only: patch network, {speed_up:.0f} × faster at once | {patch_dice:.3f} |"
)
Markdown("**Membranes**, Dice over folds\n\n| | Dice |\n|---|---|\n" + "\n".join(rows))

# %% [markdown]
# - A dense layer on a map is a convolution. A patch classifier that was made convolutional gives the same answers, and
#   computes only once what neighbouring patches share.
# - Test on whole images, or blocks of images, that were not trained on; leave void pixels out; and use a score in which
#   small classes count.
# - The way down tells *what*; skips and remembered places tell *where*. Compare only networks that were trained for the
#   same number of steps (here the FCNs with each other, and the front end with and without context; SegNet had fewer).
#   Look at thin things: poles are what coarse maps lose.
# - Dilation widens the field without losing resolution, and a module that starts as the identity can be put into a
#   trained network. The field in effect is much smaller than the field in principle.
#
# The networks here are small and were trained for minutes on a few hundred scenes; the small classes suffer most from
# that. Published networks of these designs, pretrained on a million photographs, reach about 0.6 mean IoU on CamVid.

# %% [markdown] tags=["written:explain_classes", "points:2"]
# **Question (graded by a reader).** Choose one class that all four networks of the bar chart segment badly, and one
# where they differ. Explain both, in three to six sentences altogether: what in the data or in the designs (stride,
# field, skips, number of pixels) is the reason, and which experiment would test your explanation?
#
# ### BEGIN SOLUTION
# Poles (masts) are badly segmented by all: they are one or two pixels wide at 96 × 128, hold about 1% of the pixels, and
# lie beside void outlines; cross-entropy over all pixels hardly notices them. Training at full size, or with a weight
# for rare classes, would tell which of the two it is. Cars differ: FCN-32s rounds them off at a stride of 32, so small cars
# vanish; the skips of FCN-8s bring them back, while the front end, which sees few pixels, takes parts of them for road or
# building. Measuring IoU for small and for large cars separately would test this: the gain from skips should be in
# the small ones, the gain from context in the large ones.
# ### END SOLUTION

# %% [markdown]
# **To think about** (no points)
#
# 1. With padding `"same"`, the convolutional network would not give the same answers as sliding. Why? Where do they
#    differ?
# 2. Could one get an answer for every pixel from the convolutional patch network without interpolation? (Shift the
#    image by 1, 2 and 3 pixels; or dilate what comes after each pooling.)
# 3. The SVM saw 3 × 3 pixels. What would you change first, the features or the classifier?
#
# **Where to read on**
#
# - J. Long, E. Shelhamer, T. Darrell, *Fully convolutional networks for semantic segmentation*, CVPR 2015.
# - V. Badrinarayanan, A. Kendall, R. Cipolla, *SegNet*, arXiv:1511.00561.
# - F. Yu, V. Koltun, *Multi-scale context aggregation by dilated convolutions*, ICLR 2016.
# - W. Luo, Y. Li, R. Urtasun, R. Zemel, *Understanding the effective receptive field in deep convolutional neural
#   networks*, NeurIPS 2016.
# - S. Iftikhar, A. Godil, *Feature measures for the segmentation of neuronal membrane using a machine learning
#   algorithm*, ICMV 2013: the 24 features.
#
# All your points:

# %% tags=["show"]
check()
