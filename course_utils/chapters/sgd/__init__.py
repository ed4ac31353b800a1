"""SGD: what only this chapter needs."""

from course_utils.chapters.sgd import figures
from course_utils.chapters.sgd.exercises import check
from course_utils.chapters.sgd.explorer import explore

__all__ = ["check", "explore", "figures"]
