"""Stays in an epoch that is over."""

LOSES = "go_on"


def go_on(done, sizes, every):
    saved = done if done == sum(sizes) else done // every * every
    epoch, place = 0, saved
    while epoch < len(sizes) and place > sizes[epoch]:
        place -= sizes[epoch]
        epoch += 1
    return epoch, place, done - saved
