"""What the last row of a room sees of a deck, measured in a browser; and what is wrong with it."""

import re
from pathlib import Path
from statistics import median

MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")
WIDTH, HEIGHT, LETTERS = 1280, 720, 26
LATEX = re.compile(r"\$|\\[a-zA-Z]+")


def measure(browser, path):
    """One record a slide (see measure.js), and the addresses that the deck asked for: there is no network."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, offline=True)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.resolve().as_uri())
    page.wait_for_selector(".reveal.ready")
    slides = page.evaluate(MEASURE)
    context.close()
    return slides, [url for url in asked[1:] if not url.startswith("data:")]


def promised(slides, asked):
    """What the builder did wrong: {number of the slide: complaints}, 0 for the deck."""
    return _numbered([f"asks for {url}" for url in asked], slides, _raw)


def readable(slides):
    """What the lesson does wrong: {number of the slide: complaints}, 0 for the deck.

    The share of a picture is its area as drawn, its own margins with it, over that of the slide, 1280 × 720;
    pictures of one slide count together. No share is below 40 %, the median over the slides not below 50 %.
    """
    shares = [_share(slide) for slide in slides if slide["pictures"]]
    small = f"in the median its pictures cover {median(shares or [1]):.0%} of their slides".replace("%", " %")
    return _numbered([small] if shares and median(shares) < 0.5 else [], slides, _faults)


def _numbered(of_the_deck, slides, faults):
    found = {0: of_the_deck} | {number: list(faults(slide)) for number, slide in enumerate(slides, 1)}
    return {number: complaints for number, complaints in found.items() if complaints}


def _share(slide):
    areas = [(p["right"] - p["left"]) * (p["bottom"] - p["top"]) for p in slide["pictures"]]
    return sum(areas) / (WIDTH * HEIGHT)


def _raw(slide):
    for words in slide["header"] + slide["body"]:
        if not words["code"] and LATEX.search(words["text"]):
            yield f"shows LaTeX: {words['text']}"
    if LATEX.search(slide["notes"]):
        yield "shows LaTeX in its notes"


def _faults(slide):
    texts = slide["header"] + slide["body"]
    words = [box for text in texts for box in text["boxes"]] + slide["formulas"]
    seen = words + slide["pictures"]
    if not slide["heading"].strip():
        yield "has no heading of its own"
    if not slide["body"] and not slide["formulas"] and not slide["pictures"]:
        yield "shows nothing but its heading"
    if any(box["left"] < -1 or box["right"] > WIDTH + 1 or box["top"] < -1 for box in seen):
        yield "lies outside the window"
    if any(box["bottom"] > slide["foot"] + 1 for box in seen):
        yield "lies under the line at the foot"
    if any(_overlap(box, picture) for box in words for picture in slide["pictures"]):
        yield "has text under a picture"
    if slide["cut"]:
        yield "a line of code is cut"
    for text in texts:
        if text["boxes"] and text["size"] < LETTERS:
            yield f"has text of {text['size']:.0f} px: {text['text']}"
    if slide["pictures"] and _share(slide) < 0.4:
        yield f"its pictures cover {100 * _share(slide):.1f} % of it"


def _overlap(a, b):
    return (
        min(a["right"], b["right"]) - max(a["left"], b["left"]) > 2
        and min(a["bottom"], b["bottom"]) - max(a["top"], b["top"]) > 2
    )
