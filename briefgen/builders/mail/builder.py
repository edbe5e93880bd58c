"""Make a mail of each edition.

It is written as HTML, as plain text, and as a file with both that mail programs open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from markupsafe import Markup

from briefgen.builders.context import BaseBuilder
from briefgen.builders.html_body import filled, picture
from briefgen.builders.labels import marked, marking_on
from briefgen.builders.mail.message import Mail, write
from briefgen.builders.text import TextBuilder
from briefgen.model import Article, Edition, Page
from briefgen.site.queries import QueryRecorder
from briefgen.site.site import Site
from briefgen.util.hashing import digest
from briefgen.util.i18n import format_day
from briefgen.util.periods import first_day
from briefgen.util.urls import beside, host_of

MAIL = "mail"
HTML, TEXT, MESSAGE = "mail.html", "mail.txt", "mail.eml"
TEMPLATE = "mail.html"
PREHEADER = 120
"""Characters that mail programs show beside a subject."""

_PICTURE = re.compile(r"<img(?= )")
_WIDE = '<img width="536" style="max-width:100%;height:auto;border:0"'
"""Outlook knows no max-width: a picture without a width would be as wide as its file."""


class MailBuilder(BaseBuilder):
    """Plans and writes the mail of each edition."""

    name: ClassVar[str] = "mail"

    def plan(self, site: Site) -> Iterator[Page]:
        """Three files beside each edition."""
        if TEMPLATE not in self.studio.theme.templates:
            return
        for day in site.editions.by_day:
            if address := site.address("edition", date=day):
                yield Page(beside(address, HTML), self.name, "mail", TEMPLATE, (day,))
                yield Page(beside(address, TEXT), self.name, "mail_text", "", (day,))
                yield Page(beside(address, MESSAGE), self.name, "mail_message", TEMPLATE, (day,))

    def fingerprint(self, page: Page) -> str:
        """The template's closure, and what shapes every page."""
        template = self.studio.theme.closure(page.template) if page.template else ""
        return digest(self.studio.fingerprint, template)

    def render(self, page: Page, site: QueryRecorder) -> str | bytes:
        """One edition in one of the three forms."""
        day = str(page.subject[0])
        if page.kind == "mail":
            return self._html(page, day, site)
        text = self._text(day, site)
        if page.kind == "mail_text":
            return text
        return write(self._mail(day, site, text, self._html(page, day, site)))

    def _html(self, page: Page, day: str, site: QueryRecorder) -> str:
        edition, config = site.edition(day), self.studio.config
        body = site.introduction(day)
        introduction = filled(body, site, self.absolute, config.language) if body else ""
        values: Mapping[str, Any] = {
            "site": site,
            "page": page,
            "config": self.studio.settings.in_templates,
            "edition": edition,
            "sections": edition.numbered_sections,
            "subject": self._subject(edition, self._marking(day, site)),
            "marking": self._marking(day, site),
            "introduction": Markup(_fitted(introduction)),  # noqa: S704 - it has been through the sanitiser
            "preheader": self._preheader(edition),
            "link": partial(self._link, site),
            "image": partial(picture, site=site, href=self.absolute),
            "body": partial(self._body, site),
            "edition_of": partial(site.edition_of),
            "web": self.absolute(site.address("edition", date=day)),
        }
        return self.studio.fill(page, values)

    def _body(self, site: QueryRecorder, article: Article) -> Markup:
        """The text of an article, as much of it as may be shown."""
        html = filled(site.body(article.id), site, self.absolute, article.lang)
        return Markup(_fitted(html))  # noqa: S704 - it has been through the sanitiser

    def _link(self, site: QueryRecorder, article: Article) -> str:
        address = site.article_address(article)
        return self.absolute(address) if address else ""

    def _text(self, day: str, site: QueryRecorder) -> str:
        web = self.absolute(site.address("edition", date=day))
        marking = self._marking(day, site)
        about = f"{marking}\n\n" if marking else ""
        about += f"{self.studio.gettext('Read on the web')}: {web}\n\n"
        mail = self.studio.config.mail
        leave = f"{self.studio.gettext('Unsubscribe')}: {mail.unsubscribe}" if mail.unsubscribe else ""
        footer = "".join(f"{line}\n" for line in (mail.footer.strip(), leave) if line)
        edition = "".join(TextBuilder(self.studio).edition(day, site))
        return f"{about}{edition}" + (f"-- \n{footer}" if footer else "")

    def _mail(self, day: str, site: QueryRecorder, text: str, html: str) -> Mail:
        config, edition = self.studio.config, site.edition(day)
        moments = [one.moment for one in edition.articles if "T" in one.moment]
        host = host_of(config.url) or "localhost"
        return Mail(
            subject=self._subject(edition, self._marking(day, site)),
            sender=config.mail.sender,
            moment=max(moments, key=datetime.fromisoformat, default=""),
            day=max((one.day for one in edition.articles), default=first_day(day)),
            id=f"{edition.id or day}@{host}",
            list=f"{' '.join(config.title.split())} <{host}>",
            language=config.language,
            text=text,
            html=html,
        )

    def _marking(self, day: str, site: QueryRecorder) -> str:
        """The label that the mail shows, or an empty text."""
        return marking_on(MAIL, (day,), site, self.studio.config)

    def _subject(self, edition: Edition, marking: str) -> str:
        config = self.studio.config
        title = marked(config.title, marking)
        return f"{title}: {edition.title or format_day(edition.date, 'full', config.language)}"

    def _preheader(self, edition: Edition) -> str:
        """What a mail program shows beside the subject: the first titles."""
        text = " · ".join(story.title for story in edition.stories)
        return text if len(text) <= PREHEADER else f"{text[: PREHEADER - 1].rstrip()}…"


def _fitted(html: str) -> str:
    """HTML of a body whose pictures are no wider than the column."""
    return _PICTURE.sub(_WIDE, html)
