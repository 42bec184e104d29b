"""Writes down every place of the run and walks it, checkpoint by checkpoint."""

TASK = "go_on"


def go_on(done, sizes, every):
    places = [(epoch, place) for epoch, size in enumerate(sizes) for place in range(size)]
    places.append((len(sizes), 0))
    saved = 0
    for update in range(1, done + 1):
        if update % every == 0 or update == len(places) - 1:
            saved = update
    return [*places[saved], done - saved]
