"""Momentum: what only this chapter needs."""

from course_utils.chapters.momentum.exercises import check

__all__ = ["check"]
