"""A Keras model as a flat list of calls in the order they run: nested models opened, wrappers unwrapped.

Shapes are carried along, so that a model that was built for (None, None, 3), or a nested one that is called on another
size than it was built with, can be followed on a given size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import keras

from course.receptive_field.errors import ReceptiveFieldError

Shape = tuple[int | None, ...]


@dataclass(frozen=True, eq=False)
class Tensor:
    """A value in the flat graph: its shape, batch first, and the name of what made it."""

    shape: Shape
    maker: str


@dataclass(frozen=True, eq=False)
class Call:
    """One operation called once.

    Attributes:
        operation: The Keras layer or operation, or "identity", "fold" or "unfold", which change names or axes only.
        path: Its name; inside a nested model "outer/inner".
        inputs, outputs: The tensors it reads and makes.
        args, kwargs: The arguments of the call, KerasTensors in place; for operations that keep settings there.
        index: Which of the operation's outputs ``outputs[0]`` is, where a rule is about one of several.
    """

    operation: Any
    path: str
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    args: tuple = ()
    kwargs: dict = field(default_factory=dict)
    index: int = 0


@dataclass(frozen=True, eq=False)
class Graph:
    """A model, flat: inputs, outputs, and every call between them in an order in which they can run."""

    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    calls: tuple[Call, ...]
    symbols: tuple[tuple[keras.KerasTensor, Tensor], ...]  # of the outermost graph: Keras' tensors, and these


def flatten(model: keras.Model, input_shapes: Sequence[Shape], is_known: Callable[[Any], bool]) -> Graph:
    """Return the calls of a Sequential or functional model, nested models opened.

    Args:
        model: A built model.
        input_shapes: The shape of each input, batch first, to follow through the graph.
        is_known: Says whether an operation has a rule; if not, its call is followed on symbolic tensors.

    Raises:
        ReceptiveFieldError: If the model has no graph: it is not built, or it is a subclass of ``keras.Model``.
    """
    keras_inputs = model_inputs(model)
    inputs = tuple(
        Tensor(tuple(shape), maker(tensor)) for shape, tensor in zip(input_shapes, keras_inputs, strict=True)
    )
    walk = _Walk(is_known)
    outputs = walk.model(model, inputs, prefix="")
    return Graph(inputs, outputs, tuple(walk.calls), tuple(walk.symbols))


def model_inputs(model: keras.Model) -> list[keras.KerasTensor]:
    """Return the flat list of a model's symbolic inputs; raise an error if it has no graph."""
    if not isinstance(model, keras.Model):
        raise ReceptiveFieldError(f"a receptive field needs a Keras model; this is a {type(model).__name__}")
    if not _has_graph(model):
        name = model.name
        if isinstance(model, keras.Sequential):
            raise ReceptiveFieldError(
                f"model {name!r} is not built: start it with keras.Input(shape), or call build(input_shape) on it, "
                "and give each Lambda layer its output_shape"
            )
        raise ReceptiveFieldError(
            f"model {name!r} ({type(model).__name__}) has no graph of layers: it is a subclass of keras.Model. "
            "Call it on a symbolic input: x = keras.Input(shape); keras.Model(x, model(x))"
        )
    return list(model.inputs)


def _has_graph(operation: Any) -> bool:
    """Say whether an operation is a Sequential or functional model whose graph is known."""
    # ``Functional`` is not exported; what makes it one is that its inputs and outputs are symbolic tensors.
    if not isinstance(operation, keras.Model):
        return False
    try:
        return bool(operation.inputs) and bool(operation.outputs)
    except (AttributeError, ValueError):
        return False


def maker(tensor: keras.KerasTensor) -> str:
    """Return the name of the layer or operation that made a symbolic tensor."""
    history = getattr(tensor, "_keras_history", None)
    return history.operation.name if history and history.operation is not None else tensor.name


def calls_before(inputs: Sequence[keras.KerasTensor], outputs: Sequence[keras.KerasTensor]) -> list:
    """Return the Keras nodes on the way from inputs to outputs, each after those it depends on.

    Iterative: a graph of 1,000 layers is deeper than Python's stack.
    """
    start = {id(tensor) for tensor in inputs}
    order, placed, pending = [], set(), [node for node in map(_node, reversed(outputs)) if node]
    while pending:
        node = pending[-1]
        needed = [t for t in node.input_tensors if id(t) not in start]
        waiting = [n for n in map(_node, reversed(needed)) if n is not None and id(n) not in placed]
        if id(node) in placed or not waiting:
            pending.pop()
            if id(node) not in placed and any(id(t) not in start for t in node.output_tensors):
                placed.add(id(node))
                order.append(node)
        else:
            pending.extend(waiting)
    return order


def _node(tensor: keras.KerasTensor) -> Any:
    """Return the Keras node that made a symbolic tensor, None for a tensor nothing made."""
    operation, index, _ = getattr(tensor, "_keras_history", (None, 0, 0))
    return operation._inbound_nodes[index] if operation is not None else None


class _Walk:
    """Collects the calls of a model and of what is nested in it."""

    def __init__(self, is_known: Callable[[Any], bool]) -> None:
        self.is_known = is_known
        self.calls: list[Call] = []
        self.symbols: list[tuple[keras.KerasTensor, Tensor]] = []

    def model(self, model: keras.Model, inputs: Sequence[Tensor], prefix: str) -> tuple[Tensor, ...]:
        """Add the calls of a model on these inputs; return its outputs."""
        tensors = {id(k): t for k, t in zip(model.inputs, inputs, strict=True)}
        symbols = list(model.inputs)
        for node in calls_before(model.inputs, model.outputs):
            if not node.is_input:
                self.node(node, tensors, prefix)
                symbols += node.output_tensors
        if not prefix:
            self.symbols = [(symbol, tensors[id(symbol)]) for symbol in symbols]
        return tuple(tensors[id(tensor)] for tensor in model.outputs)

    def node(self, node: Any, tensors: dict[int, Tensor], prefix: str) -> None:
        """Add one Keras node: a call, or those inside it where it is a model or a wrapper."""
        operation = node.operation
        inputs = [tensors[id(tensor)] for tensor in node.input_tensors]
        shapes = _output_shapes(node, inputs, prefix)
        outputs = self.operation(operation, inputs, shapes, prefix, (node.arguments.args, node.arguments.kwargs))
        tensors.update({id(k): t for k, t in zip(node.output_tensors, outputs, strict=True)})

    def operation(
        self, operation: Any, inputs: Sequence[Tensor], shapes: Sequence[Shape], prefix: str, called: tuple
    ) -> tuple[Tensor, ...]:
        """Add an operation on these inputs, opened where it holds others; return its outputs."""
        path = f"{prefix}{operation.name}"
        if _has_graph(operation):
            return self.model(operation, inputs, f"{path}/")
        if isinstance(operation, keras.layers.TimeDistributed):
            return (self.time_distributed(operation, inputs[0], shapes[0], path),)
        if isinstance(operation, keras.layers.SpectralNormalization):
            return self.operation(operation.layer, inputs, shapes, f"{path}/", called)
        if not self.is_known(operation):
            inside = self.look_inside(operation, inputs, f"{path}/", called)
            if inside is not None:
                return inside
        outputs = tuple(Tensor(tuple(shape), path) for shape in shapes)
        self.calls.append(Call(operation, path, tuple(inputs), outputs, *called))
        return outputs

    def time_distributed(
        self, wrapper: keras.layers.TimeDistributed, tensor: Tensor, shape: Shape, path: str
    ) -> Tensor:
        """Add what is wrapped, run on each step: time takes the place of the batch inside."""
        folded = Tensor(tensor.shape[1:], path)
        self.calls.append(Call("fold", path, (tensor,), (folded,)))
        inner = self.operation(wrapper.layer, [folded], [shape[1:]], f"{path}/", ((), {}))[0]
        unfolded = Tensor(shape, path)
        self.calls.append(Call("unfold", path, (inner,), (unfolded,)))
        return unfolded

    def look_inside(
        self, operation: Any, inputs: Sequence[Tensor], prefix: str, called: tuple
    ) -> tuple[Tensor, ...] | None:
        """Add the calls that a layer's own ``call`` makes when it gets symbolic tensors; None if it cannot.

        A layer written with Keras layers and ``keras.ops`` needs no rule of its own this way.
        """
        args, kwargs = called
        keras_inputs = [x for x in keras.tree.flatten((args, kwargs)) if isinstance(x, keras.KerasTensor)]
        stand_ins = {
            id(k): keras.KerasTensor(t.shape, dtype=k.dtype) for k, t in zip(keras_inputs, inputs, strict=True)
        }
        args, kwargs = keras.tree.map_structure(lambda x: stand_ins.get(id(x), x), called)
        try:
            results = keras.tree.flatten(operation.call(*args, **kwargs))
            nodes = calls_before(list(stand_ins.values()), results)
        except Exception:  # a layer's code may do anything with a tensor that has no values
            return None
        tensors = {id(stand_in): t for stand_in, t in zip(stand_ins.values(), inputs, strict=True)}
        placed = len(self.calls)
        try:
            for node in nodes:
                self.node(node, tensors, prefix)
            made = tuple(tensors[id(result)] for result in results)
            outputs = tuple(Tensor(tensor.shape, prefix.removesuffix("/")) for tensor in made)
            for tensor, output in zip(made, outputs, strict=True):
                self.calls.append(Call("identity", output.maker, (tensor,), (output,)))
            return outputs
        except (KeyError, ReceptiveFieldError):  # it depends on symbolic tensors that are not its inputs
            del self.calls[placed:]
            return None
        finally:
            for node in nodes:
                node.operation._inbound_nodes.remove(node)  # leave inner layers as they were


def _output_shapes(node: Any, inputs: Sequence[Tensor], prefix: str) -> list[Shape]:
    """Return a node's output shapes on inputs whose shapes may differ from those it was built with."""
    if all(tuple(k.shape[1:]) == t.shape[1:] for k, t in zip(node.input_tensors, inputs, strict=True)):
        batch = inputs[0].shape[0] if inputs else None
        return [(batch if k.shape[0] is None else k.shape[0], *k.shape[1:]) for k in node.output_tensors if k.shape]
    stand_ins = {
        id(k): keras.KerasTensor(t.shape, dtype=k.dtype) for k, t in zip(node.input_tensors, inputs, strict=True)
    }
    args, kwargs = node.arguments.fill_in(stand_ins)
    try:
        outputs = node.operation.compute_output_spec(*args, **kwargs)
    except Exception as error:
        shapes = ", ".join(str(tensor.shape) for tensor in inputs)
        raise ReceptiveFieldError(
            f"layer {prefix}{node.operation.name!r} cannot be followed on an input of shape {shapes}: {error}"
        ) from error
    return [tuple(tensor.shape) for tensor in keras.tree.flatten(outputs)]
