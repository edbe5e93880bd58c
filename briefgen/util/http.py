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
    for handler in (
        ProxyHandler,
        HTTPHandler,
        HTTPSHandler,
        HTTPDefaultErrorHandler,
        HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    for one in more:
        opener.add_handler(one)
    return opener
