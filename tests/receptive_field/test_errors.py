"""Bad input gives an error that says what was wrong, where, and what to do."""

import keras
import pytest
from keras import layers

from course.receptive_field import ReceptiveFieldError, UnknownLayerError, UnknownSizeError, receptive_field


def sequential(shape, *stack):
    return keras.Sequential([keras.Input(shape), *stack])


@pytest.fixture
def two_by_two():
    """A model of two inputs and two outputs; the second output does not depend on the second input."""
    left, right = keras.Input((8, 8, 1), name="left"), keras.Input((8, 8, 1), name="right")
    x = layers.Conv2D(1, 3, name="only_left")(left)
    both = layers.Concatenate(name="both")([x, layers.Conv2D(1, 3)(right)])
    return keras.Model([left, right], [both, x])


def test_unbuilt_model():
    with pytest.raises(ReceptiveFieldError, match=r"not built: start it with keras.Input"):
        receptive_field(keras.Sequential([layers.Conv2D(1, 3)]))


def test_subclassed_model():
    class Mine(keras.Model):
        pass

    with pytest.raises(ReceptiveFieldError, match=r"no graph.*keras.Model\(x, model\(x\)\)"):
        receptive_field(Mine())


def test_not_a_model():
    with pytest.raises(ReceptiveFieldError, match="needs a Keras model; this is a str"):
        receptive_field("vgg16")


def test_size_that_matters():
    model = sequential((None, None, 3), layers.Conv2D(1, 3, 2, "same", name="halving"))
    with pytest.raises(UnknownSizeError, match=r"'halving'.*input_size"):
        receptive_field(model)
    assert receptive_field(model, input_size=32).padding == (0, 0)
    assert receptive_field(model, input_size=(33, 32)).padding == (1, 0)


def test_size_that_does_not_matter():
    stack = [layers.Conv2D(1, 3, padding="same"), layers.MaxPooling2D(padding="same"), layers.Conv2D(1, 3)]
    field = receptive_field(sequential((None, None, 3), *stack))
    assert (field.size, field.stride, field.padding) == ((8, 8), (2, 2), (1, 1))
    assert field.at(3, clip=False) == ((5, 13), (5, 13))
    with pytest.raises(UnknownSizeError, match="input_size"):
        field.at(3)


def test_global_pooling_of_an_unknown_size():
    with pytest.raises(UnknownSizeError, match="input_size"):
        receptive_field(sequential((None, None, 3), layers.GlobalAveragePooling2D()))


def test_no_path(two_by_two):
    with pytest.raises(ReceptiveFieldError, match="no path from input 'right' to 'only_left'"):
        receptive_field(two_by_two, "only_left", "right")


def test_ambiguous_or_wrong_ends(two_by_two):
    with pytest.raises(ReceptiveFieldError, match=r"several inputs \(left, right\)"):
        receptive_field(two_by_two, "both")
    with pytest.raises(ReceptiveFieldError, match=r"several outputs \('both', 'only_left'\)"):
        receptive_field(two_by_two, input="left")
    with pytest.raises(ReceptiveFieldError, match="no layer 'neither'"):
        receptive_field(two_by_two, "neither", "left")
    with pytest.raises(ReceptiveFieldError, match="no input 'middle'"):
        receptive_field(two_by_two, "both", "middle")
    with pytest.raises(ReceptiveFieldError, match="no output 2"):
        receptive_field(two_by_two, 2, "left")


def test_a_layer_that_is_called_twice_has_two_outputs():
    shared = layers.Conv2D(1, 3, name="shared")
    inputs = keras.Input((9, 9, 1))
    with pytest.raises(ReceptiveFieldError, match="'shared' has 2 outputs"):
        receptive_field(keras.Model(inputs, shared(shared(inputs))), "shared")


@pytest.mark.parametrize("layer", [layers.LSTM(2, name="memory"), layers.Bidirectional(layers.GRU(2), name="memory")])
def test_recurrent_layers(layer):
    model = sequential((10, 3), layers.Conv1D(3, 3, name="before"), layer)
    with pytest.raises(UnknownLayerError, match="'memory' is recurrent"):
        receptive_field(model)
    assert receptive_field(model, "before").size == (3,)
    assert receptive_field(model, unknown="global").size == (10,)


def test_positions():
    field = receptive_field(sequential((8, 8, 1), layers.Conv2D(1, 3)))
    with pytest.raises(ReceptiveFieldError, match="outside"):
        field.at((6, 0))
    with pytest.raises(ReceptiveFieldError, match="outside"):
        field.at(-1)
    with pytest.raises(ReceptiveFieldError, match="3 entries"):
        field.at((1, 1, 1))


def test_inputs_without_space():
    with pytest.raises(ReceptiveFieldError, match="no spatial axis"):
        receptive_field(sequential((10,), layers.Dense(2)))


def test_branches_on_different_axes():
    inputs = keras.Input((8, 8, 1))
    model = keras.Model(inputs, layers.Add(name="sum")([inputs, layers.Permute((2, 1, 3))(inputs)]))
    with pytest.raises(ReceptiveFieldError, match="'sum' mixes inputs whose positions lie on different axes"):
        receptive_field(model)


def test_options():
    model = sequential((8, 8, 1), layers.ReLU())
    with pytest.raises(ValueError, match='"error" or "global"'):
        receptive_field(model, unknown="guess")
    with pytest.raises(ReceptiveFieldError, match="input_size"):
        receptive_field(model, input_size=(8, 8, 8))
