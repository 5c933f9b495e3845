# With names, and a smaller start for the offsets.
import keras
from keras.initializers import RandomNormal
from keras.layers import Dense, Flatten


def build_box_head(classes, size=7, channels=256, hidden=1024):
    features = keras.Input(shape=(size, size, channels))
    vector = Flatten(name="flat")(features)
    vector = Dense(hidden, "relu", name="first")(vector)
    vector = Dense(hidden, "relu", name="second")(vector)
    logits = Dense(1 + classes, kernel_initializer=RandomNormal(stddev=0.01), name="classes")(vector)
    deltas = Dense(4 * classes, kernel_initializer=RandomNormal(stddev=0.001), name="deltas")(vector)
    return keras.Model(features, (logits, deltas))
