# ---
# jupyter:
#   course:
#     data: [mnist, cifar10]
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # Lab 1 · From a convolution to a trained classifier
#
# You will write the parts of a convolutional network yourself, put them together in Keras, train the network to read
# handwritten digits, and look inside it. You need not have trained a network before: Python, matrices and NumPy are
# enough, and for section 7 derivatives and the chain rule. (What you need of NumPy: slices with a step,
# `keepdims=True`, picking one entry per row with `a[np.arange(n), labels]`, and `@` on arrays of more than two
# dimensions, which sums over the last axis of the first array.)
#
# **At the end you will be able to**
#
# - compute a convolution, a pooling, the size of their output and the number of their parameters by hand;
# - say how much of the image one unit of a network sees, and how to make it see more;
# - write a loss and its gradient, and trust them because an independent computation agrees;
# - build a network from a description, train it in an orderly way, and see what is wrong from two curves;
# - compare with a baseline before you believe a number.
#
# | | |
# |---|---|
# | **Time to run** | about 6 minutes on a laptop (2 CPU cores); longer on a GPU with the environment variable `COURSE_SCALE=gpu`, set before Jupyter starts, which trains on all the data. Reading and solving: an afternoon |
# | **Points** | 24: 22 are judged by the checks below, 2 by a reader |
# | **Data** | MNIST: 5,000 real digits that come with the course, 4,000 to train and 1,000 held out (all 70,000 at GPU scale). CIFAR-10: real photographs where they can be had; otherwise drawn shapes stand in. When a data set is loaded, a note says which one you got |
#
# **How it works.** An exercise is a function whose docstring says what to write, with shapes and units. Put your code
# in place of `raise NotImplementedError(…)`, run the cell, then run the `check("…")` below it. It shows your points;
# where something is wrong, it shows the input, the expected result, your result, and the likely mistake. Run it as
# often as you like. Cells that train or draw need the exercises above them.
#
# **NumPy alone.** Write every exercise before section 8, and also `early_stopping_epoch` and `augment_shift`, with
# Python and NumPy only: no Keras, SciPy, scikit-image or OpenCV, and nothing from the package `course`. Your own
# earlier functions are welcome. The two networks are built with Keras.

# %%
import numpy as np

import course
from course.backend.logs import quiet_stderr

with quiet_stderr():  # TensorFlow has a lot to say when it starts
    import keras

import course.receptive_field
from course import plots

check = course.checker("lab01", globals())
SCALE = course.scale()  # "laptop" unless COURSE_SCALE says otherwise
SMALL = 200 if SCALE == "smoke" else 1000  # images for short experiments
MOST = 300 if SCALE == "smoke" else 60_000  # images for long ones

# %% [markdown]
# ## 1 · A picture is an array
#
# To a program a grey picture is a matrix of numbers, one per pixel. The digits below are 28 × 28 numbers between 0
# (black) and 1 (white). We keep a third axis for *channels* (1 for grey, 3 for red, green, blue) and stack pictures
# along a fourth axis in front: `(N, height, width, channels)`, the order Keras calls *channels last*.

# %% tags=["show"]
from course.data import load

source = None if SCALE == "gpu" else "offline"  # the digits that come with the course
digits, held_out = load("mnist", "train", source), load("mnist", "test", source)
print(digits.note)

images, labels = (digits.images / 255).astype("float32"), digits.labels
test_images, test_labels = (held_out.images / 255).astype("float32"), held_out.labels
print(f"to learn from: {images.shape}, held out until the end: {test_images.shape}")

figure = plots.image_grid(
    images[:20], labels[:20], title="Twenty digits to learn from, with their labels"
)

# %% [markdown]
# We want a function from such an array to one of ten classes. Nobody can write that function down: the strokes of a 4
# are never in the same place twice. So we will write a function with many adjustable numbers, its *parameters*, and
# let 4,000 examples adjust them. The next four sections are about what this function is made of.

# %% [markdown]
# ## 2 · Convolution
#
# **How can a machine find a stroke?** Lay a small matrix of weights, a *kernel*, over a window of the picture.
# Multiply each weight by the pixel under it, and add everything up. The sum is large where the window looks like the
# kernel (here, at the lower edge of a stroke), and far below zero where it looks like the kernel's opposite (here, at
# the upper edge).

# %% tags=["show"]
five = images[np.flatnonzero(labels == 5)[0]]
horizontal = np.repeat([[1], [1], [0], [-1], [-1]], 5, axis=1)  # bright above, dark below
every_window = np.lib.stride_tricks.sliding_window_view(five[:, :, 0], (5, 5))
sums = (every_window * horizontal).sum(axis=(2, 3))
for where, place in {"largest": sums.argmax(), "smallest": sums.argmin()}.items():
    window = every_window[np.unravel_index(place, sums.shape)]
    matrices = {"5 × 5 pixels": window, "kernel": horizontal, "products": window * horizontal}
    figure = plots.number_grid(
        matrices, title=f"Where the sum is {where}: {sums.flat[place]:.1f}", size=1.8
    )

# %% [markdown]
# Now slide the window over the whole picture and write each sum where the window was: that is a *feature map*, a
# picture of where the kernel's pattern occurs. The same few weights are used at every place, so a stroke is found
# wherever it is.
#
# In full, for an image $x$ with channels $c$ and kernels $w$ numbered $k$, each with one *bias* $b_k$:
#
# $$y_{ijk} = b_k + \sum_{a}\sum_{b}\sum_{c} x_{\,s i + d a,\;\; s j + d b,\;\; c}\; w_{abck}$$
#
# Every kernel looks at all channels at once, and each makes one map. Three settings change where the window lies:
#
# - the **stride** $s$: the window moves $s$ pixels at a time, so the map is about $s$ times smaller;
# - the **dilation** $d$: the *taps* of the kernel, the places of its weights, lie $d$ pixels apart, so $k$ taps span
#   $d(k-1)+1$ pixels: a wider view for the same number of weights;
# - the **padding**: `"valid"` keeps the window inside the picture; `"same"` puts zeros around it, so that at stride 1
#   the map is as large as the picture.
#
# (A mathematician's convolution turns the kernel by 180° first. Deep learning leaves that out: the weights are
# learned, so it would make no difference.)
#
# **How large is the map?** Work it out along one dimension; the other one works in the same way. Count the places where
# the window can lie: the first at 0, the last where it still ends inside. With `"same"`, the rule of Keras is simply
# one output for every $s$ pixels, and one for a last incomplete step.


# %% tags=["answer:conv_output_size"]
def conv_output_size(size, kernel_size, stride=1, padding="valid", dilation=1):
    """Return how many outputs a convolution has along one dimension.

    Args:
        size: Pixels of the input along this dimension.
        kernel_size: Taps of the kernel.
        stride: Pixels from one window to the next.
        padding: "valid" (no padding) or "same" (as in Keras: size / stride, rounded up).
        dilation: Pixels from one tap to the next.

    Returns:
        The number of outputs, an int.
    """
    ### BEGIN SOLUTION
    if padding == "same":
        return -(-size // stride)
    reach = dilation * (kernel_size - 1) + 1
    return (size - reach) // stride + 1
    ### END SOLUTION


# %% tags=["check:conv_output_size"]
check("conv_output_size")

# %% [markdown]
# **Now the convolution itself**, in NumPy. Two loops over the taps of the kernel are enough. For a fixed tap $(a, b)$,
# the pixels that it meets over all windows are one strided slice of the image: rows $da,\; da + s,\; da + 2s, \dots$,
# as many as the map has rows, and columns in the same way. `slice @ kernels[a, b]` sums over channels. Your
# `conv_output_size` says how many rows and columns there are. (Stride and dilation are never both above 1 here: Keras
# does not allow it.)
#
# With `"same"`, add just enough zeros for the last window to fit: $(n_\text{out} - 1)\,s + \text{reach} - n_\text{in}$
# in all, where reach is $d(k-1)+1$, and never fewer than 0. Half of them go before the image; if the number is odd, the
# extra one goes *after* it (at the bottom, at the right).


# %% tags=["answer:conv2d"]
def conv2d(image, kernels, bias, stride=1, padding="valid", dilation=1):
    """Convolve one image with several kernels, as deep learning does (without turning them).

    Args:
        image: (height, width, channels), floats.
        kernels: (kh, kw, channels, filters), not always square: kernels[a, b, c, k] is the weight
            of kernel k for channel c at tap (a, b).
        bias: (filters,), added to each map.
        stride: Pixels from one window to the next, down and across.
        padding: "valid" or "same".
        dilation: Pixels from one tap to the next, down and across. Stride and dilation are never
            both above 1.

    Returns:
        (out_height, out_width, filters): one map per kernel.
    """
    ### BEGIN SOLUTION
    kernel_height, kernel_width, _, filters = kernels.shape
    reaches = [dilation * (taps - 1) + 1 for taps in (kernel_height, kernel_width)]
    if padding == "same":
        image = np.pad(
            image,
            [
                *(_same_zeros(n, reach, stride) for n, reach in zip(image.shape, reaches)),
                (0, 0),
            ],
        )
    rows, columns = ((n - reach) // stride + 1 for n, reach in zip(image.shape, reaches))
    maps = np.zeros((rows, columns, filters)) + bias
    for a in range(kernel_height):
        for b in range(kernel_width):
            top, left = dilation * a, dilation * b
            met = image[
                top : top + stride * rows : stride, left : left + stride * columns : stride
            ]
            maps += met @ kernels[a, b]
    return maps


def _same_zeros(size, reach, stride):
    outputs = -(-size // stride)
    zeros = max((outputs - 1) * stride + reach - size, 0)
    return zeros // 2, zeros - zeros // 2
    ### END SOLUTION


# %% tags=["check:conv2d"]
check("conv2d")

# %% [markdown]
# **What your convolution sees.** Four kernels made by hand, over the same digit. Red is a positive sum, blue a
# negative one. Until about 2012 people designed such kernels, by the hundred. The idea of this whole course is to
# *learn* them instead.

# %% tags=["show"]
edge = np.array([[1, 2, 1], [0, 0, 0], [-1, -2, -1]]) / 4
by_hand = np.stack(
    [edge, edge.T, np.ones((3, 3)) / 9, [[-1, -1, 2], [-1, 2, -1], [2, -1, -1]]], axis=-1
)
maps = conv2d(five, by_hand[:, :, None, :], np.zeros(4))
names = ["the digit", "horizontal edges", "vertical edges", "mean (blur)", "rising strokes"]
figure = plots.image_grid(
    [five, *np.moveaxis(maps, -1, 0)], names, signed=True, title="Your conv2d with four kernels"
)

# %% [markdown]
# ## 3 · Pooling
#
# **Does it matter that a stroke is one pixel further left?** Not for reading a digit. *Max pooling* cuts a map into
# windows, usually of 2 × 2, and keeps the largest value of each: *somewhere in this window the pattern was this
# strong*. The map becomes half as wide and half as high, the layers after it cost a quarter, and small displacements
# matter less. Pooling has nothing to learn. A window that would stick out at the end is left out, so the map is as
# large as your `conv_output_size` says for a valid window of this size and stride.


# %% tags=["answer:max_pool2d"]
def max_pool2d(image, size=2, stride=None):
    """Keep the largest value of each window, channel by channel.

    Args:
        image: (height, width, channels), floats of any sign.
        size: Height and width of a window, in pixels.
        stride: Pixels from one window to the next; `size` if None, so that windows do not overlap.

    Returns:
        (out_height, out_width, channels). Windows lie inside the image: an odd last row or column
        is dropped.
    """
    ### BEGIN SOLUTION
    stride = stride or size
    rows, columns = ((n - size) // stride + 1 for n in image.shape[:2])
    shifted = [
        image[a : a + stride * rows : stride, b : b + stride * columns : stride]
        for a in range(size)
        for b in range(size)
    ]
    return np.max(shifted, axis=0)
    ### END SOLUTION


# %% tags=["check:max_pool2d"]
check("max_pool2d")

# %% tags=["show"]
moved = np.roll(five, 1, axis=1)
before, after = (
    np.maximum(conv2d(picture, by_hand[:, :, None, 3:], np.zeros(1)), 0)
    for picture in (five, moved)
)


def relative_change(one, other):
    return np.linalg.norm(one - other) / np.linalg.norm(one)


pooled, pooled_moved = max_pool2d(before), max_pool2d(after)
twice, twice_moved = max_pool2d(pooled), max_pool2d(pooled_moved)
changes = [
    relative_change(*pair)
    for pair in ((before, after), (pooled, pooled_moved), (twice, twice_moved))
]
figure = plots.image_grid(
    [before, pooled, twice, after, pooled_moved, twice_moved],
    ["map", "pooled once", "pooled twice"]
    + [f"digit moved by 1 pixel\nchange {change:.0%}" for change in changes],
    columns=3,
    size=1.7,
    title="Your max_pool2d: the more pooling, the less one pixel matters",
)

# %% [markdown]
# ## 4 · How much does one unit see?
#
# A number in a map, a *unit*, depends on a window of the picture, its **receptive field**. Whatever lies outside
# cannot change it. A single 3 × 3 convolution sees 3 pixels across. A unit of a second one sees 3 units of the first,
# which see 3 each and overlap: 5 pixels.
#
# To do this for any stack, walk from the image upwards and keep two numbers:
#
# - the **size** of the field so far, 1 at the start (a pixel sees itself);
# - the **step**: how many pixels lie between two neighbours of the current map, 1 at the start.
#
# Think about what a layer with kernel size $k$, stride $s$ and dilation $d$ does to each of the two. A pooling layer is
# a layer with $k = s = 2$. A layer that only drops every second pixel is one with $k = 1$, $s = 2$.


# %% tags=["answer:receptive_field"]
def receptive_field(layers):
    """Return how much of the image a unit of the last layer sees, along one dimension.

    Args:
        layers: A list of (kernel_size, stride, dilation), from the image upwards.

    Returns:
        (size, step): pixels from the first to the last that one unit sees, and pixels between the
        fields of two neighbouring units.
    """
    ### BEGIN SOLUTION
    size, step = 1, 1
    for kernel_size, stride, dilation in layers:
        size += (kernel_size - 1) * dilation * step
        step *= stride
    return size, step
    ### END SOLUTION


# %% tags=["check:receptive_field"]
check("receptive_field")

# %% [markdown]
# The figure draws four stacks: two 3 × 3 convolutions; the same with the second one dilated by 2; with a pooling
# between them; and with every second pixel dropped between them. The brighter a pixel, the more ways (paths through the
# layers) lead from it to the unit. Black pixels are not seen at all. The second and the last picture are equal: the
# same window, and for each pixel the same number of ways. They show one unit only, so they do not show the price of
# dropping pixels: only a quarter of the units is left.

# %% tags=["show"]
two_layers = {
    "as they are": [(3, 1, 1), (3, 1, 1)],
    "second one dilated by 2": [(3, 1, 1), (3, 1, 2)],
    "2 × 2 pooling between": [(3, 1, 1), (2, 2, 1), (3, 1, 1)],
    "every second pixel dropped": [(3, 1, 1), (1, 2, 1), (3, 1, 1)],
}


def ways(layers, extent=12):
    """Return in how many ways each pixel reaches the first unit of the last layer."""
    count = np.ones(1)
    for kernel_size, stride, dilation in reversed(layers):
        spread = np.zeros((len(count) - 1) * stride + (kernel_size - 1) * dilation + 1)
        for tap in range(kernel_size):
            start = tap * dilation
            spread[start : start + (len(count) - 1) * stride + 1 : stride] += count
        count = spread
    before = (extent - len(count)) // 2
    count = np.pad(count, (before, extent - len(count) - before))
    return np.outer(count, count)


sizes = [receptive_field(layers)[0] for layers in two_layers.values()]
titles = [f"{name}\nsees {size} × {size}" for name, size in zip(two_layers, sizes)]
figure = plots.image_grid(
    [ways(layers) for layers in two_layers.values()], titles, title="Two 3 × 3 convolutions"
)

# %% [markdown]
# **Question.** Pooling and dropping pixels both halve the map between the two convolutions. Why does a unit see 8
# pixels with pooling, and only 7 when every second pixel is dropped?
#
# - **A** Pooling has no parameters.
# - **B** A pooled unit stands for two neighbouring pixels of the map below, so the last of the three taps reaches one
#   pixel further; a pixel that was kept stands only for itself.
# - **C** Pooling halves the map, dropping does not.
# - **D** After dropping, the second kernel has fewer taps.

# %% tags=["answer:why_eight"]
why_eight = ...  # "A", "B", "C" or "D"
### BEGIN SOLUTION
why_eight = "B"
### END SOLUTION

# %% tags=["check:why_eight"]
check("why_eight")

# %% [markdown]
# **Question.** With nothing but 3 × 3 convolutions of stride 1, how many layers does it take until one unit can see a
# whole 28 × 28 digit?

# %% tags=["answer:layers_to_see_28"]
layers_to_see_28 = ...  # a whole number
### BEGIN SOLUTION
layers_to_see_28 = 14
### END SOLUTION

# %% tags=["check:layers_to_see_28"]
check("layers_to_see_28")

# %% [markdown] tags=["written:ways_to_see_more", "points:2"]
# **Question (graded by a reader).** More layers, dilation, pooling: three ways to a larger receptive field. What does
# each cost, what does it lose, and when would you choose it? Think of parameters (a 3 × 3 convolution of $C$ maps to
# $C$ maps has $9C^2$ weights, used once for every pixel of its map), computation, the resolution of the
# result, and which pixels inside the field are really used. Five or six sentences.
#
# ### BEGIN SOLUTION
# *More layers* widen the field slowly (2 pixels for each 3 × 3 layer) and cost parameters and time for every pixel of
# it; in return each adds a nonlinearity, nothing is skipped, and the resolution stays. *Dilation* widens it for no
# extra parameter and keeps the resolution, so it suits tasks that need an answer for each pixel, such as
# segmentation; but all maps stay large, which costs memory and time, and a dilated kernel skips pixels, so that a
# stack of equal dilations leaves a grid of gaps. *Pooling* widens the field of everything after it by a factor, makes
# later layers four times cheaper, and makes the result less sensitive to small shifts; but it throws away where
# exactly something was. For classification that is no loss; where the answer is a picture, the lost resolution has to
# be brought back. In practice: pool to classify, dilate (or pool and upsample) to segment.
# ### END SOLUTION

# %% [markdown]
# ## 5 · Counting parameters
#
# After a few convolutions and poolings the maps are small, and we *flatten* them into one long vector. A **dense**
# (fully connected) layer then multiplies this vector by a matrix and adds a bias to each result. **Batch
# normalisation**, which you will meet in many networks, brings each channel to mean 0 and variance 1, then scales and
# shifts it by two learned numbers. It also keeps two numbers per channel that it does not learn by gradients: a running
# mean and a running variance.
#
# The number of parameters says how much a network can store, how much memory it takes, and, when you have built it,
# whether you built what you meant. Count them by hand once, and you will read every `model.summary()` with ease.


# %% tags=["answer:count_parameters"]
def count_parameters(layers):
    """Count the parameters of a network.

    Args:
        layers: A list of dicts; "type" says what each is:
            {"type": "conv2d", "kernel_size": (kh, kw), "in_channels": …, "filters": …}
            {"type": "dense", "in_features": …, "units": …}
            {"type": "batch_norm", "channels": …}
            and "max_pool2d", "flatten", "dropout" or "relu", which have none. A convolution or
            dense layer has biases unless it says "use_bias": False.

    Returns:
        (trainable, total): how many numbers the optimizer changes, and how many the network keeps.
    """
    ### BEGIN SOLUTION
    trainable = total = 0
    for layer in layers:
        learned = kept = 0
        biased = layer.get("use_bias", True)
        if layer["type"] == "conv2d":
            height, width = layer["kernel_size"]
            learned = layer["filters"] * (height * width * layer["in_channels"] + biased)
        elif layer["type"] == "dense":
            learned = layer["units"] * (layer["in_features"] + biased)
        elif layer["type"] == "batch_norm":
            learned = kept = 2 * layer["channels"]
        trainable += learned
        total += learned + kept
    return trainable, total
    ### END SOLUTION


# %% tags=["check:count_parameters"]
check("count_parameters")

# %% [markdown]
# **As a formula.** Take a grey image of $H \times W$ pixels, an unpadded (`"valid"`) convolution with $K$ kernels of
# $k \times k$, biases included, at stride 1, and after it a single dense unit with a bias that sees all of its maps.
# How many trainable parameters are there? Write a formula in `H`, `W`, `K` and `k`, as Python would: any equivalent
# form is right.

# %% tags=["answer:parameters_formula"]
parameters_formula = ...  # a string, such as "H*W + K*k**2"
### BEGIN SOLUTION
parameters_formula = "K*(k**2 + 1) + K*(H - k + 1)*(W - k + 1) + 1"
### END SOLUTION

# %% tags=["check:parameters_formula"]
check("parameters_formula")

# %% [markdown]
# ## 6 · From scores to a loss
#
# The last layer gives ten *scores*, or logits, $z_c$, one per class. **Softmax** turns them into probabilities,
# $p_c = e^{z_c} / \sum_j e^{z_j}$, and the **cross-entropy** says how surprised we are by the true class $t$:
#
# $$\ell = -\log p_t = \log \sum_j e^{z_j} - z_t, \qquad \frac{\partial \ell}{\partial z_c} = p_c - [c = t],$$
#
# where $[c = t]$ is 1 for the true class and 0 for the others. This is for one image; the loss of a *batch*, several
# images at once, is the mean, so each image has a share of $1/N$ in the gradient.
#
# Derive the second formula yourself once: it is short, and it is the most useful gradient in this course. *What was
# predicted minus what was true.*

# %% tags=["show"]
probability = np.linspace(0.001, 1, 400)
axes = plots.new_axes(
    "Being sure and wrong is expensive", "probability given to the true class", "loss −ln p"
)
axes.plot(probability, -np.log(probability))
axes.plot(0.1, -np.log(0.1), "o")
_ = axes.annotate("one class in ten, at random", (0.1, -np.log(0.1)), (0.13, 2.6))

# %% [markdown]
# **One trap.** $e^{1000}$ overflows, and $\log 0$ is $-\infty$. Subtracting the largest score from all of them
# changes no probability (why?) and makes every exponent at most 0. Then take the logarithm of the *sum*, never of a
# probability that may have become 0.


# %% tags=["answer:softmax_cross_entropy"]
def softmax_cross_entropy(logits, labels):
    """Return the mean cross-entropy of a batch, and its gradient with respect to the scores.

    Args:
        logits: (N, classes), floats of any size: 1,000 must not overflow.
        labels: (N,), true classes, ints from 0.

    Returns:
        (loss, gradient): the mean loss over the N images, a float with the natural logarithm; and
        (N, classes), the gradient of that mean.
    """
    ### BEGIN SOLUTION
    shifted = logits - logits.max(axis=1, keepdims=True)
    sums = np.exp(shifted).sum(axis=1, keepdims=True)
    rows = np.arange(len(labels))
    loss = np.mean(np.log(sums[:, 0]) - shifted[rows, labels])
    gradient = np.exp(shifted) / sums
    gradient[rows, labels] -= 1
    return float(loss), gradient / len(labels)
    ### END SOLUTION


# %% tags=["check:softmax_cross_entropy"]
check("softmax_cross_entropy")

# %% [markdown]
# **Question.** A fresh network knows nothing and gives each of ten classes about the same probability. What loss do
# you expect? Two decimals are enough. (We will look at it before we train: a network that starts with another loss is
# usually built wrong.)

# %% tags=["answer:initial_loss"]
initial_loss = ...  # a number
### BEGIN SOLUTION
initial_loss = np.log(10)
### END SOLUTION

# %% tags=["check:initial_loss"]
check("initial_loss")

# %% [markdown]
# ## 7 · Which way is downhill?
#
# Training changes every parameter a little *against* the gradient of the loss:
# $w \leftarrow w - \alpha\, \partial \ell / \partial w$, with a **learning rate** $\alpha$. Keras will find the
# gradients for us later. To see that there is no magic in it, derive them once yourself, for the smallest network of
# this kind, which answers yes or no:
#
# $$
# \begin{aligned}
# s_{ijk} &= b_k + \sum_{a,b} x_{i+a,\,j+b}\, w_{abk} & &\text{convolution, valid, of one grey image } x\\
# h_{ijk} &= \max(s_{ijk}, 0) & &\text{ReLU, the nonlinearity}\\
# z &= c + \sum_{i,j,k} u_{ijk}\, h_{ijk} & &\text{one dense unit, its weights } u \text{ indexed like the maps}\\
# p &= 1 / (1 + e^{-z}) & &\text{sigmoid: the probability of “yes”}\\
# \ell &= -y \log p - (1-y) \log(1-p) & &\text{binary cross-entropy, label } y \in \{0, 1\}
# \end{aligned}
# $$
#
# Go backwards. Start with $\partial\ell/\partial z$: it is as simple as for softmax. Each step back multiplies by one
# derivative (the chain rule); where a parameter is used in many places, its contributions add up. The ReLU is a gate:
# where $s \le 0$, nothing comes back. On the way to the kernels you first need the derivative with respect to every sum
# $s_{ijk}$: an array as large as the maps. For the way forwards you may use your `conv2d`: it needs an image with a
# channel axis, `image[:, :, None]`.
#
# Not sure? Change one number a little and see what the loss does: for each parameter $w$,
# $(\ell(w + 10^{-5}) - \ell(w - 10^{-5})) / (2 \cdot 10^{-5})$ is nearly the derivative. The check compares with
# *automatic differentiation*, which is how Keras finds gradients.


# %% tags=["answer:conv_dense_gradients"]
def conv_dense_gradients(image, label, kernels, kernel_biases, weights, bias):
    """Return the gradients of the binary cross-entropy of one image with respect to all parameters.

    The network: valid convolution at stride 1, ReLU, one dense unit, sigmoid.

    Args:
        image: (H, W), floats.
        label: 0 or 1.
        kernels: (k, k, K).
        kernel_biases: (K,).
        weights: (H - k + 1, W - k + 1, K), of the dense unit: weights[i, j, m] belongs to map m
            at (i, j).
        bias: Number, of the dense unit.

    Returns:
        (d_kernels, d_kernel_biases, d_weights, d_bias), each of the shape of its parameter.
    """
    ### BEGIN SOLUTION
    size = kernels.shape[0]
    rows, columns, _ = weights.shape
    patches = {
        (a, b): image[a : a + rows, b : b + columns] for a in range(size) for b in range(size)
    }
    sums = kernel_biases + sum(
        patch[:, :, None] * kernels[tap] for tap, patch in patches.items()
    )
    maps = np.maximum(sums, 0)
    error = 1 / (1 + np.exp(-(bias + np.sum(weights * maps)))) - label  # d loss / d z
    back = error * weights * (sums > 0)  # d loss / d s, (rows, columns, K)
    d_kernels = np.zeros_like(kernels, dtype=float)
    for tap, patch in patches.items():
        d_kernels[tap] = np.tensordot(patch, back, axes=2)
    return d_kernels, back.sum(axis=(0, 1)), error * maps, error
    ### END SOLUTION


# %% tags=["check:conv_dense_gradients"]
check("conv_dense_gradients")

# %% [markdown]
# **A network that is all yours.** Three kernels and one dense unit tell 0 from 1. They are trained with your gradients,
# one image at a time. This is *stochastic gradient descent*, and there is no more to it.

# %% tags=["train"]
chosen = np.flatnonzero(labels < 2)[:400]
small = [max_pool2d(image)[:, :, 0] for image in images[chosen]]  # 14 × 14
rng = np.random.default_rng(0)
parameters = [rng.normal(0, 0.3, (3, 3, 3)), np.zeros(3), rng.normal(0, 0.03, (12, 12, 3)), 0.0]


def probability_of_one(image):
    kernels, kernel_biases, weights, bias = parameters
    maps = np.maximum(conv2d(image[:, :, None], kernels[:, :, None, :], kernel_biases), 0)
    return 1 / (1 + np.exp(-(bias + np.sum(weights * maps))))


learning_rate, losses = 0.03, []
for image, label in zip(small, labels[chosen]):
    probability = probability_of_one(image)
    losses.append(-np.log(probability if label else 1 - probability))
    gradients = conv_dense_gradients(image, label, *parameters)
    parameters = [
        value - learning_rate * gradient for value, gradient in zip(parameters, gradients)
    ]

zeros_and_ones = np.flatnonzero(test_labels < 2)
right = [
    (probability_of_one(max_pool2d(test_images[i])[:, :, 0]) > 0.5) == test_labels[i]
    for i in zeros_and_ones
]
print(
    f"after one pass over {len(small)} images, "
    f"right on {np.mean(right):.1%} of {len(right)} held-out zeros and ones"
)

# %% tags=["show"]
axes = plots.new_axes("Your gradients at work: 0 against 1", "step", "binary cross-entropy")
axes.plot(losses, ".", markersize=3, alpha=0.5, label="each image, before its step")
axes.plot(
    np.arange(19, len(losses)),
    np.convolve(losses, np.ones(20) / 20, "valid"),
    label="mean of the last 20",
)
_ = axes.legend()

# %% [markdown]
# ## 8 · The network for digits
#
# You have all the parts now; from here on Keras provides fast versions of them. The classic plan for a small classifier
# is to repeat *convolution, ReLU, pooling*, with more kernels as the maps get smaller, and to end with dense layers:
#
# | layer | setting | output |
# |---|---|---|
# | input | | 28 × 28 × 1 |
# | convolution | 32 kernels 3 × 3, valid, ReLU | 26 × 26 × 32 |
# | max pooling | 2 × 2 | 13 × 13 × 32 |
# | convolution | 64 kernels 3 × 3, valid, ReLU | 11 × 11 × 64 |
# | max pooling | 2 × 2 | 5 × 5 × 64 |
# | flatten, dense | 128 units, ReLU | 128 |
# | dense | 10 units, softmax | 10 |
#
# In Keras a network is a list of layers. A smaller one on the same plan, for 12 × 12 colour pictures of three classes:
#
# ```python
# keras.Sequential(
#     [
#         keras.Input((12, 12, 3)),  # what comes in, without the number of images
#         keras.layers.Conv2D(8, 5, padding="valid", activation="relu"),  # 8 kernels 5 × 5
#         keras.layers.MaxPooling2D(2),
#         keras.layers.Flatten(),
#         keras.layers.Dense(3, activation="softmax"),
#     ]
# )
# ```
#
# [The layers of Keras](https://keras.io/api/layers/) have many more settings; these are enough here.


# %% tags=["answer:build_mnist_cnn"]
def build_mnist_cnn():
    """Build the network of the table.

    Returns:
        A keras.Model from (28, 28, 1) images to 10 probabilities, not compiled: 225,034 parameters.
    """
    ### BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(32, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(64, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    ### END SOLUTION


# %% tags=["check:build_mnist_cnn"]
check("build_mnist_cnn")

# %% tags=["show"]
build_mnist_cnn().summary()

# %% [markdown]
# Where do the parameters sit? Nine tenths of them are in the first dense layer, which does a small part of the
# computing. Keep that in mind when a network learns its examples by heart, which is called *overfitting*.
#
# ## 9 · Training, in an orderly way
#
# **Five words.** `compile` tells a Keras model what to train with: a *loss*, and an *optimizer*, the rule that turns
# gradients into steps. *Adam* is stochastic gradient descent that adapts the step to each parameter. `fit` trains: it
# goes through the images in batches (`batch_size` images per step); one pass through all of them is an *epoch*. A
# *callback* is code that `fit` calls at the end of each epoch.
#
# **Split first.** The 1,000 held-out digits stay untouched until the end. Of the 4,000 others we set 400 aside as
# *validation* images: every choice, such as the learning rate, is made by looking at them.
#
# ### Two checks before any training
#
# 1. *Is the loss at the start ln 10 ≈ 2.30?*
# 2. *Can the network learn 100 images by heart?* If it cannot, something is broken, and more data will not repair it.

# %% tags=["train"]
validation = (
    (images[-400:], labels[-400:]) if SCALE != "gpu" else (images[-5000:], labels[-5000:])
)
train_images, train_labels = images[: -len(validation[0])], labels[: -len(validation[0])]


def compiled(model, learning_rate=0.001):
    """Give a model what training needs: an optimizer, the loss, and what to report."""
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",  # yours: softmax is in the model's last layer
        metrics=["accuracy"],
    )
    return model


keras.utils.set_random_seed(1)
model = compiled(build_mnist_cnn())
start = model.evaluate(*validation, verbose=0)[0]
print(f"loss before training: {start:.3f}   (ln 10 = {np.log(10):.3f})")

EPOCHS = 5 if SCALE == "smoke" else 30
model.fit(train_images[:100], train_labels[:100], batch_size=20, epochs=EPOCHS, verbose=0)
loss, accuracy = model.evaluate(train_images[:100], train_labels[:100], verbose=0)
print(f"100 images by heart:  loss {loss:.4f}, accuracy {accuracy:.0%}")
print(f"other images:         accuracy {model.evaluate(*validation, verbose=0)[1]:.0%}")

# %% [markdown]
# It has learned a hundred images perfectly, and that is *not* the same as having learned to read. The rest of this
# section is about the difference.
#
# ### The learning rate
#
# It is the first thing to set, and it may be wrong by a factor of 1,000, so search by factors: 1, 0.3, 0.1, 0.03,
# 0.01 … (1 and 0.3, then the same ten times smaller, and so on). Train briefly with each, and compare on the validation
# images.


# %% tags=["answer:learning_rates"]
def learning_rates(count):
    """Return the first `count` rungs of the ladder 1, 0.3, 0.1, 0.03, 0.01 …, as a list of floats."""
    ### BEGIN SOLUTION
    return [(1.0, 0.3)[rung % 2] / 10 ** (rung // 2) for rung in range(count)]
    ### END SOLUTION


# %% tags=["check:learning_rates"]
check("learning_rates")


# %% tags=["answer:pick_learning_rate"]
def pick_learning_rate(rates, losses):
    """Return the rate whose run ended with the lowest loss.

    Args:
        rates: Learning rates that were tried.
        losses: The loss each run ended with; nan or inf where it diverged. At least one is finite.

    Returns:
        One of the rates.
    """
    ### BEGIN SOLUTION
    finite = [(loss, rate) for rate, loss in zip(rates, losses) if np.isfinite(loss)]
    return min(finite)[1]
    ### END SOLUTION


# %% tags=["check:pick_learning_rate"]
check("pick_learning_rate")

# %% tags=["train"]
rates = learning_rates(2 if SCALE == "smoke" else 8)
final_losses = []
for rate in rates:
    keras.utils.set_random_seed(1)  # the same start and the same order of images for each rate
    model = compiled(build_mnist_cnn(), rate)
    model.fit(train_images[:SMALL], train_labels[:SMALL], batch_size=50, epochs=2, verbose=0)
    final_losses.append(model.evaluate(*validation, verbose=0)[0])
best_rate = pick_learning_rate(rates, final_losses)
print(f"best after a short run: {best_rate:g}")

# %% tags=["show"]
axes = plots.new_axes("One short run per rate", "learning rate (Adam)", "validation loss")
axes.semilogx(rates, final_losses, "o-")
axes.axhline(np.log(10), color="gray", linestyle=":", label="a guess: ln 10")
_ = axes.legend()

# %% [markdown]
# With too small a rate, little has happened yet. With too large a rate, the steps jump over the lowest point: the loss
# ends where it began, or higher. In between lies a range of about a factor of ten, and there a *short* run favours the
# larger rates. For a long run, start at the low end of the good range or lower the rate on the way; we will do both.
#
# ### When to stop
#
# While the training loss keeps falling, the validation loss reaches its lowest point and then rises. Stop when it has
# not improved for a number of epochs, the *patience*, and go back to the best epoch. With losses 1, 0.5, 0.9, 0.7, 0.6,
# 0.4 and a patience of 3, the run ends with epoch 4 (counted from 0): epochs 2, 3 and 4 did not improve on epoch 1, and
# 0.4 is never seen. An equal loss is no improvement, and a run that never stops early ends with its last epoch.


# %% tags=["answer:early_stopping_epoch"]
def early_stopping_epoch(val_losses, patience):
    """Say when early stopping ends a run.

    Args:
        val_losses: The validation loss after each epoch of a run that is not stopped early.
        patience: The run ends as soon as this many epochs in a row have not brought a loss below
            the best so far.

    Returns:
        (last, best): index of the last epoch that is run, and of the epoch with the lowest loss up
        to then, both counted from 0.
    """
    ### BEGIN SOLUTION
    best = 0
    for epoch, loss in enumerate(val_losses):
        if loss < val_losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return epoch, best
    ### END SOLUTION


# %% tags=["check:early_stopping_epoch"]
check("early_stopping_epoch")

# %% [markdown]
# ### More images out of the same
#
# A 4 that is moved by two pixels is still a 4, and the network has not seen it there. Moving each image at random,
# differently in every epoch, is *data augmentation*. (With `max_shift=0` nothing moves: we will use that to compare.)


# %% tags=["answer:augment_shift"]
def augment_shift(images, max_shift, seed):
    """Move each image by a random number of whole pixels, down or up and right or left.

    Args:
        images: (N, height, width, channels). They are not changed.
        max_shift: Every shift from -max_shift to max_shift is equally likely, drawn for each image
            and axis on its own.
        seed: For numpy.random.default_rng: the same seed gives the same shifts.

    Returns:
        The moved images, of the same shape; pixels that come in at a border are 0.
    """
    ### BEGIN SOLUTION
    count, height, width, _ = images.shape
    padded = np.pad(images, ((0, 0), (max_shift, max_shift), (max_shift, max_shift), (0, 0)))
    corners = np.random.default_rng(seed).integers(0, 2 * max_shift + 1, size=(count, 2))
    return np.stack(
        [
            image[top : top + height, left : left + width]
            for image, (top, left) in zip(padded, corners)
        ]
    )
    ### END SOLUTION


# %% tags=["check:augment_shift"]
check("augment_shift")

# %% tags=["show"]
figure = plots.image_grid(
    augment_shift(np.repeat(five[None], 10, axis=0), 3, seed=0),
    title="One image, moved at random",
)

# %% [markdown]
# ### Does it help? An experiment
#
# The other remedy against learning by heart is **dropout**: in each training step a random half of the inputs of a
# layer is set to 0, so that no unit can rely on any single other unit. When the network is used, dropout does nothing.
#
# We train four networks on only 1,000 images, with and without each remedy. First, the batches: Keras asks a
# `PyDataset` for its length and for one batch after the other, and calls `on_epoch_end` after each epoch. That is where
# ours shuffles the images and shifts them again.


# %% tags=["train"]
class Batches(keras.utils.PyDataset):
    """Batches of images in a new order, and newly shifted, in every epoch."""

    def __init__(self, images, labels, max_shift, batch_size=50):
        super().__init__()
        self.originals, self.labels = images, labels  # (N, 28, 28, 1), (N,)
        self.max_shift, self.batch_size = max_shift, batch_size
        self.epoch = 0
        self.on_epoch_end()

    def on_epoch_end(self):
        self.epoch += 1  # also the seed of the order and of the shifts
        self.order = np.random.default_rng(self.epoch).permutation(len(self.labels))
        self.images = augment_shift(self.originals, self.max_shift, self.epoch)

    def __len__(self):
        """Return the number of batches; the last one may be smaller."""
        return -(-len(self.labels) // self.batch_size)

    def __getitem__(self, number):
        """Return one batch: images (batch_size, 28, 28, 1), labels (batch_size,)."""
        chosen = self.order[number * self.batch_size : (number + 1) * self.batch_size]
        return self.images[chosen], self.labels[chosen]


# %% [markdown]
# Then the four runs. The networks start from the same weights and see the images in the same order.


# %% tags=["train"]
def with_dropout(model, rate=0.5):
    """Put dropout before the last layer."""
    *layers, last = [
        layer for layer in model.layers if not isinstance(layer, keras.layers.InputLayer)
    ]
    return keras.Sequential(
        [keras.Input(model.input_shape[1:]), *layers, keras.layers.Dropout(rate), last]
    )


EPOCHS = {"smoke": 1, "laptop": 20, "gpu": 60}[SCALE]
histories = {}
for name, dropout, max_shift in [
    ("neither", 0, 0),
    ("dropout", 0.5, 0),
    ("shifts", 0, 2),
    ("both", 0.5, 2),
]:
    keras.utils.set_random_seed(1)
    model = build_mnist_cnn()
    model = compiled(with_dropout(model, dropout) if dropout else model)
    batches = Batches(train_images[:SMALL], train_labels[:SMALL], max_shift)
    histories[name] = model.fit(
        batches, epochs=EPOCHS, validation_data=validation, verbose=0
    ).history

# %% tags=["show"]
figure = plots.training_curves(
    histories,
    ["loss", "accuracy"],
    title="1,000 images, with and without dropout and shifts",
    limits={"loss": (0, 0.6), "accuracy": (0.85, 1)},
)
print(
    f"{'':10}{'train loss':>12}{'val. loss':>12}{'val. accuracy':>15}"
    f"{'stops after':>13}{'best epoch':>12}"
)
for name, history in histories.items():
    last, best = early_stopping_epoch(history["val_loss"], patience=5)
    ends = {metric: values[-1] for metric, values in history.items()}
    print(
        f"{name:10}{ends['loss']:12.4f}{ends['val_loss']:12.3f}{ends['val_accuracy']:15.1%}"
        f"{last + 1:13}{best + 1:12}"
    )

# %% [markdown]
# The table asks your `early_stopping_epoch` when a patience of 5 would have ended each run; the callback
# `keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)` does the same while a network trains.
#
# Compare the dashed and the solid line of each colour. Without a remedy the training loss goes to 0, and the
# validation loss stays where it was or rises. With shifts the two stay together: there is nothing to learn by heart
# when no image comes twice. Do not rank the four by their accuracies: each was trained once only, and on 400 images an
# accuracy of 95% has a standard error of about 1%.
#
# **Question.** Which of these is the sign of overfitting?
#
# - **A** Training and validation loss both fall.
# - **B** Training and validation loss both stay high.
# - **C** The training loss keeps falling, and the validation loss rises.
# - **D** The training loss is above the validation loss.

# %% tags=["answer:sign_of_overfitting"]
sign_of_overfitting = ...  # "A", "B", "C" or "D"
### BEGIN SOLUTION
sign_of_overfitting = "C"
### END SOLUTION

# %% tags=["check:sign_of_overfitting"]
check("sign_of_overfitting")

# %% [markdown]
# ### The real run
#
# The choices are made, so the validation images join the others: all 4,000 digits, shifts and dropout, and a learning
# rate that falls along half a cosine from 0.002 to almost nothing (a *schedule*): large steps at first, small ones at
# the end. Then we look at the held-out digits, once.
#
# **Target: 98% of the 1,000 held-out digits.**

# %% tags=["train"]
EPOCHS = {"smoke": 1, "laptop": 25, "gpu": 40}[SCALE]
keras.utils.set_random_seed(1)
batches = Batches(images[:MOST], labels[:MOST], max_shift=2)
schedule = keras.optimizers.schedules.CosineDecay(0.002, decay_steps=EPOCHS * len(batches))
model = compiled(with_dropout(build_mnist_cnn()), schedule)
history = model.fit(batches, epochs=EPOCHS, verbose=0).history

probabilities = model.predict(test_images, verbose=0)
predictions = probabilities.argmax(axis=1)
accuracy = np.mean(predictions == test_labels)
wrong = np.flatnonzero(predictions != test_labels)
print(f"held-out digits: {accuracy:.1%} right ({len(wrong)} of {len(test_labels)} wrong)")
print(f"target of 98%:   {'met' if accuracy >= 0.98 else 'not met'}")

# %% tags=["show"]
figure = plots.training_curves(
    {"digits": history},
    ["loss", "accuracy"],
    title="The real run",
    limits={"loss": (0, 0.4), "accuracy": (0.9, 1)},
)

# %% [markdown]
# ## 10 · See it
#
# **What did the first layer learn?** Compare with the kernels made by hand in section 2: there are edges in many
# directions, although nobody asked for them.

# %% tags=["show"]
convolutions = [layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]
poolings = [layer for layer in model.layers if isinstance(layer, keras.layers.MaxPooling2D)]
figure = plots.filter_grid(
    keras.ops.convert_to_numpy(convolutions[0].kernel),
    title="The 32 kernels of the first layer",
)


# %% tags=["show"]
def maps_after(wanted, pictures):
    """Return the maps after a layer: a network is just its layers, one after the other."""
    maps = pictures
    for layer in model.layers:
        maps = layer(maps)
        if layer is wanted:
            return keras.ops.convert_to_numpy(maps)


first_maps, last_maps = (
    maps_after(convolutions[0], five[None])[0],
    maps_after(poolings[-1], five[None])[0],
)
figure = plots.image_grid(
    np.moveaxis(first_maps[..., :16], -1, 0),
    columns=8,
    title="First convolution, 16 of 32 maps: 26 × 26",
)
figure = plots.image_grid(
    np.moveaxis(last_maps[..., :16], -1, 0),
    columns=8,
    title="Last pooling, 16 of 64 maps: 5 × 5",
)

# %% [markdown]
# **What does a unit see?** On the left are the windows of one unit in the middle of each layer. On the right you see
# how much each pixel of the last window matters on average, measured by gradients: the middle far more than the border.

# %% tags=["show"]
field = course.receptive_field.receptive_field(model, poolings[-1])
print(field)
print("yours:", receptive_field([(3, 1, 1), (2, 2, 1), (3, 1, 1), (2, 2, 1)]))
seen_layers = [layer for pair in zip(convolutions, poolings) for layer in pair]
figure = course.receptive_field.plot_receptive_field(model, seen_layers, five)

# %% [markdown]
# **What does a unit look for?** For a few of the 64 maps we search the held-out digits for the 10 × 10 windows that
# excite it most. Each row below is one map.

# %% tags=["show"]
answers = maps_after(poolings[-1], test_images)
windows = []
for unit in np.argsort(-answers.max(axis=(0, 1, 2)))[:4]:
    best_places = [
        np.unravel_index(image.argmax(), image.shape) for image in answers[..., unit]
    ]
    for number in np.argsort(-answers[..., unit].max(axis=(1, 2)))[:10]:
        rows, columns = field.at(best_places[number])
        windows.append(test_images[number][rows.slice(), columns.slice()])
figure = plots.image_grid(
    windows, columns=10, title="What excites four units most: the 10 × 10 pixels that each sees"
)

# %% [markdown]
# **Where is it wrong?** The confusion matrix counts, for each true class, what was predicted. Below it are the
# mistakes that the network was surest of. Would you have read them correctly?

# %% tags=["show"]
figure = plots.confusion_matrix(
    test_labels, predictions, digits.class_names, title="The held-out digits"
)

# %% tags=["show"]
surest = wrong[np.argsort(-probabilities[wrong].max(axis=1))][:20]
captions = [
    f"{test_labels[i]} read as {predictions[i]}\n{probabilities[i].max():.0%} sure"
    for i in surest
]
figure = plots.image_grid(test_images[surest], captions, title="The surest mistakes")

# %% [markdown]
# ## 11 · Colour photographs
#
# **Does the recipe carry over?** CIFAR-10 has 32 × 32 colour photographs of ten kinds of things: any pose, any
# background. The network is deeper: three blocks, each of *two* convolutions, a pooling and a dropout.
#
# | | layers | output |
# |---|---|---|
# | block 1 | convolution 48, 3 × 3, **same** – convolution 48, 3 × 3, **valid** – pooling – dropout 0.25 | 15 × 15 × 48 |
# | block 2 | the same with 96 | 6 × 6 × 96 |
# | block 3 | the same with 192 | 2 × 2 × 192 |
# | dense | flatten – dense 512 – dropout 0.5 – dense 256 – dropout 0.5 – dense 10, softmax | 10 |
#
# ReLU follows every convolution and hidden dense layer. A unit after the last pooling sees 36 pixels, more than the
# whole image.


# %% tags=["answer:build_cifar_cnn"]
def build_cifar_cnn():
    """Build the network of the table.

    Returns:
        A keras.Model from (32, 32, 3) images to 10 probabilities, not compiled: 1,172,410 parameters.
    """
    ### BEGIN SOLUTION
    model = keras.Sequential([keras.Input((32, 32, 3))])
    for filters in (48, 96, 192):
        model.add(keras.layers.Conv2D(filters, 3, padding="same", activation="relu"))
        model.add(keras.layers.Conv2D(filters, 3, activation="relu"))
        model.add(keras.layers.MaxPooling2D(2))
        model.add(keras.layers.Dropout(0.25))
    model.add(keras.layers.Flatten())
    for units in (512, 256):
        model.add(keras.layers.Dense(units, activation="relu"))
        model.add(keras.layers.Dropout(0.5))
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model
    ### END SOLUTION


# %% tags=["check:build_cifar_cnn"]
check("build_cifar_cnn")

# %% tags=["show"]
photos, held_out_photos = load("cifar10", "train"), load("cifar10", "test")
print(photos.note)
most = 5000 if SCALE == "laptop" else MOST
names = [photos.class_names[label] for label in photos.labels[:20]]
figure = plots.image_grid(photos.images[:20], names, title="Twenty pictures and their classes")

# %% [markdown]
# A network as deep as this one learns faster from numbers around zero, so we *standardise*: subtract each channel's
# mean over the training images, divide by its standard deviation, and do the same, with the same numbers, to the
# held-out images. (Try it without: the loss stays at ln 10 for several epochs.)
#
# First comes the baseline, a *linear* classifier of the pixels, then a few short epochs of the network.

# %% tags=["train"]
from sklearn.linear_model import RidgeClassifier

photo_mean = photos.images[:most].mean(axis=(0, 1, 2))
photo_deviation = photos.images[:most].std(axis=(0, 1, 2))


def standardised(pictures):
    return ((pictures - photo_mean) / photo_deviation).astype("float32")


photo_images, photo_labels = standardised(photos.images[:most]), photos.labels[:most]
test_photos, test_photo_labels = (
    standardised(held_out_photos.images[:1000]),
    held_out_photos.labels[:1000],
)
linear = RidgeClassifier(alpha=20_000).fit(
    photo_images.reshape(len(photo_images), -1), photo_labels
)
linear_photo_accuracy = linear.score(
    test_photos.reshape(len(test_photos), -1), test_photo_labels
)
print(f"linear classifier: {linear_photo_accuracy:.1%}")

# %% tags=["train"]
EPOCHS = {"smoke": 1, "laptop": 8, "gpu": 40}[SCALE]
keras.utils.set_random_seed(1)
photo_model = compiled(build_cifar_cnn())
photo_history = photo_model.fit(
    photo_images, photo_labels, batch_size=32, epochs=EPOCHS, validation_split=0.1, verbose=0
).history
photo_accuracy = photo_model.evaluate(test_photos, test_photo_labels, verbose=0)[1]
print(f"network after {EPOCHS} epochs: {photo_accuracy:.1%}")

# %% tags=["show"]
figure = plots.training_curves(
    {"network": photo_history}, ["loss", "accuracy"], title="A few epochs on colour pictures"
)
photo_probabilities = photo_model.predict(test_photos, verbose=0)
figure = plots.confusion_matrix(
    test_photo_labels,
    photo_probabilities.argmax(axis=1),
    photos.class_names,
    title="The held-out pictures",
)

# %% [markdown]
# Both curves are still falling when we stop: this network wants more time and more images. With all 50,000
# photographs and 40 epochs (`COURSE_SCALE=gpu`) it gets much further. Lab 2 takes another way: a network that
# somebody else trained on a million photographs.
#
# ## 12 · What you saw
#
# A number means something only beside another one. Here are all methods on the same 4,000 and 1,000 digits:

# %% tags=["train"]
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

flat, flat_test = (
    stack.reshape(len(stack), -1) for stack in (images[: min(MOST, 4000)], test_images)
)
baselines = {
    "logistic regression on pixels": LogisticRegression(C=0.1, max_iter=200),
    "nearest neighbour on pixels": KNeighborsClassifier(1),
}
digit_scores = {"a guess": 0.1}
for name, classifier in baselines.items():
    digit_scores[name] = classifier.fit(flat, labels[: len(flat)]).score(flat_test, test_labels)
digit_scores["your network, dropout and shifts"] = accuracy

# %% tags=["show"]
from IPython.display import Markdown

rows = [
    f"| digits | {name} | {score:.1%} | {1 - score:.1%} |"
    for name, score in digit_scores.items()
]
rows += [
    f"| pictures | linear classifier on pixels | {linear_photo_accuracy:.1%} | {1 - linear_photo_accuracy:.1%} |",
    f"| pictures | your deeper network, {EPOCHS} epochs | {photo_accuracy:.1%} | {1 - photo_accuracy:.1%} |",
]
Markdown("| data | method | right | wrong |\n|---|---|---|---|\n" + "\n".join(rows))

# %% [markdown]
# - A convolution is a small weighted sum that is repeated everywhere. It costs few parameters; a dense layer costs
#   many.
# - Pooling, dilation and depth widen what a unit sees, at different prices.
# - A loss, its gradient, and small steps downhill are all there is to training. The gradient of softmax with
#   cross-entropy is *predicted minus true*.
# - Before training: is the loss ln C, and can it learn 100 images? While training: two curves. After: a baseline, and
#   a look at the mistakes.
#
# **To think about** (no points)
#
# 1. Shifts helped. Would mirroring left to right help with digits? With photographs?
# 2. Nine tenths of the parameters sit in one dense layer. What would happen with a *global average* of each map in
#    its place?
# 3. The accuracy on 1,000 images has a standard error of about $\sqrt{0.98 \cdot 0.02 / 1000}$. Which differences in
#    the table can you believe?
#
# **Where to read on**
#
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, *Gradient-based learning applied to document recognition*, Proc. IEEE
#   1998: where it began, with these very digits.
# - V. Dumoulin, F. Visin, *A guide to convolution arithmetic for deep learning*, arXiv:1603.07285: sizes, strides and
#   paddings in pictures.
# - A. Araujo, W. Norris, J. Sim, *Computing receptive fields of convolutional neural networks*, Distill 2019.
# - N. Srivastava et al., *Dropout: a simple way to prevent neural networks from overfitting*, JMLR 2014.
# - A. Karpathy, *A recipe for training neural networks*, 2019: the orderly way, at length.
# - F. Yu, V. Koltun, *Multi-scale context aggregation by dilated convolutions*, ICLR 2016: dilation, which returns in
#   lab 5.
#
# All your points:

# %% tags=["show"]
check()
