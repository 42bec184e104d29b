"""Mistakes that students make in numeric code and that general mutation operators lack.

An operator takes a node of a syntax tree and yields edits, each of them one mistake: a node at or
below it, and the text to write in that node's place. Cosmic Ray's operators (numbers ± 1, other
signs and comparisons, True and False, break and continue, loops that never run) stand beside
these; see `ftlib.grading.auditing.mutants`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

Edit = tuple[ast.AST, str]
Operator = Callable[[ast.AST], Iterator[Edit]]

# Functions and attributes that are taken for each other, in both directions.
_CONFUSED = (
    *(("sum", "mean"), ("max", "min"), ("maximum", "minimum"), ("argmax", "argmin")),
    *(("any", "all"), ("ceil", "floor"), ("zeros", "ones"), ("zeros_like", "ones_like")),
    *(("log", "log2"), ("log", "log1p"), ("exp", "expm1"), ("cumsum", "cumprod")),
    *(("sin", "cos"), ("inf", "nan"), ("float64", "float32"), ("square", "abs")),
)
# Calls that change how a number is kept and not which number it is: leaving them out is no mistake.
_HARMLESS = {"float", "int", "bool", "str", "tuple", "list", "asarray", "array", "range", "len"}
_HARMLESS |= {"enumerate", "set", "dict", "isinstance"}
_OTHER_AXES = {"0": ("1",), "1": ("0",), "-1": ("0", "1")}
_SIGNLESS = ("0", "0.0", "None", "np.nan", "float('nan')")
_SYMMETRIC = {"max", "min", "maximum", "minimum", "logaddexp", "gcd", "isclose"}
_NOT_COMMUTATIVE = (ast.Sub, ast.Div, ast.FloorDiv, ast.Pow, ast.Mod, ast.MatMult)
_AUGMENTED = {ast.Add: "-=", ast.Sub: "+=", ast.Mult: "/=", ast.Div: "*="}


def operators() -> dict[str, Operator]:
    """All operators, by the name of the mistake."""
    return {
        "another function": _another_function,
        "function left out": _function_left_out,
        "method left out": _method_left_out,
        "transpose left out": _transpose_left_out,
        "another axis": _another_axis,
        "keyword left out": _keyword_left_out,
        "arguments swapped": _arguments_swapped,
        "operands swapped": _operands_swapped,
        "operand left out": _operand_left_out,
        "condition left out": _condition_left_out,
        "one branch only": _one_branch_only,
        "doubled": _doubled,
        "another text": _another_text,
        "sign of the result": _sign_of_the_result,
        "results swapped": _results_swapped,
        "epsilon moved": _epsilon_moved,
        "slice off by one": _slice_off_by_one,
        "index off by one": _index_off_by_one,
        "loop too short": _loop_too_short,
        "range off by one": _range_off_by_one,
        "set for added": _set_for_added,
        "without no_grad": _without_no_grad,
    }


def _text(node: ast.AST) -> str:
    return ast.unparse(node)


def _called(node: ast.AST) -> str:
    """The last name of what a call calls: `sum` of `np.sum(x)` and of `x.sum()`."""
    function = node.func if isinstance(node, ast.Call) else None
    return getattr(function, "attr", getattr(function, "id", ""))


def _another_function(node: ast.AST) -> Iterator[Edit]:
    name = getattr(node, "attr", getattr(node, "id", None))
    for one, other in _CONFUSED:
        for ours, theirs in ((one, other), (other, one)):
            if name == ours and isinstance(node, ast.Attribute):
                yield node, f"{_text(node.value)}.{theirs}"
            elif name == ours and isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                yield node, theirs


def _function_left_out(node: ast.AST) -> Iterator[Edit]:
    """`np.abs(x)` → `x`: the first argument alone."""
    if (
        isinstance(node, ast.Call)
        and node.args
        and not isinstance(node.args[0], (ast.Starred, ast.GeneratorExp))
        and _called(node) not in _HARMLESS
        and not (isinstance(node.func, ast.Attribute) and not _is_module(node.func.value))
    ):
        yield node, f"({_text(node.args[0])})"


def _method_left_out(node: ast.AST) -> Iterator[Edit]:
    """`x.copy()`, `x.detach()`, `x.astype(np.float32)` → `x`."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and not _is_module(node.func.value)
    ):
        yield node, _text(node.func.value)


def _is_module(node: ast.AST) -> bool:
    root = node
    while isinstance(root, ast.Attribute):
        root = root.value
    return isinstance(root, ast.Name) and root.id in ("np", "math", "torch", "tf", "keras", "F")


def _transpose_left_out(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Attribute) and node.attr in ("T", "mT"):
        yield node, _text(node.value)


def _another_axis(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.keyword) and node.arg in ("axis", "dim"):
        # Not -1 for 1: where there are two axes that is the same one, and elsewhere rarely meant.
        for axis in _OTHER_AXES.get(_text(node.value), ()):
            yield node, f"{node.arg}={axis}"


def _keyword_left_out(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            rest = [each for each in node.keywords if each is not keyword]
            yield node, _text(ast.Call(func=node.func, args=node.args, keywords=rest))


def _arguments_swapped(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Call) and len(node.args) == 2 and _called(node) not in _SYMMETRIC:
        yield node, _text(ast.Call(func=node.func, args=node.args[::-1], keywords=node.keywords))


def _operands_swapped(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, _NOT_COMMUTATIVE):
        yield node, f"({_text(ast.BinOp(left=node.right, op=node.op, right=node.left))})"


def _operand_left_out(node: ast.AST) -> Iterator[Edit]:
    """`a * b` → `a`, `a and b` → `b`, `a < b < c` → `b < c`."""
    if isinstance(node, ast.BinOp):
        yield node, f"({_text(node.left)})"
        yield node, f"({_text(node.right)})"
    elif isinstance(node, ast.BoolOp):
        for each in node.values:
            rest = [value for value in node.values if value is not each]
            kept = rest[0] if len(rest) == 1 else ast.BoolOp(op=node.op, values=rest)
            yield node, f"({_text(kept)})"
    elif isinstance(node, ast.Compare) and len(node.ops) == 2:
        middle, last = node.comparators
        for left, op, right in ((node.left, node.ops[0], middle), (middle, node.ops[1], last)):
            yield node, f"({_text(ast.Compare(left=left, ops=[op], comparators=[right]))})"


def _condition_left_out(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        for number, part in enumerate(node.generators):
            if part.ifs:
                bare = ast.comprehension(part.target, part.iter, [], part.is_async)
                parts = [*node.generators[:number], bare, *node.generators[number + 1 :]]
                yield node, _text(type(node)(elt=node.elt, generators=parts))


def _one_branch_only(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.IfExp):
        yield node, f"({_text(node.body)})"
        yield node, f"({_text(node.orelse)})"
    elif isinstance(node, ast.Call) and _called(node) == "where" and len(node.args) == 3:
        yield node, _text(node.args[1])
        yield node, _text(node.args[2])


def _doubled(node: ast.AST) -> Iterator[Edit]:
    value = node.value if isinstance(node, ast.Constant) else None
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value:
        yield node, repr(2 * value)


def _another_text(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node, '"x"' if not node.value else '""'


def _sign_of_the_result(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Return) and node.value is not None:
        if isinstance(node.value, ast.Tuple):
            texts = [_text(each) for each in node.value.elts]
            for place, text in enumerate(texts):
                if text not in _SIGNLESS:
                    other = [*texts[:place], f"-({text})", *texts[place + 1 :]]
                    yield node, f"return {', '.join(other)}"
        elif _text(node.value) not in _SIGNLESS:
            yield node, f"return -({_text(node.value)})"


def _results_swapped(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        texts = [_text(each) for each in node.value.elts]
        for place in range(len(texts) - 1):
            other = [*texts[:place], texts[place + 1], texts[place], *texts[place + 2 :]]
            yield node, f"return {', '.join(other)}"


def _epsilon_moved(node: ast.AST) -> Iterator[Edit]:
    """`sqrt(v) + eps` → `sqrt(v + eps)` and back."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        if _called(node.left) == "sqrt" and isinstance(node.left, ast.Call):
            inside = f"{_text(node.left.args[0])} + {_text(node.right)}"
            yield node, f"{_text(node.left.func)}({inside})"
    elif isinstance(node, ast.Call) and _called(node) in ("sqrt", "log") and len(node.args) == 1:
        inner = node.args[0]
        if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Add):
            yield node, f"({_text(node.func)}({_text(inner.left)}) + {_text(inner.right)})"


def _slice_off_by_one(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Slice):
        low = _text(node.lower) if node.lower else ""
        high = _text(node.upper) if node.upper else ""
        step = f":{_text(node.step)}" if node.step else ""
        yield node, f"{f'({low}) + 1' if low else '1'}:{high}{step}"
        yield node, f"{low}:{f'({high}) - 1' if high else '-1'}{step}"
        if high:
            yield node, f"{low}:({high}) + 1{step}"


def _index_off_by_one(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Name):
        for change in ("+ 1", "- 1"):
            yield node, f"{_text(node.value)}[{node.slice.id} {change}]"


def _loop_too_short(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, (ast.For, ast.comprehension)) and _called(node.iter) != "range":
        yield node.iter, f"list({_text(node.iter)})[1:]"
        yield node.iter, f"list({_text(node.iter)})[:-1]"


def _range_off_by_one(node: ast.AST) -> Iterator[Edit]:
    if _called(node) in ("range", "arange") and isinstance(node, ast.Call):
        texts = [_text(each) for each in node.args]
        name = _text(node.func)
        if len(texts) == 1:
            yield node, f"{name}(1, {texts[0]})"
        for place, text in enumerate(texts[:2]):
            for change in ("+ 1", "- 1"):
                other = [*texts[:place], f"{text} {change}", *texts[place + 1 :]]
                yield node, f"{name}({', '.join(other)})"


def _set_for_added(node: ast.AST) -> Iterator[Edit]:
    """`x += y` → `x = y` and `x -= y`."""
    if isinstance(node, ast.AugAssign):
        target, value = _text(node.target), _text(node.value)
        yield node, f"{target} = {value}"
        if type(node.op) in _AUGMENTED:
            yield node, f"{target} {_AUGMENTED[type(node.op)]} {value}"


def _without_no_grad(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.withitem) and _called(node.context_expr) in (
        "no_grad",
        "stop_gradient",
    ):
        yield node.context_expr, "__import__('contextlib').nullcontext()"
