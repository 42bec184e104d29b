"""Counted topic by topic."""

import numpy as np

TASK = "judged"


def judged(day, base):
    topics = [topic for topic, _ in day]
    n = np.array([topics.count(name) for name in base])
    k = np.array([sum(f for t, f in day if t == name) for name in base])
    q = np.array(list(base.values()))
    spread = np.sqrt(n @ (q * (1 - q)))
    return 0 if spread == 0 else np.sum(k - n * q) / spread
