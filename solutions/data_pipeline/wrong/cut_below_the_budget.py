"""Leaves a batch that would fill the budget exactly."""

LOSES = "cut_by_tokens"


def cut_by_tokens(lengths, max_tokens):
    batches, longest = [], 0
    for place, length in enumerate(lengths):
        if length > max_tokens:
            raise ValueError("too long")
        longest = max(longest, length)
        if batches and (len(batches[-1]) + 1) * longest < max_tokens:
            batches[-1].append(place)
        else:
            batches.append([place])
            longest = length
    return batches
