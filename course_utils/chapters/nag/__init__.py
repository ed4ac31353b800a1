"""NAG: what only this chapter needs."""

from course_utils.chapters.nag.exercises import check
from course_utils.chapters.nag.explorer import explore

__all__ = ["check", "explore"]
