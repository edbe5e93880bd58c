"""An opener for http and https only."""

from __future__ import annotations

from urllib.request import (
    BaseHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
)


def web_opener(*more: BaseHandler) -> OpenerDirector:
    """An opener for http and https only, which follows no redirects."""
    opener = OpenerDirector()
    common = (ProxyHandler, HTTPHandler, HTTPSHandler, HTTPDefaultErrorHandler, HTTPErrorProcessor)
    for handler in (*[kind() for kind in common], *more):
        opener.add_handler(handler)
    return opener
