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

from course_utils import plots
from course_utils.descent import trajectory
from course_utils.optimizers import RULES, adam, momentum, nag, sgd
from course_utils.surfaces import beale, double_well, himmelblau, quadratic, ravine, rosenbrock, saddle

ALT = "The path falls from the upper left into the valley."
POINTS = trajectory(sgd, ravine().grad, ravine().start, 30, lr=0.07)
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
    monkeypatch.setattr(plots, "display", lambda *objects, **kwargs: calls.append((*objects, kwargs)))
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
    assert nearest([*colors, "#c4c4c4", "white"], sight) > CLEARLY_APART


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
    assert plots.NAMES[rule.__name__].lower() == rule.__name__


def test_rules_have_their_usual_names():
    assert list(plots.NAMES.values()) == ["SGD", "Momentum", "NAG", "AdaGrad", "RMSProp", "Adam"]


@pytest.mark.parametrize("rule", ["SGD", "adamw", None, lambda grad, W: (W,)])
def test_style_of_an_unknown_rule_is_refused_with_those_there_are(rule, ax):
    message = "rule must be one of sgd, momentum, nag, adagrad, rmsprop, adam, not "
    for draw in (
        lambda: plots.style(rule),
        lambda: plots.path(ax, POINTS, rule),
        lambda: plots.over_time(ax, POINTS[:, 0], rule),
        lambda: plots.animation(ravine(), {rule: POINTS}),
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


def test_figure_has_panels_of_the_size_asked_for():
    fig, axes = plots.figure(columns=3, rows=2, width=2, height=1.5, sharex=True)
    assert axes.shape == (2, 3) and fig.get_size_inches().tolist() == [6, 3]
    for ax in axes.flat:
        ax.set(xlabel="x", ylabel="y", title="title")
    fig.canvas.draw()
    boxes = [ax.get_tightbbox() for ax in axes.flat]
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    plt.close(fig)


def test_show_displays_the_figure_with_its_text_in_the_metadata_and_in_a_sentence(shown, ax):
    assert plots.show(ax.figure, ALT) is None
    (bundle, kwargs), (sentence, _) = shown
    assert bundle["text/plain"] == repr(ax.figure)
    assert kwargs == {"raw": True, "metadata": {"image/png": {"alt": ALT}}}
    assert sentence.data == f"*{ALT}*"
    assert not plt.fignum_exists(ax.figure.number)


def test_show_saves_bytes_and_keeps_the_colours(shown, ax):
    """The picture of 256 colours is that of the figure, to a shade that no eye sees, in fewer bytes."""
    ax.imshow(np.arange(900).reshape(30, 30))
    whole = BytesIO()
    ax.figure.savefig(whole, bbox_inches="tight")
    plots.show(ax.figure, ALT)
    data = shown[0][0]["image/png"]
    exact, picture = (np.asarray(Image.open(f).convert("RGB"), dtype=float) for f in (whole, BytesIO(data)))
    assert np.abs(exact - picture).mean() < 2
    assert len(data) < 0.7 * len(whole.getvalue())


@pytest.mark.parametrize("alt", [None, "", "A figure.", "The loss of momentum over the steps", 7, ["x" * 40]])
def test_text_that_is_no_full_sentence_is_refused(alt, shown, ax):
    expected = re.escape(f"alt must be a full sentence that says what one sees, not {alt!r}")
    with pytest.raises(ValueError, match=expected):
        plots.show(ax.figure, alt)
    with pytest.raises(ValueError, match=expected):
        plots.animate(ravine(), {sgd: POINTS}, alt, frames=2)
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
    assert all(lab(color[:3], "normal")[0] > 75 for color in drawn.get_edgecolor())
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


@each_rule
def test_path_goes_through_its_points_in_the_style_of_the_rule(ax, rule):
    line = plots.path(ax, POINTS, rule, label="a path", every=5)
    assert_array_equal(line.get_xydata(), POINTS)
    look = plots.style(rule)
    assert (line.get_color(), line.get_marker(), line.get_label()) == (
        look["color"],
        look["marker"],
        "a path",
    )
    assert line.get_markevery() == 5


def test_path_has_a_ring_at_its_start(ax):
    line = plots.path(ax, POINTS, momentum)
    ring = next(other for other in ax.lines if other is not line)
    assert_array_equal(ring.get_xydata(), POINTS[:1])
    assert to_hex(ring.get_markeredgecolor()) == to_hex(line.get_color())
    assert to_hex(ring.get_markerfacecolor()) == "#ffffff"


def test_path_that_diverged_can_be_drawn(ax):
    plots.contours(ax, ravine())
    points = trajectory(sgd, ravine().grad, ravine().start, 700, lr=0.2)
    assert not np.isfinite(points[-1]).all()
    plots.path(ax, points, sgd)


@pytest.mark.parametrize("points", [np.zeros(5), np.zeros((5, 3)), np.zeros((5, 2, 3)), [[1, 2, 3]]])
def test_path_of_another_shape_is_refused(ax, points):
    message = re.escape(f"points must have shape (steps + 1, 2), not {np.shape(points)}")
    with pytest.raises(ValueError, match=message):
        plots.path(ax, points, sgd)
    with pytest.raises(ValueError, match=re.escape("points must have shape (steps + 1, 2), not ")):
        plots.animation(ravine(), {sgd: points}, frames=2)
    assert len(plt.get_fignums()) == 1


@each_rule
def test_quantity_over_time_is_drawn_against_the_step(ax, rule):
    line = plots.over_time(ax, [3, 1, 4, 1, 5], rule, label="v")
    assert_array_equal(line.get_xydata(), [[0, 3], [1, 1], [2, 4], [3, 1], [4, 5]])
    assert (line.get_color(), line.get_label()) == (plots.style(rule)["color"], "v")
    assert (ax.get_xlabel(), ax.get_yscale()) == ("step", "linear")


def test_quantity_over_time_may_be_logarithmic_and_look_otherwise(ax):
    line = plots.over_time(ax, [1, 10], sgd, log=True, color="red", marker="")
    assert (ax.get_yscale(), line.get_color(), line.get_marker()) == ("log", "red", "")
    assert plots.style(sgd)["color"] != "red"


def test_losses_are_logarithmic_and_say_what_they_are(ax):
    line = plots.losses(ax, ravine().loss(POINTS.T), sgd)
    assert_array_equal(line.get_ydata(), ravine().loss(POINTS.T))
    assert (ax.get_yscale(), ax.get_xlabel(), ax.get_ylabel()) == ("log", "step", "loss L")


@pytest.mark.parametrize("draw", [plots.over_time, plots.losses])
def test_quantity_of_another_shape_is_refused(ax, draw):
    with pytest.raises(ValueError, match=re.escape("values must have shape (steps + 1,), not (31, 2)")):
        draw(ax, POINTS, sgd)


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


# ---------------------------------------------------------------------------------------------- animations

PATHS = {
    rule: trajectory(rule, ravine().grad, ravine().start, 120, lr=lr)
    for rule, lr in zip(RULES, (0.07, 0.01, 0.01, 0.5, 0.05, 0.1), strict=True)
}


@pytest.fixture(scope="module")
def apng():
    return plots.animation(ravine(), PATHS, frames=40, seconds=4)


def frames(data):
    with Image.open(BytesIO(data)) as picture:
        for k in range(picture.n_frames):
            picture.seek(k)
            yield np.asarray(picture.convert("RGB")), picture.info["duration"]


def test_animation_is_an_apng_with_all_its_frames_below_600_kb(apng):
    assert apng.startswith(b"\x89PNG") and b"acTL" in apng
    with Image.open(BytesIO(apng)) as picture:
        assert (picture.format, picture.n_frames, picture.info["loop"]) == ("PNG", 40, 0)
    assert len(apng) < 600_000


def test_animation_lasts_as_long_as_asked_for_and_holds_its_last_picture(apng):
    durations = [duration for _, duration in frames(apng)]
    assert durations[-1] == 1000
    assert_allclose(durations[:-1], 100, atol=1)


def test_background_is_white_in_every_frame(apng):
    for picture, _ in frames(apng):
        assert (picture[[0, 0, -1, -1], [0, -1, 0, -1]] == 255).all()
        assert (picture == 255).all(axis=2).mean() > 0.6
        assert not ((picture > 245).all(axis=2) & (picture < 255).any(axis=2)).any()


def test_each_rule_is_seen_in_its_colour_at_the_end(apng):
    *_, (picture, _) = frames(apng)
    for rule in RULES:
        color = 255 * np.array(to_rgb(plots.style(rule)["color"]))
        assert (np.abs(picture - color).max(axis=2) < 12).sum() > 40, rule.__name__


def test_star_of_the_minimum_is_grey_until_the_paths_cover_it(apng):
    picture, _ = next(frames(apng))
    star = np.abs(picture - 0x55 * np.ones(3)).max(axis=2) < 3
    assert star.sum() > 40


def test_every_frame_goes_on_from_the_one_before(apng):
    pictures = [picture for picture, _ in frames(apng)]
    assert all((a != b).any() for a, b in pairwise(pictures))


def test_path_grows_from_frame_to_frame():
    data = plots.animation(ravine(), {sgd: POINTS}, frames=10)
    drawn = [(picture == 0).all(axis=2).sum() for picture, _ in frames(data)]
    assert drawn[0] < drawn[3] < drawn[6] < drawn[-1]


def test_short_paths_wait_for_long_ones():
    data = plots.animation(ravine(), {nag: PATHS[nag][:10], adam: PATHS[adam]}, frames=8)
    assert len(list(frames(data))) == 8


def test_palette_keeps_white_the_greys_and_the_colours_of_the_rules_whatever_the_picture():
    palette = plots.shared_palette(Image.new("RGB", (9, 9), (250, 250, 250)))
    colors = [255 * np.array(to_rgb(plots.style(rule)["color"])) for rule in RULES]
    for color in (*colors, np.full(3, 255), np.full(3, 0x55)):
        picture = Image.new("RGB", (4, 4), tuple(color.round().astype(int).tolist()))
        kept = picture.quantize(palette=palette, dither=Image.Dither.NONE).convert("RGB")
        assert_allclose(np.asarray(kept), np.broadcast_to(color, (4, 4, 3)), atol=1)


def test_legend_may_have_other_names(shown):
    plots.animate(ravine(), {sgd: POINTS}, ALT, frames=2, names={"sgd": "gradient descent"})
    assert shown[0][0]["text/plain"] == "<animation of gradient descent on the quadratic with κ = 25>"


def test_animation_leaves_no_figure_behind_and_changes_nothing(apng):
    before = {rule: points.copy() for rule, points in PATHS.items()}
    plots.animation(ravine(), PATHS, frames=2)
    assert not plt.get_fignums()
    assert all(np.array_equal(before[rule], PATHS[rule]) for rule in PATHS)


def test_animate_displays_the_picture_a_steady_text_and_the_sentence(shown):
    assert plots.animate(ravine(), {"sgd": POINTS, nag: PATHS[nag]}, ALT, frames=3) is None
    (bundle, kwargs), (sentence, _) = shown
    assert len(list(frames(bundle["image/png"]))) == 3
    assert bundle["text/plain"] == "<animation of SGD, NAG on the quadratic with κ = 25>"
    assert kwargs == {"raw": True, "metadata": {"image/png": {"alt": ALT}}}
    assert sentence.data == f"*{ALT}*"
