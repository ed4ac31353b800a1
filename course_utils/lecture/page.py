"""The page that nbconvert wrote, made fit for a room: headings, pictures, answers, notes, formulas."""

import re
from base64 import b64decode
from html import escape, unescape
from io import BytesIO

from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from PIL import Image

from course_utils.lecture.formulas import sprite, typeset

BESIDE = 1.55  # a picture narrower than this (width : height) stands beside its text, not above or below
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
# a formula, with the letters that touch it: no line ends between "(" or "," and its formula
FORMULA = re.compile(
    r"(?P<before>[^\s$]*)(?:\$\$(?P<display>.+?)\$\$|\$(?P<inline>[^$]+)\$)(?P<after>[^\s$]*)", re.S
)


class Markup(PreformattedString):
    """Text that is markup already: written as it is."""

    PREFIX = SUFFIX = ""


def arrange(soup, line):
    """Give every slide of a soup its page: heading, body with its pictures, `line` and number at the foot."""
    heading = None
    sections = soup.select("section:not(:has(section))")
    for number, section in enumerate(sections, 1):
        notes = [aside.extract() for aside in section.select("aside.notes")]
        _unfold(section, notes)
        page = soup.new_tag("div", attrs={"class": "page"})
        body = soup.new_tag("div", attrs={"class": "body"})
        body.extend(list(section.contents))
        own = _take_heading(body)
        header = soup.new_tag("header", attrs={} if own else {"class": "again"})
        heading = own or (heading and soup.new_tag("h2", string=heading.get_text()))
        if heading:
            header.append(heading)
        foot = soup.new_tag("footer", string=line)
        if section.find_next_sibling("section"):
            foot.append(soup.new_tag("span", attrs={"class": "more"}, string="↓ more below"))
        foot.append(soup.new_tag("span", attrs={"class": "number"}, string=f"{number} / {len(sections)}"))
        page.extend([header, body, foot])
        section.extend([page, *notes])
        _place_pictures(soup, body)


def _take_heading(body):
    """The heading with which a slide begins, taken out of it; and the line of minutes below it."""
    first = body.find(True)
    if first is None or first.name not in HEADINGS:
        return None
    minutes = first.find_next_sibling(True)
    if minutes and re.fullmatch(r"(about )?\d+ minutes?", minutes.get_text().strip()):
        minutes.decompose()
    return first.extract()


def _unfold(section, notes):
    """What is folded in the notebook: on a slide it comes with the next key, in the notes it is there."""
    for details in section.select("details"):
        details.name = "div"
        details["class"] = ["answer"] if details.find_parent(class_="fragment") else ["answer", "fragment"]
        if details.summary:
            details.summary.name = "strong"
    for fragment in section.select(".fragment"):
        if not fragment.get_text(strip=True) and not fragment.img:
            fragment.decompose()  # a key that shows nothing
    for details in [details for aside in notes for details in aside.select("details")]:
        if details.summary:
            details.summary.decompose()
        details.unwrap()


def _place_pictures(soup, body):
    """Every picture in a box of its shape; a single narrow one beside the text."""
    pictures = body.select("img[src^='data:']")
    for picture in pictures:
        shape = f"--shape:{_shape(picture['src']):.4f}"
        box = picture.wrap(soup.new_tag("div", attrs={"class": "picture", "style": shape}))
        if box.parent.name == "p" and not box.parent.get_text(strip=True):
            box.parent.unwrap()
    if len(pictures) == 1 and _shape(pictures[0]["src"]) < BESIDE:
        body["class"] = ["body", "beside"]
        body["style"] = shape


def _shape(source):
    """Width over height of a picture in a `data:` address."""
    data = b64decode(source.partition(",")[2])
    if source.startswith("data:image/svg"):
        width, height = map(float, BeautifulSoup(data, "html.parser").svg["viewbox"].split()[2:])
    else:
        width, height = Image.open(BytesIO(data)).size
    return width / height


def typeset_all(soup):
    """Every formula between dollars, code apart, becomes a picture; the glyphs stand once, before all slides.

    The speaker view shows the notes in a window of its own, so there each formula brings its glyphs.
    """
    glyphs = {}
    for text in soup.body.find_all(string=lambda string: "$" in string):
        if not text.find_parent(["code", "pre", "script", "style"]):
            own = {} if text.find_parent("aside") else glyphs
            markup = FORMULA.sub(lambda found, glyphs=own: _formula(found, glyphs), escape(text, quote=False))
            text.replace_with(Markup(markup if own is glyphs else sprite(own) + markup))
    soup.body.insert(0, Markup(sprite(glyphs)))


def _formula(found, glyphs):
    markup, symbols = typeset(unescape(found["display"] or found["inline"]), display=bool(found["display"]))
    glyphs |= symbols
    around = found["before"], found["after"]
    markup = markup.join(around)
    return f'<span class="tied">{markup}</span>' if any(around) and found["inline"] else markup
