"""The receptive fields of all of ``keras.applications``, as the table in ``docs/receptive_fields.md``::

python -m course.receptive_field.applications                   # print the table
python -m course.receptive_field.applications --write FILE      # put it between the marks in FILE
python -m course.receptive_field.applications --confirm MODEL…  # measure fields on narrow copies
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras

from course.backend.weightless import graph_only
from course.receptive_field.analysis import Analysis, receptive_field
from course.receptive_field.checking import last_feature_map
from course.receptive_field.footprint import GradientProbe, bounding_interval

MARKS = ("<!-- table: applications -->", "<!-- end of table -->")
HEADINGS = ("model", "parameters", "input", "last feature map", "field", "stride", "padding", "gates")


def names() -> list[str]:
    """Return the names of all models of ``keras.applications``."""
    return sorted(name for name in dir(keras.applications) if name[0].isupper())


def build(name: str, **options: Any) -> keras.Model:
    """Return a model of ``keras.applications`` without weights: graph and shapes only."""
    with graph_only():
        return getattr(keras.applications, name)(weights=None, **options)


def row(name: str) -> list[str]:
    """Return a row of the table; see ``HEADINGS``. The field is that of the convolutions, gates left out."""
    model = build(name)
    if None in model.input_shape[1:]:
        model = build(name, input_shape=(224, 224, 3))
    analysis = Analysis(model, gates=False)
    tensor = last_feature_map(analysis)
    field = analysis.field(tensor)
    gated = all(receptive_field(model, field.output).whole)
    height, width = analysis.source.shape[1:3]
    place = " × ".join(str(size) for size in tensor.shape[1:])
    numbers = [str(field.size[0]), str(field.stride[0]), str(field.padding[0])]
    return [name, f"{model.count_params():,}", f"{height} × {width}", place, *numbers, "whole image" if gated else "–"]


def table(models: Sequence[str]) -> str:
    """Return the table in Markdown."""
    lines = [HEADINGS, ["---"] * len(HEADINGS), *(row(name) for name in models)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def write(path: Path, models: Sequence[str]) -> None:
    """Replace what stands between the marks in a file by the table."""
    before, _, rest = path.read_text(encoding="utf-8").partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    path.write_text(f"{before}{MARKS[0]}\n\n{table(models)}\n\n{MARKS[1]}{after}", encoding="utf-8")


def narrow_copy(model: keras.Model, filters: int = 2) -> keras.Model:
    """Return a model of the same layers with ``filters`` channels everywhere: the same fields at less cost."""
    sizes = {"filters": filters, "units": filters, "groups": 1, "projection_dim": filters}

    def narrow(layer: Any) -> Any:
        if not isinstance(layer, keras.layers.Layer):
            return layer
        config = layer.get_config()
        return type(layer).from_config(config | {key: value for key, value in sizes.items() if key in config})

    return keras.models.clone_model(model, clone_function=narrow, recursive=True)


SLIVER = 96  # pixels of the dimension that is not measured; enough for every model to have an output


def confirm(name: str) -> tuple[int, int]:
    """Return a model's field by analysis and by gradient, in pixels.

    Measured on a narrow copy of full depth and a long, thin image. In float64, where the backend has it: through a
    hundred layers the edge of a field counts less than the smallest float32.
    """
    floatx = keras.config.floatx()
    keras.config.set_floatx("float64")
    try:
        return _confirm(name)
    finally:
        keras.config.set_floatx(floatx)


def _confirm(name: str) -> tuple[int, int]:
    with graph_only():
        narrow = narrow_copy(build(name, include_top=False, input_shape=(None, None, 3)))
    size = receptive_field(narrow, input_size=SLIVER, gates=False).size[0]
    analysis = Analysis(narrow, input_size=(size + 6 * SLIVER, SLIVER))
    probe = GradientProbe(analysis, analysis.graph.outputs[0], positive=True)
    return size, bounding_interval(probe.gradients([probe.position(None)])[0] != 0)[0].size


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command that this module is."""
    parser = argparse.ArgumentParser(description="Receptive fields of keras.applications.")
    parser.add_argument("models", nargs="*", help="names of models; all by default")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table between the marks in FILE")
    parser.add_argument("--confirm", action="store_true", help="measure the fields by gradient, on narrow copies")
    options = parser.parse_args(arguments)
    models = options.models or names()
    if options.confirm:
        for name in models:
            analytic, measured = confirm(name)
            print(f"{name}: {analytic} by analysis, {measured} by gradient")
    elif options.write:
        write(options.write, models)
    else:
        print(table(models))


if __name__ == "__main__":
    main()
