"""A usual mistake is an edit of the rule: what stands there, and what was written instead.

    MISTAKES = {"without_root": Mistake("the root is missing", "Divide by √h + ε", "4.14",
                                        edit=("np.sqrt(h)", "h"))}
    wrong_version(adagrad, MISTAKES["without_root"])      # a function like adagrad

The edit is made in the source of the right rule, its signature and body without the docstring, when the
wrong version is first asked for. Two slips at once are two edits of the same source. The mistakes of a rule
stand in its chapter, `course_utils.chapters.<name>.mistakes`; nothing wrong is ever used to train anything.
"""

import ast
import functools
import inspect
import itertools
import textwrap
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Mistake:
    """One slip, or a convention of other authors.

    name: what was done, as part of a sentence; an explanation follows a colon.
    remedy: what the equation asks for, as a sentence without its full stop.
    equation: the label to read again, such as "6.10".
    edit: (what stands in the rule, what was written instead); the first must stand there exactly once.
    edits: several of them, where one slip shows in several places.
    remembers: what is remembered instead, where W is right all the same; it follows "what you remember is".

    Short edits are best: two of them seldom overlap.
    """

    name: str
    remedy: str
    equation: str
    edit: tuple[str, str] | None = None
    edits: tuple[tuple[str, str], ...] = ()
    remembers: str = ""

    def __post_init__(self):
        if bool(self.edit) == bool(self.edits):
            raise ValueError(f"“{self.name}” needs either edit or edits")


def wrong_version(rule, *mistakes):
    """The rule with these mistakes in it, a function of the same name; it is made once.

    Raises ValueError for an edit that does not fit exactly once, and for mistakes whose edits overlap.
    """
    places = _places(rule, mistakes)
    if places is None:
        raise ValueError(f"the edits overlap: {'; '.join(mistake.name for mistake in mistakes)}")
    return _made(rule, places)


def pairs(rule, mistakes):
    """Each (two mistakes, wrong version with both) whose edits do not overlap, in the order given."""
    for two in itertools.combinations(mistakes, 2):
        places = _places(rule, two)
        if places is not None:
            yield two, _made(rule, places)


def written(rule, *mistakes):
    """The lines of the wrong version that do not stand in the rule."""
    right = source(rule).splitlines()
    wrong = _edited(rule, _places(rule, mistakes)).splitlines()
    return [line.strip() for line in wrong if line not in right]


@functools.cache
def source(rule):
    """The source of a rule, without its docstring."""
    text = textwrap.dedent(inspect.getsource(rule))
    if rule.__doc__ is None:
        return text
    docstring = ast.parse(text).body[0].body[0]
    lines = text.splitlines(keepends=True)
    return "".join(lines[: docstring.lineno - 1] + lines[docstring.end_lineno :])


@functools.cache
def _places_of(rule, mistake):
    """(start, end, new text) in the source of the rule, for each edit of the mistake."""
    text, places = source(rule), []
    for old, new in mistake.edits or (mistake.edit,):
        if text.count(old) != 1:
            raise ValueError(
                f"the edit of “{mistake.name}” must fit {rule.__name__} exactly once, "
                f"but {old!r} stands there {text.count(old)} times"
            )
        places.append((text.index(old), text.index(old) + len(old), new))
    return places


def _places(rule, mistakes):
    """The places of all these mistakes, in order, or None where they overlap.

    Only a convention gives way: where another slip replaces a larger piece, the slip holds.
    """
    marked = [(place, m.remembers) for m in mistakes for place in _places_of(rule, m)]
    places = []
    for (start, end, new), gives_way in sorted(marked, key=lambda one: (one[0][0], -one[0][1])):
        if not places or start >= places[-1][1]:
            places.append((start, end, new))
        elif not (gives_way and end <= places[-1][1] and (start, end) != places[-1][:2]):
            return None
    return tuple(places)


def _edited(rule, places):
    text = source(rule)
    for start, end, new in reversed(places):
        text = text[:start] + new + text[end:]
    return text


@functools.cache
def _made(rule, places):
    code = compile(_edited(rule, places), f"<a wrong {rule.__name__}>", "exec")
    made = {}
    exec(code, rule.__globals__, made)
    return made[rule.__name__]
