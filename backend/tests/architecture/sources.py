"""The app's own source, parsed once."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

BACKEND = Path(__file__).resolve().parents[2]
ROOT = BACKEND.parent


@dataclass(frozen=True)
class Source:
    """One module of the app: its path as seen from `backend/`, its text, its tree."""

    path: str
    text: str
    tree: ast.Module

    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Return all functions, methods and nested ones too."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        return [node for node in ast.walk(self.tree) if isinstance(node, kinds)]

    def calls_of(self, method: str) -> int:
        """Return how often `something.method(` is called."""
        return sum(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == method
            for node in ast.walk(self.tree)
        )

    def names_of(self, enum: str) -> list[str]:
        """Return the members of `enum` that are named here, as often as they are."""
        return [
            node.attr
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == enum
        ]

    def first_arguments(self, enum: str) -> list[tuple[str, str]]:
        """Return each member of `enum` that is some call's first argument, and what is called."""
        return [
            (node.args[0].attr, node.func.id)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.args
            and isinstance(node.args[0], ast.Attribute)
            and isinstance(node.args[0].value, ast.Name)
            and node.args[0].value.id == enum
        ]


@cache
def sources(folder: str = "app") -> tuple[Source, ...]:
    """Return every module below `folder` of the backend."""
    found = []
    for path in sorted((BACKEND / folder).rglob("*.py")):
        text = path.read_text()
        found.append(Source(path.relative_to(BACKEND).as_posix(), text, ast.parse(text)))
    assert found, f"there is nothing in {folder}"
    return tuple(found)
