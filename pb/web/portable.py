"""Templates as plain data, so that a browser can render the very same ones without asking the server.

Jinja reads a template; what it understood is written down as JSON that `static/js/booth/local/templates.js` renders:

    statement   "text" | ["=", e] | ["if", e, body, else] | ["for", [names], e, test or null, body, else]
                | ["set", [names], e] | ["block", name] | ["call", e, body]
    expression  number, true, false, null, "text" | ["v", name] | [".", e, name] | ["[]", e, e] | ["[:]", e, e, e]
                | ["()", e, [e], {name: e}, e or null] | ["macro", id, [e], {name: e}, e or null]
                | ["|", name, e, [e]] | ["is", name, name of a variable] | ["~", e…] | ["+", e, e], also "-" and "in" …
                | ["and", e, e] | ["or", e, e] | ["not", e] | ["?", e, e, e] | ["list", e…] | ["dict", [e, e]…]

Macros are found while reading, and only those that a screen needs are written down.
"""

from collections.abc import Iterable
from typing import Any

from jinja2 import Environment, nodes

Data = Any
"""What JSON can say."""

_SIGNS = {"eq": "==", "ne": "!=", "gt": ">", "gteq": ">=", "lt": "<", "lteq": "<=", "in": "in", "notin": "not in"}
_SUMS: dict[type[nodes.Node], str] = {nodes.Add: "+", nodes.Sub: "-"}


class NotPortable(ValueError):
    """A template says what a browser could not render; the words name the template, its line, and what it is."""


def portable(environment: Environment, screens: Iterable[str]) -> dict[str, Data]:
    """Templates with their layouts, their blocks, and the macros they call.

    Returns:
        `screens`: by name, `{parent, sets, blocks}`; of layouts too. `macros`: by id, `[[[name, default]…], body]`,
        where a parameter without default has one part only.

    Raises:
        NotPortable: a template says what a browser could not render.
    """
    reader = _Reader(environment)
    for name in screens:
        reader.read_screen(name)
    return {"screens": reader.screens, "macros": reader.macros}


class _Reader:
    """Reads templates of one environment and remembers what was read."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.screens: dict[str, Data] = {}
        self.macros: dict[str, Data] = {}
        self.modules: dict[str, _Module] = {}

    def parsed(self, name: str) -> nodes.Template:
        loader = self.environment.loader
        assert loader is not None  # noqa: S101 - the house's environments read from its folder
        return self.environment.parse(loader.get_source(self.environment, name)[0], name)

    def module(self, name: str) -> "_Module":
        if name not in self.modules:
            self.modules[name] = _Module(self, name)
        return self.modules[name]

    def read_screen(self, name: str) -> None:
        if name in self.screens:
            return
        tree, here = self.parsed(name), _Writer(self, name, {})
        parents = [here.text_of(node.template) for node in tree.body if isinstance(node, nodes.Extends)]
        self.screens[name] = {
            "parent": parents[0] if parents else None,
            "sets": [here.statement(node) for node in tree.body if isinstance(node, nodes.Assign)],
            "blocks": {node.name: here.body(node.body) for node in tree.find_all(nodes.Block)},
        }
        for parent in parents:
            self.read_screen(parent)

    def read_macro(self, module: str, name: str) -> str:
        """The id of a macro, which is written down at its first use."""
        known = f"{module}:{name}"
        if known not in self.macros:
            self.macros[known] = None  # so that a macro may call itself
            macro = self.module(module).macros[name]
            writer = _Writer(self, module, self.module(module).names)
            without = len(macro.args) - len(macro.defaults)
            defaults = [[], *[[writer.expression(one)] for one in macro.defaults]]
            taken = [[arg.name, *defaults[max(0, at - without + 1)]] for at, arg in enumerate(macro.args)]
            self.macros[known] = [taken, writer.body(macro.body)]
        return known


class _Module:
    """A file of macros: its own, and the names under which it knows those of others."""

    def __init__(self, reader: _Reader, name: str) -> None:
        tree = reader.parsed(name)
        self.macros = {node.name: node for node in tree.body if isinstance(node, nodes.Macro)}
        self.names: dict[str, tuple[str, str]] = {own: (name, own) for own in self.macros}
        for node in tree.body:
            self._read(node)

    def _read(self, node: nodes.Node) -> None:
        """Names by `(module, macro)`; a whole module has no macro."""
        match node:
            case nodes.Import(template=nodes.Const(value=file), target=target):
                self.names[target] = (file, "")
            case nodes.FromImport(template=nodes.Const(value=file), names=names):
                pairs = [(one, one) if isinstance(one, str) else one for one in names]
                self.names |= {alias: (file, own) for own, alias in pairs}
            case nodes.Assign(target=nodes.Name(name=name), node=nodes.Name(name=whole)):
                self.names[name] = self.names[whole]
            case nodes.Assign(target=nodes.Name(name=name), node=nodes.Getattr(node=nodes.Name(name=of), attr=own)):
                self.names[name] = (self.names[of][0], own)


class _Writer:
    """Writes the statements of one file down."""

    def __init__(self, reader: _Reader, file: str, names: dict[str, tuple[str, str]]) -> None:
        self.reader, self.file, self.names = reader, file, names

    def refuse(self, node: nodes.Node) -> NotPortable:
        return NotPortable(f"{self.file}, line {node.lineno}: {type(node).__name__}")

    def text_of(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Const) and isinstance(node.value, str):
            return node.value
        raise self.refuse(node)

    def body(self, body: Iterable[nodes.Node]) -> list[Data]:
        found: list[Data] = []
        for node in body:
            found.extend(self.statements(node))
        return found

    def statements(self, node: nodes.Node) -> list[Data]:
        if not isinstance(node, nodes.Output):
            return [self.statement(node)]
        return [one.data if isinstance(one, nodes.TemplateData) else ["=", self.expression(one)] for one in node.nodes]

    def statement(self, node: nodes.Node) -> Data:
        match node:
            case nodes.If():
                return ["if", self.expression(node.test), self.body(node.body), self._otherwise(node)]
            case nodes.For(recursive=False):
                test = self.expression(node.test) if node.test else None
                values = self.expression(node.iter)
                return ["for", self._targets(node.target), values, test, self.body(node.body), self.body(node.else_)]
            case nodes.Assign():
                return ["set", self._targets(node.target), self.expression(node.node)]
            case nodes.Block():
                return ["block", node.name]
            case nodes.CallBlock(args=[]):
                return ["call", self.expression(node.call), self.body(node.body)]
            case _:
                raise self.refuse(node)

    def _otherwise(self, node: nodes.If) -> list[Data]:
        if not node.elif_:
            return self.body(node.else_)
        first, *rest = node.elif_
        return [["if", self.expression(first.test), self.body(first.body), self._otherwise(_chain(node, rest))]]

    def _targets(self, node: nodes.Node) -> list[str]:
        match node:
            case nodes.Name(name=name):
                return [name]
            case nodes.Tuple(items=items):
                return [name for item in items for name in self._targets(item)]
            case _:
                raise self.refuse(node)

    def expression(self, node: nodes.Node) -> Data:
        match node:
            case nodes.Const(value=value):
                return value
            case nodes.Name(name=name):
                return ["v", name]
            case nodes.Getattr() | nodes.Getitem():
                return self._part(node)
            case nodes.Call(dyn_args=None):
                return self._call(node)
            case nodes.Filter() | nodes.Test() | nodes.Compare():
                return self._asked(node)
            case _:
                return self._made(node)

    def _part(self, node: nodes.Getattr | nodes.Getitem) -> Data:
        match node:
            case nodes.Getattr():
                return [".", self.expression(node.node), node.attr]
            case nodes.Getitem(arg=nodes.Slice(start=start, stop=stop, step=None)):
                return ["[:]", self.expression(node.node), *(one and self.expression(one) for one in (start, stop))]
            case _:
                return ["[]", self.expression(node.node), self.expression(node.arg)]

    def _asked(self, node: nodes.Node) -> Data:
        """What is asked of values."""
        match node:
            case nodes.Filter(kwargs=[], dyn_args=None, dyn_kwargs=None, node=nodes.Expr() as of):
                return ["|", node.name, self.expression(of), [self.expression(one) for one in node.args]]
            case nodes.Test(name="defined", node=nodes.Name(name=name)):
                return ["is", "defined", name]
            case nodes.Test(name="none"):
                return ["==", self.expression(node.node), None]
            case nodes.Compare(ops=[one]):
                return [_SIGNS[one.op], self.expression(node.expr), self.expression(one.expr)]
            case _:
                raise self.refuse(node)

    def _made(self, node: nodes.Node) -> Data:
        """What is made of values."""
        match node:
            case nodes.Concat():
                return ["~", *(self.expression(one) for one in node.nodes)]
            case nodes.Add() | nodes.Sub():
                return [_SUMS[type(node)], self.expression(node.left), self.expression(node.right)]
            case _:
                return self._chosen(node)

    def _chosen(self, node: nodes.Node) -> Data:
        """What depends on what is true, and lists of values."""
        match node:
            case nodes.And() | nodes.Or():
                return [type(node).__name__.lower(), self.expression(node.left), self.expression(node.right)]
            case nodes.Not():
                return ["not", self.expression(node.node)]
            case nodes.CondExpr():
                other = "" if node.expr2 is None else self.expression(node.expr2)
                return ["?", self.expression(node.test), self.expression(node.expr1), other]
            case nodes.Tuple() | nodes.List():
                return ["list", *(self.expression(one) for one in node.items)]
            case nodes.Dict():
                return ["dict", *([self.expression(pair.key), self.expression(pair.value)] for pair in node.items)]
            case _:
                raise self.refuse(node)

    def _call(self, node: nodes.Call) -> Data:
        given = [self.expression(one) for one in node.args]
        named = {one.key: self.expression(one.value) for one in node.kwargs}
        more = self.expression(node.dyn_kwargs) if node.dyn_kwargs else None
        macro = self._macro(node.node)
        if macro:
            return ["macro", self.reader.read_macro(*macro), given, named, more]
        return ["()", self.expression(node.node), given, named, more]

    def _macro(self, node: nodes.Node) -> tuple[str, str] | None:
        """The file and name of the macro that is called; None where a value is called."""
        path = _path(node)
        if path[:1] == ["ui"]:
            at, (first, *rest) = "parts/ui.html", path[1:]
        elif len(path) == 1 and path[0] in self.names:
            at, first, rest = self.file, path[0], []
        else:
            return None
        file, name = self.reader.module(at).names[first]
        return (file, name) if not rest else self.reader.module(file).names[rest[0]]


def _chain(node: nodes.If, rest: list[nodes.If]) -> nodes.If:
    """What is left of an if after its first elif."""
    return nodes.If(node.test, [], rest, node.else_, lineno=node.lineno)


def _path(node: nodes.Node) -> list[str]:
    """`["ui", "booth", "press"]` for `ui.booth.press`; empty where it is no such chain of names."""
    match node:
        case nodes.Name(name=name):
            return [name]
        case nodes.Getattr(node=of, attr=attr):
            before = _path(of)
            return [*before, attr] if before else []
        case _:
            return []
