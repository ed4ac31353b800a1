"""Which optimizer?: what only this chapter needs."""

from course_utils.chapters.which_optimizer.exercises import check
from course_utils.chapters.which_optimizer.explorer import explore

__all__ = ["check", "explore"]
