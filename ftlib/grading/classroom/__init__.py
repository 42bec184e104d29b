"""A class: its submissions collected, graded, and given back as grade books and pages."""

from ftlib.grading.classroom.run import ClassResult, Graded, grade_class

__all__ = ["ClassResult", "Graded", "grade_class"]
