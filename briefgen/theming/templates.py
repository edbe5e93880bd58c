"""Find and render Jinja templates; report their errors with template, line and column.

A theme is a program and is trusted like one. An article is not: its text reaches a template as an autoescaped value and is never a
template itself.
"""

from __future__ import annotations

import re
import traceback
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import jinja2

from briefgen.cache import store
from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.site.settings import record, recording
from briefgen.util.i18n import catalogue, filters, weekdays
from briefgen.util.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from jinja2.bccache import Bucket

    from briefgen.site.settings import Reads
    from briefgen.theming import Theme


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
    """A template that records what its body reads each time it is imported, though Jinja runs the body once."""

    def _get_default_module(self, ctx: Any = None) -> Any:
        reads: Reads = self.__dict__.setdefault("reads", {})
        with recording(reads if self._module is None else {}):
            module = super()._get_default_module(ctx)
        for query in reads:
            record(query)
        return module


class _Context(jinja2.runtime.Context):
    """A context that calls a partial at once; Jinja first asks each callable whether it takes the context."""

    def call(
        self, obj: Any, /, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **kwargs: Any
    ) -> Any:
        if type(obj) is partial:
            return obj(*args, **kwargs)
        return super().call(obj, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **kwargs)


class Compiled(jinja2.BytecodeCache):
    """Compiled templates under ``.briefgen/``, so that a new process need not compile them. ``mark`` names what compiled them."""

    def __init__(self, folder: Path, mark: str) -> None:
        self._folder, self._mark = folder, mark.encode()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is there, if it is whole and of the same making."""
        payload = store.load_bytes(self._folder / bucket.key)
        mark, _, code = (payload or b"").partition(b"\n")
        if code and mark == self._mark:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was just compiled; where that cannot be, it is compiled again next time."""
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
            loader=jinja2.FunctionLoader(self._load), autoescape=True, undefined=_Unknown, trim_blocks=True, lstrip_blocks=True,
            keep_trailing_newline=True, auto_reload=False, cache_size=-1, bytecode_cache=compiled,
        )  # fmt: skip
        self.environment.template_class, self.environment.context_class = _Template, _Context
        texts = catalogue(theme.catalogues(language), language)
        self.environment.filters.update({**filters(language), **extra_filters})
        self.environment.globals.update(
            {
                "_": partial(texts.gettext),
                "gettext": partial(texts.gettext),
                "ngettext": partial(texts.ngettext),
                "theme": theme.options,
                "has_tokens": bool(theme.tokens),
                "weekdays": weekdays(language),
            }
        )

    def render(self, name: str, values: Mapping[str, Any], page: str) -> str:
        """The template's text for one page (its address is named in errors).

        Raises:
            BriefgenError: for whatever is wrong with the template.
        """
        try:
            return self.environment.get_template(name).render(values)
        except jinja2.TemplateSyntaxError as error:
            raise BriefgenError(self._syntax(error)) from error
        except jinja2.TemplateNotFound as error:
            near = did_you_mean(str(error), self.theme.templates, "the theme's templates/ has no such file")
            at = (
                self._at(error, str(error))
                if str(error) != name
                else Location(f"themes/{self.theme.name}/templates/{name}")
            )
            raise BriefgenError(
                diagnostic("template-missing", at, f"there is no template {error}", near)
            ) from error
        except UnknownName as error:
            raise BriefgenError(self._unknown(error, values, page)) from error
        except BriefgenError:
            raise
        except Exception as error:
            at = self._at(error, "")
            message = f"on {page}: {type(error).__name__}: {error}"
            raise BriefgenError(
                diagnostic("template-error", at, message, "mend the template, or the filter that it calls")
            ) from error

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        file = self.theme.templates.get(name)
        if file is None:
            return None
        return file.path.read_text("utf-8"), str(file.path), lambda: True

    def _syntax(self, error: jinja2.TemplateSyntaxError) -> Any:
        shown, line = self._shown(error.filename), error.lineno
        text = self._line(error.filename, line)
        word = re.search(r"'([^']+)'", error.message or "")
        column = text.find(word[1]) + 1 if word and word[1] in text else len(text) - len(text.lstrip()) + 1
        hint = (
            "each {% if %}, {% for %} and {% block %} needs its {% end… %}"
            if "end" in (error.message or "")
            else "see the Jinja template documentation"
        )
        return diagnostic(
            "template-syntax",
            Location(shown, line, column),
            error.message or "the template cannot be parsed",
            hint,
        )

    def _unknown(self, error: UnknownName, values: Mapping[str, Any], page: str) -> Any:
        at = self._at(error, error.name)
        if error.owner is jinja2.utils.missing:
            known = [*values, *self.environment.globals]
            return diagnostic(
                "template-variable",
                at,
                f'on {page}: there is no "{error.name}"',
                did_you_mean(error.name, known),
            )
        named = {**self.environment.globals, **values}
        owner = next((n for n, value in named.items() if value is error.owner), type(error.owner).__name__)
        known = (
            list(error.owner)
            if isinstance(error.owner, dict)
            else [n for n in dir(error.owner) if not n.startswith("_")]
        )
        message = f'on {page}: {owner} has no "{error.name}"'
        return diagnostic("template-variable", at, message, did_you_mean(error.name, map(str, known)))

    def _at(self, error: Exception, name: str) -> Location:
        """The template line where an exception arose, and the column of ``name`` in it."""
        ours = {str(file.path) for file in self.theme.templates.values()}
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in ours]
        if not frames:
            return Location(f"themes/{self.theme.name}")
        frame = frames[-1]
        match = (
            re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self._line(frame.filename, frame.lineno))
            if name
            else None
        )
        return Location(self._shown(frame.filename), frame.lineno or 0, match.start() + 1 if match else 1)

    def _shown(self, filename: str | None) -> str:
        path = next((file.path for file in self.theme.templates.values() if str(file.path) == filename), None)
        return self.theme.show(path) if path else str(filename)

    def _line(self, filename: str | None, line: int | None) -> str:
        path = next((file.path for file in self.theme.templates.values() if str(file.path) == filename), None)
        lines = path.read_text("utf-8").split("\n") if path else []
        return lines[line - 1] if line and 0 < line <= len(lines) else ""
