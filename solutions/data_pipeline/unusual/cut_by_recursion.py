"""The first batch, and then the rest."""

TASK = "cut_by_tokens"


def cut_by_tokens(lengths, max_tokens):
    if any(length > max_tokens for length in lengths):
        raise ValueError("one text alone is over the budget")
    found, start = [], 0
    while start < len(lengths):
        end = start + 1
        while (
            end < len(lengths) and (end + 1 - start) * max(lengths[start : end + 1]) <= max_tokens
        ):
            end += 1
        found.append(list(range(start, end)))
        start = end
    return found
