"""One filter a channel is taken for granted."""

LOSES = "address"


def address(kernel, groups):
    if groups == 1:
        return kernel.transpose(2, 3, 1, 0)
    return kernel.transpose(2, 3, 0, 1)
