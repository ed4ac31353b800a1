"""RMSProp: what only this chapter needs."""

from course_utils.chapters.rmsprop.exercises import check

__all__ = ["check"]
