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
    """An opener that knows http and https and no other scheme: no file:, ftp: or data:; and follows no redirect by itself."""
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
