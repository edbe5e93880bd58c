"""The dates of an article: from its front matter, its file's name or its text."""

from __future__ import annotations

from datetime import datetime

from briefgen.cleaning.dates import (
    ACCEPTED,
    DAY_FIRST,
    MONTH_FIRST,
    AmbiguousDateError,
    Moment,
    order_of,
    parse_moment,
)
from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import ERROR, diagnostic
from briefgen.reading.pipeline import Pipeline
from briefgen.reading.prepare import Prepared, day_of_name
from briefgen.util.periods import zone

_OTHERS = ("updated", "fetched", "publish_from", "expires")
_OPTIONAL = ("updated", "fetched")
"""Dates that an article can do without: an invalid one is a warning."""


def read_dates(
    prepared: Prepared, path: str, pipeline: Pipeline, problems: list[Diagnostic]
) -> tuple[Moment | None, dict[str, Moment | None]]:
    """Return the date of an article, or None, and its other dates by field."""
    date = _declared_date(prepared, path, pipeline, problems)
    if date is None and not prepared.declared.values["date"]:
        date = _date_elsewhere(prepared, path, pipeline, problems)
    others = {name: _other(name, prepared, pipeline, problems) for name in _OTHERS}
    if not prepared.declared.values["updated"]:
        others["updated"] = _date_in_text("updated", prepared, path, pipeline, problems)
    return date, others


def shown(moment: Moment | None, pipeline: Pipeline) -> str:
    """Return a day or an instant as ISO.

    With its own offset, or in the site's zone.
    """
    if moment is None or moment.instant is None:
        return moment.day if moment else ""
    own = moment.own if pipeline.keep_offsets else None
    return (own or moment.instant).isoformat()


def start_of(moment: Moment | None, pipeline: Pipeline) -> str:
    """Return an ISO instant. A day begins at midnight in the site's zone."""
    if moment is None:
        return ""
    start = moment.instant or datetime.fromisoformat(moment.day).replace(tzinfo=zone(pipeline.timezone))
    return start.isoformat()


def _parse(text: str, prepared: Prepared, pipeline: Pipeline) -> Moment:
    """Return what a field of the front matter says.

    Its other dates show whether days stand first.
    """
    order, values = "", prepared.declared.values
    if not text[:4].isdecimal():  # nearly all begin with the year
        order = order_of(str(values[name] or "") for name in ("date", *_OTHERS))
    return parse_moment(text, prepared.lang, zone(pipeline.timezone), order or pipeline.date_order)


def _declared_date(
    prepared: Prepared, path: str, pipeline: Pipeline, problems: list[Diagnostic]
) -> Moment | None:
    text = prepared.declared.values["date"]
    if not text:
        return None
    by_name = day_of_name(path)
    try:
        return _parse(text, prepared, pipeline)
    except AmbiguousDateError as error:
        if moment := _meaning(text, by_name, prepared, pipeline):
            return moment
        why = str(error)
    except ValueError as error:
        why = str(error)
    at = prepared.declared.places["date"]
    if not by_name:
        problems.append(diagnostic("date-invalid", at, f"date: {why}", _hint(why)))
        return None
    message = f"date: {why}; {by_name} was taken from the file's name"
    problems.append(diagnostic("date-replaced", at, message, _hint(why)))
    return Moment(by_name)


def _hint(why: str) -> str:
    return f"{ACCEPTED}, or set date_order in briefgen.yml" if " can be " in why else ACCEPTED


def _meaning(text: str, day: str, prepared: Prepared, pipeline: Pipeline) -> Moment | None:
    """Return the meaning of an ambiguous date that is ``day``, or None."""
    for order in (DAY_FIRST, MONTH_FIRST):
        moment = parse_moment(text, prepared.lang, zone(pipeline.timezone), order)
        if moment.day == day:
            return moment
    return None


def _date_elsewhere(
    prepared: Prepared, path: str, pipeline: Pipeline, problems: list[Diagnostic]
) -> Moment | None:
    if by_name := day_of_name(path):
        return Moment(by_name)
    if moment := _date_in_text("date", prepared, path, pipeline, problems):
        return moment
    at = prepared.declared.places.get("date", Location(path, 1, 1))
    message = "this article has no date, and neither its file name nor the text has one"
    problems.append(diagnostic("date-missing", at, message, ACCEPTED))
    return None


def _date_in_text(
    name: str, prepared: Prepared, path: str, pipeline: Pipeline, problems: list[Diagnostic]
) -> Moment | None:
    """Return a date that a rule found in the text.

    A rule of an extension can find anything.
    """
    finding = prepared.finding(name)
    if finding is None:
        return None
    at = Location(path, finding.line, 1)
    try:
        moment = parse_moment(finding.value, prepared.lang, zone(pipeline.timezone))
    except ValueError as error:
        message = f"{name}: {error}; it stands in the text and is ignored"
        problems.append(diagnostic("bad-value", at, message, f"add {name}: to the front matter"))
        return None
    if name == "date":
        message = f"this article has no date, so {finding.value} from the text is used"
        hint = f"add date: {finding.value} to the front matter to be sure"
        problems.append(diagnostic("date-found", at, message, hint))
    return moment._replace(own=None)  # an offset is kept where a person typed it: in the front matter


def _other(name: str, prepared: Prepared, pipeline: Pipeline, problems: list[Diagnostic]) -> Moment | None:
    text = prepared.declared.values[name]
    if not text:
        return None
    try:
        return _parse(text, prepared, pipeline)
    except ValueError as error:
        optional = name in _OPTIONAL
        code, severity = ("bad-value", "") if optional else ("date-invalid", ERROR)
        message = f"{name}: {error}" + ("; it is ignored" if optional else "")
        problems.append(diagnostic(code, prepared.declared.places[name], message, ACCEPTED, severity))
        return None
