"""Run somebody's answer: what it returns, or one sentence on why it cannot be compared.

A rule is run for 8 steps on a curved loss, with a learning rate that changes on the way, with an ε large
enough to see, and with one gradient of a hundred at the end.
"""

import dis
import functools
import inspect

import numpy as np

H = np.array([[3.0, 1.0, 0.0], [1.0, 2.0, 0.0], [0.0, 0.0, 0.5]])
START = (1.0, -2.0, 0.0)  # the last gradient is 0 for two steps: ε has something to do
RATES = (0.2, 0.2, 0.2, 0.05, 0.05, 0.05, 0.05, 0.05)
HYPER = {"alpha": 0.8, "gamma": 0.7, "beta1": 0.6, "beta2": 0.85, "eps": 0.3}  # any other is as large as lr
NOT_YET = "… not attempted yet"


class NotAttemptedError(Exception):
    """The answer is still empty."""


class WrongError(Exception):
    """The answer cannot be compared; the message says why."""


class Gradient:
    """The gradient function of one step, `function(W, step, call)`; it counts its calls."""

    def __init__(self, function, step):
        self.function, self.step, self.calls = function, step, 0

    def __call__(self, W):
        self.calls += 1
        return self.function(np.asarray(W), self.step, self.calls)


def curved(W, step, call):
    """The gradient of the check's loss."""
    return H @ W + 0.3 * W**3 + (0.0, 100.0 * (step == len(RATES) - 1), 0.4 * (step > 1))


def states(answer, rule, *, gradient=curved, start=START, memory=(), calls=None, **hyper):
    """The states (W, *memory) of `answer` after steps 1, 2, …, when it is called like `rule`.

    gradient: function of (W, step, call). start, memory: the state before the first step.
    hyper: hyperparameters to be changed. calls: a list that gets the number of gradients of each step.
    Raises NotAttemptedError or WrongError at the step where there is no next state.
    """
    state = (np.array(start), *memory)
    for step, lr in enumerate(RATES):
        settings = {name: HYPER.get(name, lr) for name in rule.__kwdefaults__} | hyper
        grad = Gradient(gradient, step)
        state = _checked(_call_rule(answer, rule, grad, state, settings), rule, state[0], step + 1)
        if calls is not None:
            calls.append(grad.calls)
        yield state


def call(function, arguments, keywords=None):
    """function(*arguments, **keywords) on copies of the arguments, which it must leave as they are."""
    copies = [_copy(argument) for argument in arguments]
    try:
        with np.errstate(all="ignore"):
            result = function(*copies, **(keywords or {}))
    except NotImplementedError as error:
        raise NotAttemptedError from error
    except Exception as error:  # whatever a reader's code may raise
        raise WrongError(f"it raised {type(error).__name__}: {error}".removesuffix(": ")) from error
    if result is ... or (result is None and _is_empty(function)):
        raise NotAttemptedError
    if result is None:
        raise WrongError("it returned nothing: is the return missing?")
    for position, (given, copy) in enumerate(zip(arguments, copies, strict=True)):
        if isinstance(given, np.ndarray) and given.tobytes() != copy.tobytes():
            name = _argument_name(function, position)
            raise WrongError(
                f"{name} was changed in place: make a new array, {name} = {name} - …, instead of {name} -= …"
            )
    return result


@functools.cache
def names(rule):
    """What a rule returns: ("W", "v") for momentum."""
    return tuple(inspect.signature(rule).parameters)[1 : 2 + len(rule.__defaults__ or ())]


def same(a, b):
    """The same numbers up to rounding, of the same shape."""
    try:
        return np.shape(a) == np.shape(b) and _close(a, b)
    except (TypeError, ValueError):
        return False


def alike(state, other):
    """The same state; one number may stand for an array of equal ones."""
    try:
        return len(state) == len(other) and all(map(_close, state, other))
    except (TypeError, ValueError):  # not numbers, or shapes that do not fit
        return False


def short(value):
    """A value in one line, a long one cut."""
    if isinstance(value, tuple):
        return f"({', '.join(map(short, value))})"
    try:
        text = np.array2string(np.asarray(value), precision=4, threshold=6)
    except ValueError:  # a list of unequal parts
        text = repr(value)
    return " ".join(text.split()).replace("[ ", "[").replace(" ]", "]")


def _call_rule(answer, rule, grad, state, settings):
    """answer(grad, *state, **settings); an error that comes from the form of a rule is told as such."""
    try:
        return call(answer, (grad, *state), settings)
    except WrongError as wrong:
        if _works(answer, (state[0], grad, *state[1:]), settings):
            raise WrongError(
                f"grad and W are exchanged: grad comes first, def {rule.__name__}(grad, W, …)"
            ) from wrong
        if "'Gradient'" in str(wrong):
            raise WrongError("grad is a function, not a number: write grad(W), its value at W") from wrong
        if "required positional argument" in str(wrong) and len(state) == 1:
            memory = zip(names(rule)[1:], rule.__defaults__, strict=True)
            raise WrongError(
                f"{wrong}; the first call is without memory, so give it its first value: "
                + ", ".join(f"{name}={default}" for name, default in memory)
            ) from wrong
        raise


def _close(a, b):
    """np.allclose(a, b, rtol=1e-9, atol=1e-12, equal_nan=True), several times faster on a few numbers."""
    a, b = np.asarray(a) + 0.0, np.asarray(b) + 0.0  # TypeError for what is no number
    with np.errstate(all="ignore"):
        apart = np.abs(a - b)
        near = (apart <= 1e-12 + 1e-9 * np.abs(b)) & (apart < np.inf)
        return bool(np.all(near | (a == b) | (np.isnan(a) & np.isnan(b))))


def _works(function, arguments, keywords):
    try:
        call(function, arguments, keywords)
    except (WrongError, NotAttemptedError):
        return False
    return True


def _argument_name(function, position):
    try:
        return list(inspect.signature(function).parameters)[position]
    except (TypeError, ValueError, IndexError):
        return "an argument"


def _copy(value):
    return np.array(value) if isinstance(value, np.ndarray) else value


def _is_empty(function):
    """Whether the body is `pass`, `...` or a docstring alone."""
    nothing = {"RESUME", "NOP", "LOAD_CONST", "RETURN_CONST", "RETURN_VALUE", "COPY_FREE_VARS"}
    code = getattr(function, "__code__", None)
    return code is not None and all(line.opname in nothing for line in dis.get_instructions(code))


def _checked(returned, rule, W, step):
    """What was returned, as the next state."""
    expected = names(rule)
    form = f"({', '.join(expected)})" if len(expected) > 1 else "(W,), with the comma"
    if not isinstance(returned, tuple):
        raise WrongError(f"it returned {type(returned).__name__}; a rule returns a tuple: {form}")
    if len(returned) != len(expected):
        values = "1 value" if len(returned) == 1 else f"{len(returned)} values"
        raise WrongError(f"it returned {values}; this rule returns {len(expected)}: {form}")
    for name, value in zip(expected, returned, strict=True):
        if isinstance(value, list | tuple):
            raise WrongError(
                f"{name} came back as a {type(value).__name__}: a rule returns arrays, and W - lr * grad(W) "
                "acts on all coordinates at once"
            )
    if np.shape(returned[0]) != W.shape:
        raise WrongError(f"at step {step} W has shape {np.shape(returned[0])} instead of {W.shape}")
    return tuple(map(_copy, returned))
