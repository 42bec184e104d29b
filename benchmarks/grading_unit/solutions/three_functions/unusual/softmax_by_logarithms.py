"""Through log-sum-exp."""

TASK = "softmax"


def softmax(z):
    return (z - z.logsumexp(dim=-1, keepdim=True)).exp()
