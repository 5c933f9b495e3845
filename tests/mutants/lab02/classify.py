# %% right batch_first
# Makes the batch first, and loops over the names.
import keras
import numpy as np


def classify(model, image, decode, top=5):
    resized = np.array(keras.ops.image.resize(image[None].astype("float32"), (224, 224)))
    batch = vgg_preprocess(resized)
    probabilities = model.predict(batch, verbose=0)
    found = []
    for entry in decode(probabilities, top=top)[0]:
        found.append((entry[1], float(entry[2])))
    return found

# %% right opencv
# Resizes with OpenCV and calls the model.
import cv2
import numpy as np


def classify(model, image, decode, top=5):
    resized = cv2.resize(image.astype(np.float32), (224, 224), interpolation=cv2.INTER_LINEAR)
    batch = vgg_preprocess(resized)[None]
    probabilities = np.array(model(batch, training=False))
    return [(name, p) for _, name, p in decode(probabilities, top=top)[0]]

# %% right predict
# With predict, as in the solution.
import keras
import numpy as np


def classify(model, image, decode, top=5):
    resized = np.array(keras.ops.image.resize(image.astype("float32"), (224, 224)))
    batch = vgg_preprocess(resized)[None]
    probabilities = model.predict(batch, verbose=0)
    return [(name, p) for _, name, p in decode(probabilities, top=top)[0]]

# %% wrong cut
# Cuts a square from the corner.
# hint: cut instead of resized
# of: predict
-     resized = np.array(keras.ops.image.resize(image.astype("float32"), (224, 224)))
+     resized = np.array(
+         keras.ops.image.resize(image[: min(image.shape[:2]), : min(image.shape[:2])].astype("float32"), (224, 224))
+     )

# %% wrong everything_decoded
# Returns decode's answer for the batch.
# hint: take the first
import keras
import numpy as np


def classify(model, image, decode, top=5):
    resized = np.array(keras.ops.image.resize(image.astype("float32"), (224, 224)))
    probabilities = model.predict(vgg_preprocess(resized)[None], verbose=0)
    return decode(probabilities, top=top)

# %% wrong identifier
# Returns decode's triples.
# hint: identifier
# of: predict
-     return [(name, p) for _, name, p in decode(probabilities, top=top)[0]]
+     return decode(probabilities, top=top)[0]

# %% wrong identifier_for_name
# The identifier in place of the name.
# hint: this is decode's identifier
import keras
import numpy as np


def classify(model, image, decode, top=5):
    resized = np.array(keras.ops.image.resize(image.astype("float32"), (224, 224)))
    probabilities = model.predict(vgg_preprocess(resized)[None], verbose=0)
    return [(key, p) for key, _, p in decode(probabilities, top=top)[0]]

# %% wrong nearest
# Takes the nearest pixels.
# hint: nearest pixel
import keras
import numpy as np


def classify(model, image, decode, top=5):
    resized = np.array(keras.ops.image.resize(image.astype("float32"), (224, 224), interpolation="nearest"))
    probabilities = model.predict(vgg_preprocess(resized)[None], verbose=0)
    return [(name, p) for _, name, p in decode(probabilities, top=top)[0]]

# %% wrong no_batch
# No axis for the batch.
# hint: add an axis in front
# of: predict
-     batch = vgg_preprocess(resized)[None]
-     probabilities = model.predict(batch, verbose=0)
+     probabilities = model.predict(vgg_preprocess(resized), verbose=0)

# %% wrong not_preprocessed
# The preprocessing is forgotten.
# hint: not preprocessed
# of: predict
-     batch = vgg_preprocess(resized)[None]
+     batch = resized[None]

# %% wrong not_resized
# Hands the photograph over in its own size.
# hint: (1, 224, 224, 3)
def classify(model, image, decode, top=5):
    resized = image
    batch = vgg_preprocess(resized)[None]
    probabilities = model.predict(batch, verbose=0)
    return [(name, p) for _, name, p in decode(probabilities, top=top)[0]]

# %% wrong order_reversed
# Least probable first.
# hint: most probable first
import keras
import numpy as np


def classify(model, image, decode, top=5):
    resized = np.array(keras.ops.image.resize(image.astype("float32"), (224, 224)))
    probabilities = model.predict(vgg_preprocess(resized)[None], verbose=0)
    return [(name, p) for _, name, p in decode(probabilities, top=top)[0][::-1]]

# %% wrong pair_swapped
# The probability first.
# hint: the name first
import keras
import numpy as np


def classify(model, image, decode, top=5):
    resized = np.array(keras.ops.image.resize(image.astype("float32"), (224, 224)))
    probabilities = model.predict(vgg_preprocess(resized)[None], verbose=0)
    return [(p, name) for _, name, p in decode(probabilities, top=top)[0]]

# %% wrong scaled
# Scaled to 0 … 1 in place of preprocessed.
# hint: only scaled
# of: predict
-     batch = vgg_preprocess(resized)[None]
+     batch = resized[None] / 255

# %% wrong scaled_before
# Scaled to 0 … 1, then preprocessed.
# hint: scaled to 0 … 1 first
# of: predict
-     batch = vgg_preprocess(resized)[None]
+     batch = vgg_preprocess(resized / 255)[None]

# %% wrong top_ignored
# Always five.
# hint: top
# of: predict
-     return [(name, p) for _, name, p in decode(probabilities, top=top)[0]]
+     return [(name, p) for _, name, p in decode(probabilities, top=5)[0]]

# %% wrong transposed
# Height and width are swapped.
# hint: swapped
# of: predict
-     resized = np.array(keras.ops.image.resize(image.astype("float32"), (224, 224)))
+     resized = np.array(keras.ops.image.resize(image.astype("float32"), (224, 224))).swapaxes(0, 1)

# %% wrong twice
# Preprocessed twice.
# hint: preprocessed twice
# of: predict
-     batch = vgg_preprocess(resized)[None]
+     batch = vgg_preprocess(vgg_preprocess(resized))[None]

# %% wrong whole_batch
# Returns what decode gives for the batch.
# hint: take the first
# of: predict
-     return [(name, p) for _, name, p in decode(probabilities, top=top)[0]]
+     return decode(probabilities, top=top)

# %% wrong whole_numbers
# Resizes whole numbers.
# hint: whole numbers were resized
import keras
import numpy as np


def classify(model, image, decode, top=5):
    resized = np.array(keras.ops.image.resize(image, (224, 224)))
    probabilities = model.predict(vgg_preprocess(resized)[None], verbose=0)
    return [(name, p) for _, name, p in decode(probabilities, top=top)[0]]
