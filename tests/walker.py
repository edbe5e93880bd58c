"""A random walk over a site: seeded edits, each followed by a check of the law.

`Walker(seed, site).walk(steps)` raises an AssertionError that names the seed, the step and all that was done
until then.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import yaml
from cachetest import flip
from images.photos import photo
from sitetest import SiteTest

from briefgen.build.build import build
from briefgen.build.options import Options
from briefgen.build.verify import verify
from briefgen.cache.database import FILE, CacheFile
from briefgen.curation.edition_draft import Layout, freeze, lay_out
from briefgen.model import Diagnostic, Report
from briefgen.project.project import Project, open_project
from briefgen.project.session import ProcessCache

NOWS = ("2024-05-03T06:00:00+00:00", "2024-06-01T12:00:00+00:00", "2024-08-01T00:00:00+00:00")
ALL = ["html", "feed", "search", "sitemap", "text", "json", "llms", "objects", "gettext", "cards", "words"]
WORDS = ["bank", "river", "market", "bridge", "harbour", "council", "rain", "paper", "a", "plain", "word"]
TARGETS = (
    "{article}`alpha`", "{article}`gamma`", "{topic}`economy`", "{topic}`new`",
    "{briefing}`world/2024-05-01`",
    "[beta](/content/2024/beta.md)", "[archive](/archive/)", "[tags](/tags/)", "[rules](/robots.txt)",
    "[sheet](/static/extra.css)",
    "![map](/content/2024/map.svg)", "[plan](/content/2024/plan.svg)", "[picture](/content/2024/new.svg)",
    "[gone](/nowhere/)",
    "{page}`about`", "{page}`info`", "[about](/content/pages/about.md)",
    "[words](/words.txt)", "![photo](photo.png)", "![photo](photo.png)", "[a topic](/topics/world/)",
)  # fmt: skip
Operation = Callable[["Walker"], str]
MARK = re.compile(r"\{# mark \d+ #\}<!-- mark \d+ -->")


OF_THE_LAST_BUILD = frozenset({"environment-unreadable", "address-moved"})
"""Codes about what the last build left, which a clean build has not."""


def without_history(report: Report) -> tuple[Diagnostic, ...]:
    """A build's diagnostics without those about the last build."""
    return tuple(one for one in report.diagnostics if one.code not in OF_THE_LAST_BUILD)


class Walker:
    """One walk: the site, what was done to it, and what is to be mended at the next step."""

    def __init__(self, seed: int, site: SiteTest) -> None:
        self.seed, self.site, self.rng = seed, site, random.Random(seed)  # noqa: S311 - a walk, not a secret
        self.now = NOWS[1]
        self.count = 0
        self.done: list[str] = []
        self.broken: tuple[str, str] | None = None
        self.full = True

    def walk(self, steps: int, full: bool = True) -> None:
        self.full = full
        self.check(1)
        for number in range(1, steps + 1):
            try:
                self.step()
                self.check(1 + number % 2)
            except Exception as error:
                told = "\n  ".join(self.done[-12:])
                raise AssertionError(f"seed {self.seed}, step {number}:\n  {told}\n{error}") from error

    def step(self) -> None:
        if self.broken:
            path, text = self.broken
            self.site.write(path, text)
            self.broken = None
            self.done.append(f"mend {path}")
            return
        for _ in range(2 if self.rng.random() < 0.2 else 1):
            operation = self.rng.choice(self.operations())
            self.done.append(f"{operation.__name__} {operation(self) or ''}")

    # --- the law

    def build(self, jobs: int, **more: Any) -> tuple[Project, Options, Report]:
        project = self.opened()
        options = Options(
            **{
                "output": self.site.output, "builders": project.config.builders,
                "now": datetime.fromisoformat(self.now),
                "jobs": jobs, **more,
            }
        )  # fmt: skip
        return project, options, build(project, options)

    def check(self, jobs: int) -> None:
        project, options, report = self.build(jobs, keep_going=bool(self.broken) and self.rng.random() < 0.5)
        if self.broken and report.failed:
            return
        while wrong := self.wrong_editions(report):
            for path in wrong:
                self.site.remove(path)
                self.done.append(f"mend {path}")
            project, options, report = self.build(jobs)
        assert not report.failed, report.diagnostics
        checked = verify(project, options, {})
        assert not checked.problems, checked.problems
        if self.full or len(self.done) % 8 == 0:
            self.compare(report, 3 - jobs)
        idle = self.build(jobs)[2]
        undone = (idle.read, idle.rendered, idle.written, idle.removed)
        assert not any(undone), f"not idle: {undone}"
        assert idle.diagnostics == without_history(report)

    def wrong_editions(self, report: Report) -> list[str]:
        """Edition files that speak of what is not so any more, as a curator would have to mend them."""
        errors = [d for d in report.diagnostics if d.severity == "error"]
        ours = errors and all(d.code.startswith("edition-") for d in errors)
        return sorted({d.location.path for d in errors}) if ours else []

    def layout(self, date: str = "") -> Layout:
        """An edition as its curator sees it, or the newest."""
        project = open_project(self.site.root, None, ProcessCache(CacheFile(self.site.root), stays=True))
        options = Options(self.site.output, project.config.builders, datetime.fromisoformat(self.now))
        return lay_out(project, options, date)

    def compare(self, report: Report, jobs: int) -> None:
        clean = self.site.clean_tree(now=self.now, jobs=jobs)
        tree = self.site.tree()
        wrong = [path for path in sorted(clean.keys() | tree.keys()) if clean.get(path) != tree.get(path)]
        assert not wrong, f"not as a clean build makes it: {wrong}"
        assert self.site.clean.diagnostics == without_history(report), "a clean build tells something else"

    def operations(self) -> list[Operation]:
        """What may be done at a step."""
        return list(OPERATIONS)

    def opened(self) -> Project:
        """The project, as a new process finds it."""
        return open_project(self.site.root)

    # --- tools of the operations

    def articles(self) -> list[str]:
        folder = self.site.root / "content"
        return sorted(
            p.relative_to(self.site.root).as_posix()
            for p in folder.rglob("*")
            if p.suffix in (".md", ".txt") and p.parent.name not in ("editions", "pages", "stories")
        )

    def pages(self) -> list[str]:
        """The pages of the site, such as About."""
        folder = self.site.root / "content/pages"
        return sorted(p.relative_to(self.site.root).as_posix() for p in folder.glob("*.md"))

    def text(self, path: str) -> str:
        return (self.site.root / path).read_text("utf-8")

    def set_head(self, key: str, value: Any) -> str:
        """Set (or with None take out) a key of an article's front matter."""
        path = self.rng.choice(self.articles())
        _, head, body = self.text(path).split("---\n", 2)
        values = yaml.safe_load(head)
        values.pop(key, None)
        if value is not None:
            values[key] = value
        self.site.write(
            path, f"---\n{yaml.safe_dump(values, sort_keys=False, allow_unicode=True)}---\n{body}"
        )
        return f"{path} {key}: {value}"

    def set_config(self, change: Callable[[dict[str, Any]], Any]) -> str:
        values = yaml.safe_load(self.text("briefgen.yml"))
        said = change(values)
        self.site.write("briefgen.yml", yaml.safe_dump(values, sort_keys=False))
        return str(said)

    def fresh(self) -> int:
        self.count += 1
        return self.count

    def a(self, *values: Any) -> Any:
        return self.rng.choice(values)


class Staying(Walker):
    """The same walk with one process that stays, as `briefgen serve` does."""

    OPERATIONS_OF_OTHERS = ("output", "environment", "draft", "marking", "embargo", "expiry", "tags")
    """Such a process need not see edits of its own files behind its back.

    A note that stays would end all following.
    """

    def __init__(self, seed: int, site: SiteTest) -> None:
        super().__init__(seed, site)
        self.project: Project | None = None
        site.remove("content/eta.md").remove("content/theta.md").edit(
            "content/zeta.md", "tags: [Two]", "tags: [two]"
        )

    def operations(self) -> list[Operation]:
        """Half of all steps change only a body, which such a process follows without planning."""
        if self.rng.random() < 0.5:
            return [plain_body]
        return [one for one in OPERATIONS if one.__name__ not in self.OPERATIONS_OF_OTHERS]

    def opened(self) -> Project:
        before = self.project
        new = open_project(self.site.root, None, before.memory if before else None)
        self.project = before if before and before.same_settings(new) else new
        self.project.memory.stays = True
        return self.project


# --- operations: each changes something and says what -----------------------------------------------------


def body(w: Walker) -> str:
    path = w.rng.choice(w.articles())
    _, head, text = w.text(path).split("---\n", 2)
    blocks = text.strip().split("\n\n")
    line = (
        f"{' '.join(w.rng.choices(WORDS, k=4)).capitalize()} {w.fresh()}, see {w.rng.choice(TARGETS)} today."
    )
    if len(blocks) > 1 and w.rng.random() < 0.5:
        blocks.pop(w.rng.randrange(len(blocks)))
    blocks.insert(w.rng.randrange(len(blocks) + 1), line)
    w.site.write(path, f"---\n{head}---\n\n" + "\n\n".join(blocks) + "\n")
    return f"{path} + {line}"


def plain_body(w: Walker) -> str:
    """A body that refers to nothing, before and after."""
    quiet = [path for path in w.articles() if not re.search(r"[`(]", w.text(path))]
    if not quiet:
        return body(w)
    path = w.rng.choice(quiet)
    line = f"{' '.join(w.rng.choices(WORDS, k=4)).capitalize()} {w.fresh()} is said of something."
    w.site.write(path, w.text(path).rstrip("\n") + f"\n\n{line}\n")
    return f"{path} + {line}"


def title(w: Walker) -> str:
    return w.set_head("title", f"Title {w.fresh()}")


def date(w: Walker) -> str:
    return w.set_head(
        "date",
        w.a("2024-04-30", "2024-05-01", "2024-05-02 09:00", "2024-05-03 23:30", "2024-06-01T20:00+00:00"),
    )


def slot(w: Walker) -> str:
    """The edition of its day that an article belongs to, where a day has several."""
    return w.set_head("slot", w.a(None, "morning", "evening", "noon"))


def topic(w: Walker) -> str:
    return w.set_head(
        "topic", w.a(None, "world", "economy", ["europe", "new"], ["world", "europe"], "Other things")
    )


def tags(w: Walker) -> str:
    return w.set_head("tags", w.a(None, ["one"], ["two", "one"], ["Two"], ["three", "ONE"]))


def summary(w: Walker) -> str:
    return w.set_head("summary", w.a(None, f"A summary {w.fresh()}."))


def source(w: Walker) -> str:
    url = {"name": "Placeholder Post", "url": "https://post.example/"}
    return w.set_head("source", w.a(None, "The Example Courier", "the example courier", url))


def rights(w: Walker) -> str:
    """How much of a text is shown changes: by the article, its licence, or its source."""
    if w.rng.random() < 0.4:
        path = "sources/courier.yml"
        if (w.site.root / path).exists() and w.rng.random() < 0.4:
            w.site.remove(path)
            return f"- {path}"
        w.site.write(path, f"source: The Example Courier\nrights: {w.a('full', 'excerpt', 'link')}\n")
        return w.text(path)
    if w.rng.random() < 0.3:
        return w.set_head("licence", w.a(None, "CC BY 4.0", "All rights reserved"))
    return w.set_head("rights", w.a(None, "full", "excerpt", "link")) + w.set_head(
        "url", w.a(None, f"https://courier.example/{w.fresh()}")
    )


def note(w: Walker) -> str:
    """The curator's own words, or a key that the settings may declare."""
    if w.rng.random() < 0.5:
        return w.set_head("region", w.a(None, "north", "south", "elsewhere"))
    return w.set_head("note", w.a(None, f"Our word {w.fresh()}."))


def data(w: Walker) -> str:
    """A data file comes, changes or goes again, or the footer begins to show one."""
    if w.rng.random() < 0.3:
        text = w.a("", "{{ data.team.name if 'team' in data }}", "{{ data|list|join(' ') }}")
        path = "themes/parent/templates/base.html"
        kept = re.sub(r"<!-- data -->.*", "", w.text(path))
        w.site.write(path, kept.rstrip("\n") + f"\n<!-- data -->{text}")
        return text
    path = w.a("data/team.yml", "data/rows.csv", "data/more.json")
    if (w.site.root / path).exists() and w.rng.random() < 0.4:
        w.site.remove(path)
        return f"- {path}"
    forms = {"yml": f"name: Team {w.fresh()}\n", "csv": f"a,b\n{w.fresh()},2\n", "json": f"[{w.fresh()}]\n"}
    w.site.write(path, forms[path.rpartition(".")[2]])
    return path


def story_text(w: Walker) -> str:
    """The curator's words on a story come, change, are held back, or go again."""
    path = f"content/stories/{w.a('the-river', 'the-bridge')}.md"
    if (w.site.root / path).exists() and w.rng.random() < 0.3:
        w.site.remove(path)
        return f"- {path}"
    head = {
        "title": w.a("", f"Story {w.fresh()}"),
        "note": w.a("", f"Note {w.fresh()}"),
        "summary": "All of it.",
    }
    head = {key: value for key, value in head.items() if value} | w.a(
        {}, {}, {"draft": True}, {"lang": "id"}, {"marking": "Internal"}
    )
    words = (
        f"It began at the {w.rng.choice(WORDS)}, see {w.rng.choice(TARGETS)}." if w.rng.random() < 0.7 else ""
    )
    w.site.write(path, f"---\n{yaml.safe_dump(head, sort_keys=False)}---\n\n{words}\n")
    return f"{path} {head} {words}"


def draft(w: Walker) -> str:
    return w.set_head("draft", w.a(None, True))


def marking(w: Walker) -> str:
    """The label of an article changes, or that of the site, or the labels that there are."""
    if w.rng.random() < 0.5:
        return w.set_head("marking", w.a(None, "Internal", "public", "Confidential", "Interal"))

    def change(c: dict[str, Any]) -> Any:
        c["markings"] = w.a(["Public", "Internal", "Confidential"], ["Internal", "Public"])
        c["marking"] = w.a("Internal", "Public", {"label": "Internal", "on": ["html", "feed"]})
        return c["marking"]

    return w.set_config(change)


def embargo(w: Walker) -> str:
    return w.set_head("publish_from", w.a(None, "2024-05-02", "2024-07-01", "2024-05-03T12:00+00:00"))


def expiry(w: Walker) -> str:
    return w.set_head("expires", w.a(None, None, "2024-07-15"))


def story(w: Walker) -> str:
    return w.set_head("story", w.a(None, "the-river", "the-bridge"))


def translation(w: Walker) -> str:
    """One article, of those that say their language, is a translation of one in another; or none is."""
    heads = {path: yaml.safe_load(w.text(path).split("---\n", 2)[1]) for path in w.articles()}
    langs = {path: head["lang"] for path, head in heads.items() if head.get("lang")}
    for path, head in heads.items():
        if "translation_of" in head:
            w.site.write(path, re.sub(r"\ntranslation_of: .*", "", w.text(path), count=1))
    pairs = [(a, b) for a in langs for b in langs if langs[a] != langs[b]]
    if not pairs or w.rng.random() < 0.2:
        return "none"
    path, origin = w.rng.choice(pairs)
    known = heads[origin].get("id") or origin.removeprefix("content/").rpartition(".")[0]
    w.site.edit(path, "---\n", f"---\ntranslation_of: {known}\n")
    return f"{path} of {known}"


def own_texts(w: Walker) -> str:
    """The site's own texts in a language, or none any more."""
    path = f"locales/{w.a('en', 'id')}/LC_MESSAGES/site.po"
    if (w.site.root / path).exists() and w.rng.random() < 0.4:
        w.site.remove(path)
        return f"- {path}"
    texts = "".join(f'\nmsgid "{text}"\nmsgstr "{text} {w.fresh()}"\n' for text in ("Law", "World", "new"))
    w.site.write(path, f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n{texts}')
    return path


def slug(w: Walker) -> str:
    return w.set_head("slug", w.a(None, f"slug-{w.fresh()}"))


def image(w: Walker) -> str:
    return w.set_head(
        "image", w.a(None, "/content/2024/plan.svg", "/content/2024/map.svg", "/content/2024/new.svg")
    )


def rename(w: Walker) -> str:
    path = w.rng.choice(w.articles())
    to = f"content/{w.a('', '2024/', 'moved/')}name-{w.fresh()}.{w.a('md', 'txt')}"
    w.site.move(path, to)
    return f"{path} to {to}"


def addresses(w: Walker) -> str:
    """The record of published addresses comes, grows, or goes again."""
    path = "addresses.txt"
    if (w.site.root / path).exists() and w.rng.random() < 0.3:
        w.site.remove(path)
        return f"- {path}"
    ids = sorted(w.layout().site.articles)
    known = [f"{one}\t/articles/{w.a('alpha', 'beta', f'was-{w.fresh()}')}/" for one in w.rng.sample(ids, 2)]
    w.site.write(path, "".join(f"{line}\n" for line in known))
    return f"{path} {known}"


def delete(w: Walker) -> str:
    if len(w.articles()) < 4:
        return add(w)
    path = w.rng.choice(w.articles())
    w.site.remove(path)
    return path


def add(w: Walker) -> str:
    n = w.fresh()
    path = f"content/added-{n}.md"
    day = w.a("2024-05-01", "2024-05-02", "2024-05-05")
    w.site.write(
        path, f"---\ntitle: Added {n}\ndate: {day}\nlang: en\n---\n\nThe {w.rng.choice(WORDS)} paragraph.\n"
    )
    return path


def site_page(w: Walker) -> str:
    """A page of the site comes, changes, is held back, or goes again."""
    name = w.a("about", "about", "info", "tentang")
    path = f"content/pages/{name}.md"
    if path in w.pages() and w.rng.random() < 0.3:
        w.site.remove(path)
        return f"- {path}"
    head: dict[str, Any] = {"title": w.a("About", f"About {w.fresh()}")}
    if w.rng.random() < 0.3:
        head |= w.a({"draft": True}, {"expires": "2024-07-15"}, {"publish_from": "2024-05-03"})
    if name == "tentang":
        head |= {"lang": "id", "translation_of": w.a("about", "pages/about")}
    if w.rng.random() < 0.2:
        head["slug"] = f"{name}/{w.fresh()}"
    words = f"The {w.rng.choice(WORDS)} of {w.fresh()}, see {w.rng.choice(TARGETS)}."
    w.site.write(path, f"---\n{yaml.safe_dump(head, sort_keys=False)}---\n\n{words}\n")
    return f"{path} {head} {words}"


def template(w: Walker) -> str:
    found = sorted((w.site.root / "themes").rglob("templates/*.html"))
    path = w.rng.choice(found).relative_to(w.site.root).as_posix()
    text, n = MARK.sub("", w.text(path)), w.fresh()
    mark = f"{{# mark {n} #}}<!-- mark {n} -->"
    at = next(
        (
            found.end()
            for found in re.finditer(r"(?:block main|macro \w+\([^)]*\)|<main>)[^>]*?%\}\n?|<main>", text)
        ),
        len(text),
    )
    w.site.write(path, text[:at] + mark + text[at:])
    return path


def override(w: Walker) -> str:
    """A template of the parent comes into the child, or goes again."""
    name = w.a("tag.html", "briefing.html", "base.html", "404.html")
    mine = f"themes/child/templates/{name}"
    if (w.site.root / mine).exists():
        w.site.remove(mine)
        return f"- {mine}"
    w.site.write(mine, w.text(f"themes/parent/templates/{name}") + f"<!-- the child's {w.fresh()} -->\n")
    return f"+ {mine}"


def theme_option(w: Walker) -> str:
    def change(c: dict[str, Any]) -> Any:
        c["theme"] = {
            "name": w.a("child", "child", "parent"),
            "options": {"motto": f"Motto {w.fresh()}", "summaries": w.a("true", "false")},
        }
        return c["theme"]

    return w.set_config(change)


def settings(w: Walker) -> str:
    def change(c: dict[str, Any]) -> Any:
        key, value = w.a(
            ("title", f"Law {w.fresh()}"), ("description", f"About {w.fresh()}"), ("paginate", w.a(1, 2, 3,
            50)), ("language", w.a("en", "id")),
            ("permalinks", w.a({}, {"article": "/a/{slug}/"}, {"topic": "/t/{topic}/", "feed": "/atom.xml"})),
            ("pages", w.a({}, {"tag": False, "tags": False}, {"briefing": False}, {"story": False,
            "archive": False})),
            ("languages", w.a([], [{"code": "id"}], [{"code": "id", "path": "/indo/", "title": "Hukum"},
            {"code": "en"}], [{"code": "id", "mixed": True}])),
            ("url", w.a("https://law.example/", "https://law.example/base/")), ("timezone", w.a("UTC",
            "Asia/Jakarta")),
            ("briefings", {"period": w.a("day", "day", "week")}),
            ("slots", w.a([], ["morning", "evening"], {"morning": "05:00", "noon": "11:30"})),
            ("fallback_topic", w.a("other", "rest")), ("clean", w.a(True, False, {"skip": ["desk-copy"]})),
            ("builders", w.a(ALL, ALL, ["html", "feed"], ["html", "search", "pagefind", "words"])),
            ("feeds", w.a({}, {"formats": ["atom"], "content": "summary"}, {"formats": ["json", "atom"],
            "content": "full", "items": 3, "entries": w.a("story", "article")})),
            ("fields", w.a({}, {"region": "text"}, {"region": {"type": "choice", "values": ["north", "south"],
            "search": True, "json": True}})),
            ("rights", w.a("full", "full", "excerpt", "link")), ("excerpt_length", w.a(200, 60, 500)),
            ("canonical", w.a("site", "source")), ("feed_authority", w.a("", "desk.example,2022")),
            ("menu", w.a([], [{"page": "about"}, {"topic": "economy"}], [{"title": {"en": "More", "id": "L"},
            "children": [{"kind": "archive"}, {"page": "info"}]}, {"kind": "topics"}])),
            ("footer", w.a([], [{"page": "about"}, {"title": "Far", "url": "https://far.example/"}])),
            ("redirects", w.a({}, {"/old/": "/about/"}, {"/old/": "https://far.example/", "/older/": "/"})),
            ("logo", w.a("", "logo.svg", "new.svg")), ("favicon", w.a("", "logo.svg")),
            ("css", w.a([], ["own.css"], ["own.css", "robots.txt"])),
            ("social", w.a([], [{"title": "Far", "url": f"https://far.example/{w.fresh()}"}])),
            ("images", w.a({}, {"widths": [32]}, {"widths": [16, 32], "quality": 50}, {"widths": []})),
        )  # fmt: skip
        c[key] = value
        if c.get("briefings", {}).get("period") == "week":
            c["slots"] = []
        return f"{key}: {value}"

    return w.set_config(change)


def topics(w: Walker) -> str:
    def change(c: dict[str, Any]) -> Any:
        one = w.rng.choice(c["topics"])
        what = w.a("order", "title", "keywords", "parent")
        if what == "order":
            w.rng.shuffle(c["topics"])
        elif what == "title":
            one["title"] = f"Topic {w.fresh()}"
        elif what == "keywords":
            one["keywords"] = w.rng.sample(["bank", "market", "river", "bridge", "rain", "paper"], 2)
        else:
            parent = {t["slug"]: t.get("parent", "") for t in c["topics"]}

            def above(slug: str) -> list[str]:
                return [slug, *above(parent[slug])] if slug else []

            one["parent"] = w.a("", *[slug for slug in parent if one["slug"] not in above(slug)])
        return f"{what} of {one}"

    return w.set_config(change)


def extension(w: Walker) -> str:
    old, new = w.a(
        (r'PHRASE = ".*"', f'PHRASE = "{w.a("*** desk copy", "Another paragraph", "The")}"'),
        (r"return text\.\w+\(\)", f"return text.{w.a('upper', 'lower', 'title')}()"),
        (r'"a plain word", ".*?"', f'"a plain word", "a word {w.fresh()}"'),
    )
    path = "extensions/desk.py"
    w.site.write(path, re.sub(old, lambda _: new, w.text(path), count=1))
    return new


def edition(w: Walker) -> str:
    """An edition file: now and then it skips, joins, or names what is not of its date."""
    site = w.layout().site
    date = w.rng.choice(sorted(site.editions.by_day) or ["2024-05-01"])
    own = [article.id for article in site.edition(date).articles]
    title = w.a(f"Edition {w.fresh()}", {"en": f"Edition {w.fresh()}", "id": f"Edisi {w.fresh()}"})
    head: dict[str, Any] = {"title": title} if w.rng.random() < 0.5 else {}
    if w.rng.random() < 0.2:
        head["marking"] = w.a("Public", "Internal", "Unknown")
    if w.rng.random() < 0.3:
        head["number"] = w.a(7, 8, 100 + w.fresh())
    if own and w.rng.random() < 0.6:
        head["lead"] = w.rng.choice(own)
    for topic, ids in site.editions.by_day.get(date, {}).items():
        head.setdefault("order", {})[topic] = w.rng.sample(ids, w.rng.randint(1, len(ids)))
    if len(own) > 1 and w.rng.random() < 0.2:
        head["skip"] = [w.rng.choice(own)]
    words = f"A word {w.fresh()} on {w.rng.choice(TARGETS)}.\n" if w.rng.random() < 0.6 else ""
    return write_edition(w, date, head, words)


def edition_in_language(w: Walker) -> str:
    """The title and introduction of an edition in another language come, change or go."""
    w.set_config(lambda c: c.update(languages=[{"code": "id"}], language="en"))
    files = sorted((w.site.root / "content/editions").glob("*.id.md"))
    if files and w.rng.random() < 0.4:
        files[0].unlink()
        return f"- {files[0].name}"
    date = w.rng.choice(sorted(w.layout().site.editions.by_day) or ["2024-05-01"])
    head = {"title": f"Edisi {w.fresh()}"} if w.rng.random() < 0.7 else {}
    return write_edition(w, f"{date}.id", head, w.a("", f"Kata {w.fresh()} di {w.rng.choice(TARGETS)}.\n"))


def moved(w: Walker) -> str:
    """Articles come into a story or out of one, by an edition file."""
    site = w.layout().site
    date = w.rng.choice(sorted(site.editions.by_day) or ["2024-05-01"])
    some = w.rng.sample(list(site.articles), min(len(site.articles), w.a(1, 2, 3)))
    joined = w.a(some, {"articles": some, "title": f"Joined {w.fresh()}"})
    stories = w.a({"join": {w.a("the-river", "the-bridge", "the-bank"): joined}}, {"split": some})
    return write_edition(w, date, {"stories": stories}, "")


def frozen(w: Walker) -> str:
    """An edition is published, or one that is published is opened again."""
    site = w.layout().site
    layout = w.layout(w.rng.choice(sorted(site.editions.by_day) or ["2024-05-01"]))
    if not layout.edition.briefings or layout.errors:
        return "nothing"
    if layout.edition.published and w.rng.random() < 0.5:
        w.site.remove(layout.path)
        return f"- {layout.path}"
    there = (w.site.root / layout.path).exists()
    w.site.write(layout.path, freeze(layout, w.text(layout.path) if there else ""))
    return layout.path


def write_edition(w: Walker, date: str, head: dict[str, Any], words: str) -> str:
    text = yaml.safe_dump(head, sort_keys=False)
    w.site.write(f"content/editions/{date}.md", f"---\n{text}---\n\n{words}")
    return f"{date} {head}"


def static(w: Walker) -> str:
    path = w.a(
        "static/robots.txt",
        "static/own.css",
        "static/logo.svg",
        "static/new.txt",
        "themes/child/static/extra.css",
        "themes/parent/static/plain.css",
    )
    if (w.site.root / path).exists() and w.rng.random() < 0.4:
        w.site.remove(path)
        return f"- {path}"
    w.site.write(path, f"/* {w.fresh()} */\n")
    return path


def picture(w: Walker) -> str:
    path = f"content/2024/{w.a('map', 'plan', 'new')}.svg"
    if (w.site.root / path).exists() and w.rng.random() < 0.4:
        w.site.remove(path)
        return f"- {path}"
    w.site.write(path, f"<svg><!-- {w.fresh()} --></svg>\n")
    return path


def raster(w: Walker) -> str:
    """A picture with copies, a broken or changed one; and articles that show it."""
    path = f"content/{w.a('', '2024/')}photo.png"
    data = w.a(
        photo(40, 30, color=w.fresh() % 200),
        photo(70, 20, color=w.fresh() % 200),
        photo(70, 20)[:90],
        b"no picture",
    )
    (w.site.root / path).write_bytes(data)
    w.set_head("image", w.a("photo.png", "2024/photo.png"))
    return path


def output(w: Walker) -> str:
    files = sorted(p for p in w.site.output.rglob("*") if p.is_file())
    path = w.rng.choice(files)
    w.a(path.unlink, lambda: path.write_text("damaged", "utf-8"), path.touch)()
    return path.relative_to(w.site.output).as_posix()


def environment(w: Walker) -> str:
    """Damage the cache, or lose compiled templates; our files are still known."""
    files = sorted(
        p for p in (w.site.root / ".briefgen").rglob("*") if p.is_file() and not p.name.startswith(".")
    )
    if not files:
        return ""
    path = w.rng.choice([*files, *[p for p in files if p.name == FILE] * len(files)])
    if path.name == FILE:
        at = w.rng.randrange(path.stat().st_size)
        flip(path, at)
        return f"{path.name} at {at}"
    w.a(path.unlink, lambda: path.write_bytes(path.read_bytes()[:-5]))()
    return path.name


def touch(w: Walker) -> str:
    path = w.rng.choice(w.articles())
    w.site.touch(path)
    return path


def time(w: Walker) -> str:
    w.now = w.rng.choice(NOWS)
    return w.now


def other_builds(w: Walker) -> str:
    """Build a part, or into another folder, after an unseen edit."""
    said = body(w) if w.rng.random() < 0.5 else title(w)
    if w.rng.random() < 0.5:
        w.build(1, builders=("feed",))
        return f"feed alone after {said}"
    w.build(1, output=w.site.root.parent / "elsewhere", drafts=True)
    return f"elsewhere after {said}"


def breakage(w: Walker) -> str:
    """Something keeps a build from writing; the next step repairs it."""
    path = w.a(
        "themes/parent/templates/items.html",
        "themes/child/templates/article.html",
        w.rng.choice(w.articles()),
    )
    w.broken = (path, w.text(path))
    said = title(w) if w.rng.random() < 0.7 and "templates" in path else ""
    if "templates" in path:
        w.site.write(path, w.broken[1] + "{% if %}")
    else:
        w.site.write(path, "---\ntitle: a: b\n" + w.broken[1])
    return f"{path} {said}"


OPERATIONS: tuple[Operation, ...] = (
    body, body, body, body, title, title, date, slot, topic, tags, summary, source,
    rights, rights, note, note, data, data, story_text, story_text, draft, embargo, expiry, story,
    translation, own_texts, marking, slug, image, rename, addresses, delete,
    add, add, site_page, site_page, site_page,
    template, template, override, theme_option, settings, settings, settings, topics, topics,
    extension, edition, edition, edition_in_language, moved, frozen, frozen, static, static,
    picture, picture, raster, raster, output, environment, touch, time, other_builds, breakage,
)  # fmt: skip
