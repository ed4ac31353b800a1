"""Adam: what only this chapter needs."""

from course_utils.chapters.adam.exercises import check

__all__ = ["check"]
