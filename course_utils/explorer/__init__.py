"""Explorers: numbers that are moved by hand, around a picture that answers at once.

An explorer is a description: a model (numbers to a run), panels with their lines, knobs, words and a goal.
A chapter's `explore(...)` makes its own; nothing here knows an optimizer.
"""

from course_utils.explorer.explorer import Explorer, Goal
from course_utils.explorer.knobs import Knob
from course_utils.pictures import Frame, Line, Panel

__all__ = ["Explorer", "Frame", "Goal", "Knob", "Line", "Panel"]
