"""Mirrors every picture."""

LOSES = "mirror"


def mirror(images, which):
    return images[:, :, ::-1].copy()
