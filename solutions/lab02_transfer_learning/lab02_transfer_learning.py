# ---
# jupyter:
#   course:
#     data: [mnist, hymenoptera]
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # Lab 2 · VGG16 and its heirs: learning from few images
#
# Lab 1 trained a network from nothing, on thousands of images. Most people have fifty. This lab shows the way out:
# take a network that somebody else trained on other images, keep what it has learned to *see*, and train only the
# part that *decides*.
#
# **At the end you will be able to**
#
# - build VGG16 from the table in its paper, and know where its 138 million parameters are;
# - turn any photograph into what a published network expects, and read its answer;
# - put your own classes on a frozen network, the slow way and the fast way, and show that both give the same result;
# - say from a measured curve how many images you need, and when a borrowed network stops helping;
# - fine-tune without destroying what was learned;
# - build the blocks that came after VGG (residual, squeeze-and-excitation, dense) and say why very deep networks need
#   them.
#
# | | |
# |---|---|
# | **Time to run** | about 6 minutes on a laptop (2 CPU cores); reading and solving: an afternoon |
# | **Points** | 22: 20 are judged by the checks below, 2 by a reader |
# | **Data** | MNIST digits: 5,000 that come with the course. With ImageNet weights also photographs of ants and bees, where they can be had |
# | **Weights** | VGG16 as trained on ImageNet: 553 MB, downloaded once by Keras. Without an internet connection the lab says so and goes on with a small network of its own. `COURSE_VGG16_WEIGHTS=FILE` names a local copy |
#
# Lab 1's rules hold here too: write your code in place of `raise NotImplementedError(…)`, run the cell, run the check
# below it. `vgg_preprocess` is written with NumPy alone; all other functions are written with Keras, but without the
# ready-made networks of `keras.applications` and without the package `course`.

# %%
import numpy as np

import course
from course.backend.logs import quiet_stderr

with quiet_stderr():  # TensorFlow has a lot to say when it starts
    import keras

import course.receptive_field
from course import plots

check = course.checker("lab02", globals())
SCALE = course.scale()  # "laptop" unless COURSE_SCALE says otherwise

# %% [markdown]
# ## 1 · Small kernels, many layers
#
# In 2014 two people in Oxford asked how deep a network can be made out of one simple part: a 3 × 3 convolution. Three
# in a row see 7 pixels, like one 7 × 7 convolution, and have two more nonlinearities between them. What do they cost?
#
# **Question.** All layers have $C$ maps in and $C$ maps out, and we do not count biases. How many weights do you
# *save* with three 3 × 3 convolutions in place of a single 7 × 7? Write a formula in `C`.

# %% tags=["answer:saved_by_small_kernels"]
saved_by_small_kernels = ...  # a string, such as "3*C + 1"
### BEGIN SOLUTION
saved_by_small_kernels = "49*C**2 - 3*9*C**2"
### END SOLUTION

# %% tags=["check:saved_by_small_kernels"]
check("saved_by_small_kernels")

# %% [markdown]
# **VGG16** is what they called *configuration D*: thirteen convolutions in five blocks, and three dense layers. That
# makes sixteen layers with weights. After each block a 2 × 2 max pooling halves the maps; it has no padding, so an odd
# size is rounded down (a digit of 28 pixels: 28 → 14 → 7 → 3).
#
# | block | layers, with Keras' names | output |
# |---|---|---|
# | input | RGB image | 224 × 224 × 3 |
# | 1 | `block1_conv1`, `block1_conv2`: 64 kernels each; `block1_pool` | 112 × 112 × 64 |
# | 2 | `block2_conv1`, `block2_conv2`: 128; `block2_pool` | 56 × 56 × 128 |
# | 3 | `block3_conv1`, `…conv2`, `…conv3`: 256; `block3_pool` | 28 × 28 × 256 |
# | 4 | the same with 512 | 14 × 14 × 512 |
# | 5 | the same with 512 | 7 × 7 × 512 |
# | top | flatten; `fc1` and `fc2`: 4,096 units each; `predictions`: 1,000 units, softmax | 1,000 |
#
# Every convolution is 3 × 3 with padding *same*. ReLU follows every layer with weights except the last one, whose
# activation is the softmax. The names matter: later we say *unfreeze block 5*.
#
# Write it once for any list of blocks. Then the same function makes the small VGG that we train on digits.

# %%
# For each block: filters and number of convolutions
VGG16_BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))


# %% tags=["answer:build_vgg16"]
def build_vgg16(input_shape=(224, 224, 3), classes=1000, include_top=True, blocks=VGG16_BLOCKS):
    """Build VGG16, or a smaller network on the same plan.

    Args:
        input_shape: (height, width, channels) of the images.
        classes: Units of the last layer.
        include_top: True: the model ends with flatten, fc1, fc2 and predictions. False: its output
            is the maps of the last pooling.
        blocks: For each block (filters, number of convolutions); its layers are called
            block1_conv1, …, block1_pool, and so on.

    Returns:
        A keras.Model, not compiled. With the default arguments it has 138,357,544 parameters;
        without the top 14,714,688.
    """
    ### BEGIN SOLUTION
    inputs = maps = keras.Input(input_shape)
    for block, (filters, convolutions) in enumerate(blocks, start=1):
        for number in range(1, convolutions + 1):
            name = f"block{block}_conv{number}"
            maps = keras.layers.Conv2D(
                filters, 3, padding="same", activation="relu", name=name
            )(maps)
        maps = keras.layers.MaxPooling2D(2, name=f"block{block}_pool")(maps)
    if include_top:
        vector = keras.layers.Flatten(name="flatten")(maps)
        vector = keras.layers.Dense(4096, activation="relu", name="fc1")(vector)
        vector = keras.layers.Dense(4096, activation="relu", name="fc2")(vector)
        maps = keras.layers.Dense(classes, activation="softmax", name="predictions")(vector)
    return keras.Model(inputs, maps)
    ### END SOLUTION


# %% tags=["check:build_vgg16"]
check("build_vgg16")

# %% [markdown]
# **Where are the parameters, and where is the work?** A parameter of a convolution is used at every place of the map,
# a parameter of a dense layer only once. The figure counts both, layer by layer. (A network *without weights* is built
# at once: `StatelessScope` makes the graph and leaves out the 553 MB.)

# %% tags=["show"]
from course.plots import comparisons

with keras.StatelessScope(initialize_variables=False):
    graph = build_vgg16()
heavy = [layer for layer in graph.layers if layer.weights]  # 13 convolutions, 3 dense layers
stored = np.array([layer.count_params() for layer in heavy])  # (16,)
uses = [np.prod(layer.output.shape[1:3]) if "conv" in layer.name else 1 for layer in heavy]
multiplications = np.array([np.prod(layer.kernel.shape) for layer in heavy]) * uses  # (16,)
work = f"Multiplications for one image: {multiplications.sum() / 1e9:.1f} billion"
figure = comparisons.bar_panels(
    [layer.name for layer in heavy],
    {
        f"Parameters: {stored.sum():,} in all": ("million", stored / 1e6),
        work: ("billion", multiplications / 1e9),
    },
    colours=["C0" if "conv" in layer.name else "C1" for layer in heavy],
)
print(f"VGG16: {graph.count_params():,} parameters")
print(f"without its top: {sum(layer.count_params() for layer in heavy[:-3]):,}")
for name in ("block5_conv3", "block5_pool"):
    field = course.receptive_field.receptive_field(graph, name)
    (size, _), (stride, _) = field.size, field.stride
    print(f"a unit of {name} sees {size} × {size} pixels, in steps of {stride}")

# %% [markdown]
# The convolutions do the seeing, and nearly all of the work, with a tenth of the parameters. So the part that is
# worth borrowing is also the small part.
#
# **Question.** How many parameters does the largest layer, `fc1`, have? It reads block 5's pooled maps, flattened.

# %% tags=["answer:fc1_parameters"]
fc1_parameters = ...  # a whole number
### BEGIN SOLUTION
fc1_parameters = 7 * 7 * 512 * 4096 + 4096
### END SOLUTION

# %% tags=["check:fc1_parameters"]
check("fc1_parameters")

# %% [markdown]
# ## 2 · What a published network expects
#
# A network knows only the kind of numbers it was trained on. VGG16 was trained with a library that reads images as
# *blue, green, red* (BGR for short; ours are RGB), from 0 to 255, and its authors subtracted the mean colour of all
# training images: **103.939** for blue, **116.779** for green, **123.68** for red. There is no scaling. If you give the
# network anything else, it still answers, only worse: no error tells you. Leave the caller's images as they are, even
# when they are float32 already: `x - means` makes a new array, `x -= means` writes into the old one.


# %% tags=["answer:vgg_preprocess"]
def vgg_preprocess(images):
    """Turn RGB images into what VGG16 expects.

    Args:
        images: (H, W, 3) or (N, H, W, 3), RGB from 0 to 255, uint8 or
            floats. They are not changed.

    Returns:
        float32 array of the same shape: channels in the order blue, green, red, minus the
            mean of each.
    """
    ### BEGIN SOLUTION
    return images[..., ::-1].astype("float32") - np.array([103.939, 116.779, 123.68], "float32")
    ### END SOLUTION


# %% tags=["check:vgg_preprocess"]
check("vgg_preprocess")

# %% [markdown]
# Now a whole prediction. **Resize** the photograph, as floats, to 224 × 224 with `keras.ops.image.resize`. The result
# is a tensor; `keras.ops.convert_to_numpy` turns it into an array for your **vgg_preprocess**. **Predict**: a network
# takes a batch, so make a batch of one image: `[None]` puts an axis in front. **Decode** the 1,000 probabilities to
# names: Keras' `decode_predictions`, which is passed to you as `decode`, returns for each image of the batch a list of
# `(identifier, name, probability)`.


# %% tags=["answer:classify"]
def classify(model, image, decode, top=5):
    """Say what a network of 1,000 classes sees in a photograph.

    Args:
        model: From (N, 224, 224, 3) images, as vgg_preprocess makes them, to (N, 1000)
            probabilities.
        image: (H, W, 3) uint8, RGB, of any size. The whole image is resized to 224 × 224,
            bilinearly.
        decode: Like Keras' decode_predictions: decode(probabilities, top=top).
        top: How many classes to return.

    Returns:
        A list of (name, probability), most probable first.
    """
    ### BEGIN SOLUTION
    resized = keras.ops.convert_to_numpy(
        keras.ops.image.resize(image.astype("float32"), (224, 224))
    )
    probabilities = model.predict(vgg_preprocess(resized)[None], verbose=0)
    return [(name, probability) for _, name, probability in decode(probabilities, top=top)[0]]
    ### END SOLUTION


# %% tags=["check:classify"]
check("classify")

# %% [markdown]
# **Your network, their weights.** If ImageNet weights can be had, we put them into the network *you* built: the
# layers match one to one. If not, the next cell says so, and nothing after it needs them.

# %% tags=["show"]
import textwrap

import skimage.data

from course.networks.pretrained import NoWeightsError, imagenet_decoder, imagenet_vgg16

photos = {
    name: getattr(skimage.data, name)()[..., :3]
    for name in ("chelsea", "coffee", "rocket", "astronaut")
}
try:
    published = imagenet_vgg16()
except NoWeightsError as error:
    network = None
    print(textwrap.fill(str(error), 96, break_long_words=False, break_on_hyphens=False))
    print(
        "\nThe lab goes on without them: below, a small VGG is trained, and lent to a new task."
    )
else:
    network = build_vgg16()
    network.set_weights(published.get_weights())
    del published
    decode = imagenet_decoder()
    found = [classify(network, photo, decode, 3) for photo in photos.values()]
    shown = [
        "\n".join(f"{name} {probability:.0%}" for name, probability in classes)
        for classes in found
    ]
    figure = plots.image_grid(
        list(photos.values()), shown, title="Your VGG16, with the published weights"
    )

# %% [markdown]
# ## 3 · What the blocks see
#
# The figure shows one photograph and, for each block, the seven maps after its last convolution that have the largest
# standard deviation. The maps get smaller and more numerous, and what they respond to gets larger: a unit of block 1
# sees 5 pixels across, one of block 5 sees 196. (Where the title says *untrained*, the kernels are random numbers. In
# the first blocks even random kernels tell edges from surfaces, so the architecture does part of the work before any
# training; in blocks 4 and 5 little more than a blur is left. What training adds is the *choice* of what to keep.)

# %% tags=["show"]
weights_are = "ImageNet weights" if network else "untrained, random kernels"
photo_base = (
    keras.Model(network.input, network.get_layer("block5_pool").output)
    if network
    else build_vgg16(include_top=False)
)
taps = [
    photo_base.get_layer(f"block{block}_conv{last}")
    for block, (_, last) in enumerate(VGG16_BLOCKS, start=1)
]
watcher = keras.Model(photo_base.input, [tap.output for tap in taps])
resized = keras.ops.convert_to_numpy(
    keras.ops.image.resize(photos["chelsea"].astype("float32"), (224, 224))
)
pictures, captions = [], []
for tap, maps in zip(taps, watcher(vgg_preprocess(resized)[None])):
    maps = keras.ops.convert_to_numpy(maps)[0]
    strongest = np.argsort(-maps.std(axis=(0, 1)))[:7]
    pictures += [resized.astype("uint8"), *np.moveaxis(maps[..., strongest], -1, 0)]
    captions += [f"{tap.name}\n{maps.shape[0]} × {maps.shape[1]} × {maps.shape[2]}"] + [
        f"map {number}" for number in strongest
    ]
figure = plots.image_grid(
    pictures, captions, columns=8, title=f"Feature maps of VGG16 ({weights_are})"
)

# %% [markdown]
# ## 4 · A network to borrow
#
# To measure what borrowing is worth we need two tasks: one with many images, one with few. Digits give us both.
# Somebody (we, in this cell) trains a small VGG, the *lender*, on two thousand images of **0, 1, 2, 3, 4**. Then comes
# our own task: tell **5, 6, 7, 8, 9** apart, digits that the network has *never seen*, with 10 to 100 images of each.
# It is the same question as telling ants from bees with ImageNet's network, but small enough to be repeated many times.

# %% tags=["show"]
from course.data import load

DIGIT_BLOCKS = ((16, 2), (32, 2), (64, 2))
digits, held_out = load("mnist", "train", "offline"), load("mnist", "test", "offline")
print(digits.note)


def task(split, first, last):
    """Return images (N, 28, 28, 1) from 0 to 1 and labels from 0, of some of the digits."""
    chosen = (split.labels >= first) & (split.labels <= last)
    return (split.images[chosen] / 255).astype("float32"), split.labels[chosen] - first


source_images, source_labels = task(digits, 0, 4)
images, labels = task(digits, 5, 9)
test_images, test_labels = task(held_out, 5, 9)
names = digits.class_names[5:]
print(f"the lender's task: {len(source_images)} images of 0–4")
print(
    f"our task: up to {len(images)} images of 5–9, and {len(test_images)} held out to judge by"
)

# %% tags=["train"]
EPOCHS = {"smoke": 1, "laptop": 6, "gpu": 20}[SCALE]


def compiled(model, learning_rate=0.001):
    """Give a model what training needs."""
    model.compile(
        keras.optimizers.Adam(learning_rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


keras.utils.set_random_seed(1)
base = build_vgg16((28, 28, 1), include_top=False, blocks=DIGIT_BLOCKS)
lender = [
    base,
    keras.layers.Flatten(),
    keras.layers.Dense(128, activation="relu"),
    keras.layers.Dense(5, activation="softmax"),
]
lender = compiled(keras.Sequential(lender))
lender.fit(source_images, source_labels, batch_size=50, epochs=EPOCHS, verbose=0)
right = lender.evaluate(*task(held_out, 0, 4), verbose=0)[1]
print(f"the lender reads {right:.1%} of held-out 0–4 right")

# %% [markdown]
# ## 5 · Transfer
#
# Throw away the lender's dense layers: they answer the lender's question. Keep the convolutions as they are,
# **frozen**: their weights must not change. Put a new *head* on top: flatten, a dense layer of 128 units, and one unit
# for each of your classes.
#
# In Keras `base.trainable = False` freezes a model and every layer in it, and a model can be used like any other layer:
# as a member of a `Sequential`, or called on a tensor, `base(inputs)`.
#
# On the real VGG16 with ten classes that leaves 3,212,682 parameters to train, and 14,714,688 frozen.


# %% tags=["answer:build_transfer_model"]
def build_transfer_model(base, classes):
    """Put a new head on a trained network.

    Args:
        base: A keras.Model from images to maps (h, w, channels). It becomes one layer of the new
            model, and is frozen.
        classes: How many classes there are.

    Returns:
        A keras.Model, not compiled: the base, then flatten, 128 units with ReLU, and softmax over
        the classes. Only the two dense layers can be trained.
    """
    ### BEGIN SOLUTION
    base.trainable = False
    return keras.Sequential(
        [
            keras.Input(base.input_shape[1:]),
            base,
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(classes, activation="softmax"),
        ]
    )
    ### END SOLUTION


# %% tags=["check:build_transfer_model"]
check("build_transfer_model")

# %% tags=["show"]
with keras.StatelessScope(initialize_variables=False):
    model = build_transfer_model(build_vgg16(include_top=False), 10)
for state, weights in (
    ("trained", model.trainable_weights),
    ("frozen", model.non_trainable_weights),
):
    print(f"{state:8}{sum(np.prod(weight.shape) for weight in weights):12,} parameters")

# %% [markdown]
# **The fast way.** In every epoch the frozen base computes the same maps from the same images again. So compute them
# *once*, and train the head on them as if they were the images.
#
# Three things go wrong easily. First, the base must run in **inference mode**, as when a network is *used*, and not as
# when it is trained: dropout then drops nothing, and batch normalisation (which subtracts a mean from each channel and
# divides by a deviation) takes the means and variances that it has stored, not those of the batch.
# `base.predict(images)` runs in inference mode, and so does `base(images, training=False)`. Second, every image counts,
# also those in a last, smaller batch. Third, the code below needs a NumPy array: `predict` returns one, and
# `keras.ops.convert_to_numpy` makes one from the tensor that `base(…)` returns.


# %% tags=["answer:extract_features"]
def extract_features(base, images, batch_size=32):
    """Run images through a frozen network, once.

    Args:
        base: A keras.Model from images to maps.
        images: (N, height, width, channels), as the base expects them.
        batch_size: How many images go through at a time.

    Returns:
        float32 array (N, h, w, maps): the output of the base, in inference mode, for each image,
        in the same order.
    """
    ### BEGIN SOLUTION
    return base.predict(images, batch_size=batch_size, verbose=0)
    ### END SOLUTION


# %% tags=["check:extract_features"]
check("extract_features")

# %% [markdown]
# **Slow and fast, side by side.** Both train on the same images for the same number of epochs. Then the slow model's
# head is put on the fast path's features: the predictions must be the same.

# %% tags=["train"]
import time

EPOCHS = {"smoke": 1, "laptop": 10, "gpu": 10}[SCALE]


def new_head(feature_shape, classes):
    """Build the head alone: what build_transfer_model puts on a base."""
    head = [
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(classes, activation="softmax"),
    ]
    return keras.Sequential([keras.Input(feature_shape), *head])


# The slow path: every epoch sends all images through the base
keras.utils.set_random_seed(2)
started = time.perf_counter()
slow = compiled(build_transfer_model(base, 5))
slow.fit(images, labels, batch_size=50, epochs=EPOCHS, verbose=0)
slow_seconds = time.perf_counter() - started

# The fast path: once through the base, then only the head is trained
started = time.perf_counter()
features = extract_features(base, images)  # (N, 3, 3, 64)
fast = compiled(new_head(features.shape[1:], 5))
fast.fit(features, labels, batch_size=50, epochs=EPOCHS, verbose=0)
fast_seconds = time.perf_counter() - started

# %% tags=["train"]
test_features = extract_features(base, test_images)
slow_right = slow.evaluate(test_images, test_labels, verbose=0)[1]
fast_right = fast.evaluate(test_features, test_labels, verbose=0)[1]
print(f"{len(images)} images, {EPOCHS} epochs")
print(f"slow path {slow_seconds:5.1f} s, {slow_right:.1%} of held-out 5–9 right")
print(f"fast path {fast_seconds:5.1f} s, {fast_right:.1%} of held-out 5–9 right")
print(f"speed-up  {slow_seconds / fast_seconds:5.1f} times")

fast.set_weights(slow.get_weights()[-4:])  # two kernels, two biases
difference = np.abs(
    fast.predict(test_features, verbose=0) - slow.predict(test_images, verbose=0)
).max()
print(f"same head on both paths: predictions differ by {difference:.1g} at most (limit: 1e-5)")

# %% [markdown]
# The more the base computes compared with the head, the larger the gain. VGG16 at 224 × 224 needs 15.3 billion
# multiplications (15.3 · 10⁹, for the convolutions alone; the figure of section 1 counts the dense layers too), the
# head 3.2 million; an epoch on features then takes about a second. (The price: you cannot use augmentation, because a
# shifted image has other features.)
#
# **What do the frozen features see?** We take four of our held-out digits whose nearest neighbour by *pixels* is of
# another class, and look at their nearest neighbours by the lender's *features*. The lender has never seen a 5. Green
# titles are right, red ones wrong, and the figure's title counts all held-out digits.


# %% tags=["show"]
def neighbours(queries, candidates, count):
    """Return the indices of the nearest candidates by cosine similarity, (queries, count)."""
    one, other = (stack.reshape(len(stack), -1) for stack in (queries, candidates))
    similarity = (one / np.linalg.norm(one, axis=1, keepdims=True)) @ (
        other / np.linalg.norm(other, axis=1, keepdims=True)
    ).T  # (queries, candidates)
    return np.argsort(-similarity, axis=1)[:, :count]


few = np.concatenate([np.flatnonzero(labels == label)[:20] for label in range(5)])
by_pixels = neighbours(test_images, images[few], 5)
by_features = neighbours(test_features, features[few], 5)
nearest = {"pixels": by_pixels, "features": by_features}
nearest_scores = {
    how: np.mean(labels[few][found[:, 0]] == test_labels) for how, found in nearest.items()
}

wrong_by_pixels = np.flatnonzero(labels[few][by_pixels[:, 0]] != test_labels)
queries = [wrong_by_pixels[test_labels[wrong_by_pixels] == label][:1] for label in range(5)]
queries = np.concatenate(queries)[:4]
for how, found in nearest.items():
    pictures, captions = [], []
    for query in queries:
        pictures += [test_images[query], *images[few][found[query]]]
        captions.append(f"a {names[test_labels[query]]}: nearest →")
        captions += [names[label] for label in labels[few][found[query]]]
    headline = f"Nearest by {how}: {nearest_scores[how]:.1%} of held-out digits right"
    headline += ", 20 images per class"
    figure = plots.image_grid(pictures, captions, columns=6, size=1.0, title=headline)
    for axis, caption, query in zip(figure.axes, captions, np.repeat(queries, 6)):
        if len(caption) == 1:
            axis.title.set_color("green" if caption == names[test_labels[query]] else "red")

# %% [markdown]
# ## 6 · How few images?
#
# This is the experiment of this lab. For 10, 25, 50 and 100 images of each class we train the head on the lender's
# features and, for comparison, the same network from scratch. Every number is repeated with three random samples of the
# images, because with ten images it matters *which* ten. The 500 held-out digits are always the same.

# %% tags=["train"]
SIZES = {"smoke": (10, 25), "laptop": (10, 25, 50, 100), "gpu": (10, 25, 50, 100, 200, 400)}
SIZES = SIZES[SCALE]
SAMPLES = {"smoke": 1, "laptop": 3, "gpu": 5}[SCALE]
EPOCHS = {"smoke": 2, "laptop": 15, "gpu": 40}[SCALE]


def sample(count, seed):
    """Return the indices of `count` random images of each class, (5 · count,)."""
    rng = np.random.default_rng(seed)
    return np.concatenate(
        [rng.permutation(np.flatnonzero(labels == label))[:count] for label in range(5)]
    )


keras.utils.set_random_seed(3)
head = compiled(new_head(features.shape[1:], 5))
scratch = build_vgg16((28, 28, 1), include_top=False, blocks=DIGIT_BLOCKS)
scratch = compiled(keras.Sequential([scratch, *new_head(scratch.output_shape[1:], 5).layers]))


def fresh_weights(name):
    """Return the weights a run starts with: new random ones."""
    fresh_head = new_head(features.shape[1:], 5)
    if name == "transfer":
        return fresh_head.get_weights()
    convolutions = build_vgg16((28, 28, 1), include_top=False, blocks=DIGIT_BLOCKS)
    return convolutions.get_weights() + fresh_head.get_weights()


# %% [markdown]
# Both networks are compiled once and trained many times: `restart` gives them new weights, and makes the optimizer
# forget what it has seen.

# %% tags=["train"]
from course.networks.training import restart

runs = {
    "transfer": (head, features, test_features),
    "from scratch": (scratch, images, test_images),
}
scores = {name: {count: [] for count in SIZES} for name in runs}
histories, trained_heads = {}, {}
for count, seed in [(count, seed) for count in SIZES for seed in range(SAMPLES)]:
    chosen = sample(count, seed)
    for name, (model, inputs, test_inputs) in runs.items():
        restart(model, fresh_weights(name))
        options = {"batch_size": 10, "epochs": EPOCHS, "verbose": 0}
        if (count, seed) == (SIZES[0], 0):  # for the learning curves
            options["validation_data"] = (test_inputs, test_labels)
        history = model.fit(inputs[chosen], labels[chosen], **options).history
        histories.setdefault(name, history)
        scores[name][count].append(model.evaluate(test_inputs, test_labels, verbose=0)[1])
    trained_heads[count, seed] = head.get_weights()

# %% tags=["show"]
figure = plots.training_curves(
    histories,
    ["loss", "accuracy"],
    title=f"{SIZES[0]} images per class: training, and the held-out digits",
)

# %% [markdown]
# At laptop scale, with 15 epochs, both learn their fifty images by heart: the dashed accuracies reach 100%. The head on
# borrowed features gets there after a few epochs and stays there. The network from scratch needs two or three times as
# many epochs, its curve jumps up and down, and it is more often sure of a wrong answer (its loss on held-out digits is
# higher).
#
# ## 7 · Fine-tuning
#
# Frozen features were made for another task. When the head is trained, and only then, train the *last* block together
# with it, carefully:
#
# - **after** the head: a fresh head sends large, random gradients back, and they would destroy what was learned;
# - **block 5 only** (here, the small VGG's block 3): early blocks see edges and surfaces, which are useful for any task;
#   late blocks are specialised;
# - **a tenth of the learning rate**: small steps from a good place;
# - **batch normalisation stays frozen**, including gamma and beta, the two numbers per channel that it learns, a factor
#   and an offset: $y = \gamma \cdot \mathrm{normalised}(x) + \beta$. VGG16 has no batch normalisation, its heirs have a
#   lot. A frozen `BatchNormalization` runs in inference mode, with the means and variances of the lender.
#
# In Keras `base.trainable = True` sets *every* layer in the base, as `False` did. So set it first, and then go through
# `base.layers` and set the others back to `False`. Keras notes which weights are trainable when training first starts
# after a `compile`; so compile after you have changed them, with an optimizer of the new rate.


# %% tags=["answer:fine_tune"]
def fine_tune(model, images, labels, learning_rate, epochs, block="block5"):
    """Continue to train a transfer model, together with one block of its base.

    Args:
        model: As build_transfer_model makes it, with its head trained. One of its layers is the
            base, itself a keras.Model.
        images: (N, height, width, channels), as the base expects them.
        labels: (N,) classes from 0.
        learning_rate: What the head was trained with; fine-tuning uses a tenth of it, with Adam.
        epochs: How many epochs, in batches of 10 images; the loss is sparse categorical
            cross-entropy.
        block: Layers of the base whose names begin with this are trained, except batch
            normalisation.

    Returns:
        The same model, trained further. All other layers of the base are as they were.
    """
    ### BEGIN SOLUTION
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers:
        layer.trainable = layer.name.startswith(block) and not isinstance(
            layer, keras.layers.BatchNormalization
        )
    optimizer = keras.optimizers.Adam(learning_rate / 10)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(images, labels, batch_size=10, epochs=epochs, verbose=0)
    return model
    ### END SOLUTION


# %% tags=["check:fine_tune"]
check("fine_tune")

# %% [markdown]
# **Question.** Why is batch normalisation kept in inference mode when we fine-tune on a few images?
#
# - **A** It would make training much slower.
# - **B** It has nothing that could be trained.
# - **C** The mean and variance of a few images are noisy, and would replace the statistics of many images; the layers
#   after it were trained with those.
# - **D** The images are already normalised by the preprocessing.

# %% tags=["answer:why_inference_mode"]
why_inference_mode = ...  # "A", "B", "C" or "D"
### BEGIN SOLUTION
why_inference_mode = "C"
### END SOLUTION

# %% tags=["check:why_inference_mode"]
check("why_inference_mode")

# %% tags=["train"]
EPOCHS = {"smoke": 1, "laptop": 6, "gpu": 40}[SCALE]
lent = base.get_weights()
last_block = f"block{len(DIGIT_BLOCKS)}"
scores["fine-tuned"] = {}
for count, seed in trained_heads:
    base.set_weights(lent)
    model = build_transfer_model(base, 5)
    model.set_weights(model.get_weights()[:-4] + trained_heads[count, seed])
    chosen = sample(count, seed)
    model = fine_tune(model, images[chosen], labels[chosen], 0.001, EPOCHS, last_block)
    answers = keras.ops.convert_to_numpy(model(test_images, training=False)).argmax(axis=1)
    scores["fine-tuned"].setdefault(count, []).append(float(np.mean(answers == test_labels)))
base.set_weights(lent)

# %% tags=["show"]
figure = comparisons.spread_curves(
    scores,
    title=f"How few images? Mean and deviation over {SAMPLES} random samples",
    xlabel="images of each class",
    ylabel="held-out 5–9 right, %",
)

# %% [markdown]
# Read the curve from left to right. With ten images per class, what was learned elsewhere helps, and the result depends
# less on *which* ten. With more images of your own the lead gets smaller, and the network from scratch catches up or
# overtakes: its features are made for *this* task, the lender's for another. But this is an easy task with a small
# lender, which saw two thousand images of five digits. On photographs, where a network from scratch needs many
# thousands of images and the lender has seen a million, expect a larger lead that lasts longer.
#
# ### With real photographs
#
# If ImageNet weights are there, we do the same with photographs: ants or bees, on VGG16's features. Otherwise this cell
# only says what is missing.

# %% tags=["train"]
MOST = {"smoke": 4, "laptop": 60, "gpu": 400}[SCALE]
insect_scores = {}
if network is None:
    print("Without ImageNet weights there is nothing to transfer: this part is left out.")
else:
    insects, held_out_insects = load("hymenoptera", "train"), load("hymenoptera", "test")
    print(insects.note)
    started = time.perf_counter()
    insect_features = extract_features(photo_base, vgg_preprocess(insects.images[: 2 * MOST]))
    insect_test = extract_features(
        photo_base, vgg_preprocess(held_out_insects.images[: 2 * MOST])
    )
    seconds = time.perf_counter() - started
    print(
        f"{len(insect_features) + len(insect_test)} photographs' features: {seconds:.0f} s, once"
    )
    for count in [count for count in (10, 25, 50, 100) if count <= MOST] or [MOST]:
        keras.utils.set_random_seed(4)
        insect_head = compiled(new_head(insect_features.shape[1:], 2), 0.0001)
        insect_head.fit(
            insect_features[: 2 * count],
            insects.labels[: 2 * count],
            batch_size=10,
            epochs=10,
            verbose=0,
        )
        insect_labels = held_out_insects.labels[: len(insect_test)]
        right = insect_head.evaluate(insect_test, insect_labels, verbose=0)[1]
        insect_scores[count] = right
        print(
            f"{count:4} images per class: {right:.1%} of {len(insect_test)} held-out ones right"
        )

# %% [markdown]
# ## 8 · Deeper: the residual block
#
# If 16 layers are good, are 50 better? Simply stacked, they are worse, *on the training images too*: the network
# is too hard to train. In 2015 a simple change made 152 layers trainable: a block does not compute its output, but a
# **change** to its input:
#
# $$ y = \mathrm{ReLU}\big(x + F(x)\big), \qquad F:\; \text{3×3 convolution – norm – ReLU – 3×3 convolution – norm.} $$
#
# $F$ is the *branch*; the path of $x$ around it, to the addition, is the **shortcut**. A block that has nothing to add
# learns $F = 0$ and lets its input pass. Where the block changes the shape (a stride, more maps), $x$ no longer fits:
# there the shortcut is a 1 × 1 convolution with that stride, followed by a batch normalisation. Convolutions before a
# batch normalisation have no bias: its $\beta$ does that job.
#
# (A network with a branch cannot be a `Sequential`. Call the layers on tensors instead: start from
# `inputs = keras.Input(shape)`, call one layer after the other, such as `branch = keras.layers.ReLU()(inputs)`, join
# two tensors of the same shape with `keras.layers.Add()([branch, inputs])`, and return `keras.Model(inputs, outputs)`.)


# %% tags=["answer:residual_block"]
def residual_block(input_shape, filters, stride=1):
    """Build a residual block as a small model, to be used like a layer.

    Args:
        input_shape: (height, width, channels) of the maps that come in.
        filters: Maps that go out.
        stride: Of the first 3×3 convolution, and of the shortcut.

    Returns:
        A keras.Model: ReLU(branch + shortcut). The branch is 3×3 convolution, batch
        normalisation, ReLU, 3×3 convolution, batch normalisation. The shortcut is the input
        itself, or, if stride or channels change, a 1×1 convolution and a batch normalisation.
        Padding "same", no biases.
    """
    ### BEGIN SOLUTION
    inputs = keras.Input(input_shape)
    branch = keras.layers.Conv2D(filters, 3, stride, padding="same", use_bias=False)(inputs)
    branch = keras.layers.BatchNormalization()(branch)
    branch = keras.layers.ReLU()(branch)
    branch = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)(branch)
    branch = keras.layers.BatchNormalization()(branch)
    shortcut = inputs
    if stride != 1 or filters != input_shape[-1]:
        shortcut = keras.layers.Conv2D(filters, 1, stride, padding="same", use_bias=False)(
            inputs
        )
        shortcut = keras.layers.BatchNormalization()(shortcut)
    return keras.Model(inputs, keras.layers.ReLU()(keras.layers.Add()([branch, shortcut])))
    ### END SOLUTION


# %% tags=["check:residual_block"]
check("residual_block")

# %% [markdown]
# **Question.** Take numbers in place of maps, and leave out ReLU: a plain layer is $y = F(x)$, a residual block $y =
# x + F(x)$, and every $F$ has the slope $a$. Three *plain* layers, one after the other, have the slope `a**3`; twenty
# of them with $a = 0.5$ have a slope of one millionth. What is the slope of three *residual* blocks, one after the
# other?

# %% tags=["answer:residual_gradient"]
residual_gradient = ...  # a string, a formula in a
### BEGIN SOLUTION
residual_gradient = "(1 + a)**3"
### END SOLUTION

# %% tags=["check:residual_gradient"]
check("residual_gradient")

# %% [markdown]
# ### See it: gradients through twenty layers
#
# Three networks for all ten digits, each with 20 layers: one convolution, nine times two convolutions, one dense
# layer. The first is *plain*; the second has *batch normalisation* too; the third is made of your *residual blocks*,
# the second plus shortcuts. Before any training: how large is the gradient of the loss with respect to each layer's
# kernel? Then all three are trained in the same way.

# %% tags=["train"]
DEPTH_BLOCKS, WIDTH = 9, 12


def plain_block(shape, filters, normalize):
    """Build two convolutions, without a shortcut."""
    inputs = maps = keras.Input(shape)
    for _ in range(2):
        maps = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)(maps)
        maps = keras.layers.BatchNormalization()(maps) if normalize else maps
        maps = keras.layers.ReLU()(maps)
    return keras.Model(inputs, maps)


def deep_network(kind):
    """Build one of the three networks, 20 layers, from 28 × 28 digits to 10 probabilities."""
    inputs = keras.Input((28, 28, 1))
    maps = keras.layers.Conv2D(WIDTH, 3, 2, padding="same", activation="relu")(inputs)
    for _ in range(DEPTH_BLOCKS):
        shape = maps.shape[1:]
        if kind == "residual":
            block = residual_block(shape, WIDTH)
        else:
            block = plain_block(shape, WIDTH, normalize=kind != "plain")
        maps = block(maps)
        for layer in block.layers:
            if isinstance(layer, keras.layers.BatchNormalization):
                layer.momentum = 0.9  # 0.99 would still remember the first of our few steps
    maps = keras.layers.GlobalAveragePooling2D()(maps)
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(maps))


# %% [markdown]
# `kernel_gradient_norms` differentiates the cross-entropy automatically, with respect to all weights, and returns the
# norm of the gradient of each kernel, from the first layer to the last: 20 numbers for each network.

# %% tags=["train"]
from course.networks.training import kernel_gradient_norms

EPOCHS = {"smoke": 1, "laptop": 5, "gpu": 20}[SCALE]
all_images, all_labels = task(digits, 0, 9)
MOST = 100 if SCALE == "smoke" else 2000
deep_images, deep_labels = all_images[:MOST], all_labels[:MOST]
deep_test = task(held_out, 0, 9)
norms, deep_histories, deep_scores = {}, {}, {}
for kind in ("plain", "batch normalisation", "residual"):
    keras.utils.set_random_seed(5)
    model = deep_network(kind)
    norms[kind] = kernel_gradient_norms(model, all_images[:64], all_labels[:64])  # (20,)
    options = {"batch_size": 50, "epochs": EPOCHS, "validation_data": deep_test, "verbose": 0}
    deep_histories[kind] = compiled(model).fit(deep_images, deep_labels, **options).history
    deep_scores[kind] = deep_histories[kind]["val_accuracy"][-1]

# %% tags=["show"]
axes = plots.new_axes(
    "Twenty layers before training",
    "layer, from the image (1) to the decision (20)",
    "norm of the kernel's gradient",
    size=(6.5, 3.2),
)
for kind, values in norms.items():
    axes.semilogy(range(1, len(values) + 1), values, "o-", markersize=4, label=kind)
axes.set_xticks(range(1, 21))
axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), fontsize=8)
print(f"{'norm of the gradient':22}{'layer 1':>10}{'layer 10':>10}{'layer 20':>10}")
for kind, values in norms.items():
    print(f"{kind:22}{values[0]:10.2g}{values[9]:10.2g}{values[19]:10.2g}")

# %% tags=["show"]
figure = plots.training_curves(
    deep_histories,
    ["loss", "accuracy"],
    title="The same three networks, trained in the same way",
)

# %% [markdown]
# Note that the vertical axis is logarithmic. In the plain network the gradients of *all* kernels are small, millionths
# to hundred-thousandths, and not only those near the image. A kernel's gradient is a product of two things: the maps
# that come in from the front, and the error that comes back from behind. In the plain network both get smaller from
# layer to layer, in opposite directions, so that the product is about equally small everywhere. Batch normalisation
# brings the maps of every layer back to their size, and that alone raises the gradients to tenths: from the image to
# the decision they now change steadily, by about a factor of ten. With shortcuts they stay at one level, up to the last
# layer. Compare the two again in the training curves.

# %% [markdown] tags=["written:why_residual", "points:2"]
# **Question (graded by a reader).** Why does a residual connection help the training of a deep network? Use your
# formula, the figure of gradients and the training curves above. Say also what batch normalisation alone does and
# does not achieve here, and what a residual block can express more easily than a plain one. Five or six sentences.
#
# ### BEGIN SOLUTION
# In a plain chain the error that reaches an early layer is a product of the slopes of all layers after it. If these are
# smaller than 1 in size, it vanishes like $a^L$; if they are larger, it explodes. In the figure the plain network's
# gradients are smaller than those of the others by a factor of about a hundred thousand, and its training loss falls
# slowest. With a shortcut each factor becomes $1 + a$: multiplied out, the product contains the term 1, a path on which
# the error reaches every layer undamped, beside all paths through the branches. Batch normalisation alone keeps the
# size of the maps in order, and with them the gradients: the deep network can be trained. But the error still has to
# pass through every layer; the gradients change steadily, by about a factor of ten, from one end to the other, and
# training is slower than with shortcuts, though both have the same layers. Finally, a residual block represents the
# identity by $F = 0$, which small weights give, while a plain block would have to learn it; so adding blocks cannot
# easily make the network worse, and each one learns a correction. The residual network cannot represent more functions:
# it is easier to optimise.
# ### END SOLUTION

# %% [markdown]
# ## 9 · Two more heirs
#
# **Squeeze and excitation** (2018) asks which *maps* matter for this image. *Squeeze*: take the mean of each map, one
# number per channel. *Excite*: two small dense layers turn these means into a gate between 0 and 1 for each channel.
# Multiply every map by its gate. With few parameters a network can make whole maps stronger or weaker, depending on
# what is in the image.
#
# Be careful with the shapes: the means, and so the gates, are $(N, C)$, the maps $(N, H, W, C)$. Before they are
# multiplied, the gates need axes of size 1 in place of $H$ and $W$: `GlobalAveragePooling2D(keepdims=True)` keeps these
# axes from the start, and `Reshape((1, 1, C))` puts them in at the end.


# %% tags=["answer:squeeze_excite"]
def squeeze_excite(input_shape, ratio=16):
    """Build a squeeze-and-excitation block as a small model.

    Args:
        input_shape: (height, width, channels) of the maps that come in.
        ratio: The first dense layer has channels // ratio units.

    Returns:
        A keras.Model to maps of the same shape: each channel times its gate. The gates are
        computed from the means of the channels by a dense layer with ReLU and a dense layer with
        sigmoid, both with biases.
    """
    ### BEGIN SOLUTION
    channels = input_shape[-1]
    inputs = keras.Input(input_shape)
    gates = keras.layers.GlobalAveragePooling2D(keepdims=True)(inputs)
    gates = keras.layers.Dense(channels // ratio, activation="relu")(gates)
    gates = keras.layers.Dense(channels, activation="sigmoid")(gates)
    return keras.Model(inputs, keras.layers.Multiply()([inputs, gates]))
    ### END SOLUTION


# %% tags=["check:squeeze_excite"]
check("squeeze_excite")

# %% [markdown]
# **DenseNet** (2017) does more than add: every layer reads the maps of *all* layers before it, and appends a few of its
# own. Keras' `Concatenate` puts maps side by side along the channels. Nothing is overwritten: a layer normalises a copy
# of what it reads, and its new maps are appended to the old maps as they *were*, not normalised. Because so much is
# reused, a layer can be narrow: it adds only `growth` maps.


# %% tags=["answer:dense_block"]
def dense_block(input_shape, depth, growth):
    """Build a dense block as a small model.

    Args:
        input_shape: (height, width, channels) of the maps that come in.
        depth: Number of layers.
        growth: Maps that each layer adds.

    Returns:
        A keras.Model to channels + depth · growth maps: the input's, then those of each layer in
        turn. A layer reads all maps so far: batch normalisation, ReLU, 3×3 convolution with
        padding "same" and no bias.
    """
    ### BEGIN SOLUTION
    inputs = maps = keras.Input(input_shape)
    for _ in range(depth):
        new = keras.layers.BatchNormalization()(maps)
        new = keras.layers.ReLU()(new)
        new = keras.layers.Conv2D(growth, 3, padding="same", use_bias=False)(new)
        maps = keras.layers.Concatenate()([maps, new])
    return keras.Model(inputs, maps)
    ### END SOLUTION


# %% tags=["check:dense_block"]
check("dense_block")

# %% [markdown]
# What do the blocks cost? Here they all read maps of 28 × 28 × 64, and return 64 maps or more:

# %% tags=["show"]
from IPython.display import Markdown

shape = (28, 28, 64)
blocks = {
    "two plain convolutions with batch normalisation": plain_block(shape, 64, True),
    "residual block": residual_block(shape, 64),
    "residual block, stride 2, 128 maps": residual_block(shape, 128, 2),
    "squeeze and excitation, ratio 16": squeeze_excite(shape, 16),
    "dense block, 4 layers, growth 16": dense_block(shape, 4, 16),
}
rows = [
    f"| {name} | {' × '.join(map(str, block.output_shape[1:]))} | {block.count_params():,} |"
    for name, block in blocks.items()
]
Markdown("| block | output | parameters |\n|---|---|---|\n" + "\n".join(rows))

# %% [markdown]
# A shortcut that passes its input on as it is costs nothing (the one with stride 2 and 128 maps pays for its 1 × 1
# convolution), and squeeze and excitation costs next to nothing.
#
# ## 10 · What you saw
#
# The baselines get the same images as the networks; ± is the standard deviation over the random samples.

# %% tags=["train"]
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier


def flat(stack):
    """Return each image's numbers in one row."""
    return stack.reshape(len(stack), -1)


def fit_and_score(classifier, inputs, test_inputs, chosen):
    """Train a classifier on the chosen images; return how many held-out ones it gets right."""
    return classifier.fit(inputs[chosen], labels[chosen]).score(test_inputs, test_labels)


pixels, numbers = (flat(images), flat(test_images)), (flat(features), flat(test_features))
logistic = LogisticRegression(C=0.1, max_iter=200)
simple = {
    "nearest neighbour on pixels": (KNeighborsClassifier(1), *pixels),
    "logistic regression on pixels": (logistic, *pixels),
    "nearest neighbour on the lender's features": (KNeighborsClassifier(1), *numbers),
}
table = {"a guess": {count: [0.2] for count in SIZES}}
for name, parts in simple.items():
    table[name] = {}
    for count in SIZES:
        chosen = [sample(count, seed) for seed in range(SAMPLES)]
        table[name][count] = [fit_and_score(*parts, indices) for indices in chosen]
table |= {
    "small VGG from scratch": scores["from scratch"],
    "transfer: your head on frozen features": scores["transfer"],
    "transfer, then fine-tuned": scores["fine-tuned"],
}


# %% tags=["show"]
def cell(values):
    """Return the mean in percent, and the deviation if there were several samples."""
    spread = f" ± {100 * np.std(values):.1f}" if len(values) > 1 else ""
    return f"{np.mean(values):.1%}" + spread


counts = " | ".join(f"**{count}**" for count in SIZES)
rows = [f"| held-out 5–9 right, images per class: | {counts} |", "|---|" + "---|" * len(SIZES)]
for name, by_count in table.items():
    rows.append(f"| {name} | " + " | ".join(cell(by_count[count]) for count in SIZES) + " |")
rows += ["", f"| 20 layers, {len(deep_images)} images of ten digits | held-out digits right |"]
rows += ["|---|---|", *(f"| {kind} | {score:.1%} |" for kind, score in deep_scores.items())]
if insect_scores:
    kinds = " or ".join(insects.class_names)
    rows += ["", f"| {kinds}, VGG16's features, images per class | right |", "|---|---|"]
    rows += [f"| {count} | {score:.1%} |" for count, score in insect_scores.items()]
Markdown("\n".join(rows))

# %% [markdown]
# - The fairest measure of what borrowed features are worth is one simple classifier, nearest neighbour, on pixels and on
#   the lender's features. The gap is widest with ten images per class.
# - Most of VGG16's parameters decide, few of them see; those few are worth borrowing.
# - A network expects the numbers it was trained on. No error tells you when you give it others.
# - A frozen base needs to run only once. After that, training takes seconds.
# - Borrowed features are worth most where you have the fewest images. Always draw the curve, with its spread.
# - Depth needs gradients of a useful size. Batch normalisation restores it; shortcuts, which cost next to nothing, keep
#   it from layer to layer, and the same layers learn much faster.
#
# **To think about** (no points)
#
# 1. The lender learned 0–4. Would features from *photographs* help with the digits 5–9? And the other way round?
# 2. The fast path does not allow augmentation. How could you still use a little of it?
# 3. The standard error of an accuracy on 500 images is $\sqrt{p(1-p)/500}$. Which differences in the table can you
#    believe?
#
# **Where to read on**
#
# - K. Simonyan, A. Zisserman, *Very deep convolutional networks for large-scale image recognition*, ICLR 2015:
#   configuration D is in its table 1.
# - J. Yosinski, J. Clune, Y. Bengio, H. Lipson, *How transferable are features in deep neural networks?*, NIPS 2014.
# - K. He, X. Zhang, S. Ren, J. Sun, *Deep residual learning for image recognition*, CVPR 2016.
# - G. Huang, Z. Liu, L. van der Maaten, K. Weinberger, *Densely connected convolutional networks*, CVPR 2017.
# - J. Hu, L. Shen, G. Sun, *Squeeze-and-excitation networks*, CVPR 2018.
#
# Your points from the checks, at most 20; the other 2, for your text on residual connections, come from a reader:

# %% tags=["show"]
check()
