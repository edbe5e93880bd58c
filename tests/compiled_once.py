"""Compile each template once for all sites that a test process builds."""

from __future__ import annotations

from types import CodeType
from typing import Any, ClassVar

import jinja2
from jinja2.bccache import Bucket

from briefgen.theming.templates import Compiled

MOST = 300
"""Templates that are kept: the next sites are those of the same test file, which ask for the same ones."""


class CompiledOnce(Compiled):
    """Compiled templates that other sites of this process use as well, if the text is the same.

    Compiling takes two fifths of the build of a small site, and nearly every test builds such a site anew.
    """

    _shared: ClassVar[dict[tuple[str, str, bytes], CodeType]] = {}

    def get_bucket(
        self, environment: jinja2.Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """The code of the same text in another site; else what a build finds, which others may use then."""
        key = (name, source, self._mark)
        if key in self._shared:
            bucket = Bucket(environment, self.get_cache_key(name, filename), self.get_source_checksum(source))
            bucket.code = in_file(self._shared[key], filename or name)
            return bucket
        bucket = super().get_bucket(environment, name, filename, source)
        if bucket.code is None:
            bucket.code = environment.compile(source, name, filename)
            self.set_bucket(bucket)
        if len(self._shared) >= MOST:
            self._shared.clear()
        self._shared[key] = bucket.code
        return bucket


def in_file(code: CodeType, path: str) -> CodeType:
    """Code that names another file as its own, so that an error names the template of its own site."""
    constants: tuple[Any, ...] = tuple(
        in_file(one, path) if isinstance(one, CodeType) else one for one in code.co_consts
    )
    return code.replace(co_filename=path, co_consts=constants)
