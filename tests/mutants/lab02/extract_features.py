# %% right batch_by_batch
# Batch after batch, by hand.
import numpy as np


def extract_features(base, images, batch_size=32):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(np.array(base(images[start : start + batch_size], training=False)))
    return np.concatenate(parts)

# %% right converted
# A tensor, then an array.
import keras


def extract_features(base, images, batch_size=32):
    parts = [base(images[start : start + batch_size], training=False) for start in range(0, len(images), batch_size)]
    return keras.ops.convert_to_numpy(keras.ops.concatenate(parts))

# %% right preallocated
# Into an array of the right size.
import numpy as np


def extract_features(base, images, batch_size=32):
    features = np.zeros((len(images), *base.output_shape[1:]), "float32")
    for start in range(0, len(images), batch_size):
        features[start : start + batch_size] = base(images[start : start + batch_size])
    return features

# %% right predict
# Lets Keras do the batches.
def extract_features(base, images, batch_size=32):
    return base.predict(images, batch_size=batch_size, verbose=0)

# %% wrong all_at_once
# All images at once.
# hint: all went through at once
# of: solution
-     return base.predict(images, batch_size=batch_size, verbose=0)
+     return keras.ops.convert_to_numpy(base(images, training=False))

# %% wrong averaged
# Averaged over each map.
# hint: averaged
# of: batch_by_batch
-     return np.concatenate(parts)
+     return np.concatenate(parts).mean(axis=(1, 2))

# %% wrong batch_size_not_passed
# Leaves predict its own batch size.
# hint: not passed on
def extract_features(base, images, batch_size=32):
    return base.predict(images, verbose=0)

# %% wrong first_batch
# Returns after the first batch.
# hint: only the first batch
# of: batch_by_batch
-     return np.concatenate(parts)
+     return parts[0]

# %% wrong fixed_batches
# Batches of 32, by hand.
# hint: not passed on
import numpy as np


def extract_features(base, images, batch_size=32):
    parts = [base(images[start : start + 32], training=False) for start in range(0, len(images), 32)]
    return np.concatenate([np.array(part) for part in parts])

# %% wrong flat
# Flattened.
# hint: flattened
# of: batch_by_batch
-     return np.concatenate(parts)
+     return np.concatenate(parts).reshape(len(images), -1)

# %% wrong images
# Returns the images.
# hint: not the features
# of: batch_by_batch
-     return np.concatenate(parts)
+     return np.array(images)

# %% wrong last_batch
# A last, smaller batch is dropped.
# hint: last batch is missing
# of: batch_by_batch
-     for start in range(0, len(images), batch_size):
+     for start in range(0, len(images) - batch_size + 1, batch_size):

# %% wrong list
# A list of batches.
# hint: one NumPy array
# of: batch_by_batch
-     return np.concatenate(parts)
+     return parts

# %% wrong reversed
# Batches are put in front of each other.
# hint: order
# of: batch_by_batch
-         parts.append(np.array(base(images[start : start + batch_size], training=False)))
+         parts.insert(0, np.array(base(images[start : start + batch_size], training=False))[::-1])

# %% wrong tensor
# Returns a tensor.
# hint: convert_to_numpy
# of: converted
-     return keras.ops.convert_to_numpy(keras.ops.concatenate(parts))
+     return keras.ops.concatenate(parts)

# %% wrong training_batches
# Training mode, in batches.
# hint: training mode
# of: batch_by_batch
-         parts.append(np.array(base(images[start : start + batch_size], training=False)))
+         parts.append(np.array(base(images[start : start + batch_size], training=True)))

# %% wrong training_mode
# Training mode: each batch is normalised by itself.
# hint: training mode
import numpy as np


def extract_features(base, images, batch_size=32):
    parts = []
    for start in range(0, 1):
        parts.append(np.array(base(images, training=True)))
    return np.concatenate(parts)
