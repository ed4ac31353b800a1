"""Small lessons made for the tests: one that keeps the rules of a slide, one that breaks each rule once."""

from base64 import b64encode
from io import BytesIO

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

CONCLUSION = "Momentum arrives first: $v$ grows while the signs agree."


def text(source, slide="subslide", *tags):
    """A markdown cell of a slide type."""
    return new_markdown_cell(source, metadata={"slideshow": {"slide_type": slide}, "tags": list(tags)})


def code(source, *outputs, slide="-", tags=()):
    """A code cell with stored outputs; those of a prediction are folded."""
    metadata = {"slideshow": {"slide_type": slide}, "tags": list(tags)}
    if "predict" in tags:
        metadata["jupyter"] = {"outputs_hidden": True}
    return new_code_cell(source, metadata=metadata, outputs=list(outputs), execution_count=1)


def printed(line):
    """What a cell prints."""
    return new_output("stream", name="stdout", text=f"{line}\n")


def picture(width=1180, height=500, alt="a path"):
    """A picture of this many pixels, with its alternative text, as `show` stores it."""
    buffer = BytesIO()
    Image.new("RGB", (width, height), "#0072b2").save(buffer, "PNG")
    data = {"image/png": b64encode(buffer.getvalue()).decode(), "text/plain": "<Figure>"}
    return new_output("display_data", data, metadata={"image/png": {"alt": alt}})


def caption(words=CONCLUSION):
    """The sentence under a picture."""
    return new_output("display_data", {"text/markdown": f"*{words}*", "text/plain": "<Markdown>"})


NOTE = "<details><summary>For the lecturer</summary>\n\nSay that $v$ is a sum, not a mean.\n\n</details>"
LESSON = [
    text("# Momentum\n\nWhat if the valley is narrow? See [noise](01_sgd.ipynb#The-noise-floor).", "slide"),
    code("import numpy as np", slide="skip"),
    text(
        "## A narrow valley needs two rates\n\n*6 minutes*\n\n**Predict.** Which of the two arrives first?",
        "slide",
    ),
    code('print("first:", winner)', printed("(2.1) first: momentum"), tags=["predict"]),
    text("<details><summary>Answer</summary>\n\nMomentum, after $t = 40$ steps.\n\n</details>", "-"),
    text(NOTE, "notes"),
    text("### It is there after forty steps"),
    code("draw()", picture(), caption()),
    text("### The step is what is remembered\n\nIt fades by $\\alpha$:"),
    text(
        "$$v \\gets \\alpha v - \\eta g \\tag{2.4}$$\n\n| rule | keeps |\n|-|-|\n| momentum | $v$ |",
        "-",
    ),
    text("Where $\\alpha = 0$ this is gradient descent.", "-", "answer"),
    text("## The rule in code\n\nMore in [the problem](#A-narrow-valley-needs-two-rates).", "slide"),
    code("def momentum(grad, W, v=0.0):\n    return W + v, v", tags=["rule", "show"]),
    text(
        "### It moves\n\nRead [the exercises](#Exercises), [lesson 07](07_adamw.ipynb), [PyTorch](https://pytorch.org)."
    ),
    code("draw()", picture(), caption()),
    text("## Exercises\n\nUse a pencil.", "skip"),
    text("## Play\n\nDrag the open point.", "slide"),
    code("explore()", picture(570, 430, "an explorer"), caption()),
]

LINE = "x = 'a line of code that is longer than the eighty-two columns that a slide can show, so cut'"
BROKEN = {  # heading of a slide: (what stands below it, what is found)
    "Long": ([text("word " * 400, "-")], "lies under the line at the foot"),
    "Wide": ([text("| a |\n|-|\n| " + "word" * 200 + " |", "-")], "lies outside the window"),
    "Cut": ([code(LINE, tags=["show"])], "a line of code is cut"),
    "Raw": ([text("up to the limit \\eta", "-")], "shows LaTeX: up to the limit \\eta"),
    "Noted": ([text("$x$ and more", "-"), text("the limit \\eta", "notes")], "shows LaTeX in its notes"),
    "Small": ([text('<p style="font-size:20px">small print</p>', "-")], "has text of 20 px: small print"),
    "Flat": ([code("draw()", picture(1180, 200))], "its pictures cover 25.8 % of it"),
    "Covered": ([text("word" * 12, "-"), code("draw()", picture(700, 500))], "has text under a picture"),
    "Empty": ([code("W = 0")], "shows nothing but its heading"),
    "": ([text("A thought without a heading.")], "has no heading of its own"),
}
OF_THE_DECK = ["asks for https://example.org/a.png", "in the median its pictures cover 34 % of their slides"]


def lesson():
    """A lesson that keeps all rules."""
    return new_notebook(cells=[cell.copy() for cell in LESSON])


def broken():
    """A lesson of which every slide breaks one rule; the first asks for a picture from elsewhere."""
    cells = [text("## Elsewhere\n\n![](https://example.org/a.png) and words", "slide")]
    for heading, (below, _) in BROKEN.items():
        cells += ([text(f"## {heading}", "slide")] if heading else []) + below
    return new_notebook(cells=cells)
