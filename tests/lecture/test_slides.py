"""The builder of slides on a small lesson, without a browser: what is on a slide, where its links lead."""

import re
import tomllib
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from lessons import code, lesson, picture, printed, text
from nbformat.v4 import new_notebook, new_output
from PIL import Image

pytest.importorskip("ziamath", reason='slides need the extra: pip install -e ".[lecture]"')
from course_utils.lecture.slides import LICENCE, build

ROOT = Path(__file__).parents[2]


def decks(folder, **notebooks):
    """The pages of notebooks, by the same names."""
    for name, notebook in notebooks.items():
        nbformat.write(notebook, folder / f"{name}.ipynb")
    files = build([folder / f"{name}.ipynb" for name in notebooks], folder / "slides")
    assert [path.stem for path in files] == list(notebooks)
    return {path.stem: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in files}


@pytest.fixture(scope="module")
def deck(tmp_path_factory):
    """The page of the lesson that keeps all rules."""
    return decks(tmp_path_factory.mktemp("lesson"), **{"02_momentum": lesson()})["02_momentum"]


@pytest.fixture
def slides(tmp_path):
    """Cells to the sections of their slides."""

    def slides(*cells):
        page = decks(tmp_path, **{"05_cells": new_notebook(cells=list(cells))})["05_cells"]
        return page.select("section:not(:has(section))")

    return slides


def slide(deck, heading):
    """The slide with this heading."""
    return next(s for s in deck.select("section:not(:has(section))") if heading in s.header.get_text())


# ---------------------------------------------------------------------------------------------- one file


def test_deck_is_one_file_that_loads_nothing(deck):
    assert not deck.select("link, script[src], iframe, [srcset]")
    assert all(tag["src"].startswith("data:") for tag in deck.select("[src]"))
    styles = " ".join(style.get_text() for style in deck.select("style"))
    assert not re.search(r"@import|url\((?!\"?data:)", styles)


def test_reveal_and_its_speaker_view_are_inside_and_laid_out_for_a_projector(deck):
    scripts = " ".join(script.get_text() for script in deck.select("script"))
    assert "reveal.js" in scripts and "RevealNotes" in scripts
    settings = 'width: 1280, height: 720, margin: 0|transition: "none"|center: false|hash: true'
    assert all(setting in scripts for setting in settings.split("|"))


def test_letters_are_inside_and_their_files_are_small(deck, tmp_path):
    faces = re.findall(r"@font-face\s*\{font-family:\"?([\w ]+)", str(deck))
    assert set(faces) == {"Source Sans Pro", "DejaVu Sans", "DejaVu Sans Mono"}
    assert len(str(deck)) < 1_300_000


# ------------------------------------------------------------------------------------------- on a slide


def test_slides_stand_in_columns_under_their_headings(deck):
    columns = [
        [s.header.get_text() for s in column.select("section")] for column in deck.select(".slides > section")
    ]
    assert columns == [
        ["Momentum"],
        [
            "A narrow valley needs two rates",
            "It is there after forty steps",
            "The step is what is remembered",
        ],
        ["The rule in code", "It moves"],
        ["Play"],
    ]


def test_slide_without_a_heading_carries_that_of_the_slide_before(slides):
    first, second = slides(text("## Here", "slide"), text("More of it."))
    assert second.header.get_text() == first.header.get_text() == "Here"
    assert "again" in second.header["class"] and not first.header.has_attr("class")
    assert len(second.find_parent().select("[id='Here']")) == 1


def test_foot_of_every_slide_names_course_lesson_licence_and_number(deck):
    feet = [foot.get_text(" ").split() for foot in deck.select("footer")]
    total = len(deck.select("section:not(:has(section))"))
    assert [" ".join(foot[-3:]) for foot in feet] == [f"{k} / {total}" for k in range(1, total + 1)]
    line = "The optimization algorithms of deep learning · 02 Momentum · MIT licence"
    assert all(" ".join(foot).startswith(line) for foot in feet)
    assert [" ".join(foot).count("more below") for foot in feet] == [0, 1, 1, 0, 1, 0, 0]


def test_licence_at_the_foot_is_that_of_the_course():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] in LICENCE


def test_minutes_of_a_section_are_for_readers(deck):
    assert "6 minutes" not in deck.get_text()


def test_input_is_shown_where_the_cell_is_tagged_so_and_nowhere_else(deck):
    assert [block.get_text().strip() for block in deck.select(".highlight pre")] == [
        "def momentum(grad, W, v=0.0):\n    return W + v, v"
    ]
    assert "draw()" not in deck.get_text()


def test_skipped_cells_are_gone(deck):
    assert "Use a pencil" not in str(deck) and "import numpy" not in str(deck)


def test_picture_has_its_text_and_its_shape(deck):
    image = slide(deck, "It moves").select_one(".picture img")
    assert image["alt"] == "a path"
    assert image.find_parent(class_="picture")["style"] == "--shape:2.3600"


def test_narrow_picture_stands_beside_its_text_and_a_wide_one_or_two_do_not(deck, slides):
    assert "beside" in slide(deck, "Play").select_one(".body")["class"]
    assert "beside" not in slide(deck, "It moves").select_one(".body")["class"]
    (both,) = slides(text("## Two", "slide"), code("draw()", picture(570, 430), picture(570, 430)))
    assert "beside" not in both.select_one(".body")["class"] and len(both.select(".picture")) == 2


def test_drawing_in_svg_is_a_picture(slides):
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path d="M0 0L9 9"/></svg>'
    (shown,) = slides(
        text("## At", "slide"), code("draw()", new_output("display_data", {"image/svg+xml": drawing}))
    )
    assert shown.select_one(".picture > img") and shown.select_one(".picture")["style"] == "--shape:3.0000"


def test_picture_of_a_widget_is_shown_and_the_widget_is_not(slides):
    still = picture(570, 430)
    still.data["application/vnd.jupyter.widget-view+json"] = {"model_id": "1"}
    alone = new_output("display_data", {"application/vnd.jupyter.widget-view+json": {"model_id": "2"}})
    (played,) = slides(text("## Play", "slide"), code("explore()", still, alone))
    assert len(played.select("img")) == 1 and "model_id" not in str(played)


def test_picture_that_lies_beside_the_notebook_is_put_into_the_page(tmp_path):
    Image.new("RGB", (400, 300)).save(tmp_path / "a b.png")
    page = decks(
        tmp_path, **{"03_a": new_notebook(cells=[text("## At\n\nSee ![it](a%20b.png) here", "slide")])}
    )
    assert page["03_a"].img["src"].startswith("data:image/png;base64,")
    assert page["03_a"].img.parent["style"] == "--shape:1.3333"


# ------------------------------------------------------------------------------------ answers and notes


def test_output_of_a_prediction_and_folded_answers_come_with_a_key_each(deck):
    first, second = slide(deck, "A narrow valley").select(".fragment")
    assert "(2.1) first: momentum" in first.get_text()
    assert "forty" not in second.get_text() and "Momentum, after" in second.get_text()
    assert second.strong.get_text() == "Answer" and not deck.select("details")


def test_cell_tagged_answer_comes_with_a_key(deck):
    (answer,) = slide(deck, "The step is").select(".fragment")
    assert answer.get_text().strip().startswith("Where")


def test_no_key_shows_nothing_or_shows_a_part_of_what_a_key_shows(slides):
    (shown,) = slides(
        text("## Guess", "slide"),
        code("W = 1", slide="fragment"),
        code("run()", printed("40 steps"), slide="fragment", tags=["predict"]),
        text("<details><summary>Answer</summary>\n\n40\n\n</details>", "-"),
    )
    assert [key.get_text(" ", strip=True) for key in shown.select(".fragment")] == ["40 steps Answer 40"]


def test_notes_are_unfolded_beside_the_slide_and_not_in_an_answer(deck):
    (notes,) = deck.select("aside.notes")
    assert notes.parent is slide(deck, "A narrow valley") and "lecturer" not in notes.get_text()
    assert notes.get_text(" ", strip=True).startswith("Say that") and not notes.find_parent(class_="fragment")


def test_notes_bring_the_glyphs_of_their_formulas_to_the_speakers_window(deck):
    (notes,) = deck.select("aside.notes")
    used = {use["href"][1:] for use in notes.select("use")}
    assert used and used == {symbol["id"] for symbol in notes.select("symbol")}


# ---------------------------------------------------------------------------------------------- formulas


def test_formulas_are_typeset_everywhere_outside_code(slides):
    (shown,) = slides(
        text("## At $x$\n\n| $a$ | b |\n|-|-|\n| c | $d$ |\n\n- $e$\n\n<b>$f$</b> and `$HOME`", "slide"),
        code("show()", new_output("display_data", {"text/markdown": "*from $g$*"})),
        code("show()", new_output("display_data", {"text/html": "<p>from $h$</p>"})),
        code("show()", new_output("display_data", {"text/latex": "$k$"})),
        text("<details><summary>At $m$</summary>\n\n$$n \\tag{2.1}$$\n\n</details>", "-"),
    )
    assert [svg["aria-label"] for svg in shown.select("svg")] == list("xadefghkmn")
    assert list(shown.find_all(string=re.compile(r"\$"))) == ["$HOME"]


def test_formula_and_the_letters_at_it_stay_on_one_line(slides):
    (shown,) = slides(text("## At\n\nfor all ($x$), say $y$.", "slide"))
    assert [tied.get_text() for tied in shown.select(".tied")] == ["(),", "."]


def test_every_glyph_is_in_the_page_once(deck):
    glyphs = [symbol["id"] for symbol in deck.select("symbol") if not symbol.find_parent("aside")]
    used = {use["href"][1:] for use in deck.select(".page use")}
    assert len(glyphs) == len(set(glyphs)) and set(glyphs) == used


def test_formula_that_cannot_be_typeset_is_named_with_its_notebook(slides):
    with pytest.raises(ValueError, match=r"05_cells\.ipynb: this formula cannot be typeset: \\frac"):
        slides(text("## At\n\n$\\frac$", "slide"))


def test_notebook_without_slides_is_named(slides):
    with pytest.raises(ValueError, match=r"05_cells\.ipynb: .*hidden"):
        slides(text("# For readers", "skip"))


# ------------------------------------------------------------------------------------------------- links


def links(deck):
    """The words of the links of a page, and where they lead."""
    return {link.get_text(): link["href"] for link in deck.select("a")}


def test_link_goes_to_a_slide_or_is_no_link(deck):
    assert links(deck) == {
        "the problem": "#A-narrow-valley-needs-two-rates",
        "PyTorch": "https://pytorch.org",
    }
    assert "See noise." in deck.get_text() and "Read the exercises, lesson 07" in deck.get_text()
    assert deck.find(id="A-narrow-valley-needs-two-rates").find_parent("section")


def test_link_into_another_lesson_opens_its_slides_where_they_are_built(tmp_path):
    there = new_notebook(cells=[text("# 01 SGD\n\n## The noise floor", "slide"), text("## Proof", "skip")])
    links_of = [text("[a](01_sgd.ipynb) [b](01_sgd.ipynb#The-noise-floor) [c](01_sgd.ipynb#Proof)", "slide")]
    here = new_notebook(cells=links_of)
    opened = {"a": "01_sgd.html", "b": "01_sgd.html#The-noise-floor"}
    assert links(decks(tmp_path, **{"02_momentum": here})["02_momentum"]) == {}
    assert links(decks(tmp_path, **{"02_momentum": here, "01_sgd": there})["02_momentum"]) == opened
    assert links(decks(tmp_path, **{"02_momentum": here})["02_momentum"]) == opened  # its slides lie there


def test_link_that_leaves_opens_a_window_of_its_own(deck):
    assert deck.find("a", string="PyTorch")["target"] == "_blank"
