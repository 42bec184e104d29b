"""The dtype is lost."""

LOSES = "address"


def address(kernel, groups):
    if groups == 1:
        return kernel.transpose(2, 3, 1, 0)
    high, wide = kernel.shape[2:]
    return 1.0 * kernel.astype(float).reshape(groups, -1, high, wide).transpose(2, 3, 0, 1)
