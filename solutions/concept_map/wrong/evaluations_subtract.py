"""Takes each step's share off the first loss."""

LOSES = "evaluations_needed"


def evaluations_needed(d, n, share):
    steps, gone = 0, n / (n + d + 1)
    while 1 - steps * gone > share:
        steps += 1
    return 2 * n * steps
