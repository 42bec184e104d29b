"""Takes the beginning of the epoch for the last checkpoint."""

LOSES = "go_on"


def go_on(done, sizes, every):
    epoch, over = 0, 0
    while epoch < len(sizes) and done >= over + sizes[epoch]:
        over += sizes[epoch]
        epoch += 1
    return epoch, 0, done - over
