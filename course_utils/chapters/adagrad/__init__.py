"""AdaGrad: what only this chapter needs."""

from course_utils.chapters.adagrad.exercises import check
from course_utils.chapters.adagrad.explorer import explore

__all__ = ["check", "explore"]
