"""NAG: what only this chapter needs."""

from course_utils.chapters.nag.exercises import check

__all__ = ["check"]
