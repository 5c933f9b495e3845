"""What must not be called is found by whatever way it comes in, and nothing else costs a point.

``f`` is the exercise; ``keras``, or a part of it, is what it is to be written without.
"""

from __future__ import annotations

import time

import pytest

from course.checks.without import Findings, search

ELSEWHERE = "from keras import layers, ops\nimport numpy as np"  # another cell of the notebook


def found(*cells: str, without: tuple[str, ...] = ("keras",)) -> Findings:
    return search([ELSEWHERE, *cells], "f", without)


def test_a_forbidden_call_is_reported_once():
    source = "import librosa\ndef bank(rate):\n    return librosa.filters.mel(sr=rate)"
    findings = search([source], "bank", ["librosa"])
    assert findings.forbidden == ("`bank` uses `librosa.filters.mel` (line 3 of its cell)",)
    assert findings.hint.endswith("(line 3 of its cell): this exercise is to be written without it")


FORBIDDEN = {
    # Scopes
    "a default": "def f(x, layers=layers):\n    return layers",
    "a comprehension": "def f(x):\n    return [layers for _ in x]",
    "a comprehension's first iterable": "def f(x):\n    return [layers for layers in layers.all(x)]",
    "after a comprehension": "def f(x):\n    y = [1 for layers in x]\n    return layers.Dense(3)(x)",
    "a lambda in a comprehension": "def f(x):\n    return [(lambda y: ops.sum(y))(z) for z in x]",
    "two lambdas on a line": "def f(x):\n    return [lambda ops: ops.sum(x), lambda y: ops.sum(y)][1](x)",
    "a global variable": "def f(x):\n    global layers\n    layers = layers or x\n    return layers",
    "an import in an inner function": (
        "def f(layers):\n    def g():\n        import keras as layers\n        return layers.ops\n    return g()"
    ),
    "a class body": "class f:\n    make = layers.Dense\n    layers = 1",
    "a method": "class f:\n    layers = 1\n    def make(self):\n        return layers.Dense(3)",
    "a helper": "def g(x):\n    return ops.sum(x)\ndef f(g_of):\n    return [g for _ in g_of]",
    "a helper below": "def f(x):\n    return g(x)\ndef g(x):\n    return ops.sum(x)",
    "the notebook as a module": (
        "import __main__ as me\ndef g(x):\n    return ops.sum(x)\ndef f(x):\n    return me.g(x)"
    ),
    "a decorator": "@layers.wraps\ndef f(layers):\n    return layers",
    "a lambda": "f = lambda x: ops.sum(x)",
    "a conditional definition": "if np:\n    def f(x): return ops.sum(x)\nelse:\n    def f(x): return x",
    "an except block": "try:\n    f = None\nexcept E:\n    pass\nelse:\n    f = ops.sum",
    "inside of match": "match 1:\n    case 1:\n        f = ops.sum",
    # Other names
    "an import": "from keras.ops import conv as f",
    "an assignment": "f = ops.conv",
    "a chain of names": "g = ops\nh = g.conv\nf = h",
    "a tuple": "g, f = np, ops.conv",
    "a starred tuple": "*f, g = [ops.conv, np]",
    "with": "from contextlib import nullcontext\nwith nullcontext(ops.conv) as f:\n    pass",
    "with, and a part of it": "with open(ops) as k:\n    pass\ndef f(x):\n    return k.conv(x)",
    "walrus": "print(f := ops.conv)",
    "walrus in a function": "def f(x):\n    return (k := ops).conv(x)",
    "walrus in a condition": "if (g := ops.conv):\n    pass\ndef f(x):\n    return g(x)",
    "match": "match ops:\n    case k:\n        pass\ndef f(x):\n    return k.conv(x)",
    "match in a list": "match [ops.conv]:\n    case [f]:\n        pass",
    "for": "for f in [ops.conv]:\n    pass",
    "a star import": "from keras.ops import *\ndef f(x):\n    return conv(x)",
    "global in a function": "def set_it(g):\n    global f\n    f = g\nset_it(ops.conv)",
    "%time": "%time f = ops.conv",
    "%%time": "%%time\ndef f(x):\n    return ops.conv(x)",
    "an assigned %time": "f = %time ops.conv",
    "a prompt": "In [7]: def f(x):\n   ...:     return ops.conv(x)",
    "partial": "import functools\nf = functools.partial(ops.conv, 3)",
    "a local name": "def f(x):\n    k = ops\n    return k.conv(x)",
    "getattr of a name in quotes": "def f(x):\n    return getattr(ops, 'conv')(x)",
    "a parameter's default": "def f(x, g=ops.conv):\n    return g(x)",
    "an annotation": "def f(x: ops.conv):\n    return x.__annotations__",
    # What objects hold
    "a dict": "table = {'conv': ops.conv}\ndef f(x):\n    return table['conv'](x)",
    "a dict filled later": "table = {}\ntable['conv'] = ops.conv\ndef f(x):\n    return table['conv'](x)",
    "a list filled later": "table = []\ntable.append(ops.conv)\ndef f(x):\n    return table[0](x)",
    "an attribute": "def f(x):\n    return f.g(x)\nf.g = ops.conv",
    "setattr": "def f(x):\n    return f.g(x)\nsetattr(f, 'g', ops.conv)",
    "an attribute of a module": "np.conv = ops.conv\ndef f(x):\n    return np.conv(x)",
    "a decorator that registers": (
        "table = {}\ndef register(g):\n    table[g.__name__] = g\n    return g\n"
        "@register\ndef conv(x):\n    return ops.conv(x)\ndef f(x):\n    return table['conv'](x)"
    ),
    "globals": "globals()['f'] = ops.conv",
    "globals.update": "globals().update(f=ops.conv)",
    "globals.update of a dict": "vars().update({'f': ops.conv})",
    # Time
    "a definition that a later one hides": (
        "def g(x):\n    return ops.conv(x)\nkept = g\ndef g(x):\n    return x\ndef f(x):\n    return kept(x)"
    ),
    "a value computed by an earlier definition": (
        "def g():\n    return ops.conv\nf = g()\ndef g():\n    return np.sum"
    ),
    "a definition that may not run": "f = ops.conv\nif np.x:\n    f = np.sum",
}


@pytest.mark.parametrize("source", FORBIDDEN.values(), ids=FORBIDDEN)
def test_it_is_found_in_whatever_way_it_comes_in(source):
    assert found(source).forbidden


PARTS = {
    "keras": "import keras\ndef f(x):\n    return keras.applications.VGG16()",
    "another name": "import keras as k\ndef f(x):\n    return k.applications.VGG16()",
    "two names": "import keras\nk = keras\ndef f(x):\n    return k.applications.VGG16()",
    "from": "from keras.applications import VGG16\ndef f(x):\n    return VGG16()",
    "from, in the function": "def f(x):\n    from keras import applications\n    return applications.VGG16()",
    "a deep import": "import keras.applications.vgg16 as v\ndef f(x):\n    return v.VGG16()",
    "tensorflow's": "import tensorflow as tf\ndef f(x):\n    return tf.keras.applications.VGG16()",
    "keras' source": "from keras.src.applications import vgg16\ndef f(x):\n    return vgg16.VGG16()",
    "getattr": "import keras\ndef f(x):\n    return getattr(keras, 'applications').VGG16()",
}


@pytest.mark.parametrize("source", PARTS.values(), ids=PARTS)
def test_a_part_of_a_library_is_found(source):
    assert found(source, without=("keras.applications",)).forbidden


@pytest.mark.parametrize(
    "source",
    [
        "from course.detection.boxes import iou as f",
        "from course.detection import boxes\nf = boxes.iou",
        "import course\nf = course.detection.boxes.iou",
        "import functools, course.detection.boxes as b\nf = functools.partial(b.iou)",
        "%time from course.detection.boxes import iou as f",
        "from course.detection.boxes import iou\nmatch iou:\n    case f:\n        pass",
    ],
)
def test_an_import_of_the_courses_own_answers_no_exercise(source):
    assert found(source, without=()).forbidden


def test_a_star_import_answers_no_exercise():
    assert search(["from course.detection.boxes import *"], "iou", ()).forbidden
    assert search(["from keras.ops import *"], "conv", ("keras",)).forbidden
    assert found("from keras.ops import *\ndef f(x):\n    return len(x)").forbidden == ()


def test_a_definition_may_use_the_courses_own_where_nothing_rules_it_out():
    source = "from course.detection.boxes import iou\ndef f(x):\n    return iou(x, x)"
    assert found(source, without=()).forbidden == ()
    assert found(source, without=("course",)).forbidden


HONEST = {
    # Scopes
    "a parameter": "def f(layers):\n    return [layers[0].stride for _ in layers]",
    "starred parameters": "def f(*layers, **ops):\n    return layers, ops.values()",
    "a local variable": "def f(x):\n    layers = x\n    return layers.copy()",
    "a loop's variable": "def f(x):\n    for layers, ops in x:\n        yield layers.a + ops",
    "comprehensions' variables": "def f(x):\n    return [layers.stride for layers in x], {ops: 1 for ops in x}",
    "a variable of an enclosing function": (
        "def f(x):\n    def inner():\n        return layers\n    layers = x\n    return inner()"
    ),
    "a comprehension in an inner function": (
        "def f(layers):\n    def g(x):\n        return [layers[y] for y in x]\n    return g"
    ),
    "a lambda's parameter": "f = lambda layers: layers.stride",
    "with": "def f(x):\n    with x as layers:\n        return layers.read()",
    "match": "def f(x):\n    match x:\n        case [layers, *ops]:\n            return layers.a, ops.b",
    "an attribute of that name": "def f(x):\n    return x.layers",
    # Time: the last definition counts
    "an experiment above": "f = ops.conv\ndef f(x):\n    return x",
    "an experiment in a cell above": "def f(x):\n    return ops.conv(x)\n# slow\ndef f(x):\n    return np.sum(x)",
    "a helper that was replaced": (
        "def g(x):\n    return ops.sum(x)\ndef g(x):\n    return x\ndef f(x):\n    return g(x)"
    ),
    "an attribute of an object that has one of its own": (
        "class Tiles:\n    def __init__(self):\n        self.mean = ops.mean(1)\ndef f(x):\n    return x.mean()"
    ),
    "an import that was replaced": "from keras.ops import sum as g\ng = np.sum\ndef f(x):\n    return g(x)",
    # The exercise beside other things
    "a reference beside the answer": "def f(x):\n    return x\nf.reference = ops.square",
    "a comparison": "def f(x):\n    return x\nassert f(2) == ops.square(2)\nprint(f, ops.square)",
    "a comparison by another function": (
        "def f(x):\n    return x\ndef check(g, h):\n    return g(1) == h(1)\ncheck(f, ops.square)"
    ),
    "an experiment with its values": "def f(x):\n    return x\ny = f(np.ones(3))\nops.sum(y)",
    "a dict nobody uses": "table = {'conv': ops.conv}\ndef f(x):\n    return x",
    "a raise left behind the answer": "def f(x):\n    return x\n    raise NotImplementedError",
    "a raise in a branch": "def f(x):\n    if x is None:\n        raise NotImplementedError\n    return x",
    "an attribute of another name": "def f(x):\n    return f.h(x)\nf.g = ops.conv\nf.h = np.sum",
}


@pytest.mark.parametrize("source", HONEST.values(), ids=HONEST)
def test_honest_answers_cost_nothing(source):
    findings = found(source, "layers = [layers.Dense(3)]" if "scope" in source else "")
    assert findings.forbidden == ()
    assert findings.evasive == ()
    assert not findings.unfound


@pytest.mark.parametrize("source", list(HONEST.values())[:10])
def test_a_local_variable_is_not_the_notebooks(source):
    assert found(source, "layers = [layers.Dense(3)]").forbidden == ()


def test_a_name_used_for_a_value_below_its_check_is_no_answer():
    answer = "def square(x):\n    return x * x"
    cells = ["import numpy as np", answer, "square = np.square(4)", answer]  # as the graft puts them
    assert search(cells, "square", ("numpy",)).forbidden == ()


def test_a_cell_that_raised_may_not_have_replaced_what_stood_before():
    above, below = "f = ops.conv", "1 / 0\ndef f(x):\n    return x"
    assert found(above, below).forbidden == ()
    assert search([ELSEWHERE, above, below], "f", ("keras",), unfinished=[below]).forbidden


@pytest.mark.parametrize(
    "source",
    [
        "import sys\ndef f(x):\n    return sys.float_info.eps + sys.float_info.max + sys.float_info.min",
        "def f(x):\n    return getattr(x, 'shape')",
        "def f(x):\n    setattr(x, 'name', 1)\n    return x",
        "import operator\ndef f(x):\n    return operator.itemgetter(1)(x)",
        "print(vars(np.finfo(1.0)))\ndef f(x):\n    return x",
        "import typing, os\ndef f(x: typing.Optional[int]):\n    return os.path.join('a', x)",
        "check = course.checker('lab01', globals())\ndef f(x):\n    return x",
        "%matplotlib inline\n!pip list\nfiles = !ls\ndef f(x):\n    return x",
        "%load_ext autoreload\n%autoreload 2\n%%time\ndef f(x):\n    return x",
    ],
)
def test_harmless_constructions_are_nobodys_business(source):
    findings = found("import course", source)
    assert (findings.forbidden, findings.evasive) == ((), ())


EVASIVE = {
    "getattr": "def f(x):\n    return getattr(np, 'co' + 'nv')(x)",
    "eval": "def f(x):\n    return eval('np.sum')(x)",
    "a dunder inside of a longer name": "def f(x):\n    return x.__globals__.values",
    "vars": "def f(x):\n    return vars(np)['sum'](x)",
    "globals": "def f(x):\n    return globals()['g'](x)",
    "globals, anywhere": "def f(x):\n    return x\nglobals()['f'] = np.sum",
    "globals.update, anywhere": "def f(x):\n    return x\nglobals().update(answers)",
    "exec, anywhere": "def f(x):\n    return x\nexec('f = np.sum')",
    "exec in a function, anywhere": "def f(x):\n    return x\ndef g():\n    exec('f = np.sum', globals())\ng()",
    "the notebook's module": "import __main__\ndef f(x):\n    return x\n__main__.f = np.sum",
    "get_ipython": "def f(x):\n    return x\nget_ipython().user_ns['f'] = np.sum",
    "code": "def f(x):\n    return x\nf.__code__ = other.__code__",
    "setattr on the notebook": "import sys\ndef f(x):\n    return x\nsetattr(sys.modules['__main__'], 'f', np.sum)",
    "attrgetter": "import operator\ndef f(x):\n    return operator.attrgetter('sum')(np)(x)",
    "attrgetter by its name": "from operator import attrgetter as get\ndef f(x):\n    return get('sum')(np)(x)",
    "pydoc": "import pydoc\nf = pydoc.locate('keras.ops.conv')",
    "pkgutil": "import pkgutil\nf = pkgutil.resolve_name('keras.ops.conv')",
    "pickle": "import pickle\nf = pickle.loads(b'ckeras.ops\\nconv\\n.')",
    "runpy": "import runpy\nf = runpy.run_module('answer')['f']",
    "type hints": "import typing\ndef g(x: 'keras.ops.conv'): ...\nf = typing.get_type_hints(g)['x']",
    "a process": "import subprocess\ndef f(x):\n    return subprocess.run(['python', '-c', x])",
    "importlib": "import importlib\nf = importlib.import_module('keras.ops').conv",
    "__import__": "def f(x):\n    return __import__('keras').ops.conv(x)",
    "sys.modules": "import sys\ndef f(x):\n    return sys.modules['keras'].ops.conv(x)",
    "a frame": "import inspect\ndef f(x):\n    return inspect.currentframe().f_globals['ops'].conv(x)",
    "a magic that runs a text": "def f(x):\n    return x\nget_ipython().run_cell_magic('time', '', text)",
}


@pytest.mark.parametrize("source", EVASIVE.values(), ids=EVASIVE)
def test_what_can_hide_a_call_is_shown_to_a_human(source):
    assert found(source).evasive


@pytest.mark.parametrize(
    "source",
    [
        "import keras\ndef f(x):\n    return [keras][0].applications",
        "import keras\ndef g(k):\n    return k.applications\nf = g(keras)",
        "import keras\nk = keras if 1 else 0\nf = k.applications.VGG16",
        "import keras\ndef f(x, k=keras):\n    return k.applications",
        "import keras\nfor k in [keras]:\n    f = k.applications.VGG16",
    ],
)
def test_a_library_that_is_handed_on_is_shown_to_a_human(source):
    findings = found(source, without=("keras.applications",))
    assert findings.evasive or findings.forbidden


@pytest.mark.parametrize(
    "source",
    ["", "g = 1", "def f(x:", "exec('f = 1')", "def f(x):\n    'Text.'\n    raise NotImplementedError('?')", "f = ..."],
)
def test_an_answer_that_no_cell_defines_is_not_found(source):
    assert found(source).unfound
    assert not found(source, without=()).unfound


def test_rules_name_other_exercises_too():
    source = "def g(x):\n    return x\nh = g\ndef f(x):\n    return h(x)"
    assert found(source, without=("g",)).forbidden == ("`f` uses `g` (line 5 of its cell)",)


def test_any_notebook_is_searched_in_time():
    names = [f"g{n}" for n in range(400)]
    everything = "\n".join(f"def {name}(x):\n    return {' + '.join(names)}" for name in names)
    again = "\n".join(f"{name} = {' + '.join(names[:40])}" for name in names for _ in range(5))
    start = time.process_time()
    findings = found(everything, again, "def f(x):\n    return g1")
    assert time.process_time() - start < 20
    assert findings.forbidden == ()
