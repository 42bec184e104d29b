"""Reverses the rows."""

LOSES = "mirror"


def mirror(images, which):
    out = images.copy()
    out[which] = images[which][:, ::-1]
    return out
