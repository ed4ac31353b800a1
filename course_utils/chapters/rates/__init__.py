"""Rates: how fast, exactly, on any convex loss? The figures of this deep dive."""

from course_utils.chapters.rates import figures

__all__ = ["figures"]
