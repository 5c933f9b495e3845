"""A graded class, made up: what the reports are tested and looked at with."""

from __future__ import annotations

import random

from course.checks.runner import CheckResult
from course.grading.records import Graded

LAB = "lab90_small"
CHECKS = (
    ("test_valid", "conv2d", "Stride 1, no padding: a colour image and several kernels", 1.0),
    ("test_same", "conv2d", "Padding 'same': the odd zero at the bottom and right", 0.5),
    ("test_pool", "max_pool2d", "2×2 pooling of odd sizes, negative values included", 1.0),
    ("test_loss", "cross_entropy", "Large logits do not overflow", 1.5),
    ("test_why", "why_eight", "Why 8 kernels", 0.5),
)
ANSWERS = {
    "conv2d": '''def conv2d(image, kernels):
    """Convolve an image with several kernels."""
    rows, columns = image.shape[0] - kernels.shape[0] + 1, image.shape[1] - kernels.shape[1] + 1
    maps = np.zeros((rows, columns, kernels.shape[3]))
    for a in range(kernels.shape[0]):
        for b in range(kernels.shape[1]):
            maps += image[a : a + rows, b : b + columns] @ kernels[a, b]
    return maps''',
    "max_pool2d": """def max_pool2d(image, size=2):
    rows, columns = image.shape[0] // size, image.shape[1] // size
    blocks = image[: rows * size, : columns * size].reshape(rows, size, columns, size, -1)
    return blocks.max(axis=(1, 3))""",
    "cross_entropy": """def cross_entropy(logits, labels):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(axis=1))
    return np.mean(log_sums - shifted[np.arange(len(labels)), labels])""",
    "why_eight": "why_eight = 8",
}
NAMES = ("Amina Yusuf", "Anders Østergård", "Beatriz Gómez", "陈伟", "Daniel O’Brien", "Linh Nguyễn", "Zoë de Vries")
WRITTEN = "ways_to_see_more"
DETAILS = {
    "hint": "the window moves by the stride: did you flip the kernel?",
    "inputs": "image = array of shape (9, 12, 3), float64\nstride = 2",
    "expected": "array of shape (2, 2), float64:\n[[ 1.5, -2. ],\n [ 0.5,  3. ]]",
    "got": "array of shape (2, 2), float64:\n[[ 3. ,  0.5],\n [-2. ,  1.5]]",
}


def example_class(size: int, seed: int = 0) -> list[Graded]:
    """Return a class of ``size`` students: most right, some wrong, every thirteenth unreadable."""
    chance = random.Random(seed)
    return [example_student(number, chance) for number in range(size)]


def example_student(number: int, chance: random.Random) -> Graded:
    """Return one student of a class."""
    name = NAMES[number] if number < len(NAMES) else f"{chance.choice(NAMES)} {number}"
    if number % 13 == 12:
        return Graded(name, LAB, "error", example_results(0.0, chance), message="the file is empty: save the notebook")
    given = None if number % 3 else 1.5
    return Graded(
        student=name,
        lab=LAB,
        status="pending" if given is None else "graded",
        results=example_results(chance.uniform(0.4, 1.2), chance),
        notes=("cell 5 is the lab's and was changed; the lab's own ran after it",) if number % 5 == 0 else (),
        flags=("`conv2d` uses `getattr` (line 3 of its cell)",) if number % 11 == 4 else (),
        answers={exercise: own_words(source, chance) for exercise, source in ANSWERS.items()},
        written={WRITTEN: "Stack layers: each 3×3 adds two pixels."},
        written_points={WRITTEN: (given, 2.0)},
        seconds=chance.uniform(0.5, 3.0),
        fingerprint=f"{number:064x}",
        name=name,
    )


def example_results(ability: float, chance: random.Random) -> tuple[CheckResult, ...]:
    """Return one result per check; each is passed with a probability."""
    results = []
    for check, exercise, title, points in CHECKS:
        passed = chance.random() < ability
        status = "passed" if passed else chance.choice(("failed", "failed", "missing", "error"))
        details = DETAILS if status == "failed" else {}
        results.append(CheckResult(check, exercise, title, points * passed, points, status, **details))
    return tuple(results)


def own_words(source: str, chance: random.Random) -> str:
    """Return an answer as another student would write it: with statements of one's own between the lines."""
    lines = source.split("\n")
    for _ in range(chance.randrange(2, 5) if len(lines) > 1 else 0):
        names = [chance.choice("pqrstuvw") for _ in range(3)]
        operator = chance.choice("+-*/%")
        shapes = [chance.choice(("{0}({1})", "{0}[{1}]", "({0} + {1})", "not {0} and {1}")) for _ in range(3)]
        parts = [shape.format(name, chance.randrange(9)) for shape, name in zip(shapes, names)]
        lines.insert(chance.randrange(len(lines) - 1) + 1, f"    {names[0]} = {f' {operator} '.join(parts)}")
    return "\n".join(lines)
