"""LaTeX as pictures inside the page: typeset by ziamath with its own font, so no browser needs one."""

import re
from functools import cache
from html import escape

import ziamath
from ziamath.tex import tex2mml

SIZE = 24  # in which ziamath draws; the page counts in em
ziamath.config.precision = 2

DIALECT = [  # LaTeX that ziamath sets wrongly, and a form of it that it sets rightly; one after the other
    (r"\\begin\{(\w?matrix)\}.*?\\end\{\1\}", r"{\g<0>}"),  # an index at a matrix
    (r"\\[lr]?vert(?![a-zA-Z])", "|"),
    (r"(\\[bB]igg?[lr]?|\\left|\\right)(?:\\[lr]?Vert(?![a-zA-Z])|\\\|)", r"\1‖"),  # bars that grow …
    (r"\\[lr]?Vert(?![a-zA-Z])", r"\|"),  # … and that do not
    # a minus that is a sign, not a difference
    (r"(^|[(\[{=<>&]|(?<!\\)[,;]|\\\\|\\(?:le|ge|approx|to|gets|q?quad|cdot))(\s*)-", r"\1\2{-}"),
]
SYMBOL = re.compile(r'<symbol id="([^"]+)"[^>]*?(?:/>|>.*?</symbol>)', re.S)  # a space is empty: <symbol … />
TAG = re.compile(r"\\tag\{(.*?)\}")


@cache
def typeset(latex, display=False):
    r"""A formula as an element of the page, and the glyphs it refers to: (markup, {id: symbol}).

    latex: without its dollars; `\tag{2.3}` becomes a number (2.3) at the right edge.
    display: on a line of its own, else within one, on its baseline.
    Size and colour are those of the text around it. The LaTeX stays as its label, for those who listen.
    Raises ValueError with the formula where ziamath cannot set it.
    """
    numbers = TAG.findall(latex)
    source = said = TAG.sub("", latex).strip()
    for pattern, replacement in DIALECT:
        said = re.sub(pattern, replacement, said, flags=re.S)
    try:
        mathml = tex2mml(said, inline=not display).replace('rowspacing="3pt"', 'rowspacing="0.5em"')
        formula = ziamath.Math(mathml, size=SIZE, margin=0)
        svg = formula.svg()
    except Exception as error:  # it has no exception of its own: AssertionError, KeyError, …
        raise ValueError(f"this formula cannot be typeset: {source}") from error
    (width, height), drop = formula.getsize(), formula.getyofst()
    drawing = SYMBOL.sub("", svg[svg.index(">") + 1 :]).replace(' fill="black"', "")
    view = re.search(r'viewBox="[^"]*"', svg)[0]
    style = f"width:{width / SIZE:.3f}em;height:{height / SIZE:.3f}em;vertical-align:{drop / SIZE:.3f}em"
    markup = f'<svg class="math" role="img" aria-label="{escape(source)}" style="{style}" {view}>{drawing}'
    if display:
        number = "".join(f'<span class="number">({escape(number)})</span>' for number in numbers)
        markup = f'<span class="display">{markup}{number}</span>'
    return markup, {symbol[1]: symbol[0] for symbol in SYMBOL.finditer(svg)}


def sprite(symbols):
    """The glyphs of all formulas of a page, each once: to stand before the first formula."""
    return f'<svg style="display:none">{"".join(symbols.values())}</svg>'
