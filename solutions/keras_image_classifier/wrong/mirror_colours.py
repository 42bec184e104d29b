"""Reverses the channels: red becomes blue."""

LOSES = "mirror"


def mirror(images, which):
    out = images.copy()
    out[which] = images[which][..., ::-1]
    return out
