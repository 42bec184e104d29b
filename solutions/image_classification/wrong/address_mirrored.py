"""The filters are turned round, as a mathematician would."""

LOSES = "address"


def address(kernel, groups):
    if groups == 1:
        return kernel.transpose(2, 3, 1, 0)
    high, wide = kernel.shape[2:]
    return kernel.reshape(groups, -1, high, wide).transpose(2, 3, 0, 1)[::-1, ::-1]
