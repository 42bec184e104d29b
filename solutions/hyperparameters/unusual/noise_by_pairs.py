"""The squared gradient as the mean product of two different examples."""

TASK = "noise_batch"


def noise_batch(gradients):
    products, n = gradients @ gradients.T, len(gradients)
    signal = (products.sum() - products.trace()) / (n * (n - 1))
    noise = products.trace() / n - signal
    return float(noise / signal) if signal > 0 else float("inf")
