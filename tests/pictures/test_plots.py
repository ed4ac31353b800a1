"""Figures are judged by what is drawn: the data of the artists, the colours, the words beside them."""

import re
from io import BytesIO
from itertools import combinations, pairwise

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image

from course_utils import display, plots
from course_utils.descent import descend
from course_utils.optimizers import RULES, adam, momentum, nag, sgd
from course_utils.surfaces import beale, double_well, himmelblau, quadratic, ravine, rosenbrock, saddle

CAPTION = "Halve the rate, and the path no longer zig-zags."
ALT = "The path falls from the upper left into the valley."
RUN = descend(sgd, ravine(), 30, lr=0.07)
POINTS = RUN.W.T  # as the first notebooks have it
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)


@pytest.fixture
def ax():
    fig, ax = plt.subplots()
    yield ax
    fig.canvas.draw()  # whatever a test drew can be drawn; a warning would be an error
    plt.close(fig)


@pytest.fixture
def shown(monkeypatch):
    """What is displayed, as pairs (object, keywords)."""
    calls = []
    monkeypatch.setattr(display, "display", lambda *objects, **kwargs: calls.append((*objects, kwargs)))
    return calls


# ---------------------------------------------------------------------------------------------- the styles

# linear RGB, Machado, Oliveira and Fernandes 2009, severity 1
SIGHT = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}
SRGB = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
CLEARLY_APART = 15  # in CIELAB, where 2.3 is just noticeable


def lab(color, sight):
    c = np.array(to_rgb(color))
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    t = SRGB @ np.clip(np.array(SIGHT[sight]) @ linear, 0, 1) / SRGB.sum(axis=1)
    x, y, z = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def nearest(colors, sight):
    """The distance of the two colours that are most alike."""
    return min(np.linalg.norm(lab(a, sight) - lab(b, sight)) for a, b in combinations(colors, 2))


@pytest.mark.parametrize("sight", SIGHT)
def test_colours_of_the_rules_are_clearly_apart_for_every_sight(sight):
    colors = [plots.style(rule)["color"] for rule in RULES]
    assert nearest([*colors, plots.GREY, "white"], sight) > CLEARLY_APART


@pytest.mark.parametrize("sight", SIGHT)
def test_a_pair_of_coordinates_has_the_colour_of_no_rule(sight):
    pair = [look["color"] for look in plots.PAIR]
    others = [*(plots.style(rule)["color"] for rule in RULES), plots.GREY, plots.STAR, "white"]
    assert nearest(pair, sight) > CLEARLY_APART
    assert all(nearest([color, other], sight) > CLEARLY_APART for color in pair for other in others)
    assert len({look["linestyle"] for look in plots.PAIR}) == 2


def luminance(color):
    """Relative luminance of WCAG 2.1."""
    c = np.array(to_rgb(color))
    return SRGB[1] @ np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def test_all_that_is_drawn_stands_out_from_white_by_three_to_one():
    """Success criterion 1.4.11 of WCAG 2.1, for a projector in a lit room."""
    looks = [plots.style(rule) for rule in RULES] + list(plots.PAIR)
    looks += [plots.shade(k, count) for count in range(1, 7) for k in range(count)]
    for color in [look["color"] for look in looks] + [plots.GREY, plots.STAR]:
        assert 1.05 / (luminance(color) + 0.05) >= 3, color
    assert 1.05 / (luminance("#E69F00") + 0.05) < 3  # the orange of Okabe and Ito
    assert 1.05 / (luminance("black") + 0.05) == pytest.approx(21)


def test_that_distance_is_not_met_by_every_palette():
    """The first six colours of matplotlib's default are told apart by normal sight alone."""
    tab10 = plt.get_cmap("tab10").colors[:6]
    assert nearest(tab10, "normal") > CLEARLY_APART
    assert max(nearest(tab10, sight) for sight in ("protanopia", "deuteranopia")) < CLEARLY_APART


@pytest.mark.parametrize("key", ["color", "linestyle", "marker"])
def test_no_two_rules_share_a_colour_a_line_style_or_a_marker(key):
    assert len({plots.style(rule)[key] for rule in RULES}) == len(RULES)


def test_line_styles_are_distinct_once_drawn(ax):
    """Names such as "-" and "solid" are one style: compared is the pattern of dashes."""
    patterns = [str(ax.plot([0, 1], **plots.style(rule))[0]._unscaled_dash_pattern) for rule in RULES]
    assert len(set(patterns)) == len(RULES)


@each_rule
def test_style_is_found_by_the_rule_and_by_its_name(rule):
    assert plots.style(rule) is plots.style(rule.__name__) is plots.STYLES[rule.__name__]
    assert plots.name(rule) == plots.name(rule.__name__) == plots.NAMES[rule.__name__]
    assert plots.name(rule).lower() == rule.__name__


def test_rules_have_their_usual_names():
    assert [plots.name(rule) for rule in RULES] == ["SGD", "Momentum", "NAG", "AdaGrad", "RMSProp", "Adam"]


@pytest.mark.parametrize("rule", ["SGD", "adamw", None, lambda grad, W: (W,)])
def test_style_of_an_unknown_rule_is_refused_with_those_there_are(rule, ax):
    message = "rule must be one of sgd, momentum, nag, adagrad, rmsprop, adam, not "
    for draw in (
        lambda: plots.style(rule),
        lambda: plots.path(ax, POINTS, rule),
        lambda: plots.over_time(ax, POINTS[:, 0], rule),
        lambda: plots.name(rule),
        lambda: plots.animate(ravine(), {rule: POINTS}, CAPTION),
    ):
        with pytest.raises(ValueError, match=message):
            draw()
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_shades_run_from_light_to_dark_in_styles_of_their_own(count, sight):
    shades = [plots.shade(k, count) for k in range(count)]
    lightness = [lab(shade["color"], sight)[0] for shade in shades]
    assert (np.diff(lightness) < -5).all()
    assert len({str(s["linestyle"]) for s in shades}) == len({s["marker"] for s in shades}) == count
    assert np.linalg.norm(lab(shades[0]["color"], sight) - lab("white", sight)) > CLEARLY_APART


def test_single_shade_is_a_style_too(ax):
    ax.plot([0, 1], **plots.shade(0, 1))


# ------------------------------------------------------------------------------------------------ figures


def test_figure_has_panels_of_the_size_asked_for(shown):
    fig, axes = plots.figure(columns=3, rows=2, width=2, height=1.5, sharex=True)
    assert axes.shape == (2, 3) and fig.get_size_inches().tolist() == [6, 3]
    for ax in axes.flat:
        ax.set(xlabel="x", ylabel="y", title="title")
    fig.canvas.draw()
    boxes = [ax.get_tightbbox() for ax in axes.flat]
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    plots.show(fig, CAPTION)


def test_show_displays_the_figure_with_two_texts_and_closes_it(shown):
    fig, _ = plots.figure()
    assert plots.show(fig, CAPTION, ALT) is None
    (bundle, kwargs), (sentence, _) = shown
    assert bundle["text/plain"] == repr(fig) == "<Figure size 420x320 with 1 Axes>"
    picture = Image.open(BytesIO(bundle["image/png"]))
    assert kwargs == {"raw": True, "metadata": {"image/png": {"alt": ALT, "width": round(picture.width / 2)}}}
    assert sentence.data == f"*{CAPTION}*"
    assert not plt.fignum_exists(fig.number)


def test_picture_has_twice_the_density_of_the_screen(shown, ax):
    ax.figure.set_size_inches(4, 3)
    plots.show(ax.figure, CAPTION)
    width, height = Image.open(BytesIO(shown[0][0]["image/png"])).size
    assert 1.8 * 400 < width < 2.1 * 400 and 1.8 * 300 < height < 2.1 * 300  # up to its tight frame


def test_caption_stands_in_for_a_missing_alternative_text(shown, ax):
    plots.show(ax.figure, CAPTION)
    assert shown[0][1]["metadata"]["image/png"]["alt"] == CAPTION


def test_show_saves_bytes_and_keeps_the_colours(shown, ax):
    """The picture of few colours is that of the figure, to a shade that no eye sees, in fewer bytes."""
    ax.imshow(np.arange(900).reshape(30, 30))
    for rule in RULES:
        ax.plot([0, 29], [3 * RULES.index(rule)] * 2, color=plots.style(rule)["color"], linewidth=6)
    whole = BytesIO()
    with display.course_style():
        ax.figure.savefig(whole, dpi=200, bbox_inches="tight")
    plots.show(ax.figure, CAPTION)
    data = shown[0][0]["image/png"]
    exact, picture = (np.asarray(Image.open(f).convert("RGB"), dtype=float) for f in (whole, BytesIO(data)))
    assert np.abs(exact - picture).mean() < 2
    assert len(data) < 0.7 * len(whole.getvalue())
    for rule in RULES:
        line = (np.abs(exact - 255 * np.array(to_rgb(plots.style(rule)["color"]))) < 1).all(axis=2)
        assert line.sum() > 5000 and np.abs(exact - picture)[line].max() <= 4


@pytest.mark.parametrize("bad", ["", "A figure.", "The loss of momentum over the steps", 7, ["x" * 40]])
def test_text_that_is_no_full_sentence_is_refused(bad, shown, ax):
    for texts, name in (((bad,), "caption"), ((CAPTION, bad), "alt")):
        expected = re.escape(f"{name} must be a full sentence that ends in a full stop, not {bad!r}")
        with pytest.raises(ValueError, match=expected):
            plots.show(ax.figure, *texts)
        with pytest.raises(ValueError, match=expected):
            plots.film([RUN], *texts, frames=2)
    assert not shown


@pytest.mark.parametrize(
    "surface",
    [quadratic(100, 30), ravine(), saddle(), rosenbrock(), beale(), himmelblau()],
    ids=lambda surface: surface.name,
)
def test_contours_run_where_the_loss_has_their_level(ax, surface):
    drawn = plots.contours(ax, surface, levels=10)
    assert len(drawn.levels) == 10 and (np.diff(drawn.levels) > 0).all()
    spread = np.ptp(drawn.levels)
    lines = 0
    for level, segments in zip(drawn.levels, drawn.allsegs, strict=True):
        for points in segments:
            lines += len(points) > 0
            assert_allclose(surface.loss(points.T), level, atol=0.02 * spread)
    assert lines >= 8
    assert_array_equal([ax.get_xlim(), ax.get_ylim()], surface.window)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("x", "y")


def test_contours_are_light_and_lie_under_everything(ax):
    drawn = plots.contours(ax, himmelblau())
    assert {to_hex(color) for color in drawn.get_edgecolor()} == {plots.GREY}
    assert max(drawn.get_linewidths()) < 0.5 * plt.rcParamsDefault["lines.linewidth"]
    assert drawn.get_zorder() < min(line.get_zorder() for line in ax.lines)


def test_level_lines_are_those_of_the_contours_in_one_line_with_gaps(ax):
    x, y = plots.level_lines(himmelblau(), levels=10)
    gaps = np.isnan(x)
    assert (gaps == np.isnan(y)).all() and gaps[-1] and not (gaps[1:] & gaps[:-1]).any()
    losses = himmelblau().loss(np.stack([x, y])[:, ~gaps])
    levels = plots.contours(ax, himmelblau(), levels=10).levels
    nearest_level = levels[np.abs(losses[:, None] - levels).argmin(axis=1)]
    assert_allclose(losses, nearest_level, rtol=0, atol=0.02 * np.ptp(levels))
    assert set(nearest_level) >= set(levels[:-1])


def test_minima_are_marked_by_stars(ax):
    plots.contours(ax, himmelblau())
    (stars,) = ax.lines
    assert stars.get_marker() == "*" and stars.get_linestyle() == "None"
    assert_array_equal(stars.get_data(), himmelblau().minima)


def test_minima_may_be_left_out(ax):
    plots.contours(ax, himmelblau(), minima=False)
    assert not ax.lines


@pytest.mark.parametrize(("surface", "dim"), [(double_well(), 1), (quadratic(dim=3), 3)])
def test_contours_of_another_dimension_are_refused(ax, surface, dim):
    message = f"surface must be two-dimensional, but {surface.name} has dimension {dim}"
    with pytest.raises(ValueError, match=message):
        plots.contours(ax, surface)


# ------------------------------------------------------------------------------------ runs and their rules


def pair(rule):
    """A run, and the same as the first notebooks have it: (array with the steps first, rule)."""
    run = descend(rule, ravine(), 30, lr=0.01)
    return run, (run.W.T, rule)


@each_rule
def test_path_goes_through_its_points_in_the_style_of_the_rule_and_bears_its_name(ax, rule):
    run, old = pair(rule)
    line = plots.path(ax, run, every=5)
    assert_array_equal(line.get_data(), run.W)
    look = plots.style(rule)
    assert (line.get_color(), line.get_marker(), line.get_markevery()) == (look["color"], look["marker"], 5)
    assert line.get_label() == plots.name(rule)
    assert plots.path(ax, run, label="a path").get_label() == "a path"
    same = plots.path(ax, *old, label="a path", every=5)
    assert_array_equal(same.get_data(), run.W)
    assert (same.get_color(), same.get_label()) == (line.get_color(), "a path")


def test_path_has_a_ring_at_its_start(ax):
    line = plots.path(ax, descend(momentum, ravine(), 30, lr=0.01))
    ring = next(other for other in ax.lines if other is not line)
    assert_array_equal(ring.get_xydata(), [ravine().start])
    assert to_hex(ring.get_markeredgecolor()) == to_hex(line.get_color())
    assert to_hex(ring.get_markerfacecolor()) == "#ffffff"


def test_path_that_diverged_can_be_drawn(ax):
    plots.contours(ax, ravine())
    run = descend(sgd, ravine(), 700, lr=0.2)
    assert not np.isfinite(run.W[:, -1]).all()
    plots.path(ax, run)


@pytest.mark.parametrize("points", [np.zeros(5), np.zeros((5, 3)), np.zeros((5, 2, 3)), [[1, 2, 3]]])
def test_path_of_another_shape_is_refused(ax, points):
    message = re.escape(f"a path must have shape (2, steps + 1), not {np.moveaxis(points, 0, -1).shape}")
    with pytest.raises(ValueError, match=message):
        plots.path(ax, points, sgd)
    with pytest.raises(ValueError, match=message):
        plots.animate(ravine(), {sgd: points}, CAPTION, frames=2)
    assert len(plt.get_fignums()) == 1


def test_path_of_many_runs_is_refused_and_one_of_them_is_drawn(ax):
    runs = descend(sgd, ravine(), 30, runs=3, lr=[0.01, 0.02, 0.03])
    with pytest.raises(ValueError, match=re.escape("not (2, 3, 31)")):
        plots.path(ax, runs)
    assert_array_equal(plots.path(ax, runs.run(1)).get_data(), runs.W[:, 1])


@each_rule
def test_quantity_over_time_is_drawn_against_the_step(ax, rule):
    run, _ = pair(rule)
    line = plots.over_time(ax, run, "loss")
    assert_array_equal(line.get_data(), [np.arange(31), run.loss])
    assert (line.get_color(), line.get_label()) == (plots.style(rule)["color"], plots.name(rule))
    assert (ax.get_xlabel(), ax.get_yscale()) == ("step", "linear")
    old = plots.over_time(ax, [3, 1, 4, 1, 5], rule, label="v")
    assert_array_equal(old.get_xydata(), [[0, 3], [1, 1], [2, 4], [3, 1], [4, 5]])
    assert (old.get_color(), old.get_label()) == (line.get_color(), "v")


def test_quantity_may_be_named_or_given(ax):
    run = descend(adam, ravine(), 30, lr=0.1)
    assert_array_equal(plots.over_time(ax, run, "t").get_ydata(), np.arange(31))
    line = plots.over_time(ax, run, run.m[0], "m of x")
    assert_array_equal(line.get_ydata(), run.m[0])
    assert line.get_label() == "m of x" and line.get_color() == plots.style(adam)["color"]


def test_steps_are_those_that_were_recorded(ax):
    run = descend(sgd, ravine(), 30, lr=0.01, every=10)
    assert_array_equal(plots.losses(ax, run).get_xdata(), [0, 10, 20, 30])
    assert_array_equal(plots.losses(ax, run[1:3]).get_xdata(), [10, 20])


def test_quantity_over_time_may_be_logarithmic_and_look_otherwise(ax):
    line = plots.over_time(ax, RUN, "loss", log=True, color="red", marker="")
    assert (ax.get_yscale(), line.get_color(), line.get_marker()) == ("log", "red", "")
    assert plots.style(sgd)["color"] != "red"


def test_losses_are_logarithmic_and_say_what_they_are(ax):
    for line in (plots.losses(ax, RUN), plots.losses(ax, ravine().loss(POINTS.T), sgd)):
        assert_array_equal(line.get_ydata(), ravine().loss(RUN.W))
        assert line.get_color() == plots.style(sgd)["color"]
    assert (ax.get_yscale(), ax.get_xlabel(), ax.get_ylabel()) == ("log", "step", "loss L")


def test_losses_take_another_label_and_look(ax):
    line = plots.losses(ax, RUN, label="η = 0.07", color="red")
    assert (line.get_label(), line.get_color()) == ("η = 0.07", "red")


def test_quantity_of_another_shape_is_refused(ax):
    many = descend(momentum, ravine(), 30, runs=3, lr=0.01)
    for draw in (
        lambda: plots.over_time(ax, POINTS, sgd),
        lambda: plots.losses(ax, POINTS, sgd),
        lambda: plots.over_time(ax, RUN, RUN.W),
        lambda: plots.over_time(ax, RUN, RUN.loss[1:]),
        lambda: plots.losses(ax, many),
    ):
        with pytest.raises(ValueError, match=re.escape("values must have shape (steps + 1,), not (")):
            draw()


def test_vectors_lead_from_the_tail_to_the_tips_that_bear_their_names(ax):
    arrows = plots.vectors(ax, (1, 2), {"αv": (3, 0), "−ηg": (0, -1)}, colors=["red", "blue"])
    assert [arrow.xyann for arrow in arrows] == [pytest.approx((1, 2))] * 2
    assert [arrow.xy for arrow in arrows] == [pytest.approx((4, 2)), pytest.approx((1, 1))]
    labels = [text for text in ax.texts if text.get_text()]
    assert [(t.get_text(), t.get_color()) for t in labels] == [("αv", "red"), ("−ηg", "blue")]
    assert [label.xy for label in labels] == [pytest.approx((4, 2)), pytest.approx((1, 1))]


def test_vectors_may_each_have_a_tail(ax):
    arrows = plots.vectors(ax, [(0, 0), (1, 1)], {"a": (1, 1), "b": (1, 0)})
    assert [arrow.xyann for arrow in arrows] == [pytest.approx((0, 0)), pytest.approx((1, 1))]
    assert [arrow.xy for arrow in arrows] == [pytest.approx((1, 1)), pytest.approx((2, 1))]


@pytest.mark.parametrize(("tail", "colors"), [([(0, 0)] * 3, None), ((0, 0), ["red"]), ((0, 0, 0), None)])
def test_vectors_without_a_tail_or_a_colour_each_are_refused(ax, tail, colors):
    with pytest.raises(ValueError):
        plots.vectors(ax, tail, {"a": (1, 1), "b": (1, 0)}, colors)


# --------------------------------------------------------------------------------------------------- films

RUNS = [
    descend(rule, ravine(), 120, lr=lr)
    for rule, lr in zip(RULES, (0.07, 0.01, 0.01, 0.5, 0.05, 0.1), strict=True)
]


def filmed(runs, **settings):
    """The bytes of a film."""
    with pytest.MonkeyPatch.context() as patch:
        calls = []
        patch.setattr(display, "display", lambda *objects, **kwargs: calls.append(objects[0]))
        plots.film(runs, CAPTION, **settings)
        return calls[0]["image/png"]


@pytest.fixture(scope="module")
def film():
    return filmed(RUNS, frames=40, seconds=4)


def frames(data):
    """The still and the pictures of an APNG, each with how long it stays."""
    with Image.open(BytesIO(data)) as picture:
        for k in range(picture.n_frames):
            picture.seek(k)
            yield np.asarray(picture.convert("RGB")), picture.info.get("duration")


def chunks(data):
    """The names of the chunks of a PNG, in order."""
    place = 8
    while place < len(data):
        yield data[place + 4 : place + 8].decode()
        place += 12 + int.from_bytes(data[place : place + 4], "big")


def test_film_is_an_apng_with_all_its_frames_in_few_bytes(film):
    with Image.open(BytesIO(film)) as picture:
        assert (picture.format, picture.info["loop"], picture.size) == ("PNG", 0, (1000, 720))
        assert 30 < picture.n_frames <= 1 + 40  # the still, and frames that are not like the one before
    assert len(film) < 400_000


def test_still_is_the_last_picture_and_no_part_of_the_animation(film):
    """In an APNG the default image is part of the animation only if a frame control stands before it."""
    names = list(chunks(film))
    assert names.index("IDAT") < names.index("fcTL")
    assert names.count("fcTL") == names.count("fdAT") == len(list(frames(film))) - 1
    still, *_, last = (picture for picture, _ in frames(film))
    assert_array_equal(still, last)


def test_film_lasts_as_long_as_asked_for_and_holds_its_last_picture(film):
    _, *durations = (duration for _, duration in frames(film))
    assert durations[-1] == 1000
    assert set(durations[:20]) == {100} and sum(durations[:-1]) == pytest.approx(39 * 100)


def test_background_is_white_in_every_frame(film):
    for picture, _ in frames(film):
        assert (picture[[0, 0, -1, -1], [0, -1, 0, -1]] == 255).all()
        assert (picture == 255).all(axis=2).mean() > 0.6


def test_each_rule_is_seen_in_its_colour_at_the_end(film):
    *_, (picture, _) = frames(film)
    for rule in RULES:
        color = 255 * np.array(to_rgb(plots.style(rule)["color"]))
        assert (np.abs(picture - color).max(axis=2) < 3).sum() > 160, rule.__name__


def test_star_of_the_minimum_is_grey_until_the_paths_cover_it(film):
    _, (picture, _), *_ = frames(film)
    star = np.abs(picture - 255 * np.array(to_rgb(plots.STAR))).max(axis=2) < 3
    assert star.sum() > 160


def test_every_frame_goes_on_from_the_one_before(film):
    _, *pictures = (picture for picture, _ in frames(film))
    assert all((a != b).any() for a, b in pairwise(pictures))


def test_path_grows_from_frame_to_frame():
    _, *drawn = ((picture == 0).all(axis=2).sum() for picture, _ in frames(filmed([RUN], frames=10)))
    assert drawn[0] < drawn[3] < drawn[6] < drawn[-1]


def test_short_paths_wait_for_long_ones():
    data = filmed([descend(nag, ravine(), 9, lr=0.01), RUNS[-1]], frames=8)
    assert len(list(frames(data))) == 1 + 8


def test_film_displays_the_picture_a_steady_text_and_the_caption(shown):
    assert plots.film(RUNS[:3:2], CAPTION, ALT, frames=3) is None
    (bundle, kwargs), (sentence, _) = shown
    assert bundle["text/plain"] == f"<animation of SGD, NAG on the {ravine().name}>"
    assert kwargs == {"raw": True, "metadata": {"image/png": {"alt": ALT, "width": 500}}}
    assert sentence.data == f"*{CAPTION}*"


def test_paths_of_the_first_notebooks_are_filmed_alike(shown):
    settings = {"frames": 3, "width": 4.0, "names": {"sgd": "gradient descent"}, "legend": "lower left"}
    plots.film([RUN], CAPTION, **settings)
    plots.animate(ravine(), {"sgd": POINTS}, CAPTION, **settings)
    assert shown[0] == shown[2] and shown[0][0]["text/plain"].startswith("<animation of gradient descent on")


def test_film_leaves_no_figure_behind_and_changes_nothing():
    before = RUN.W.copy()
    filmed([RUN], frames=2)
    assert not plt.get_fignums() and np.array_equal(before, RUN.W)
