"""RMSProp: what only this chapter needs."""

from course_utils.chapters.rmsprop.exercises import check
from course_utils.chapters.rmsprop.explorer import explore

__all__ = ["check", "explore"]
