"""SGD: what only this chapter needs."""

from course_utils.chapters.sgd.exercises import check

__all__ = ["check"]
