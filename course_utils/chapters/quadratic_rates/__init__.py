"""Quadratic rates: how fast in a narrow valley, exactly? The figures of this deep dive."""

from course_utils.chapters.quadratic_rates import figures

__all__ = ["figures"]
