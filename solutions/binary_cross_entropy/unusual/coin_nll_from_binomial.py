"""From the binomial distribution's log-probability, less its number of orders."""

TASK = "coin_nll"


def coin_nll(y, p):
    from scipy.special import gammaln
    from scipy.stats import binom

    n, heads = len(y), sum(int(toss) for toss in y)
    orders = gammaln(n + 1) - gammaln(heads + 1) - gammaln(n - heads + 1)
    return orders - binom.logpmf(heads, n, p)
