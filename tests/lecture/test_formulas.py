"""Formulas as pictures: glyphs, size, place in a line, and the LaTeX that ziamath reads otherwise."""

import re

import pytest
from bs4 import BeautifulSoup

pytest.importorskip("ziamath", reason='slides need the extra: pip install -e ".[lecture]"')
from course_utils.lecture.formulas import sprite, typeset


def drawn(latex, display=False):
    """A formula's svg."""
    return BeautifulSoup(typeset(latex, display)[0], "html.parser").svg


def lengths(latex):
    """Width, height and depth of a formula in a line, in em; positive below the baseline."""
    style = drawn(latex)["style"]
    width, height, shift = map(
        float, re.fullmatch(r"width:(.*)em;height:(.*)em;vertical-align:(.*)em", style).groups()
    )
    return width, height, -shift


def glyphs(latex):
    """The glyphs of a formula from left to right, with their places and sizes."""
    return [(use["href"], float(use["x"]), float(use["height"])) for use in drawn(latex).select("use")]


def test_latex_is_the_label_without_its_number():
    assert drawn("a < b \\tag{2.3}", display=True)["aria-label"] == "a < b"
    assert drawn('\\text{"x"}')["aria-label"] == '\\text{"x"}'


def test_number_stands_beside_a_displayed_formula():
    page = BeautifulSoup(typeset("a \\tag{2.3}", display=True)[0], "html.parser")
    assert page.select_one(".display > .number").get_text() == "(2.3)" and page.select_one(".display > svg")


def test_letter_without_depth_sits_on_the_line_and_one_with_depth_reaches_below_it():
    assert lengths("x")[2] == pytest.approx(0, abs=0.02)
    assert lengths("y")[2] > 0.15
    assert lengths("\\frac{a}{b}")[2] > lengths("y")[2]


def test_twice_the_letters_are_twice_as_wide_and_a_power_is_higher():
    assert lengths("xxxx")[0] == pytest.approx(2 * lengths("xx")[0], rel=0.1)
    assert lengths("x^2")[1] > lengths("x")[1]


def test_glyphs_are_drawn_by_reference_in_the_colour_of_the_text():
    markup, symbols = typeset("a + a")
    assert set(re.findall('href="#([^"]+)"', markup)) == set(symbols) and len(symbols) == 2
    assert "black" not in markup and "<symbol" not in markup
    assert sprite(symbols).count("<symbol") == 2 and "display:none" in sprite(symbols)


def test_letters_after_a_space_are_not_lost():
    # ziamath writes the empty glyph of a space as <symbol … />
    assert len(typeset("\\text{per epoch}")[1]) == len(set("per epoch"))


@pytest.mark.parametrize(
    "latex, same",
    [
        ("\\lvert z \\rvert = \\sqrt{\\frac12}", "|z| = \\sqrt{\\frac12}"),
        ("\\lVert g \\rVert_2^2", "\\|g\\|_2^2"),
        ("\\Bigl\\lVert g \\Bigr\\rVert", "\\Bigl‖ g \\Bigr‖"),
        ("a = -b", "a = {-}b"),
        ("(-1, -2)", "({-}1, {-}2)"),
        ("-x", "{-}x"),
    ],
)
def test_latex_that_ziamath_reads_otherwise_is_set_as_meant(latex, same):
    assert glyphs(latex) == glyphs(same)


def test_bars_do_not_grow_with_what_stands_beside_them():
    bar, _, height = glyphs("\\lvert z \\rvert \\, \\frac{\\frac ab}{\\frac cd}")[0]
    assert (bar, height) == (glyphs("\\lvert z \\rvert")[0][0], glyphs("\\lvert z \\rvert")[0][2])


def test_sign_is_closer_to_its_number_than_a_minus_between_two():
    sign, difference = glyphs("(-1)"), glyphs("x-1")
    assert sign[2][1] - sign[1][1] < difference[2][1] - difference[1][1]


def test_minus_after_a_thin_space_stays_a_difference():
    assert glyphs("a \\,-\\, b") != glyphs("a \\,{-}\\, b")


def test_matrix_may_have_an_index():
    assert typeset("\\begin{pmatrix} y \\\\ w \\end{pmatrix}_{t+1}", display=True)


def test_same_formula_is_set_once():
    assert typeset("x + y") is typeset("x + y")


def test_formula_that_cannot_be_set_is_named():
    with pytest.raises(ValueError, match=r"cannot be typeset: \\frac"):
        typeset("\\frac")
