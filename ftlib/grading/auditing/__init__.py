"""Graders are graded: known right and wrong answers, and mutants of the right ones."""
