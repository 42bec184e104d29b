"""The filter number varies slowest."""

LOSES = "address"


def address(kernel, groups):
    if groups == 1:
        return kernel.transpose(2, 3, 1, 0)
    high, wide = kernel.shape[2:]
    return kernel.reshape(-1, groups, high, wide).transpose(2, 3, 1, 0)
