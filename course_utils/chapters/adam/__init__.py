"""Adam: what only this chapter needs."""

from course_utils.chapters.adam.exercises import check
from course_utils.chapters.adam.explorer import explore

__all__ = ["check", "explore"]
