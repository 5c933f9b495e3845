# ---
# jupyter:
#   course:
#     data: [cifar10, restoration]
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # Lab 4 · Images out of images: upsampling and autoencoders
#
# A classifier turns a picture into ten numbers. This lab's networks turn a picture into a picture: without noise,
# without holes, sharper, or stored in fewer bits. For that a network has to go *up* again, from small maps to large
# ones, and most mistakes happen there. So you will first look at upsampling in three ways, as a matrix, as stamping, and
# as signal processing, and then train.
#
# **At the end you will be able to**
#
# - write a convolution as a matrix, and say what its transpose does to a picture;
# - explain checkerboard artefacts, see them in a spectrum, and avoid them;
# - measure how good a restored picture is, and compare a network with the best of the classical methods;
# - say why an autoencoder blurs, and why a residual network does not;
# - use one training recipe for noise, holes and blur, and compare a learned code with JPEG.
#
# | | |
# |---|---|
# | **Time to run** | about 7 minutes on a laptop (2 CPU cores); longer on a GPU with `COURSE_SCALE=gpu`, which trains ten times as long. Reading and solving: an afternoon |
# | **Points** | 22.5: 20.5 are judged by the checks below, 2 by a reader |
# | **Data** | CIFAR-10, and grey photographs (Train400 to learn from, Set12 to measure on), where they can be had; otherwise pictures that come with the course. When a data set is loaded, a note says which one you got |
#
# Lab 1's rules hold here too: write your code in place of `raise NotImplementedError(…)`, run the cell, run the check
# below it. All functions except the two networks are written with NumPy alone; `ssim`, `checkerboard` and `psnr` may
# also use SciPy. `zero_insertion` must not call your `conv_matrix` or `conv_transpose1d`: it is a way of its own.

# %%
import logging

import numpy as np

import course
from course.backend.logs import quiet_stderr

with quiet_stderr():  # TensorFlow has a lot to say when it starts
    import keras

import course.receptive_field
from course import plots

check = course.checker("lab04", globals())
SCALE = course.scale()  # "laptop" unless COURSE_SCALE says otherwise
logging.getLogger("tensorflow").setLevel("ERROR")  # many models in one notebook make it warn

# %% [markdown]
# ## 1 · Pictures and noise
#
# There are two kinds of pictures in this lab. On the small colour pictures of CIFAR-10 training is quick. The grey
# photographs are those on which denoisers have been compared since 2016: 400 to learn from, and twelve to measure on,
# which nobody trains with.

# %% tags=["show"]
from course.data import load

small, small_test = load("cifar10", "train"), load("cifar10", "test")
photographs, photographs_test = load("restoration", "train"), load("restoration", "test")
print(small.note, photographs.note, sep="\n")


def whole_photographs(loaded):
    """Return the photographs of a set, floats from 0 to 1, each (height, width, 1)."""
    return [
        (image[:height, :width] / 255).astype("float32")
        for image, (height, width) in zip(loaded.images, loaded.sizes)
    ]


LIMIT = {"smoke": 2, "laptop": 12, "gpu": 12}[SCALE]  # photographs to measure on
train_photos = whole_photographs(photographs)
test_photos = whole_photographs(photographs_test)[:LIMIT]
colour_train = (small.images / 255).astype("float32")
colour_test = (small_test.images[: 10 if SCALE == "smoke" else 100] / 255).astype("float32")
print(f"to learn from: {len(colour_train):,} colour pictures, {len(train_photos)} photographs")
print(f"to measure on: {len(colour_test)} colour pictures, {len(test_photos)} photographs")
figure = plots.image_grid(test_photos, columns=6, title="Photographs to measure on")

# %% [markdown]
# **What is noise?** Here are three kinds, which behave differently. Let $x$ be a pixel, 0 for black and 1 for white.
#
# - *Gaussian* noise is added and does not depend on how bright the pixel is: $x + \sigma n$, with $n$ from a standard
#   normal distribution. Amplifiers make it. We will mostly use this kind, as everybody does.
# - *Poisson* noise comes from light itself, which arrives in photons. If white stands for $A$ photons on average, a
#   pixel receives a Poisson distributed number of them with mean $A x$. Divided by $A$, its variance is $x / A$:
#   bright pixels are noisier, black ones have no noise.
# - *Salt and pepper*: some pixels are lost, and read as white or as black. What they were is gone.
#
# Values below 0 or above 1 are kept as they are. A camera would cut them off, but then the noise in dark places would
# have another mean, and a denoiser would have to learn that as well.


# %% tags=["answer:add_noise"]
def add_noise(images, kind, amount, seed):
    """Return noisy copies of images.

    Args:
        images: (N, H, W, C), floats from 0 to 1.
        kind: "gaussian", "poisson" or "salt_and_pepper".
        amount: gaussian: the standard deviation. poisson: how many photons white stands for, on
            average. salt_and_pepper: the probability with which a pixel is lost; a lost one is
            white (1) or black (0), with the same probability. All channels of a pixel are lost
            together, to the same colour.
        seed: Whole number for np.random.default_rng. The same seed gives the same noise.

    Returns:
        (N, H, W, C), floats, not cut off at 0 and 1. Every image and every pixel gets its own
        random noise, and with Gaussian and Poisson noise every channel too. The given images are
        not changed.
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    if kind == "gaussian":
        return images + amount * rng.standard_normal(images.shape, dtype="float32")
    if kind == "poisson":
        return rng.poisson(images * amount) / amount
    if kind == "salt_and_pepper":
        lost = rng.random((*images.shape[:3], 1)) < amount
        white = rng.random((*images.shape[:3], 1)) < 0.5
        return np.where(lost, white, images)
    raise ValueError(f"no kind of noise is called {kind!r}")
    ### END SOLUTION


# %% tags=["check:add_noise"]
check("add_noise")

# %% tags=["show"]
example = test_photos[min(4, len(test_photos) - 1)][None]  # a stack of one
example = example[:, :256, :256]
noisy_faces = {
    "clean": example,
    "Gaussian, σ = 0.1": add_noise(example, "gaussian", 0.1, 0),
    "Poisson, 30 photons": add_noise(example, "poisson", 30, 0),
    "salt and pepper, 10%": add_noise(example, "salt_and_pepper", 0.1, 0),
}
figure = plots.image_grid(
    [stack[0] for stack in noisy_faces.values()],
    noisy_faces,
    value_range=(0, 1),
    title="Your add_noise: compare the dark and the bright places",
)

# %% [markdown]
# **How good is a restored picture?** The usual number is the *peak signal-to-noise ratio*, in decibels: the square of
# the largest possible value, here 1, divided by the mean squared error (MSE), on a logarithmic scale.
#
# $$\text{PSNR} = 10 \log_{10} \frac{1}{\text{MSE}}$$
#
# Ten times less error is 10 dB more. Gaussian noise of $\sigma = 0.1$ has an MSE of 0.01, so 20 dB.


# %% tags=["answer:psnr"]
def psnr(image, reference):
    """Return the peak signal-to-noise ratio of an image.

    Args:
        image: Array of floats; white is 1.
        reference: The true image, of the same shape.

    Returns:
        Decibels, a float; infinity if the two are the same.
    """
    ### BEGIN SOLUTION
    error = np.mean((np.asarray(image, float) - reference) ** 2)
    return float("inf") if error == 0 else float(-10 * np.log10(error))
    ### END SOLUTION


# %% tags=["check:psnr"]
check("psnr")

# %% [markdown]
# A mean over pixels does not know what a picture is: a little blur everywhere and a little noise everywhere can have
# the same PSNR. The *structural similarity* compares small windows. For a window of $7 \times 7$ pixels, with
# means $\mu_x, \mu_y$, variances $\sigma_x^2, \sigma_y^2$ and covariance $\sigma_{xy}$ of image $x$ and reference $y$,
#
# $$\text{SSIM} = \frac{(2\mu_x\mu_y + c_1)(2\sigma_{xy} + c_2)}{(\mu_x^2 + \mu_y^2 + c_1)(\sigma_x^2 + \sigma_y^2 + c_2)},
# \qquad c_1 = 0.01^2, \; c_2 = 0.03^2,$$
#
# and the result is its mean over all windows that lie inside the picture. It is 1 only for equal pictures. Variances
# and covariance are those of a sample: divided by 48, not by 49.
#
# You need means over all windows, of $x$, $y$, $x^2$, $y^2$ and $xy$. `np.lib.stride_tricks.sliding_window_view`
# returns the windows; `scipy.ndimage.uniform_filter` is faster (use only the part of its result where the windows lie
# inside the picture).


# %% tags=["answer:ssim"]
def ssim(image, reference):
    """Return the mean structural similarity of an image.

    Args:
        image: (H, W, C), floats; white is 1. H and W are at least 7.
        reference: The true image, of the same shape.

    Returns:
        The mean over all 7 × 7 windows inside the image and over all channels, a float.
    """
    ### BEGIN SOLUTION
    from scipy.ndimage import uniform_filter

    def window_means(values):
        return uniform_filter(values, (7, 7, 1))[3:-3, 3:-3]

    x, y = np.asarray(image, float), np.asarray(reference, float)
    mean_x, mean_y = window_means(x), window_means(y)
    sample = 49 / 48
    var_x = sample * (window_means(x * x) - mean_x**2)
    var_y = sample * (window_means(y * y) - mean_y**2)
    covariance = sample * (window_means(x * y) - mean_x * mean_y)
    c1, c2 = 0.01**2, 0.03**2
    above = (2 * mean_x * mean_y + c1) * (2 * covariance + c2)
    below = (mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2)
    return float(np.mean(above / below))
    ### END SOLUTION


# %% tags=["check:ssim"]
check("ssim")

# %% [markdown]
# **The same PSNR, but not the same picture.** All four pictures have the same mean squared error. Which one would you
# prefer, and what does your `ssim` say?

# %% tags=["show"]
from course.images.corruptions import blur, missing_blocks

same_error = 0.05**2


def scaled_error(damaged):
    """Scale the difference from the clean picture until its mean square is `same_error`."""
    difference = damaged - example
    return example + difference * np.sqrt(same_error / np.mean(difference**2))


alike = {
    "brighter": scaled_error(example + 1),
    "noise": scaled_error(add_noise(example, "gaussian", 0.1, 0)),
    "blur": scaled_error(blur(example, 2)),
    "holes": scaled_error(missing_blocks(example, 0.03, size=8)[0]),
}
captions = [
    f"{name}\n{psnr(stack, example):.1f} dB, SSIM {ssim(stack[0], example[0]):.2f}"
    for name, stack in alike.items()
]
figure = plots.image_grid(
    [stack[0] for stack in alike.values()],
    captions,
    value_range=(0, 1),
    title="Four pictures with the same mean squared error",
)

# %% [markdown]
# ## 2 · Going down, as a matrix
#
# A convolution is linear, so there is a matrix that does the same. In one dimension it can be written down. Take a
# kernel $(x, y, z)$, a signal $(a, b, c, d)$, and one zero of padding at each end. At stride 1 and at stride 2:
#
# $$
# \begin{pmatrix} x & y & z & & & \\ & x & y & z & & \\ & & x & y & z & \\ & & & x & y & z \end{pmatrix}
# \begin{pmatrix} 0 \\ a \\ b \\ c \\ d \\ 0 \end{pmatrix}
# \qquad
# \begin{pmatrix} x & y & z & & & \\ & & x & y & z & \end{pmatrix}
# \begin{pmatrix} 0 \\ a \\ b \\ c \\ d \\ 0 \end{pmatrix}
# $$
#
# Each row is one place of the window. Most entries are 0, and the same three numbers appear in every row: the weights
# are *sparse* and *shared*. That is all that distinguishes a convolution from a dense layer. Write the matrix for any
# kernel. (As in lab 1, the kernel is not turned around.)


# %% tags=["answer:conv_matrix"]
def conv_matrix(kernel, length, stride=1, padding=0):
    """Return the matrix X of a convolution, so that X @ (zeros, signal, zeros) is its output.

    Args:
        kernel: (k,), floats.
        length: Samples of the signal, without the zeros around it.
        stride: Samples from one window to the next.
        padding: How many zeros stand at each end.

    Returns:
        (outputs, length + 2 * padding): one row for each place where the whole window fits.
    """
    ### BEGIN SOLUTION
    columns = length + 2 * padding
    outputs = (columns - len(kernel)) // stride + 1
    matrix = np.zeros((outputs, columns))
    for row in range(outputs):
        matrix[row, row * stride : row * stride + len(kernel)] = kernel
    return matrix
    ### END SOLUTION


# %% tags=["check:conv_matrix"]
check("conv_matrix")

# %% tags=["show"]
kernel = np.array([1.0, 2.0, 3.0])  # x, y, z
figure = plots.number_grid(
    {
        "X, stride 1": conv_matrix(kernel, 4, 1, 1),
        "X, stride 2": conv_matrix(kernel, 4, 2, 1),
        "X transposed, stride 2": conv_matrix(kernel, 4, 2, 1).T,
    },
    title="Your conv_matrix: kernel (1, 2, 3), a signal of 4, one zero at each end",
)

# %% [markdown]
# ## 3 · And up again: the transpose
#
# Look at the third matrix. It turns a signal of 2 samples into one of 6: it goes *up*, with the same weights. This is
# the **transposed convolution** (often called deconvolution, which is wrong: it does not undo a convolution). Where does
# a network use it? First, in training: where a convolution computes $y = Xa$ on the way forwards, the gradient is
# multiplied by $X^\mathsf{T}$ on the way backwards. Second, as a layer of its own, which learns how to upsample.
#
# You can also read the matrix column by column: every input value **stamps** a copy of the kernel, multiplied by the
# value, onto the output. The stamps lie `stride` samples apart, and where they overlap they add up. With padding, that
# many samples are cut off at each end: they are the places of the zeros.
#
# **Question.** How long is the output? Write a formula in the number of inputs `n`, the kernel's size `k`, the stride
# `s` and the padding `p`.

# %% tags=["answer:transposed_length"]
transposed_length = ...  # a string, such as "n*k + s - p"
### BEGIN SOLUTION
transposed_length = "s*(n - 1) + k - 2*p"
### END SOLUTION

# %% tags=["check:transposed_length"]
check("transposed_length")


# %% tags=["answer:conv_transpose1d"]
def conv_transpose1d(values, kernel, stride=1, padding=0):
    """Return the transposed convolution of a signal: stamps of the kernel that are added up.

    Args:
        values: (n,), floats.
        kernel: (k,), floats.
        stride: Samples from one stamp to the next. It may be larger than k.
        padding: Samples to cut off at each end of the result.

    Returns:
        Floats; transposed_length says how many.
    """
    ### BEGIN SOLUTION
    output = np.zeros(stride * (len(values) - 1) + len(kernel))
    for number, value in enumerate(values):
        output[number * stride : number * stride + len(kernel)] += value * np.asarray(kernel)
    return output[padding : len(output) - padding]
    ### END SOLUTION


# %% tags=["check:conv_transpose1d"]
check("conv_transpose1d")

# %% [markdown]
# **Three ways to the same numbers:** the transposed matrix, your stamps, and the layer that Keras has. (With stride 2
# and one zero at each end, the convolution of a signal of 4 never reads its last zero. That is why the first result has
# one more number, a 0 at the end.)

# %% tags=["show"]
pair = np.array([2.0, 5.0])
layer = keras.layers.Conv1DTranspose(1, 3, strides=2, use_bias=False)
layer.build((None, 2, 1))
layer.set_weights([kernel[:, None, None]])
by_keras = keras.ops.convert_to_numpy(layer(pair[None, :, None]))[0, :, 0]
print("transposed matrix:", conv_matrix(kernel, 4, 2, 1).T @ pair)
print("your stamps:      ", conv_transpose1d(pair, kernel, 2))
print("Keras' layer:     ", by_keras)

# %% [markdown]
# ## 4 · The same, as signal processing
#
# If you have learned interpolation in a signal processing course, you know another recipe: to upsample by $s$, *insert
# $s - 1$ zeros between every two samples*, then slide a filter over the result. It is again the same thing. Only one
# detail is different: a convolution in deep learning does not turn the kernel around, but stamping does. So the filter
# that slides over the signal with zeros is the kernel **turned around**, $(z, y, x)$, and it starts where it first
# touches a sample.


# %% tags=["answer:zero_insertion"]
def zero_insertion(values, kernel, stride):
    """Upsample as signal processing does: insert zeros, then slide the flipped kernel over.

    Args:
        values: (n,), floats.
        kernel: (k,), floats.
        stride: Samples from one value to the next in the longer signal.

    Returns:
        (spread, output): the values with stride - 1 zeros between neighbours (none at the ends);
        and the filtered signal, as long as the result of conv_transpose1d without padding.
    """
    ### BEGIN SOLUTION
    spread = np.zeros(stride * (len(values) - 1) + 1)
    spread[::stride] = values
    ends = np.zeros(len(kernel) - 1)
    windows = np.lib.stride_tricks.sliding_window_view(
        np.concatenate([ends, spread, ends]), len(kernel)
    )
    return spread, windows @ np.asarray(kernel)[::-1]
    ### END SOLUTION


# %% tags=["check:zero_insertion"]
check("zero_insertion")

# %% [markdown]
# This view shows what the filter is for. Inserting zeros keeps every old frequency and adds *copies* of the spectrum,
# at higher frequencies. A good filter keeps the original part and removes the copies. The figure shows a smooth signal
# with zeros inserted, and the results of three filters. The right column shows what is left of the copies (above 0.25
# cycles per sample).

# %% tags=["show"]
samples = np.arange(40)
wave = 1 + 0.5 * np.sin(2 * np.pi * samples / 16)
filters = {
    "(1): zeros left as they are": [1.0],
    "(1, 1): nearest neighbour": [1.0, 1.0],
    "(½, 1, ½): linear": [0.5, 1.0, 0.5],
    "(⅔, ⅔, ⅔): stamps overlap unevenly": [2 / 3, 2 / 3, 2 / 3],
}
figure = plots.signal_grid(
    {name: zero_insertion(wave, taps, 2)[1][8:72] for name, taps in filters.items()},
    title="Your zero_insertion at stride 2: the signal, and its spectrum",
)

# %% [markdown]
# The linear filter is a good one. In two dimensions it is called *bilinear*, and many networks that produce maps
# begin with it and learn from there. To upsample by $f$, the kernel has $k = 2f - (f \bmod 2)$ taps per side, and
# falls linearly from its middle $m = (k - 1) / 2$:
#
# $$w_{ij} = \left(1 - \frac{|i - m|}{f}\right)\left(1 - \frac{|j - m|}{f}\right)$$


# %% tags=["answer:bilinear_kernel"]
def bilinear_kernel(factor):
    """Return the kernel with which a transposed convolution of stride `factor` is bilinear.

    Args:
        factor: How many times larger the picture becomes, a whole number from 1.

    Returns:
        (k, k), floats, with k = 2 * factor - factor % 2.
    """
    ### BEGIN SOLUTION
    size = 2 * factor - factor % 2
    taps = 1 - np.abs(np.arange(size) - (size - 1) / 2) / factor
    return np.outer(taps, taps)
    ### END SOLUTION


# %% tags=["check:bilinear_kernel"]
check("bilinear_kernel")

# %% tags=["show"]
little = example[:, 40:72, 90:122]
layer = keras.layers.Conv2DTranspose(1, 8, strides=4, padding="same", use_bias=False)
layer.build((None, 32, 32, 1))
layer.set_weights([bilinear_kernel(4)[:, :, None, None]])
yours = keras.ops.convert_to_numpy(layer(little))[0]
resized = keras.ops.image.resize(little, (128, 128), interpolation="bilinear")
resized = keras.ops.convert_to_numpy(resized)[0]
inside = np.abs(yours - resized)[4:-4, 4:-4].max()
print(f"largest difference inside, between your layer and Keras' resizing: {inside:.1e}")
figure = plots.image_grid(
    [little[0], yours, resized],
    ["32 × 32", "transposed convolution\nwith your kernel", "bilinear resizing"],
    value_range=(0, 1),
    title="Four times larger (outside the picture the layer sees zeros: its border is darker)",
)

# %% [markdown]
# ## 5 · Checkerboards
#
# Put a map of ones into a transposed convolution whose kernel is all ones: the output says how many stamps lie on
# each pixel. Stamps of 3 × 3 pixels that are 2 pixels apart overlap unevenly.

# %% tags=["show"]
ones = np.ones(5)
figure = plots.number_grid(
    {
        f"{size} × {size}": np.outer(*2 * [conv_transpose1d(ones, np.ones(size), 2)])[:9, :9]
        for size in (2, 3, 4)
    },
    title="How many stamps lie on each pixel: stride 2, three sizes of kernel",
)

# %% [markdown]
# **Question.** At stride 3, which kernel sizes from 2 to 9 give every pixel inside the border the same number of
# stamps?

# %% tags=["answer:even_kernels"]
even_kernels = ...  # a list, such as [2, 4]
### BEGIN SOLUTION
even_kernels = [3, 6, 9]
### END SOLUTION

# %% tags=["check:even_kernels"]
check("even_kernels")

# %% [markdown]
# An uneven overlap puts a pattern of period $s$ into everything the layer makes, a *checkerboard*. There are two ways
# to measure it; choose one. The first uses the spectrum. There a pattern of period $s$ lies at the frequencies $m/s$
# cycles per pixel, and nowhere else; a photograph has very little there. So take all amplitudes at $(m/s, n/s)$, except
# that of $(0, 0)$, and divide by the amplitude of $(0, 0)$, which belongs to the mean:
#
# $$\text{checkerboard} = \frac{1}{|F(0, 0)|} \sqrt{\sum_{(m, n) \neq (0, 0)} |F(m/s, n/s)|^2}, \qquad m, n = 0 \dots s - 1$$
#
# where $F$ is the discrete Fourier transform of the picture, after it was cut off at the bottom and at the right so that
# its sides are multiples of $s$. (Then $m/s$ cycles per pixel is entry $m H / s$ of `np.fft.fft2`.)
#
# The second way gives the same number without a Fourier transform (this is Parseval's theorem). Take the mean of all
# pixels of each *phase* (all pixels at even rows and even columns, and so on for the others). Then divide the standard
# deviation of these $s^2$ means (with $s^2$ in its denominator, not $s^2 - 1$) by the absolute value of their mean.


# %% tags=["answer:checkerboard"]
def checkerboard(image, stride):
    """Return how strong a pattern of a given period is in an image, relative to the image's mean.

    Args:
        image: (H, W), floats whose mean is not 0.
        stride: Period of the pattern in pixels, across and down.

    Returns:
        A float from 0: the root of the summed squares of all amplitudes at multiples of 1 / stride
        cycles per pixel, without that of the mean, divided by that of the mean.
    """
    ### BEGIN SOLUTION
    height, width = (size // stride * stride for size in image.shape)
    spectrum = np.abs(np.fft.fft2(image[:height, :width]))
    pattern = spectrum[:: height // stride, :: width // stride]  # stride × stride amplitudes
    mean = pattern[0, 0]
    return float(np.sqrt(np.sum(pattern**2) - mean**2) / mean)
    ### END SOLUTION


# %% tags=["check:checkerboard"]
check("checkerboard")

# %% [markdown]
# **The experiment.** Three small networks make a photograph smaller by two strided convolutions, and bring it back to
# its size in two steps. They differ only in how they go up: transposed convolutions with 3 × 3 kernels, with 4 × 4
# kernels (a multiple of the stride), and *resize-convolution*: repeat every pixel, then convolve. Two steps of stride 2
# can produce patterns of period 4. We measure before and after a little training.


# %% tags=["show"]
def resize_convolution(filters):
    return keras.Sequential(
        [keras.layers.UpSampling2D(2), keras.layers.Conv2D(filters, 3, padding="same")]
    )


def transposed_convolution(size):
    return lambda filters: keras.layers.Conv2DTranspose(filters, size, 2, padding="same")


ways_up = {
    "transposed 3 × 3": transposed_convolution(3),
    "transposed 4 × 4": transposed_convolution(4),
    "resize, then 3 × 3": resize_convolution,
}


def small_network(way_up):
    """Build a network from (H, W, 1) to (H / 4, W / 4, 16) and back to (H, W, 1)."""
    model = keras.Sequential([keras.Input((None, None, 1))])
    for _ in range(2):
        model.add(keras.layers.Conv2D(16, 3, strides=2, padding="same", activation="relu"))
    for _ in range(2):
        model.add(way_up(16))
        model.add(keras.layers.ReLU())
    model.add(keras.layers.Conv2D(1, 1, activation="sigmoid"))
    return model


def outputs(model, images):
    """Return the output of a model for images, as a NumPy array."""
    return keras.ops.convert_to_numpy(model(np.asarray(images, "float32"), training=False))


# %% tags=["train"]
from course.images.patches import random_patches

squares = random_patches(
    train_photos, {"smoke": 64, "laptop": 2400, "gpu": 20_000}[SCALE], 40, 0
)  # (N, 40, 40, 1), cut at random places
even_grey = np.full((1, 96, 96, 1), 0.5)
crops = np.stack([photo[:256, :256] for photo in test_photos[:6]])
inside = slice(24, -24)  # away from the border
results, drawn = {}, {}
for name, way_up in ways_up.items():
    keras.utils.set_random_seed(3)
    network = small_network(way_up)
    network.compile(keras.optimizers.Adam(0.003), "mse")
    for state, epochs in (("untrained", 0), ("trained", 1)):
        if epochs:
            network.fit(squares, squares, batch_size=32, epochs=epochs, verbose=0)
        from_grey = outputs(network, even_grey)[0, inside, inside, 0]
        from_photos = outputs(network, crops)[:, inside, inside, 0]
        on_photos = np.mean([checkerboard(picture, 4) for picture in from_photos])
        results[name, state] = checkerboard(from_grey, 4), on_photos
        drawn[f"{name}\n{state}"] = from_grey

# %% tags=["show"]
themselves = np.mean([checkerboard(crop[inside, inside, 0], 4) for crop in crops])
print(f"{'checkerboard of':20}{'an even grey picture':>24}{'photographs':>24}")
print(f"{'what comes out':20}" + f"{'untrained':>14}{'trained':>10}" * 2)
print(f"{'the picture itself':20}{0:14.2%}{0:10.2%}{themselves:14.2%}{themselves:10.2%}")
for name in ways_up:
    columns = [
        results[name, state][column] for column in (0, 1) for state in ("untrained", "trained")
    ]
    print(
        f"{name:20}"
        + "".join(f"{value:{width}.2%}" for value, width in zip(columns, (14, 10) * 2))
    )
untrained = {name: picture for name, picture in drawn.items() if "untrained" in name}
figure = plots.spectrum_grid(
    list(untrained.values()),
    untrained,
    stride=4,
    title="Spectra of what comes out for an even grey picture: a pattern of period 4 lies in the circles",
)
figure = plots.image_grid(
    [picture[:24, :24] for picture in drawn.values()],
    drawn,
    columns=6,
    title="The same, as pictures (24 × 24 pixels, contrast stretched; a constant picture is black)",
)

# %% [markdown]
# A kernel of 4 × 4 overlaps evenly, but its weights need not be even: untrained, it produces a pattern as well. Training
# reduces the pattern, since it increases the error, but has to spend weights and time on it. Resize-convolution cannot
# produce it on an even picture at all: equal neighbours go in, equal neighbours come out. (The same pattern appears in
# the gradient of a strided convolution: going back through it is a transposed convolution.)
#
# ## 6 · An autoencoder
#
# An *autoencoder* goes down with poolings and up with resize-convolutions. The one of the table squeezes a picture of
# 32 × 32 × 3 = 3,072 numbers into a *code* of 8 × 8 × 32 = 2,048 numbers, and turns the code into a picture again.
#
# | layer | setting | output |
# |---|---|---|
# | input | | 32 × 32 × 3 |
# | convolution | 16 kernels 3 × 3, same, ReLU | 32 × 32 × 16 |
# | max pooling | 2 × 2 | 16 × 16 × 16 |
# | batch normalisation | | 16 × 16 × 16 |
# | convolution | 32 kernels 3 × 3, same, ReLU | 16 × 16 × 32 |
# | max pooling, named `encoded_layer` | 2 × 2 | 8 × 8 × 32, the code |
# | batch normalisation | | 8 × 8 × 32 |
# | convolution | 32 kernels 3 × 3, same, ReLU | 8 × 8 × 32 |
# | upsampling | 2 × 2, every pixel repeated | 16 × 16 × 32 |
# | batch normalisation | | 16 × 16 × 32 |
# | convolution | 16 kernels 3 × 3, same, ReLU | 16 × 16 × 16 |
# | upsampling | 2 × 2 | 32 × 32 × 16 |
# | batch normalisation | | 32 × 32 × 16 |
# | convolution | 3 kernels 3 × 3, same, sigmoid | 32 × 32 × 3 |
#
# There is no dense layer, so the same weights work on a picture of any size whose sides are multiples of 4. A code with
# fewer channels is a smaller code: section 9 needs that.


# %% tags=["answer:build_denoiser"]
def build_denoiser(input_shape=(32, 32, 3), code_channels=32):
    """Build the autoencoder of the table.

    Args:
        input_shape: (height, width, channels); the output has as many channels as the input.
        code_channels: Channels of the code, that is, kernels of the second convolution. Nothing
            else changes.

    Returns:
        A keras.Model, functional or Sequential, not compiled: 19,779 parameters with the settings
        of the table. The second pooling is named "encoded_layer"; it is a layer of this model, not
        of a model inside it, because section 9 cuts the network there. A ReLU may be a
        convolution's activation or a layer of its own after it.
    """
    ### BEGIN SOLUTION
    convolution = keras.layers.Conv2D
    settings = {"padding": "same", "activation": "relu"}
    return keras.Sequential(
        [
            keras.Input(input_shape),
            convolution(16, 3, **settings),
            keras.layers.MaxPooling2D(2),
            keras.layers.BatchNormalization(),
            convolution(code_channels, 3, **settings),
            keras.layers.MaxPooling2D(2, name="encoded_layer"),
            keras.layers.BatchNormalization(),
            convolution(32, 3, **settings),
            keras.layers.UpSampling2D(2),
            keras.layers.BatchNormalization(),
            convolution(16, 3, **settings),
            keras.layers.UpSampling2D(2),
            keras.layers.BatchNormalization(),
            convolution(input_shape[-1], 3, padding="same", activation="sigmoid"),
        ]
    )
    ### END SOLUTION


# %% tags=["check:build_denoiser"]
check("build_denoiser")

# %% tags=["show"]
model = build_denoiser()
print(course.receptive_field.receptive_field(model, "encoded_layer"))
print()
print(course.receptive_field.receptive_field(model))

# %% [markdown]
# *Size* says how many pixels a unit sees, down and across, *stride* how far apart the fields of neighbours are, *padding*
# how far the first unit's field reaches out of the picture, and *centre* where its middle is. Upsampling repeats units,
# so a pixel of the output sees 22 to 26 pixels, depending on its place in its block of 4 × 4.
#
# **Train it to denoise.** The noisy picture goes in, the clean one should come out, and the loss is the mean squared
# error. Every batch gets fresh noise, and every picture its own $\sigma$ between 0 and 0.2, so the network has to find
# out how noisy a picture is. `Pairs` takes the damage as a function: remember that for section 8.


# %% tags=["show"]
class Pairs(keras.utils.PyDataset):
    """Batches of (damaged, clean) pictures, in a new order and newly damaged in every epoch."""

    def __init__(self, clean, damage, batch_size):
        super().__init__()
        self.clean, self.damage, self.batch_size = clean, damage, batch_size
        self.epoch = 0
        self.on_epoch_end()

    def on_epoch_end(self):
        self.epoch += 1
        self.order = np.random.default_rng(self.epoch).permutation(len(self.clean))

    def __len__(self):
        return len(self.clean) // self.batch_size

    def __getitem__(self, number):
        """Return one batch: damaged and clean pictures, each (batch_size, H, W, C)."""
        chosen = self.order[number * self.batch_size : (number + 1) * self.batch_size]
        clean = self.clean[chosen]
        return self.damage(clean, seed=self.epoch * 100_000 + number).astype("float32"), clean


def any_noise(clean, seed):
    """Add Gaussian noise; every picture has its own standard deviation, from 0 to 0.2."""
    sigma = np.random.default_rng(seed).uniform(0, 0.2, (len(clean), 1, 1, 1))
    return clean + sigma * add_noise(np.zeros_like(clean), "gaussian", 1.0, seed + 1)


def trained(model, clean, damage, epochs, batch_size=16, learning_rate=0.002):
    """Train a model to undo a damage, with a learning rate that falls to 0; return its losses."""
    pairs = Pairs(clean, damage, batch_size)
    steps = max(epochs * len(pairs), 1)
    schedule = keras.optimizers.schedules.CosineDecay(learning_rate, steps)
    model.compile(keras.optimizers.Adam(schedule), "mse")
    return model.fit(pairs, epochs=epochs, verbose=0).history["loss"]


# %% tags=["train"]
MOST = 160 if SCALE == "smoke" else 50_000  # pictures to learn from
EPOCHS = {"smoke": 1, "laptop": 8, "gpu": 30}[SCALE]
keras.utils.set_random_seed(1)
autoencoder = build_denoiser()
losses = trained(autoencoder, colour_train[:MOST], any_noise, EPOCHS, batch_size=32)
print("mean squared error, by epoch:", *(f"{loss:.4f}" for loss in losses))

# %% [markdown]
# **What does it have to beat?** Three classical methods. None of them learns. Each has a parameter, and we give each the
# best chance: for each $\sigma$ the parameter is chosen on eight photographs of the training set. Non-local means even
# gets the true $\sigma$.
#
# - *Median*: every pixel becomes the median of its neighbours. It is made for salt and pepper.
# - *Total variation*: among pictures with little variation, the one closest to the noisy picture. It prefers flat areas.
# - *Non-local means*: a weighted mean over pixels whose surroundings look alike, wherever they are. For years this was
#   the method to beat.

# %% tags=["show"]
from scipy.ndimage import median_filter
from skimage.restoration import denoise_nl_means, denoise_tv_chambolle

SIGMAS = (0.05, 0.1, 0.2)


def median(noisy, sigma, size):
    return median_filter(noisy, (size, size, 1))


def total_variation(noisy, sigma, weight):
    return denoise_tv_chambolle(noisy, weight=weight * sigma, channel_axis=-1)


def non_local_means(noisy, sigma, strength):
    settings = {"patch_size": 5, "patch_distance": 6, "fast_mode": True, "channel_axis": -1}
    restored = denoise_nl_means(noisy, h=strength * sigma, sigma=sigma, **settings)
    return restored.reshape(noisy.shape)  # it drops a single channel


candidates = {
    median: (3, 5),
    total_variation: (0.6, 0.8, 1.0, 1.3),
    non_local_means: (0.4, 0.6, 0.8),
}


# %% [markdown]
# Now choose the parameters:


# %% tags=["show"]
def mean_psnr(restored, clean):
    """Return the mean PSNR of several pictures, cut off at 0 and 1."""
    return np.mean([psnr(np.clip(one, 0, 1), other) for one, other in zip(restored, clean)])


to_choose = np.stack(train_photos[:: len(train_photos) // 8][:8])
chosen = {}
for sigma in SIGMAS:
    noisy = add_noise(to_choose, "gaussian", sigma, seed=1)
    for method, parameters in candidates.items():
        scores = [
            mean_psnr([method(picture, sigma, parameter) for picture in noisy], to_choose)
            for parameter in parameters
        ]
        chosen[method, sigma] = parameters[np.argmax(scores)]
for method in candidates:
    values = ", ".join(f"{chosen[method, sigma]} at σ = {sigma}" for sigma in SIGMAS)
    print(f"{method.__name__.replace('_', ' '):16} {values}")


# %% [markdown]
# Now all methods on held-out pictures. The autoencoder was trained on CIFAR's small colour pictures. Because it is fully
# convolutional, we can apply the same weights to a whole photograph (its grey goes into all three channels).


# %% tags=["train"]
copies = {}  # shape of a picture → the autoencoder with the same weights, for that shape


def by_autoencoder(noisy, sigma):
    """Denoise a picture (H, W, 1 or 3) with the autoencoder, which is not told sigma."""
    shape = (*noisy.shape[:2], 3)
    if shape not in copies:
        copies[shape] = build_denoiser(shape)
        copies[shape].set_weights(autoencoder.get_weights())
    restored = outputs(copies[shape], np.broadcast_to(noisy, shape)[None])[0]
    return restored if noisy.shape[2] == 3 else restored.mean(axis=2, keepdims=True)


# %% tags=["train"]
def measured(method, clean, sigma):
    """Return mean PSNR and mean SSIM of a method on pictures with Gaussian noise."""
    values = []
    for number, picture in enumerate(clean):
        noisy = add_noise(picture[None], "gaussian", sigma, seed=1000 + number)[0]
        restored = method(noisy, sigma)
        values.append([psnr(restored, picture), ssim(restored, picture)])
    return np.mean(values, axis=0)


def clipped(method):
    return lambda noisy, sigma: np.clip(method(noisy, sigma), 0, 1)


def with_choice(method):
    return clipped(lambda noisy, sigma: method(noisy, sigma, chosen[method, sigma]))


methods = {
    "noisy": lambda noisy, sigma: noisy,
    "median": with_choice(median),
    "total variation": with_choice(total_variation),
    "non-local means": with_choice(non_local_means),
    "autoencoder": clipped(by_autoencoder),
}
MEASURED_ON = {"CIFAR-10": colour_test, "Set12": test_photos}
if small_test.source == "offline":
    MEASURED_ON = {"small pictures": colour_test, "photographs": test_photos}
SMALL, LARGE = MEASURED_ON
table = {
    (name, pictures, sigma): measured(method, MEASURED_ON[pictures], sigma)
    for name, method in methods.items()
    for pictures in MEASURED_ON
    for sigma in SIGMAS
}

# %% tags=["show"]
from IPython.display import Markdown


def table_of(names):
    heads = [f"{pictures}, σ = {sigma}" for pictures in MEASURED_ON for sigma in SIGMAS]
    rows = [
        f"| {name} | "
        + " | ".join(
            f"{table[name, pictures, sigma][0]:.1f} / {table[name, pictures, sigma][1]:.2f}"
            for pictures in MEASURED_ON
            for sigma in SIGMAS
        )
        + " |"
        for name in names
    ]
    lines = [
        f"| PSNR in dB / SSIM | {' | '.join(heads)} |",
        "|---" * (len(heads) + 1) + "|",
        *rows,
    ]
    return Markdown("\n".join(lines))


table_of(methods)

# %% tags=["show"]
zoom = test_photos[min(4, len(test_photos) - 1)][60:188, 60:188]
noisy_zoom = add_noise(zoom[None], "gaussian", 0.1, 0)[0]
shown = {"clean": zoom} | {name: method(noisy_zoom, 0.1) for name, method in methods.items()}
captions = [
    name if name == "clean" else f"{name}\n{psnr(picture, zoom):.1f} dB"
    for name, picture in shown.items()
]
figure = plots.image_grid(
    list(shown.values()), captions, columns=3, value_range=(0, 1), title="σ = 0.1"
)

# %% [markdown]
# **Question.** This is an honest table: the network was trained for this task, non-local means from 2005 was not, and yet
# non-local means is better nearly everywhere. Look at the autoencoder's picture, and at its numbers at $\sigma = 0.05$,
# where it is hardly better than the noisy picture, if at all. What is the main reason?
#
# - **A** It has too few parameters to store what noise looks like.
# - **B** The picture has to pass through the poolings and the code: fine detail does not fit through, with or without
#   noise.
# - **C** The mean squared error is the wrong loss for PSNR.
# - **D** Its receptive field is too small to see the noise.

# %% tags=["answer:why_blur"]
why_blur = ...  # "A", "B", "C" or "D"
### BEGIN SOLUTION
why_blur = "B"
### END SOLUTION

# %% tags=["check:why_blur"]
check("why_blur")

# %% [markdown]
# ## 7 · Learn the noise, not the picture
#
# Most of the picture is known already: it is the input. What is not known is the noise. So let the network say what
# the *noise* is, and subtract that: $\hat x = y - R(y)$. There are no poolings and no code: the picture does not have to
# pass through a bottleneck, it goes around the network. This is the idea of DnCNN.
#
# **Target: 1 dB ahead of non-local means on the photographs, at $\sigma = 0.1$.** The training on a laptop is short: when
# this lab was written it was 0.3 dB ahead, so if you miss the target there, your code may still be right. DnCNN itself,
# with 17 convolutions and much longer training, reaches 30.4 dB on Set12 at nearly this $\sigma$ (25 / 255).
#
# | | |
# |---|---|
# | input | any height × any width × 1 |
# | first convolution | `filters` kernels 3 × 3, same, ReLU |
# | `depth` − 2 convolutions | the same |
# | last convolution | 1 kernel 3 × 3, same, **no activation**: the noise. The weights of this convolution, and only of this one, start at **zero** |
# | output | the input minus the noise |


# %% tags=["answer:build_residual_denoiser"]
def build_residual_denoiser(depth=6, filters=32):
    """Build a network that estimates the noise and subtracts it.

    Args:
        depth: How many convolutions there are, the first and the last included; at least 2.
        filters: Kernels of each convolution except the last.

    Returns:
        A functional keras.Model (no subclass) from grey pictures of any size, (height, width, 1), to
        pictures of the same size, not compiled. Untrained, it returns its input: the last kernel is
        zero; the others start at random, which is Keras' default.
    """
    ### BEGIN SOLUTION
    noisy = maps = keras.Input((None, None, 1))
    for _ in range(depth - 1):
        maps = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")(maps)
    last = keras.layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")
    noise = last(maps)
    return keras.Model(noisy, keras.layers.Subtract()([noisy, noise]))
    ### END SOLUTION


# %% tags=["check:build_residual_denoiser"]
check("build_residual_denoiser")

# %% [markdown]
# **Question.** How good is this network *before any training*, on pictures with $\sigma = 0.05$? And how good would
# the same stack of convolutions be without the subtraction?
#
# - **A** Both are at about 26 dB: an untrained network passes everything on.
# - **B** With the subtraction it is at 26 dB, as good as its input, and can only learn to be better; without, it
#   gives a black picture, and has to learn first what a picture is.
# - **C** With the subtraction it is worse: it subtracts random numbers of the size of the picture.
# - **D** Nobody can know this before training.

# %% tags=["answer:why_residual"]
why_residual = ...  # "A", "B", "C" or "D"
### BEGIN SOLUTION
why_residual = "B"
### END SOLUTION

# %% tags=["check:why_residual"]
check("why_residual")

# %% tags=["train"]
import time

PATCHES = {"smoke": 64, "laptop": 50_000, "gpu": 400_000}[SCALE]
patches = random_patches(train_photos, PATCHES, 32, seed=1)
keras.utils.set_random_seed(1)
denoiser = build_residual_denoiser()
before_training = mean_psnr(
    [
        outputs(denoiser, add_noise(photo[None], "gaussian", 0.05, 0))[0]
        for photo in test_photos[:2]
    ],
    test_photos[:2],
)
print(f"before training, σ = 0.05: {before_training:.1f} dB")
began = time.perf_counter()
losses = trained(denoiser, patches, any_noise, epochs=1, batch_size=8)
print(f"{len(patches):,} patches in {time.perf_counter() - began:.0f} s")

# %% tags=["train"]


def by_residual(noisy, sigma):
    """Denoise each channel by itself, in four orientations, and return the mean of the four."""
    channels = np.moveaxis(noisy, -1, 0)[
        ..., None
    ]  # (C, H, W, 1): the network knows grey pictures
    clean = [
        np.rot90(outputs(denoiser, np.rot90(channels, turn, (1, 2))), -turn, (1, 2))
        for turn in range(4)
    ]
    return np.mean(clean, axis=0)[..., 0].transpose(1, 2, 0)


methods["your residual denoiser"] = clipped(by_residual)
for pictures in MEASURED_ON:
    for sigma in SIGMAS:
        table["your residual denoiser", pictures, sigma] = measured(
            methods["your residual denoiser"], MEASURED_ON[pictures], sigma
        )
ahead = table["your residual denoiser", LARGE, 0.1][0] - table["non-local means", LARGE, 0.1][0]
print(f"ahead of non-local means on {LARGE}, at σ = 0.1: {ahead:+.2f} dB")
print(f"target of 1 dB: {'met' if ahead >= 1 else 'not met'}")

# %% tags=["show"]
table_of(methods)

# %% tags=["show"]
restored = methods["your residual denoiser"](noisy_zoom, 0.1)
compared = {
    "noisy": noisy_zoom,
    "autoencoder": shown["autoencoder"],
    "non-local means": shown["non-local means"],
    "your residual denoiser": restored,
}
captions = [f"{name}\n{psnr(picture, zoom):.1f} dB" for name, picture in compared.items()]
figure = plots.image_grid(
    list(compared.values()), captions, value_range=(0, 1), title="σ = 0.1"
)
figure = plots.image_grid(
    [picture - zoom for picture in compared.values()],
    signed=True,
    value_range=(-0.3, 0.3),
    title="The error of each: where you see structure of the picture, detail was lost",
)

# %% [markdown] tags=["written:which_denoiser", "points:2"]
# **Question (graded by a reader).** A friend wants to denoise (a) portraits on a phone, (b) X-ray pictures in which a
# doctor looks for fine cracks. Which rows of the table, and which pictures above, would you look at for each? What do
# PSNR and SSIM not tell you, what could go wrong with a network that was trained on other pictures and other noise, and
# how would you find out before anybody is harmed? Five or six sentences.
#
# ### BEGIN SOLUTION
# For portraits, it matters what people like: SSIM and above all the pictures themselves; the residual denoiser is among
# the best in both measures, and many people even like a little smoothing. For X-rays, a crack that is one pixel wide
# hardly changes a mean over all pixels: PSNR and SSIM can be high although the one thing that matters was removed, or
# something was added that is not there. A method that blurs (the autoencoder, total variation, median) is out of the
# question, and the picture of the errors says more than the table: structure in it means lost detail. A trained network
# has learned what patches of everyday photographs look like, and Gaussian noise that is the same everywhere; X-rays have
# Poisson noise and other textures, so it may take fine structure for noise, without a warning. I would measure on
# held-out X-rays with real noise, let doctors look for cracks with and without the method, and count how many they find.
# I would also keep the original picture beside the restored one.
# ### END SOLUTION

# %% [markdown]
# ## 8 · One recipe, other damage
#
# Nothing in the recipe knows what noise is. Give `Pairs` another damage, and the same network, with the same number
# of weights, learns to fill holes, or to sharpen. Each network starts from the denoiser's weights and is trained briefly.

# %% tags=["show"]
from course.images.corruptions import dirt, rain

damages = {
    "clean": example,
    "lost blocks": missing_blocks(example, 0.1, 4)[0],
    "blur": blur(example, 1.5),
    "dirt on the window": dirt(example, 0.15),
    "rain": rain(example, 0.01),
}
figure = plots.image_grid(
    [stack[0] for stack in damages.values()],
    damages,
    value_range=(0, 1),
    title="Damage of other kinds",
)


# %% tags=["train"]
def lose_blocks(clean, seed):
    """Set a tenth of each picture to 0, in blocks of 4 × 4."""
    return missing_blocks(clean, 0.1, size=4, seed=seed)[0]


def defocus(clean, seed):
    """Blur the pictures and add a little noise."""
    return add_noise(blur(clean, 1.5), "gaussian", 0.01, seed)


MORE = {"smoke": 32, "laptop": 2400, "gpu": 80_000}[SCALE]
restorers = {}
for name, damage in {"lost blocks": lose_blocks, "blur": defocus}.items():
    restorers[name] = build_residual_denoiser()
    restorers[name].set_weights(denoiser.get_weights())
    trained(restorers[name], patches[:MORE], damage, epochs=1)

# %% [markdown]
# We compare each with a classical method that knows more than the network does: Telea's inpainting is told *where* the
# holes are, and the Wiener filter is told *which* blur it was. Each of the two functions returns the damaged picture,
# the result of the classical method, and the result of your network.

# %% tags=["show"]
import cv2
from skimage.restoration import wiener

spot = np.zeros((1, 15, 15, 1))
spot[0, 7, 7] = 1
point_spread = blur(spot, 1.5)[0, :, :, 0]  # (15, 15): one bright pixel after blur


def holes_filled(clean, seed):
    """Return (damaged, by Telea's method, by the network), each (H, W, 1); clean: (1, H, W, 1)."""
    holes, lost = missing_blocks(clean, 0.1, size=4, seed=seed)
    grey = np.rint(holes[0, ..., 0] * 255).astype("uint8")
    telea = cv2.inpaint(grey, lost[0, ..., 0].astype("uint8"), 3, cv2.INPAINT_TELEA)
    return holes[0], telea[..., None] / 255, outputs(restorers["lost blocks"], holes)[0]


def blur_sharpened(clean, seed):
    """Return (damaged, by the Wiener filter, by the network), each (H, W, 1); clean: (1, H, W, 1)."""
    blurred = defocus(clean, seed)
    sharpened = wiener(blurred[0, ..., 0], point_spread, balance=0.003, clip=False)
    return blurred[0], sharpened[..., None], outputs(restorers["blur"], blurred)[0]


# %% tags=["show"]
tasks = {
    "lost blocks": (holes_filled, "Telea, told where"),
    "blur": (blur_sharpened, "Wiener, told which blur"),
}
shown_crops, shown_captions = [], []
restored_scores = {name: [] for name in tasks}
for number, photo in enumerate(test_photos):
    crop = photo[None, :256, :256]
    for name, (restore, classical) in tasks.items():
        pictures = [np.clip(picture, 0, 1) for picture in restore(crop, number)]
        inner = [psnr(picture[8:-8, 8:-8], crop[0, 8:-8, 8:-8]) for picture in pictures]
        restored_scores[name].append(inner)
        if number == min(4, len(test_photos) - 1):  # the picture of the earlier figures
            shown_crops += [picture[60:188, 60:188] for picture in pictures]
            labels = (name, classical, "your network")
            shown_captions += [f"{text}\n{db:.1f} dB" for text, db in zip(labels, inner)]
figure = plots.image_grid(
    shown_crops,
    shown_captions,
    columns=3,
    value_range=(0, 1),
    title="The same network, other damage",
)
print(f"{'mean PSNR, dB':16}{'damaged':>10}{'classical':>11}{'network':>9}")
for name, scores in restored_scores.items():
    print(
        f"{name:16}"
        + "".join(f"{v:{w}.1f}" for v, w in zip(np.mean(scores, axis=0), (10, 11, 9)))
    )

# %% [markdown]
# ## 9 · A code to store
#
# If a picture can be made again from its code, you can store the code instead. Its numbers have to be rounded to a few
# values first: divide by a step, round, and keep the whole numbers, the *symbols*. The larger the step, the fewer
# different symbols there are, and the worse the picture is.
#
# How many bits do the symbols take? A good coder gives short code words to frequent symbols. For a symbol of
# probability $p$ it needs about $-\log_2 p$ bits, so on average the **entropy** $-\sum p \log_2 p$ per symbol. (The
# symbols 0, 0, 0, 1 have probabilities ¾ and ¼, so the entropy is $\tfrac34 \cdot 0.415 + \tfrac14 \cdot 2 = 0.81$ bits
# per symbol, 3.2 bits in all.) We count $p$ from the symbols themselves, for each channel by itself, because channels
# differ a lot. The total over all channels is what we call the size of the code.


# %% tags=["answer:entropy_bits"]
def entropy_bits(symbols):
    """Return how many bits an ideal coder needs for symbols, if each channel has its own code.

    Args:
        symbols: (N, h, w, C), whole numbers of any sign.

    Returns:
        The bits of all symbols together, a float: the sum over all channels of the entropy of the
        channel's symbols (with the probabilities counted over all N images) times the number of
        its symbols.
    """
    ### BEGIN SOLUTION
    bits = 0.0
    for channel in np.moveaxis(symbols, -1, 0):
        _, counts = np.unique(channel, return_counts=True)
        bits -= np.sum(counts * np.log2(counts / channel.size))
    return float(bits)
    ### END SOLUTION


# %% tags=["check:entropy_bits"]
check("entropy_bits")

# %% [markdown]
# Now train the autoencoder to return its input, without noise, with codes of 16 and of 4 channels (with 32 channels, as
# before, the code has 2,048 numbers, two for every pixel). Then round the code with steps of several sizes.

# %% tags=["train"]
EPOCHS = {"smoke": 1, "laptop": 7, "gpu": 30}[SCALE]
STEPS = (0.125, 0.25, 0.5, 1, 2)  # of the code's standard deviation
PIXELS = colour_test[..., 0].size


def nothing(clean, seed):
    return clean


def split_at_code(model):
    """Return the two halves of an autoencoder: picture to code, and code to picture."""
    code = model.get_layer("encoded_layer").output
    return keras.Model(model.inputs[0], code), keras.Model(code, model.outputs[0])


curves = {}
for channels in (16, 4):
    keras.utils.set_random_seed(1)
    coder = build_denoiser(code_channels=channels)
    trained(coder, colour_train[:MOST], nothing, EPOCHS, batch_size=32)
    encoder, decoder = split_at_code(coder)
    code = outputs(encoder, colour_test)
    curves[f"code of {channels} channels"] = [
        (
            entropy_bits(np.rint(code / (step * code.std()))) / PIXELS,
            psnr(
                outputs(decoder, np.rint(code / (step * code.std())) * step * code.std()),
                colour_test,
            ),
        )
        for step in STEPS
    ]

# %% tags=["show"]
from course.images.jpeg import jpeg

curves["JPEG"] = []
for quality in (2, 5, 10, 20, 35, 50, 70, 85, 93):
    picture, bits = jpeg(colour_test, quality)
    curves["JPEG"].append((bits / PIXELS, psnr(picture, colour_test)))
axes = plots.new_axes(
    f"Rate and distortion on {len(colour_test)} held-out pictures", "bits per pixel", "PSNR, dB"
)
for name, points in curves.items():
    axes.plot(*zip(*points), "o-", markersize=4, label=name)
_ = axes.legend(fontsize=8)

jpeg_rates, jpeg_psnr = np.array(curves["JPEG"]).T
print(f"{'':20}{'bits per pixel':>16}{'PSNR':>8}{'JPEG at this rate':>20}")
for name in list(curves)[:2]:
    for rate, quality in curves[name][1:4]:
        beside = f"{np.interp(rate, jpeg_rates, jpeg_psnr):.1f}"
        beside = beside if rate >= jpeg_rates[0] else "below its range"
        print(f"{name:20}{rate:16.2f}{quality:8.1f}{beside:>20}")

# %% [markdown]
# (If the note in section 1 says that the pictures went through JPEG once, JPEG's curve stays flat for a while and then
# jumps: at high rates JPEG probably only has to reproduce what the first compression left. This is not a mistake in
# your `entropy_bits`.)
#
# Do not expect to beat JPEG: it has decades of engineering behind it. The network trained for less than a minute and
# did not know that its code would be rounded, and each of its symbols is coded as if it had nothing to do with its
# neighbours. Learned codecs do beat JPEG today. They are trained with the rounding and with the rate in the loss, and
# they predict each symbol from its surroundings.
#
# ## 10 · What you saw

# %% tags=["show"]
best = max(methods, key=lambda name: table[name, LARGE, 0.1][0])
print(f"best on {LARGE} at σ = 0.1: {best}, {table[best, LARGE, 0.1][0]:.2f} dB")
print(f"your residual denoiser against non-local means: {ahead:+.2f} dB")
table_of(methods)

# %% [markdown]
# - A transposed convolution is the transpose of a convolution's matrix; it is also stamps that are added up; and it is
#   zeros inserted, followed by a filter. Three views give the same numbers.
# - Uneven overlap makes checkerboards, at frequencies that are known in advance. Resize-convolution makes none on an
#   even picture.
# - A bottleneck is good for a code, and bad for keeping detail. A residual network keeps the picture and learns what
#   is wrong with it.
# - Only the damage in the training pairs decides what such a network does.
# - One number is not enough: you need a table with baselines, and the pictures.
#
# **To think about** (no points)
#
# 1. The denoiser was trained with all $\sigma$ from 0 to 0.2. What do you expect at $\sigma = 0.4$? Try it.
# 2. The denoiser sees 13 × 13 pixels. Non-local means uses 17 × 17 pixels around each pixel. What would you gain with
#    more depth, and from where on would more depth not help?
# 3. A network gets two different noisy photographs of the same scene, one as input, one as the target. Why does it still
#    learn to denoise?
#
# **Where to read on**
#
# - K. Zhang et al., *Beyond a Gaussian denoiser: residual learning of deep CNN for image denoising*, IEEE TIP 2017.
# - A. Odena, V. Dumoulin, C. Olah, *Deconvolution and checkerboard artifacts*, Distill 2016.
# - A. Buades, B. Coll, J.-M. Morel, *A non-local algorithm for image denoising*, CVPR 2005.
# - Z. Wang et al., *Image quality assessment: from error visibility to structural similarity*, IEEE TIP 2004.
# - H. Burger et al., *Image denoising: can plain neural networks compete with BM3D?*, CVPR 2012.
# - D. Eigen et al., *Restoring an image taken through a window covered with dirt or rain*, ICCV 2013.
# - J. Lehtinen et al., *Noise2Noise: learning image restoration without clean data*, ICML 2018.
# - J. Ballé et al., *End-to-end optimized image compression*, ICLR 2017.
#
# All your points:

# %% tags=["show"]
check()
