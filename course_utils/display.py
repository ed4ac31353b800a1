"""How a picture gets onto the page: the style of the course, small PNGs, and a caption below.

Nothing here changes matplotlib's settings for good: `course_style()` holds within a `with`.
"""

from io import BytesIO

import matplotlib.style
from IPython.display import Markdown, display
from PIL import Image

DENSITY = 2  # pixels of a picture for each pixel of a plain screen: projectors and good screens show them
COLORS = 128  # of a picture: its lines keep their colours, and it has a third of the bytes


def course_style():
    """The style of the course, for a `with`: matplotlib's own defaults first, so that a reader's
    matplotlibrc changes nothing, then `course.mplstyle`."""
    return matplotlib.style.context(["default", "course_utils.course"])


def small_png(picture):
    """An image of Pillow as the bytes of a PNG of few colours."""
    if picture.mode != "P":
        picture = picture.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    buffer = BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def animated_png(pictures, seconds):
    """The bytes of an animated PNG (APNG) that lasts so long and then holds the last picture for a second.

    The last picture is its still: the default image, which is no part of the animation.
    """
    buffer = BytesIO()
    pause = 1000 * seconds / len(pictures)
    pictures[-1].save(
        buffer,
        "PNG",
        save_all=True,
        default_image=True,
        append_images=pictures,
        duration=[pause] * (len(pictures) - 1) + [1000],
        loop=0,
        optimize=True,
    )
    return buffer.getvalue()


def display_picture(png, text, caption, alt=None, live=None):
    """Display a PNG of `DENSITY`, with its caption below it in italics.

    text: what stands for it where there are no pictures.
    caption: what follows from the picture, as a full sentence.
    alt: what one sees, as a full sentence for those who do not see it; the caption unless it is given.
    live: {mime type: content} that is displayed between picture and caption.
    Raises ValueError for a caption or an alternative text that is no full sentence.
    """
    alt = caption if alt is None else alt
    for name, sentence in (("caption", caption), ("alt", alt)):
        if not isinstance(sentence, str) or len(sentence) < 30 or not sentence.endswith("."):
            raise ValueError(f"{name} must be a full sentence that ends in a full stop, not {sentence!r}")
    width = round(Image.open(BytesIO(png)).width / DENSITY)
    metadata = {"image/png": {"alt": alt, "width": width}}
    display({"image/png": png, "text/plain": text}, raw=True, metadata=metadata)
    if live is not None:
        display(live, raw=True)
    display(Markdown(f"*{caption}*"))
