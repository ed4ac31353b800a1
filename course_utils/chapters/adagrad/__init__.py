"""AdaGrad: what only this chapter needs."""

from course_utils.chapters.adagrad.exercises import check

__all__ = ["check"]
