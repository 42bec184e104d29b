"""Forgets the checkpoint at the end of the run."""

LOSES = "go_on"


def go_on(done, sizes, every):
    saved = done // every * every
    epoch, place = 0, saved
    while epoch < len(sizes) and place >= sizes[epoch]:
        place -= sizes[epoch]
        epoch += 1
    return epoch, place, done - saved
