"""Which optimizer?: what only this chapter needs."""

from course_utils.chapters.which_optimizer.exercises import check

__all__ = ["check"]
