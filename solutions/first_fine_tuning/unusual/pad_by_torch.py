"""torch's padding, for ids and for ones."""

import torch
from torch.nn.utils.rnn import pad_sequence

TASK = "pad_batch"


def pad_batch(sequences, pad_id):
    if not sequences:
        raise ValueError("no sequences")
    ids = [torch.tensor(each) for each in sequences]
    ones = [torch.ones_like(each) for each in ids]
    padded = pad_sequence(ids, batch_first=True, padding_value=pad_id)
    return padded.numpy(), pad_sequence(ones, batch_first=True).numpy()
