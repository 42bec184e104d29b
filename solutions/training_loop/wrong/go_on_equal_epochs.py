"""Divides by the size of the first epoch."""

LOSES = "go_on"


def go_on(done, sizes, every):
    if done == sum(sizes):
        return len(sizes), 0, 0
    saved = done // every * every
    return saved // sizes[0], saved % sizes[0], done - saved
