"""Exports of other programs as files and archives, and the older forms of WordPress's texts."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from sitetest import SiteTest
from test_old_sites import CASES, Old

from briefgen.cli.main import run
from briefgen.importing.old_sites.classic_editor import paragraphs
from briefgen.importing.old_sites.export_html import plain_html
from briefgen.importing.old_sites.members_only import has_parts_for_members
from briefgen.importing.old_sites.shortcodes import convert, find_shown

EXPORTS = [path for path in CASES if path.stem in ("wordpress", "ghost", "substack", "buttondown")]


def planned(form: str, path: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> set[str]:
    """The files that an import of ``path`` would write."""
    assert run(["import", form, str(path), "-C", str(root), "--dry-run", "--json"]) == 0
    return {one["path"] for one in json.loads(capsys.readouterr().out)["files"]}


@pytest.mark.parametrize("case", EXPORTS, ids=lambda path: path.stem)
def test_an_archive_is_read_like_its_folder(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = Old(case, tmp_path)
    archive = tmp_path / "export.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted(old.folder.rglob("*")):
            if path.is_file():
                file.write(path, path.relative_to(old.folder))
        file.writestr("../outside.md", "Nobody may read this")
        file.writestr(".env", "KEY=1")
    assert planned(old.form, archive, old.site.root, capsys) == planned(
        old.form, old.folder, old.site.root, capsys
    )
    assert not (tmp_path / "outside.md").exists()


def test_a_single_file_is_an_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wordpress = Old(next(path for path in EXPORTS if path.stem == "wordpress"), tmp_path / "w")
    files = planned("wordpress", wordpress.folder / "export.xml", wordpress.site.root, capsys)
    assert "static/wp-content/uploads/2020/06/boat.png" in files
    (tmp_path / "emails.csv").write_text(
        "id,subject,body,publish_date,slug,status\n"
        '7,Rope,"It is *hemp*.",2024-05-15T08:00:00Z,rope,sent\n8,Plan,Not yet.,,plan,draft\n'
    )
    assert planned("buttondown", tmp_path / "emails.csv", wordpress.site.root, capsys) == {
        "content/2024/2024-05-15-rope.md", "content/plan.md",
    }  # fmt: skip
    (tmp_path / "one.json").write_text('{"results": [{"subject": "A", "body": "b", "slug": "a"}]}')
    assert planned("buttondown", tmp_path / "one.json", wordpress.site.root, capsys) == {"content/a.md"}


ENTITIES = '<!DOCTYPE a [<!ENTITY x "aaaa"><!ENTITY y "&x;&x;">]>'
WXR = '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>A</title>'


@pytest.mark.parametrize(
    ("form", "name", "text"),
    [
        ("wordpress", "a.xml", f"{ENTITIES}{WXR}<item><title>&y;</title></item></channel></rss>"),
        ("wordpress", "a.xml", "<rss></rss>"),
        ("wordpress", "a.xml", f"{WXR}<it"),
        ("ghost", "a.json", "{"),
        ("ghost", "a.json", "[]"),
        ("substack", "a.txt", "post_id"),
        ("buttondown", "a.json", "{"),
        ("buttondown", "a.csv", "id,subject\n"),
        ("wordpress", "a.zip", "PK"),
        ("hugo", "a.md", "A file"),
    ],
)
def test_what_is_no_export_is_refused(
    form: str, name: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = SiteTest.of_files({"briefgen.yml": "title: Brief\n"}, tmp_path)
    (tmp_path / name).write_text(text)
    assert run(["import", form, str(tmp_path / name), "-C", str(site.root)]) in (1, 2)
    err = capsys.readouterr().err
    assert name in err
    assert "internal-error" not in err
    assert not (site.root / "content").exists()


def test_blank_lines_part_paragraphs_of_the_older_editor() -> None:
    text = (
        "One\nline.\r\n\r\nTwo <b>bold</b>.\n<h2>Head</h2>\nThree.\n<blockquote>Four.\n\nFive.</blockquote>\n"
    )
    html = paragraphs(f"{text}<pre>\na\n\nb\n</pre><ul>\n<li>Six</li>\n</ul>")
    assert html.replace("\n", "") == (
        "<p>One<br>line.</p><p>Two <b>bold</b>.</p><h2>Head</h2><p>Three.</p>"
        "<blockquote><p>Four.</p><p>Five.</p></blockquote><pre>ab</pre><ul><li>Six</li></ul>"
    )
    assert "<pre>\na\n\nb\n</pre>" in html


def test_known_shortcodes_become_html() -> None:
    pictures = {"4": '<img src="4.png">', "5": '<img src="5.png">'}
    made = convert(
        '[gallery ids="4,5"] [embed]https://a.example/1[/embed] [audio mp3="https://a.example/2"]', pictures
    )
    assert made.count("<img") == 2
    assert 'href="https://a.example/1"' in made
    assert 'href="https://a.example/2"' in made
    assert convert('[gallery ids="4,6"]', pictures) == '[gallery ids="4,6"]', "one is not in the export"
    assert convert("[sourcecode lang=x]a < b\n\n[caption][/sourcecode]", {}).strip() == (
        "<pre>a &lt; b\n\n[caption]</pre>"
    )
    assert "<figcaption>Below</figcaption>" in convert(
        '[caption id="1"]<img src="a.png"> Below[/caption]', {}
    )
    assert "watch?v=abc123xyz" in convert("[youtube abc123xyz]", {})
    assert convert("[x] [sic] [a b] [embed]javascript:alert(1)[/embed]", {}).startswith(
        "[x] [sic] [a b] [embed]"
    )


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        (r"A \[sic\] and \[1\] and \[a quotation\]", []),
        (r'\[price item="rope"\]', ['[price item="rope"]']),
        (r"\[box\]Words\[/box\]", ["[box]", "[/box]"]),
        (r"\[gallery\] and \[contact-form-7\]", ["[gallery]", "[contact-form-7]"]),
        ("[a link](b.md) and `[x y=1]`", []),
    ],
)
def test_shortcodes_that_stay_are_found(line: str, tags: list[str]) -> None:
    assert [tag for _, tag in find_shown(line)] == tags


def test_players_and_cards_become_links_and_quotations() -> None:
    html = plain_html(
        '<iframe src="//player.vimeo.com/video/42" title="A film"></iframe>'
        '<video><source src="https://a.example/f.mp4"></video><iframe src="javascript:alert(1)"></iframe>'
        '<div class="kg-card kg-callout-card"><div>Mind.</div></div><p>https://v.example/9</p><p>Words</p>'
    )
    assert '<a href="https://vimeo.com/42">A film</a>' in html
    assert '<a href="https://a.example/f.mp4">' in html
    assert "<blockquote><div>Mind.</div></blockquote>" in html
    assert '<a href="https://v.example/9">' in html
    assert "<p>Words</p>" in html


@pytest.mark.parametrize(
    ("text", "is_for_members"),
    [
        ("<p>A</p><!--members-only--><p>B</p>", True),
        ('<!--kg-gated-block:begin nonMember:false memberSegment:"status:free" --><p>B</p>', True),
        ('<!--kg-gated-block:begin nonMember:true memberSegment:"" --><p>B</p>', False),
        ("<!-- wp:jetpack/paywall /-->", True),
        ('<!-- wp:premium-content/container {"a":1} -->', True),
        ('<div class="paywall-jump" data-x="1"></div>', True),
        ('A {% if subscriber.subscriber_type == "premium" %}B{% endif %}', True),
        ("A {% if medium == 'web' %}B{% endif %}", False),
        ("[members_only]B[/members_only]", True),
        ('[restrict paid="true"]B[/restrict]', True),
        ("A [private] word and the paywall of [others]", False),
    ],
)
def test_parts_for_members_are_found(text: str, is_for_members: bool) -> None:
    assert has_parts_for_members(text) is is_for_members


def test_a_post_with_parts_for_members_becomes_a_draft(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = SiteTest.of_files({"briefgen.yml": "title: Brief\n"}, tmp_path)
    item = (
        "<item><title>{0}</title><link>https://a.example/{0}/</link><c:encoded><![CDATA[{1}]]></c:encoded>"
        "<wp:post_id>{0}</wp:post_id><wp:post_date>2024-05-01 08:00:00</wp:post_date>"
        "<wp:post_name>p{0}</wp:post_name>"
        "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>{2}</item>"
    )
    access = (
        "<wp:postmeta><wp:meta_key>_jetpack_newsletter_access</wp:meta_key>"
        "<wp:meta_value>paid_subscribers</wp:meta_value></wp:postmeta>"
    )
    items = [("1", "A", ""), ("2", "A[private]B[/private]", ""), ("3", "A", access)]
    head = WXR.replace("<rss ", '<rss xmlns:c="http://purl.org/rss/1.0/modules/content/" ')
    (tmp_path / "a.xml").write_text(head + "".join(item.format(*one) for one in items) + "</channel></rss>")
    assert run(["import", "wordpress", str(tmp_path / "a.xml"), "-C", str(site.root)]) == 0
    assert '"2" becomes a draft' in capsys.readouterr().err
    drafts = {path.name for path in site.root.rglob("*.md") if "draft: true" in path.read_text()}
    assert drafts == {"2024-05-01-p2.md", "2024-05-01-p3.md"}
