"""Losses to walk on. Each function returns a `Surface`.

The first axis of W is the coordinates, all following axes are free: the same loss and gradient evaluate
one point (d,), many runs (d, runs), their paths (d, runs, steps) and a contour grid (d, ny, nx). `loss`
drops the first axis, `grad` keeps the shape.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from course_utils.arguments import real


@dataclass(frozen=True, eq=False)
class Surface:
    """A loss, its gradient, and what is known about it; `make_surface` makes one.

    name: as it stands after "the", such as "ravine".
    loss, grad: functions of W, quiet where they overflow.
    minima: (d, k), one column per minimum, a lowest one first; k = 0 where there is none.
    start: (d,), where runs begin unless told otherwise.
    window: (d, 2), the lower and upper end of each axis of a picture.
    """

    name: str
    loss: Callable
    grad: Callable
    minima: np.ndarray
    start: np.ndarray
    window: np.ndarray

    @property
    def minimum(self):
        """The lowest minimum, of shape (d,); ValueError where there is none."""
        if self.minima.shape[1] == 0:
            raise ValueError(f"the {self.name} has no minimum")
        return self.minima[:, 0]


def make_surface(name, loss, grad, minima, start, window):
    """A `Surface` of these fields, of which lists will do; the arrays it holds cannot be written to.

    Its loss and gradient are quiet: where they overflow they return inf or nan without a warning.
    """
    fields = [np.array(field, dtype=float) for field in (minima, start, window)]
    for field in fields:
        field.flags.writeable = False
    quiet = [np.errstate(all="ignore")(function) for function in (loss, grad)]
    return Surface(name, *quiet, *fields)


def quadratic(kappa=25.0, angle=0.0, dim=2):
    """L(W) = ½ Wᵀ H W, the eigenvalues of H spread geometrically from 1 to κ; `grad(np.eye(dim))` is H.

    kappa: condition number κ = λ_max/λ_min ≥ 1.
    angle: degrees by which the eigenvectors of 1 and κ are turned in the plane of the first and last axis.
    dim: dimension, 1 or more (a single eigenvalue is κ).

    Errors: TypeError for what is no number, ValueError for one outside its range.
    """
    real("kappa", kappa, "finite and ≥ 1", lambda k: k >= 1)
    real("angle", angle, "a finite number of degrees")
    dim = int(real("dim", dim, "a whole number ≥ 1", lambda d: d >= 1 and d == int(d)))
    curvature = np.geomspace(1.0, kappa, dim) if dim > 1 else np.array([float(kappa)])
    turn = np.eye(dim)
    if dim > 1:
        c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
        turn[0, 0], turn[0, -1], turn[-1, 0], turn[-1, -1] = c, -s, s, c
    H = turn * curvature @ turn.T

    def loss(W):
        return 0.5 * np.sum(W * grad(W), axis=0)

    def grad(W):
        return np.tensordot(H, W, axes=1)

    start = np.ones(dim)
    start[0] = -4.0
    window = [(-5.0, 5.0)] + [(-2.5, 2.5)] * (dim - 1)
    return make_surface(f"quadratic with κ = {kappa:g}", loss, grad, np.zeros((dim, 1)), start, window)


def ravine():
    """L(x, y) = ½ (x² + 25 y²): the valley in which gradient descent zig-zags."""
    return replace(quadratic(kappa=25.0), name="ravine")


def saddle():
    """L(x, y) = x² − y²: curvature +2 along x, −2 along y, no minimum; on the ridge y = 0 nothing pulls."""

    def loss(W):
        x, y = W
        return x**2 - y**2

    def grad(W):
        x, y = W
        return np.stack([2 * x, -2 * y])

    return make_surface("saddle", loss, grad, np.empty((2, 0)), (1.0, 0.01), [(-1.5, 1.5), (-1.5, 1.5)])


def double_well(tilt=0.15):
    """L(x) = x⁴/4 − x²/2 + c x in one dimension: two wells, the left one deeper for c > 0.

    tilt: c, with |c| < 2/(3√3) = 0.3849, beyond which one well is gone.
    """
    real("tilt", tilt, "between -0.3849 and 0.3849", lambda c: abs(c) < 2 / np.sqrt(27))

    def loss(W):
        (x,) = W
        return x**4 / 4 - x**2 / 2 + tilt * x

    def grad(W):
        return W**3 - W + tilt

    left, _, right = np.sort(np.roots([1, 0, -1, tilt]).real)
    wells = (left, right) if tilt >= 0 else (right, left)
    return make_surface("double well", loss, grad, [wells], (1.6,), [(-2.4, 2.4)])


def rosenbrock():
    """L(x, y) = (1 − x)² + 100 (y − x²)²: a bent valley. Source: Rosenbrock 1960."""

    def loss(W):
        x, y = W
        return (1 - x) ** 2 + 100 * (y - x**2) ** 2

    def grad(W):
        x, y = W
        return np.stack([-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)])

    return make_surface("Rosenbrock", loss, grad, [[1], [1]], (-1.2, 1.0), [(-2.0, 2.0), (-1.0, 3.0)])


def beale():
    """L(x, y) = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²: steep walls, flat floor.

    Source: Beale 1958.
    """

    def loss(W):
        x, y = W
        return sum((c - x + x * y**k) ** 2 for k, c in ((1, 1.5), (2, 2.25), (3, 2.625)))

    def grad(W):
        x, y = W
        gx, gy = 0.0, 0.0
        for k, c in ((1, 1.5), (2, 2.25), (3, 2.625)):
            r = c - x + x * y**k
            gx, gy = gx + 2 * r * (y**k - 1), gy + 2 * r * k * x * y ** (k - 1)
        return np.stack([gx, gy])

    return make_surface("Beale", loss, grad, [[3], [0.5]], (1.0, 1.5), [(-4.5, 4.5), (-4.5, 4.5)])


def himmelblau():
    """L(x, y) = (x² + y − 11)² + (x + y² − 7)²: four minima, all with loss 0. Source: Himmelblau 1972."""

    def loss(W):
        x, y = W
        return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2

    def grad(W):
        x, y = W
        a, b = x**2 + y - 11, x + y**2 - 7
        return np.stack([4 * x * a + 2 * b, 2 * a + 4 * y * b])

    minima = [
        [3, -2.805118086952745, -3.779310253377747, 3.584428340330492],
        [2, 3.131312518250573, -3.283185991286170, -1.848126526964404],
    ]
    return make_surface("Himmelblau", loss, grad, minima, (-0.5, -0.5), [(-6.0, 6.0), (-6.0, 6.0)])
