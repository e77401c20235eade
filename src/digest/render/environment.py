"""Run a theme's templates: Jinja in an immutable sandbox, every mistake a ThemeError with file and line.

Themes get plain data. Feed text is data too: it is never compiled as a template, and a theme cannot switch its escaping off
(there is no `safe` filter; what is markup arrives as Markup).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2 import Environment as JinjaEnvironment
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment

from digest.errors import ThemeError
from digest.render import text, view
from digest.render.personal import Personal
from digest.render.theme import Theme, read_file

# {{ }}, {% %} and {# #} are skipped: a “<” inside them is Jinja's.
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|(?P<tag><[A-Za-z][\w:-]*)(?=[\s/>])", re.DOTALL)
_OBJECT = re.compile(r"'digest\.render\.view\.(\w+) object'")
_VIEWS = frozenset(kind for kind in vars(view).values() if is_dataclass(kind))
_UNPRINTABLE = re.compile(r"[^\w./-]")


class Places(Extension):
    """Notes template and line in every tag of an MJML template, for the guard (render/guard.py) to name and remove."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        loader = self.environment.loader
        if not name or not name.endswith(".mjml.j2") or not isinstance(loader, Folder):
            return source
        file = _UNPRINTABLE.sub("_", shown(name, filename, loader.folders))
        line, seen = 1, 0

        def note(match: re.Match[str]) -> str:
            nonlocal line, seen
            if not match["tag"]:
                return match[0]
            line += source.count("\n", seen, match.start())
            seen = match.start()
            return f"{match['tag']}@{file}:{line}@"

        return _TAG.sub(note, source)


class Folder(BaseLoader):
    """Loads templates from a theme's folder, then the default theme's; `default/…` names the latter outright."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders

    def get_source(self, environment: JinjaEnvironment, template: str) -> tuple[str, str, Callable[[], bool]]:
        folders, name = self.folders, template
        if template.startswith("default/"):
            folders, name = self.folders[-1:], template.removeprefix("default/")
        found = read_file(folders, name)
        if found is None:
            raise TemplateNotFound(template)
        source, file = found
        changed = file.stat().st_mtime_ns
        return source, str(file), lambda: _changed(file) == changed


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja as themes get it: strict, escaped for markup, personal values out of reach of filters and tests."""

    def __init__(self, folders: tuple[Path, ...], *, escape: bool) -> None:
        self.folders = folders
        super().__init__(
            loader=Folder(folders),
            autoescape=escape,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n", "jinja2.ext.loopcontrols", Places],
        )
        self.newstyle_gettext = True
        self.globals.pop("lipsum")
        del self.filters["safe"]
        own = {"wrap": text.wrap, "rule": text.rule, "columns": text.columns}
        self.filters = _guarded_all(self.filters) | _guarded_all(own)
        self.tests = _guarded_all(self.tests)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A view's public fields and the theme's tokens are plain data, so they need none of the sandbox's questions: most of
        a theme is these."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        if type(obj) in _VIEWS and not attribute.startswith("_"):
            try:
                return getattr(obj, attribute)
            except AttributeError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.EvalContextModifier):
            raise TemplateSyntaxError("escaping cannot be switched off", node.lineno, name, filename)
        return tree

    def render(self, name: str, values: Mapping[str, Any], /) -> str:
        """Render a template of the theme. Raises ThemeError."""
        try:
            return self.get_template(name).render(values)
        except Exception as exc:
            raise theme_error(exc, name=name, folders=self.folders) from exc

    def render_line(self, source: str, values: Mapping[str, Any], /, *, name: str) -> str:
        """Render a template that stands in the configuration; errors call it `name`. Raises ThemeError."""
        try:
            return self.from_string(source).render(values)
        except Exception as exc:
            raise theme_error(exc, name=name) from exc


def sandbox(theme: Theme, *, escape: bool) -> Sandbox:
    """The sandbox of a theme, kept for the next issue; a changed file is noticed."""
    return _sandbox(theme.folders, escape)


@lru_cache(maxsize=16)
def _sandbox(folders: tuple[Path, ...], escape: bool) -> Sandbox:
    return Sandbox(folders, escape=escape)


def theme_error(exc: Exception, *, name: str, folders: tuple[Path, ...] = ()) -> ThemeError:
    """Say what went wrong in a template, and in which file and line."""
    if isinstance(exc, ThemeError) and exc.file:
        return exc
    if isinstance(exc, TemplateSyntaxError):
        file = shown(name, exc.filename, folders)
        return ThemeError(exc.message or "syntax error", file=file, line=exc.lineno)
    place, line = _last_template_frame(exc)
    if isinstance(exc, TemplateNotFound):
        message = f"there is no template “{exc.name}”"
    elif isinstance(exc, MemoryError):
        message = "needs too much memory"
    else:
        message = _OBJECT.sub(r"\1", str(exc)) or type(exc).__name__
    return ThemeError(message, file=shown(name, place, folders), line=line)


def shown(name: str, filename: str | None, folders: tuple[Path, ...]) -> str:
    """A template's name for people: its theme's folder and its path in it."""
    for folder in folders:
        if filename and Path(filename).is_relative_to(folder):
            return f"{folder.name}/{Path(filename).relative_to(folder)}"
    return name


def _last_template_frame(exc: BaseException) -> tuple[str | None, int | None]:
    """Jinja rewrites tracebacks so that frames of templates carry the template's file and line."""
    found: tuple[str | None, int | None] = (None, None)
    trace = exc.__traceback__
    while trace is not None:
        filename = trace.tb_frame.f_code.co_filename
        if filename.endswith(".j2") or filename == "<template>":
            found = (filename, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _guarded_all(functions: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _guarded(function) for name, function in functions.items()}


def _guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)  # keeps jinja_pass_arg
    def guarded(*args: Any, **kwargs: Any) -> Any:
        for value in (*args, *kwargs.values()):
            if isinstance(value, Personal):
                value.refuse()
        return function(*args, **kwargs)

    return guarded


def _changed(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return -1
