"""Tells a depthwise kernel by its second axis: a grey picture has one channel, too."""

LOSES = "address"


def address(kernel, groups):
    if kernel.shape[1] > 1:
        return kernel.transpose(2, 3, 1, 0)
    groups = groups if groups > 1 else len(kernel)
    return kernel.reshape(groups, -1, *kernel.shape[2:]).transpose(2, 3, 0, 1)
