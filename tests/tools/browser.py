"""A real JupyterLab in headless Chromium: for the browser tests and the benchmark, not a test itself."""

import dis
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
from books import DIVES, LESSONS, book

EXPLORES = re.compile(r"\bexplore\w*\([\s\S]*\.show\(")
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


def all_explorers():
    """(a notebook with every explorer of the course, {name: its cell there}).

    Each is shown by its own cell, after those cells of its notebook that it needs; the last cell is empty.
    """
    cells, place = [], {}
    for name in [*LESSONS, *DIVES]:
        code = book(name).code
        for k in [k for k, cell in enumerate(code) if EXPLORES.search(cell.source)]:
            cells += needed(code, k)
            place[f"{name} {code[k].id}"] = len(cells) - 1
    copies = [nbformat.v4.new_code_cell(source) for source in [*(cell.source for cell in cells), ""]]
    return nbformat.v4.new_notebook(cells=copies, metadata=book(LESSONS[0]).notebook.metadata), place


def needed(cells, k):
    """Cell k and those before it that bind a name which it needs."""
    kept, wanted = [], None
    for cell in cells[k::-1]:
        program = compile(cell.source, cell.id, "exec")
        bound = {i.argval for i in dis.get_instructions(program) if i.opname == "STORE_NAME"}
        if wanted is None or bound & wanted:
            wanted = (wanted or set()) - bound | loaded(program) - bound
            kept.append(cell)
    return kept[::-1]


def loaded(program):
    """The global names that a program loads, inside its functions too."""
    own = {i.argval for i in dis.get_instructions(program) if i.opname in ("LOAD_NAME", "LOAD_GLOBAL")}
    return own.union(*(loaded(inner) for inner in program.co_consts if hasattr(inner, "co_code")))


@contextmanager
def lab(folder):
    """Serve `folder` with JupyterLab: (address, path of its log)."""
    folder = Path(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "server.log"
    options = {
        "ServerApp.port": port,
        "ServerApp.root_dir": folder,
        "IdentityProvider.token": "",
        "ServerApp.disable_check_xsrf": True,
        "LabApp.expose_app_in_browser": True,
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    home = {"JUPYTER_CONFIG_DIR": folder / "config", "JUPYTER_RUNTIME_DIR": folder / "runtime"}
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", *arguments],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | {name: str(path) for name, path in home.items()},
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/api/status", server, log)
            yield f"http://127.0.0.1:{port}", log
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(address, server, log):
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(errors='replace')}")


@contextmanager
def chromium():
    """Headless Chromium, as playwright's browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def notebook(browser, address, name, last=None, timeout=180_000):
    """A notebook in JupyterLab at 1280×720, run up to cell `last` if one is given: (page, console errors)."""
    page, errors = browser.new_page(viewport={"width": 1280, "height": 720}), []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/lab/tree/{name}?reset", timeout=timeout)
    for ready in (
        "window.jupyterapp?.shell.currentWidget?.content?.widgets?.length",
        "jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'",
    ):
        page.wait_for_function(ready, timeout=timeout)
    if last is not None:
        page.evaluate(
            """async last => {
                jupyterapp.shell.currentWidget.content.activeCellIndex = last + 1;
                await jupyterapp.commands.execute('notebook:run-all-above');
            }""",
            last,
        )
    settle(page)
    try:
        yield page, errors
    finally:
        page.evaluate("jupyterapp.serviceManager.sessions.shutdownAll()")
        page.close()


def to_cell(page, index):
    """Bring a cell to the top of the window: its output, with the widget in it."""
    page.evaluate(
        """async index => {
            const book = jupyterapp.shell.currentWidget.content;
            book.activeCellIndex = index;
            await book.scrollToItem(index, 'start');
            document.querySelector('.jp-Cell.jp-mod-active').scrollIntoView({block: 'start'});
        }""",
        index,
    )
    output = page.locator(".jp-Cell.jp-mod-active .jp-Cell-outputArea")
    output.locator("img:visible").first.wait_for(timeout=30_000)  # the still of a live explorer is hidden
    return output


def settle(page):
    """Wait until the kernel has answered all that was asked, and the browser has shown it."""
    page.wait_for_timeout(80)
    page.wait_for_function("jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'")
    page.wait_for_timeout(80)
