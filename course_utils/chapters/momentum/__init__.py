"""Momentum: what only this chapter needs."""

from course_utils.chapters.momentum import figures
from course_utils.chapters.momentum.exercises import check
from course_utils.chapters.momentum.explorer import explore

__all__ = ["check", "explore", "figures"]
