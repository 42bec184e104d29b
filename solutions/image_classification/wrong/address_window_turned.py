"""Height and width change places."""

LOSES = "address"


def address(kernel, groups):
    if groups == 1:
        return kernel.transpose(3, 2, 1, 0)
    high, wide = kernel.shape[2:]
    return kernel.reshape(groups, -1, high, wide).transpose(3, 2, 0, 1)
