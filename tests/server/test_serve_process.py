"""`briefgen serve` as a process: first page, rebuilds, errors and their mending, ports, the end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from served import Served
    from websockets.sync.client import ClientConnection

    Serve = Callable[..., Served]

BROKEN = "---\ntitle: First\ndate: 2022-03-31\ntopic: world\n"
"""An article whose front matter is never closed."""


def live(served: Served, origin: str | None = None) -> ClientConnection:
    own = f"http://127.0.0.1:{served.port}"
    return connect(f"ws://127.0.0.1:{served.port}/_briefgen/live", origin=origin or own, proxy=None)


def message(socket: ClientConnection, kind: str) -> Any:
    """The next message of a kind."""
    while (heard := json.loads(socket.recv(timeout=30)))["type"] != kind:
        pass
    return heard


def rewrite(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def test_first_page(serve: Serve, project: Path) -> None:
    served = serve()
    home = served.ask("/")
    assert home.status == 200
    assert "<li>First</li>" in home.text
    assert f'href="{served.url}"' in home.text
    assert '<script type="module" src="/_briefgen/live.js"></script>' in home.text
    assert served.ask("/articles/first/").status == 200
    assert served.ask("/static/mini.css").headers["content-type"] == "text/css; charset=utf-8"
    assert served.ask("/feed.xml").headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert "live.js" not in (project / ".briefgen/serve/index.html").read_text("utf-8")
    assert [line for line in served.said if line.startswith("Serving")] == [
        f"Serving {served.url} (press Ctrl+C to stop)"
    ]
    assert not (project / "site").exists()


def test_the_inbox_is_not_served(serve: Serve, project: Path) -> None:
    item = "---\ntitle: Zqinbox\ndate: 2022-03-31\ntopic: world\n---\n\nThe word is zqinbox.\n"
    (project / "inbox").mkdir()
    (project / "inbox/zqinbox.md").write_text(item, "utf-8")
    served = serve("--drafts")
    for path in ("/inbox/zqinbox.md", "/inbox/", "/articles/zqinbox/", "/../inbox/zqinbox.md"):
        assert served.ask(path).status == 404, path
    for path in ("/", "/feed.xml", "/_briefgen/", "/_briefgen/clean/"):
        assert "zqinbox" not in served.ask(path).text.lower(), path
    files = [file for file in (project / ".briefgen/serve").rglob("*") if file.is_file()]
    assert files
    assert not [file for file in files if b"zqinbox" in file.read_bytes().lower()]


def test_addresses_over_the_wire(serve: Serve) -> None:
    served = serve()
    missing = served.ask("/nothing/")
    assert missing.status == 404
    assert "Nobody is here." in missing.text
    moved = served.ask("/articles/first")
    assert (moved.status, moved.headers["location"]) == (301, "/articles/first/")
    assert served.ask("/data/").status == 404
    for path in (
        "/../briefgen.yml",
        "/%2e%2e/reads",
        "/..%2f..%2fbriefgen.yml",
        "/%5c..%5creads",
        "//etc/passwd",
        "/.gitignore",
        "/index.html%00",
    ):
        assert served.ask(path).status == 404, path
    assert served.ask("/", host="evil.example").status == 403
    assert served.ask("/", method="POST").status == 405
    head = served.ask("/", method="HEAD")
    assert (head.status, head.text) == (200, "")
    assert int(head.headers["content-length"]) > 100
    assert served.ask("/", if_none_match=head.headers["etag"]).status == 304


def test_an_edit_comes_to_the_page_and_is_told(serve: Serve, project: Path) -> None:
    served = serve()
    with live(served) as socket:
        rewrite(project / "content" / "first.md", "The first text.", "Another text.")
        assert message(socket, "built")["pages"] == ["/", "/articles/first/"]
        assert "Another text." in served.ask("/articles/first/").text
        (project / "content" / "second.md").unlink()
        gone = message(socket, "built")
        assert {"/", "/articles/second/"} <= set(gone["pages"])
        assert served.ask("/articles/second/").status == 404
        (project / "themes" / "mini" / "static" / "mini.css").write_text("body { color: red }")
        assert message(socket, "built")["assets"] == ["/static/mini.css"]
        rewrite(project / "themes" / "mini" / "templates" / "home.html", "<ul>", "<ul id=new>")
        assert message(socket, "built")["pages"] == ["/"]
        rewrite(project / "briefgen.yml", "title: Small", "title: Larger")
        served.until("/", lambda answer: "<title>Larger</title>" in answer.text)


def test_polling_finds_an_edit_too(serve: Serve, project: Path) -> None:
    served = serve("--poll")
    rewrite(project / "content" / "first.md", "The first text.", "Another text.")
    served.until("/articles/first/", lambda answer: "Another text." in answer.text)


def test_an_error_leaves_the_page_is_told_and_is_mended(serve: Serve, project: Path) -> None:
    served, file = serve(), project / "content" / "first.md"
    good = file.read_text("utf-8")
    with live(served) as socket:
        file.write_text(BROKEN, "utf-8")
        problem = message(socket, "failed")["problems"][0]
        assert (problem["code"], problem["severity"], problem["path"], problem["line"]) == (
            "fence-missing",
            "error",
            "content/first.md",
            1,
        )
        assert set(problem) == {"code", "severity", "path", "line", "column", "message", "hint", "excerpt"}
        assert problem["excerpt"][0] == "  1 | ---"
        assert "The first text." in served.ask("/articles/first/").text
        served.wait_for("[fence-missing]")
        served.wait_for("Nothing was written")
        with live(served) as another:
            assert message(another, "failed")["problems"] == [problem]
        file.write_text(good.replace("The first text.", "Mended."), "utf-8")
        message(socket, "built")
        assert "Mended." in served.ask("/articles/first/").text
        with live(served) as another, pytest.raises(TimeoutError):
            another.recv(timeout=0.2)


def test_a_broken_start_comes_alive_when_it_is_mended(serve: Serve, project: Path) -> None:
    config = (project / "briefgen.yml").read_text("utf-8")
    (project / "briefgen.yml").write_text(config + "colour: red\n", "utf-8")
    served = serve()
    broken = served.ask("/articles/first/")
    assert broken.status == 500
    assert "briefgen.yml:6" in broken.text
    assert "live.js" in broken.text
    (project / "content" / "first.md").write_text(BROKEN, "utf-8")
    (project / "briefgen.yml").write_text(config, "utf-8")
    served.until("/", lambda answer: answer.status == 500 and "content/first.md" in answer.text)
    (project / "content" / "first.md").unlink()
    served.until("/", lambda answer: answer.status == 200)
    assert sum("config-key" in line for line in served.said) == 1


def test_an_extension_that_ends_the_process_does_not(serve: Serve, project: Path) -> None:
    served = serve()
    (project / "extensions").mkdir()
    (project / "extensions" / "bad.py").write_text("import sys\nsys.exit(3)\n", "utf-8")
    rewrite(project / "briefgen.yml", "title: Small", "title: Other\nextensions: [bad]")
    served.wait_for("extensions/bad.py:2: error: the extension bad failed: its import raised SystemExit: 3")
    assert served.ask("/").status == 200
    (project / "extensions" / "bad.py").write_text("def setup(registry):\n    return {}\n", "utf-8")
    served.until("/", lambda answer: "<title>Other</title>" in answer.text)


def builds(served: Served) -> int:
    return sum(line.startswith("Built ") for line in served.said)


def clean_build(served: Served, project: Path) -> dict[str, bytes]:
    """The files of a clean build with the address that is served."""
    out = project.parent / "clean"
    command = [sys.executable, "-m", "briefgen", "build", str(project), "-o", str(out), "-E", "-q"]
    subprocess.run([*command, "-D", f'url="{served.url}"'], check=True)
    return files_in(out)


def files_in(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def like_vim(file: Path, text: str) -> None:
    probe, backup = file.with_name("4913"), file.with_name(file.name + "~")
    probe.write_text("")
    probe.unlink()
    file.rename(backup)
    file.write_text(text, "utf-8")
    backup.unlink()


def like_vs_code(file: Path, text: str) -> None:
    with file.open("r+", encoding="utf-8") as stream:
        stream.truncate()
        stream.flush()
        stream.write(text)


def like_jetbrains(file: Path, text: str) -> None:
    new, old = (file.with_name(f"{file.name}___jb_{part}___") for part in ("tmp", "old"))
    new.write_text(text, "utf-8")
    file.rename(old)
    new.rename(file)
    old.unlink()


def like_gedit(file: Path, text: str) -> None:
    temporary = file.with_name(".goutputstream-X1Y2Z3")
    temporary.write_text(text, "utf-8")
    temporary.replace(file)


def like_emacs(file: Path, text: str) -> None:
    lock, autosave = file.with_name(f".#{file.name}"), file.with_name(f"#{file.name}#")
    lock.symlink_to("writer@desk.1234:1")
    autosave.write_text(text, "utf-8")
    file.rename(file.with_name(f"{file.name}~"))
    file.write_text(text, "utf-8")
    autosave.unlink()
    lock.unlink()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links without a privilege")
@pytest.mark.parametrize("save", [like_vim, like_vs_code, like_jetbrains, like_gedit, like_emacs])
def test_a_save_is_one_build_in_the_manner_of_any_editor(
    serve: Serve, project: Path, save: Callable[[Path, str], None]
) -> None:
    served, file = serve(), project / "content" / "first.md"
    text = file.read_text("utf-8")
    save(file, text.replace("The first text.", "Another text."))
    served.until("/articles/first/", lambda answer: "Another text." in answer.text)
    file.touch()  # what has not changed makes no build
    rewrite(project / "content" / "second.md", "The second text.", "The end.")
    served.until("/articles/second/", lambda answer: "The end." in answer.text)
    served.stop()
    assert builds(served) == 3, served.said
    assert files_in(project / ".briefgen/serve") == clean_build(served, project)


STORM = int(os.environ.get("BRIEFGEN_STORM", "1000"))
"""Files that a checkout touches: `make load` takes 5,000."""


def test_a_checkout_of_thousands_of_files_is_one_build(serve: Serve, project: Path) -> None:
    def git(*arguments: str) -> None:
        identity = (
            "-c",
            "user.name=Desk",
            "-c",
            "user.email=desk@example.org",
            "-c",
            "core.hooksPath=/dev/null",
        )
        subprocess.run(["git", *identity, *arguments], cwd=project, check=True, capture_output=True)

    def fill(mark: str) -> None:
        for n in range(STORM - 100):
            (project / "static" / f"{n}.txt").write_text(f"{mark} {n}\n")
        for n in range(100):
            text = f"---\ntitle: Number {n}\ndate: 2022-03-31\ntopic: world\n---\n{mark}.\n"
            (project / "content" / f"n{n}.md").write_text(text, "utf-8")

    (project / ".gitignore").write_text(".briefgen/\n")
    for branch in ("one", "two"):
        fill(branch)
        git("init", "--quiet", "--initial-branch", branch) if branch == "one" else git(
            "checkout", "-qb", branch
        )
        git("add", "--all")
        git("commit", "--quiet", "--message", branch)
    served = serve()
    git("checkout", "--quiet", "one")
    served.until("/articles/n99/", lambda answer: "one." in answer.text)
    served.until(f"/{STORM - 101}.txt", lambda answer: answer.text == f"one {STORM - 101}\n")
    served.stop()
    print(f"{STORM} files checked out: {builds(served) - 1} build")
    # The first build and one more; a machine that stops git for seconds may see another one.
    assert 2 <= builds(served) <= 4, served.said
    assert files_in(project / ".briefgen/serve") == clean_build(served, project)


def test_drafts_are_shown_and_never_come_into_the_site(serve: Serve, project: Path) -> None:
    drafts = serve("--drafts")
    assert "Nobody may read this." in drafts.ask("/articles/secret/").text
    drafts.stop()
    assert not (project / "site").exists()
    subprocess.run([sys.executable, "-m", "briefgen", "build", str(project), "-q"], check=True)
    assert not [
        file
        for file in (project / "site").rglob("*")
        if file.is_file() and "Secret" in file.read_text("utf-8")
    ]
    assert serve().ask("/articles/secret/").status == 404


def test_a_foreign_page_gets_no_socket(serve: Serve) -> None:
    served = serve()
    with pytest.raises(InvalidStatus) as refused:
        live(served, "http://evil.example")
    assert refused.value.response.status_code == 403


def read_to_the_end(socket: ClientConnection) -> None:
    """Messages may be on their way when the server ends."""
    while True:
        socket.recv(timeout=30)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals between processes")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_and_quietly(serve: Serve, number: int) -> None:
    served = serve()
    with live(served) as socket:
        assert served.stop(number) == 0
        with pytest.raises(ConnectionClosed):
            read_to_the_end(socket)
    assert not [line for line in served.said if "Traceback" in line or "rror" in line]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "briefgen", "serve", *arguments],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_a_port_that_is_taken_is_one_line(project: Path, taken_port: int) -> None:
    done = run(str(project), "--port", str(taken_port))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert f"port {taken_port} is in use" in done.stderr


def test_without_a_port_the_next_free_one_is_taken_and_said(serve: Serve) -> None:
    first = serve(port=False)
    second = serve(port=False)
    assert 8000 <= first.port < second.port
    assert f"Port 8000 is in use; using {second.port}." in second.said
    assert second.ask("/").status == 200


@pytest.mark.parametrize(
    "arguments",
    [("--host", "no such host"), ("-D", "colour=red"), ("-D", "x"), ("--now", "never"), ("--port", "x")],
)
def test_wrong_arguments_end_it(project: Path, arguments: tuple[str, str]) -> None:
    done = run(str(project), "--port", "0", *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_no_project_ends_it(project: Path) -> None:
    shutil.rmtree(project)
    done = run(str(project))
    assert done.returncode == 2
    assert "config-missing" in done.stderr
