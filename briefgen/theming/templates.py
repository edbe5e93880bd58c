"""Find and render Jinja templates; report their errors with template, line and column.

A theme is a program and is trusted like one. An article is not: its text reaches a template as an autoescaped
value and is never a template itself.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from briefgen.cache import store
from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.site.settings import record, recording
from briefgen.util.i18n import catalogue, filters, weekdays
from briefgen.util.text import did_you_mean

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

    from briefgen.site.settings import Reads
    from briefgen.theming.theme import Theme


class UnknownName(jinja2.UndefinedError):
    """A template asked for a name, or an attribute of ``owner``, that does not exist."""

    def __init__(self, owner: Any, name: Any, message: str) -> None:
        super().__init__(message)
        self.owner, self.name = owner, str(name)


class _Unknown(jinja2.StrictUndefined):
    def __init__(
        self,
        hint: str | None = None,
        obj: Any = jinja2.utils.missing,
        name: str | None = None,
        exc: Any = None,
    ) -> None:
        super().__init__(hint, obj, name, partial(UnknownName, obj, name))  # type: ignore[arg-type]


class _Template(jinja2.Template):
    """A template that records its reads at each import, though Jinja runs it once."""

    def _get_default_module(self, ctx: Any = None) -> Any:
        reads: Reads = self.__dict__.setdefault("reads", {})
        with recording(reads if self._module is None else {}):
            module = super()._get_default_module(ctx)
        for query in reads:
            record(query)
        return module


class _Context(jinja2.runtime.Context):
    """A context that calls a partial at once, without asking whether it takes the context."""

    def call(
        self, obj: Any, /, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **kwargs: Any
    ) -> Any:
        if type(obj) is partial:
            return obj(*args, **kwargs)
        return super().call(obj, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **kwargs)


class Compiled(jinja2.BytecodeCache):
    """Compiled templates under ``.briefgen/``; ``mark`` names what compiled them."""

    def __init__(self, folder: Path, mark: str) -> None:
        self._folder, self._mark = folder, mark.encode()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Use a compiled template if it is whole and has the same mark."""
        payload = store.load_bytes(self._folder / bucket.key)
        mark, _, code = (payload or b"").partition(b"\n")
        if code and mark == self._mark:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Save a compiled template; if that fails, it is compiled again next time."""
        with suppress(OSError):
            store.save_bytes(self._folder / bucket.key, self._mark + b"\n" + bucket.bytecode_to_string())


class Templates:
    """The templates of one theme, ready to render."""

    def __init__(
        self,
        theme: Theme,
        language: str,
        extra_filters: Mapping[str, Callable[..., Any]],
        compiled: Compiled | None = None,
    ) -> None:
        self.theme = theme
        self.environment = jinja2.Environment(
            loader=jinja2.FunctionLoader(self._load), autoescape=True, undefined=_Unknown, trim_blocks=True,
            lstrip_blocks=True, keep_trailing_newline=True, auto_reload=False, cache_size=-1,
            bytecode_cache=compiled,
        )  # fmt: skip
        self.environment.template_class, self.environment.context_class = _Template, _Context
        texts = catalogue(theme.catalogues(language), language)
        self.environment.filters.update({**filters(language), **extra_filters})
        self.environment.globals |= {
            "_": partial(texts.gettext),
            "gettext": partial(texts.gettext),
            "ngettext": partial(texts.ngettext),
            "theme": theme.options,
            "has_tokens": bool(theme.tokens),
            "weekdays": weekdays(language),
        }

    def render(self, name: str, values: Mapping[str, Any], page: str) -> str:
        """Render a template for one page, whose address is named in errors."""
        try:
            return self.environment.get_template(name).render(values)
        except jinja2.TemplateSyntaxError as error:
            raise BriefgenError(self._syntax(error)) from error
        except jinja2.TemplateNotFound as error:
            near = did_you_mean(str(error), self.theme.templates, "the theme's templates/ has no such file")
            own = Location(f"themes/{self.theme.name}/templates/{name}")
            at = self._at(error, str(error)) if str(error) != name else own
            problem = diagnostic("template-missing", at, f"there is no template {error}", near)
            raise BriefgenError(problem) from error
        except UnknownName as error:
            raise BriefgenError(self._unknown(error, values, page)) from error
        except BriefgenError:
            raise
        except Exception as error:
            message = f"on {page}: {type(error).__name__}: {error}"
            hint = "mend the template, or the filter that it calls"
            raise BriefgenError(diagnostic("template-error", self._at(error, ""), message, hint)) from error

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        file = self.theme.templates.get(name)
        if file is None:
            return None
        return file.path.read_text("utf-8"), str(file.path), lambda: True

    def _syntax(self, error: jinja2.TemplateSyntaxError) -> Any:
        shown, line, message = self._shown(error.filename), error.lineno, error.message or ""
        text = self._line(error.filename, line)
        word = re.search(r"'([^']+)'", message)
        column = text.find(word[1]) + 1 if word and word[1] in text else len(text) - len(text.lstrip()) + 1
        closing = "each {% if %}, {% for %} and {% block %} needs its {% end… %}"
        hint = closing if "end" in message else "see the Jinja template documentation"
        at = Location(shown, line, column)
        return diagnostic("template-syntax", at, message or "the template cannot be parsed", hint)

    def _unknown(self, error: UnknownName, values: Mapping[str, Any], page: str) -> Any:
        at = self._at(error, error.name)
        if error.owner is jinja2.utils.missing:
            message = f'there is no "{error.name}"'
            known = [*values, *self.environment.globals]
        else:
            named = {**self.environment.globals, **values}
            kind = type(error.owner).__name__
            owner = next((n for n, value in named.items() if value is error.owner), kind)
            message = f'{owner} has no "{error.name}"'
            public = (n for n in dir(error.owner) if not n.startswith("_"))
            known = list(map(str, error.owner if isinstance(error.owner, dict) else public))
        hint = did_you_mean(error.name, known)
        return diagnostic("template-variable", at, f"on {page}: {message}", hint)

    def _at(self, error: Exception, name: str) -> Location:
        """The template line where an exception arose, and the column of ``name`` in it."""
        ours = {str(file.path) for file in self.theme.templates.values()}
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in ours]
        if not frames:
            return Location(f"themes/{self.theme.name}")
        frame = frames[-1]
        word, text = rf"(?<!\w){re.escape(name)}(?!\w)", self._line(frame.filename, frame.lineno)
        match = re.search(word, text) if name else None
        return Location(self._shown(frame.filename), frame.lineno or 0, match.start() + 1 if match else 1)

    def _path(self, filename: str | None) -> Path | None:
        return next((file.path for file in self.theme.templates.values() if str(file.path) == filename), None)

    def _shown(self, filename: str | None) -> str:
        path = self._path(filename)
        return self.theme.show(path) if path else str(filename)

    def _line(self, filename: str | None, line: int | None) -> str:
        path = self._path(filename)
        lines = path.read_text("utf-8").split("\n") if path else []
        return lines[line - 1] if line and 0 < line <= len(lines) else ""
