"""Backwards: how many inputs a run of outputs needs."""

TASK = "field"


def field(layers):
    def needed(outputs):
        for kernel, stride in reversed(layers):
            outputs = (outputs - 1) * stride + kernel
        return outputs

    return needed(1), needed(2) - needed(1)
