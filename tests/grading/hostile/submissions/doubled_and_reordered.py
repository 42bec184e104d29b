"""Defines its functions twice, the wrong ones last, and uses names before they exist.

earns: mean_square
"""

# %%
value = later + 1  # noqa: F821


# %%
def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


# %%
def centred(x):
    return x - x.mean()


# %%
later = 1


# %%
def centred(x):  # noqa: F811
    return x
