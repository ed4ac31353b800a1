"""The letters of a deck, inside the page: it is laid out alike on every machine.

Text is set in Source Sans, which comes with reveal.js; code, and the letters that Source Sans lacks
(Greek, stars), in DejaVu, which comes with matplotlib, cut down to the characters that a course uses.
"""

import re
from base64 import b64encode
from functools import cache
from io import BytesIO
from pathlib import Path

import matplotlib
from fontTools import subset

CHARACTERS = [
    *range(0x20, 0x100),  # Latin
    *range(0x300, 0x400),  # accents, Greek
    *range(0x2000, 0x2300),  # dashes, sub- and superscripts, arrows, operators
    *range(0x2500, 0x2760),  # lines, stars, check marks
]


@cache
def faces(theme):
    """The rules `@font-face` for a page: those of a reveal.js theme (its text), and DejaVu's."""
    dejavu = [_face("DejaVu Sans", "DejaVuSans.ttf"), _face("DejaVu Sans Mono", "DejaVuSansMono.ttf")]
    return "\n".join(re.findall(r"@font-face\s*\{[^}]*\}", theme) + dejavu)


def _face(family, file):
    options = subset.Options(flavor="woff", layout_features=[], hinting=False)
    options.drop_tables += ["FFTM"]
    buffer = BytesIO()
    with subset.load_font(Path(matplotlib.get_data_path(), "fonts", "ttf", file), options) as font:
        smaller = subset.Subsetter(options)
        smaller.populate(unicodes=CHARACTERS)
        smaller.subset(font)
        subset.save_font(font, buffer, options)
    data = b64encode(buffer.getvalue()).decode()
    # its small letters are a tenth higher than those of Source Sans; so both look alike
    source = f'url(data:font/woff;base64,{data}) format("woff")'
    return f'@font-face{{font-family:"{family}";size-adjust:90%;src:{source}}}'
