"""Judge a formula: two expressions are the same if SymPy can show it, however they are written.

Formulas arrive as text and may come from a stranger, so they are never evaluated as Python (``sympy.sympify`` would):
the syntax tree is read, and only numbers, the exercise's symbols, + − × / and powers are taken.
"""

from __future__ import annotations

import ast
import math
import operator

import sympy

from course.checks.compare import CheckFailedError
from course.errors import CourseError

MAX_LENGTH = 2_000
MAX_EXPONENT = 20
MAX_DEGREE = 12  # of numerator and denominator; expanding (a + b + c + d)**20 takes half a minute
MAX_NUMBER = 1e40
_OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


class FormulaError(CourseError, ValueError):
    """A text is not a formula in the symbols of the exercise; the message says what is wrong with it."""


def parse(text: str, symbols: str) -> sympy.Expr:
    """Read a formula.

    Args:
        text: Python-like arithmetic, such as ``"K*(k**2 + 1)"``; ``^`` is not a power.
        symbols: The names it may use, separated by spaces: ``"H W K k"``.

    Raises:
        FormulaError: It is empty, too long, does not parse, or uses something else.
    """
    if not isinstance(text, str) or not text.strip() or len(text) > MAX_LENGTH:
        raise FormulaError(f"a formula is a string such as {_example(symbols.split())!r}")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        formula = _expression(tree, {name: _symbol(name) for name in symbols.split()})
        if max(_degrees(formula)) > MAX_DEGREE:
            raise FormulaError(f"a formula of this exercise has no powers above {MAX_DEGREE}, multiplied out")
        return formula
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, FormulaError):
            raise
        raise FormulaError(f"{text!r} is not a formula Python can read") from None


def same_formula(
    got: str, expected: str, symbols: str, *, hint: str = "", mistakes: dict[str, str] | None = None
) -> None:
    """Fail unless two formulas are equal for all positive values of their symbols.

    Args:
        got: The student's formula.
        expected: The right one.
        symbols: The names both may use, separated by spaces.
        hint: What to tell a student whose formula is wrong in no known way.
        mistakes: Hint → the formula that a known mistake gives.

    Raises:
        CheckFailedError: They differ, or ``got`` is not a formula.
    """
    try:
        formula = parse(got, symbols)
    except FormulaError as error:
        raise CheckFailedError(f"{error}; use {symbols.replace(' ', ', ')} and + - * / **", got=repr(got)) from None
    if _equal(formula, parse(expected, symbols)):
        return
    named = [text for text, wrong in (mistakes or {}).items() if _equal(formula, parse(wrong, symbols))]
    if not named and formula.is_number and not parse(expected, symbols).is_number:
        named = [f"this is one number; a formula holds for all values: use the names {symbols.replace(' ', ', ')}"]
    values = dict(zip(symbols.split(), (28, 32, 8, 3, 5, 2, 7), strict=False))
    at = ", ".join(f"{name}={value}" for name, value in values.items())
    raise CheckFailedError(
        named[0] if named else hint or "not the right formula",
        inputs=f"at {at}",
        expected=str(_value(parse(expected, symbols), values)),
        got=f"{_value(formula, values)}, from {formula}",
    )


def _example(names: list[str]) -> str:
    """Return a formula in an exercise's own names, which is not meant to be the answer to anything."""
    return f"{names[0]}*({names[-1]}**2 + 3)" if names else "2**3"


def _value(formula: sympy.Expr, values: dict[str, int]) -> sympy.Expr:
    return formula.subs({_symbol(name): value for name, value in values.items()})


def _symbol(name: str) -> sympy.Symbol:
    return sympy.Symbol(name, positive=True)


def _equal(one: sympy.Expr, other: sympy.Expr) -> bool:
    return sympy.simplify(sympy.expand(one - other)) == 0


def _is_small_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12


def _expression(node: ast.AST, symbols: dict[str, sympy.Symbol]) -> sympy.Expr:
    if isinstance(node, ast.Constant) and _is_small_number(node.value):
        return sympy.nsimplify(node.value)
    if isinstance(node, ast.Name):
        if node.id not in symbols:
            raise FormulaError(f"the name {node.id!r} is not one of {', '.join(symbols)}")
        return symbols[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        value = _expression(node.operand, symbols)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        left, right = _expression(node.left, symbols), _expression(node.right, symbols)
        if isinstance(node.op, ast.Pow) and not (right.is_number and abs(right) <= MAX_EXPONENT):
            raise FormulaError(f"an exponent must be a number of at most {MAX_EXPONENT}")
        if isinstance(node.op, ast.Pow) and left.is_number and abs(left) ** abs(float(right)) > MAX_NUMBER:
            raise FormulaError("a number is too large")
        return _OPERATIONS[type(node.op)](left, right)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor):
        raise FormulaError("^ is no power here: write **")
    raise FormulaError(f"{ast.unparse(node)!r} has no place in a formula")


def _degrees(formula: sympy.Expr) -> tuple[int, int]:
    """Return upper bounds of the degrees of numerator and denominator, once all is brought over one denominator."""
    if formula.is_Add or formula.is_Mul:
        parts = [_degrees(part) for part in formula.args]
        below = sum(denominator for _, denominator in parts)
        if formula.is_Mul:
            return sum(numerator for numerator, _ in parts), below
        return max(numerator + below - denominator for numerator, denominator in parts), below
    if formula.is_Pow:
        base, exponent = formula.args
        degrees = [math.ceil(abs(exponent)) * degree for degree in _degrees(base)]
        return (degrees[0], degrees[1]) if exponent > 0 else (degrees[1], degrees[0])
    return int(formula.is_Symbol), 0
