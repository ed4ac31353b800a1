"""What a rule did: a `Trajectory`, and two questions about anything that was measured along it."""

import numpy as np

from course_utils.optimizers import NAMES


class Trajectory:
    """What `descend` returns. Coordinates first, runs after, steps last; the first column is the start.

    rule, surface: what ran, and on what (None where `descend` got a gradient).
    runs: how many; None for a single run.
    step, steps: numbers of the recorded steps, 0, 1, … unless `every` was given; the last of them.
    W: (d, steps + 1), with runs (d, runs, steps + 1); (steps + 1,) where the start was a number.
    v, h, m, t, …: the memory, by the names in the rule's signature. It has the shape of W, and a number such
        as Adam's t the shape (steps + 1,). Before the first step it is the signature's default.
    loss: (steps + 1,) or (runs, steps + 1).
    distance: from the lowest minimum of the surface, of the shape of loss.
    diverged_at: the first recorded step at which W is not finite: a number, or one per run.

    `w[a:b]` is the same trajectory cut in time, `w.run(k)` one run of many; nothing is copied.

    Errors: AttributeError for what was not kept, or is not known without a loss or a surface.
    """

    def __init__(self, rule, surface, step, runs, kept):
        self.rule, self.surface, self.step, self.runs, self._kept = rule, surface, step, runs, kept

    def __getattr__(self, name):
        kept = vars(self).get("_kept", {})  # empty only while a copy is being made
        if name == "loss" and name not in kept and "W" in kept and self.surface:
            kept["loss"] = self.surface.loss(kept["W"])
        if name in kept:
            return kept[name]
        if name == "loss" and kept and not self.surface:
            raise AttributeError(
                "a gradient alone has no loss: descend on a Surface, or give descend a function of W as loss"
            )
        if name == "distance" and kept and not self.surface:
            raise AttributeError("a gradient alone knows no minimum: for a distance, descend on a Surface")
        raise AttributeError(
            f"no {name!r} here: this trajectory keeps {', '.join(kept)}, see keep= of descend"
        )

    def __dir__(self):
        return sorted({*super().__dir__(), *self._kept, "loss"})

    def __getitem__(self, cut):
        if not isinstance(cut, slice):
            raise TypeError(f"a trajectory is cut by a slice such as w[:{cut}], one point is w.W[..., {cut}]")
        if not len(self.step[cut]):
            raise ValueError(f"no step is left: the trajectory has {len(self.step)}, the start included")
        kept = {name: values[..., cut] for name, values in self._kept.items()}
        return Trajectory(self.rule, self.surface, self.step[cut], self.runs, kept)

    def run(self, k):
        """Run number k alone: the trajectory that one start of shape (d,) would have given."""
        if self.runs is None:
            raise ValueError("this trajectory is one run; only one of many runs can be taken out")
        kept = {name: a[..., k, :] if a.ndim > 1 else a for name, a in self._kept.items()}
        return Trajectory(self.rule, self.surface, self.step, None, kept)

    @property
    def steps(self):
        """The number of the last step."""
        return int(self.step[-1])

    @property
    def distance(self):
        """|W − minimum| at every recorded step."""
        minimum = self.surface.minimum.reshape(-1, *[1] * (self.W.ndim - 1))
        with np.errstate(all="ignore"):
            return np.linalg.norm(self.W - minimum, axis=0)

    @property
    def diverged_at(self):
        """The first recorded step at which W is no longer finite, one per run: inf where it always is."""
        finite = np.isfinite(self.W)
        return _first(~(finite.all(axis=0) if finite.ndim > 1 else finite), self.step)

    def __repr__(self):
        name = getattr(self.rule, "__name__", repr(self.rule))
        text = NAMES.get(name, name)
        if self.surface:
            text += f" on the {self.surface.name}"
        if self.runs is not None:
            text += f", {self.runs} run{'s' * (self.runs != 1)}"
        steps = f"{self.steps} step{'s' * (self.steps != 1)}"
        try:
            loss = self[-1:].loss
        except AttributeError:
            return f"<{text}: {steps}>"
        loss = np.where(np.isnan(loss), np.inf, loss)
        many = f"from {np.min(loss):.3g} to {np.max(loss):.3g}"
        return f"<{text}: L {f'= {loss.item():.3g}' if loss.size == 1 else many} after {steps}>"


class Recorder:
    """Room for records of W, the memory and the loss, the first one that of the start.

    names: what the values of a record are called.
    keep: the names that are stored, besides the loss; None for all that are a number or an array.
    size: how many records there will be.
    """

    def __init__(self, names, keep, size, start):
        self.names, self.keep, self.size, self.start = names, keep, size, start
        self.rooms, self.count = None, 1

    def add(self, values):
        """Write the next record."""
        if self.rooms is None:  # only now the shapes are known
            self.rooms = self._rooms(values)
        try:
            for i, room in self.rooms:
                room[self.count] = values[i]
        except ValueError:
            raise ValueError(
                f"{self.names[i]} changes its shape to {np.shape(values[i])}; keep=… of descend leaves it out"
            ) from None
        self.count += 1

    def arrays(self):
        """{name: values with the steps last}: views, whose memory has the steps first."""
        if self.rooms is None:  # no step was made: what begins at 0.0 would have got the shape of W
            self.rooms = self._rooms([self.start[0] if isinstance(x, float) else x for x in self.start])
        return {self.names[i]: np.moveaxis(np.asarray(room), 0, -1) for i, room in self.rooms}

    def _rooms(self, values):
        """[(i, room for the i-th value of each record)]: an array, for a count a list."""
        rooms = []
        for i, (name, start, value) in enumerate(zip(self.names, self.start, values, strict=True)):
            if self.keep is not None and name not in (*self.keep, "loss"):
                continue
            value = start if name == "W" else value
            if isinstance(value, int | np.integer):
                room = [start] * self.size
            elif isinstance(value, float | np.floating | np.ndarray):
                value = np.asarray(value)
                room = np.empty((self.size, *value.shape), np.result_type(value.dtype, np.float32))
                room[0] = np.nan if start is None else start
            elif self.keep is None:
                continue
            else:
                raise TypeError(f"{name} must be a number or an array to be kept, not {value!r}")
            rooms.append((i, room))
        return rooms


def steps_until(reached):
    """The first step at which `reached` is true: inf where it never is.

    reached: booleans with the steps along the last axis, the start first, such as `w.loss < 1e-6`:
        (steps + 1,) or (runs, steps + 1).
    Returns a number, or an array of shape (runs,). It counts along the axis; of a trajectory that was
    recorded with `every`, or cut, `w.step` knows which step that is.
    """
    reached = _booleans("reached", reached)
    return _first(reached, np.arange(reached.shape[-1]))


def stays_from(below):
    """The step from which on `below` is true for good, to the last step: inf where it is not true there.

    below: booleans as for `steps_until`. A comparison with nan is false, so a run that ends in nan never
    stays below anything, and `~(w.loss >= 1e-6)` is not the same as `w.loss < 1e-6`.
    """
    below = _booleans("below", below)
    return steps_until(np.logical_and.accumulate(below[..., ::-1], axis=-1)[..., ::-1])


def _booleans(name, values):
    values = np.asarray(values)
    if values.dtype != bool or values.ndim == 0 or values.shape[-1] == 0:
        raise TypeError(f"{name} must be an array of booleans with the steps along its last axis")
    return values


def _first(reached, numbers):
    """The number of the first true entry along the last axis, else inf."""
    first = np.where(reached.any(axis=-1), numbers[reached.argmax(axis=-1)], np.inf)
    if first.ndim:
        return first
    return int(first) if np.isfinite(first) else np.inf
