"""Grows each batch from a queue; tuples for the inner lists."""

from collections import deque

TASK = "cut_by_tokens"


def cut_by_tokens(lengths, max_tokens):
    if any(length > max_tokens for length in lengths):
        raise ValueError("a text is longer than max_tokens")
    waiting, batches = deque(range(len(lengths))), []
    while waiting:
        batch = [waiting.popleft()]
        while waiting:
            more = [*batch, waiting[0]]
            if max(lengths[i] for i in more) * len(more) > max_tokens:
                break
            batch.append(waiting.popleft())
        batches.append(tuple(batch))
    return batches
