"""Mirrors inside the batch it was given."""

LOSES = "mirror"


def mirror(images, which):
    images[which] = images[which][:, :, ::-1].copy()
    return images
