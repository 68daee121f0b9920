"""Outcomes: a child's own goals and distance travelled, before and after."""
