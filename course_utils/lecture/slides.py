"""A notebook as slides: one file with reveal.js, letters and formulas in it, opened by a double click.

nbconvert cuts the notebook at its slide types and writes the cells (`templates/deck`); `page` arranges them.
reveal.js comes from the wheel of pyreveal, of which nothing is imported.
"""

import re
from base64 import b64encode
from functools import cache
from importlib.metadata import files
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote

from bs4 import BeautifulSoup
from nbconvert.exporters import SlidesExporter
from nbconvert.preprocessors import Preprocessor
from traitlets.config import Config

from course_utils.lecture.fonts import faces
from course_utils.lecture.page import arrange, typeset_all

COURSE, LICENCE = "The optimization algorithms of deep learning", "MIT licence"
SHOWN = ["image/svg+xml", "image/png", "image/jpeg", "text/html", "text/markdown", "text/latex", "text/plain"]


class ForTheRoom(Preprocessor):
    """Leaves out what is not for the room: skipped cells, input of cells not tagged `show`, live widgets."""

    def preprocess(self, nb, resources):
        nb.cells = [
            cell for cell in nb.cells if cell.metadata.get("slideshow", {}).get("slide_type") != "skip"
        ]
        for cell in nb.cells:
            cell.metadata.setdefault("tags", [])
            if cell.cell_type == "code":
                cell.outputs = [
                    out for out in cell.outputs if not set(out.get("data", SHOWN)).isdisjoint(SHOWN)
                ]
                if "show" not in cell.metadata.tags:
                    cell.metadata.transient = {"remove_source": True}
        return nb, resources


def build(notebooks, folder):
    """Write the slides of `notebooks` into `folder`: the paths of the files, in the same order.

    A link to another notebook opens its slides, if they are built too or lie in `folder` already.
    Raises ValueError where a notebook has no slides, or a formula that cannot be typeset.
    """
    folder.mkdir(parents=True, exist_ok=True)
    decks = {}
    for path in notebooks:
        try:
            decks[folder / f"{path.stem}.html"] = _deck(path)
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from error
    places = {path.name: _places(path.read_text(encoding="utf-8")) for path in folder.glob("*.html")}
    places |= {path.name: _places(str(deck)) for path, deck in decks.items()}
    for path, deck in decks.items():
        _aim_links(deck, path.name, places)
        path.write_text(str(deck), encoding="utf-8")
    return list(decks)


def _deck(path):
    exporter = SlidesExporter(
        template_name="deck",
        extra_template_basedirs=[str(Path(__file__).parent / "templates")],
        config=Config(
            NbConvertBase={"display_data_priority": SHOWN}, CSSHTMLHeaderPreprocessor={"style": "xcode"}
        ),
    )
    names = {"css": "reveal.css", "js": "reveal.js", "notes": "plugin/notes.js", "theme": "theme/white.css"}
    reveal = {name: _reveal(file) for name, file in names.items()}
    html, _ = exporter.from_filename(str(path), {"lecture": {**reveal, "faces": faces(reveal["theme"])}})
    deck = BeautifulSoup(html, "html.parser")
    for anchor in deck.select(".anchor-link"):
        anchor.decompose()
    for image in deck.select("img:not([src^='data:'])"):  # nbconvert's embedding cuts a folded answer in two
        file = path.parent / unquote(image["src"])
        if file.is_file():
            image["src"] = f"data:{guess_type(file)[0]};base64,{b64encode(file.read_bytes()).decode()}"
    title = deck.h1.get_text() if deck.h1 else path.stem
    lesson = title if title.startswith(path.stem[:2]) else f"{path.stem[:2]} {title}"
    deck.title.string = lesson
    arrange(deck, f"{COURSE} · {lesson} · {LICENCE}")
    typeset_all(deck)
    return deck


@cache
def _reveal(name):
    """The text of a file of reveal.js. Raises PackageNotFoundError without the extra `lecture`."""
    return next(file for file in files("pyreveal") if file.match(f"revealjs/dist/{name}")).read_text("utf-8")


def _places(html):
    """What a link into a page can lead to."""
    return set(re.findall(r'<\w+[^<>]* id="([^"]+)"', html))


def _aim_links(deck, name, places):
    """Links into notebooks lead to slides; where there is no such slide, the words stay without a link."""
    for link in deck.select("a[href]"):
        target, _, heading = unquote(link["href"]).partition("#")
        if target.startswith(("https:", "http:", "mailto:")):
            link["target"] = "_blank"
            continue
        target = target.replace(".ipynb", ".html") or name
        if target not in places or (heading and heading not in places[target]):
            link.unwrap()
        elif target == name:
            link["href"] = f"#{heading}"
        else:
            link["href"] = f"{target}#{heading}" if heading else target
