"""Masked language modelling: hide some tokens, and have the rest of the text say what they were."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, gelu, linear

from ftlib.models.tokens import IGNORED
from ftlib.models.transformer.encoder import Encoder


class MaskedTokens(NamedTuple):
    """What the model reads, and what it is asked for.

    inputs: int64, tokens with some of them covered. targets: int64, the token that was there at
    the places that were chosen, and −100 everywhere else. Both in the shape of the tokens.
    """

    inputs: Tensor
    targets: Tensor


def mask_tokens(
    tokens: Tensor,
    *,
    mask: int,
    vocabulary: int,
    special: int,
    rate: float = 0.15,
    shares: tuple[float, float, float] = (0.8, 0.1, 0.1),
    generator: torch.Generator | None = None,
) -> MaskedTokens:
    """Choose places by chance, and cover what stands there.

    Args:
        tokens: int64, any shape.
        mask: the token that says "something was here".
        vocabulary: V, tokens are from 0 to V − 1.
        special: the first so many tokens of the vocabulary (padding, start, mask, …) are never
            chosen, and never put in as a random token.
        rate: r, the probability with which a place is chosen.
        shares: of the chosen places: replaced by `mask`, by a random token, left as they are.
        generator: makes the choice repeatable; on the device of the tokens.

    Raises:
        ValueError: a rate outside 0 to 1, shares that are negative or do not sum to one, numbers
            of tokens that do not fit.

    Source: chapter *BERT: learning by filling gaps*, equation (covering); Devlin et al.
    (2019), section 3.1.
    """
    if not 0 <= rate <= 1:
        raise ValueError(f"rate is {rate}; give a probability from 0 to 1")
    if len(shares) != 3 or min(shares) < 0 or abs(sum(shares) - 1) > 1e-9:
        raise ValueError(f"shares is {shares}; give three, not negative, that sum to one")
    if not 0 <= special < vocabulary or not 0 <= mask < vocabulary:
        raise ValueError(
            f"mask is {mask}, special {special} and vocabulary {vocabulary}; "
            "mask and special must be from 0 to vocabulary − 1"
        )

    def uniform() -> Tensor:
        return torch.rand(tokens.shape, generator=generator, device=tokens.device)

    chosen = (uniform() < rate) & (tokens >= special)
    lot = uniform()  # which of the three happens to a chosen place
    other = torch.randint(
        special, vocabulary, tokens.shape, generator=generator, device=tokens.device
    )
    covered = chosen & (lot < shares[0])
    swapped = chosen & (lot >= shares[0]) & (lot < shares[0] + shares[1])
    inputs = tokens.masked_fill(covered, mask).where(~swapped, other)
    return MaskedTokens(inputs, tokens.masked_fill(~chosen, IGNORED))


class MaskedLanguageModel(nn.Module):
    """An encoder, and a head that gives every token of the vocabulary a logit.

    The head is BERT's: a linear map, GELU, a layer norm, then the inner product with each
    token's embedding (the encoder's own, shared) plus a bias.

    Args:
        encoder: gives [B, T, H] states, and holds the embeddings as `tokens`.

    Source: chapter *BERT: learning by filling gaps*, equation (head); Devlin et al. (2019).
    """

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        vocabulary, hidden_size = encoder.tokens.weight.shape
        self.encoder = encoder
        self.dense = nn.Linear(hidden_size, hidden_size)
        self.norm = nn.LayerNorm(hidden_size)
        self.bias = nn.Parameter(torch.zeros(vocabulary))

    def forward(
        self, tokens: Tensor, places: Tensor | None = None, mask: Tensor | None = None
    ) -> Tensor:
        """Logits of the tokens at some places, or at all.

        Args:
            tokens: int64 [B, T].
            places: bool [B, T]; None = all. The product with V embeddings is the dearest part of
                the model, so ask only where there is a target.
            mask: bool [B, T], False for padding, as `Encoder`.

        Returns:
            [n, V] for the n places in the order of the rows, or [B, T, V].
        """
        states = self.encoder(tokens, mask, places=places)  # [B, T, H], or [n, H]
        states = self.norm(gelu(self.dense(states)))
        return linear(states, self.encoder.tokens.weight, self.bias)


def masked_losses(
    model: MaskedLanguageModel, masked: MaskedTokens, mask: Tensor | None = None
) -> Tensor:
    """−log p of each hidden token, in nats: [n] for the n places that have a target.

    Args:
        model: gives logits at places.
        masked: inputs and targets, [B, T].
        mask: bool [B, T], False for padding.

    Raises:
        ValueError: no place has a target (the mean over them would be NaN).

    Source: chapter *BERT: learning by filling gaps*, equation (masked-loss).
    """
    places = masked.targets != IGNORED
    if not places.any():
        raise ValueError("targets has no place to predict; raise the rate or give more tokens")
    logits = model(masked.inputs, places, mask)
    return cross_entropy(logits, masked.targets[places], reduction="none")


@torch.no_grad()
def pseudo_log_likelihood(
    model: MaskedLanguageModel, tokens: Tensor, *, mask: int, special: int
) -> Tensor:
    """Σ_t log p(x_t | all others): every token covered once, the rest of the text seen.

    Args:
        model: in evaluation mode.
        tokens: int64 [T], one text; costs a forward pass of T copies of it.
        mask, special: as `mask_tokens`; special tokens are not covered.

    Returns:
        A scalar, in nats. Not the logarithm of a probability of the text: over all texts the
        exponentials do not sum to one.

    Raises:
        ValueError: tokens of more than one text, or nothing to cover.

    Source: chapter *BERT: learning by filling gaps*, equation (pseudo-log-likelihood);
    Salazar et al. (2020).
    """
    if tokens.ndim != 1:
        raise ValueError(f"tokens has shape {tuple(tokens.shape)}; give one text, [T]")
    places = torch.nonzero(tokens >= special)[:, 0]
    if len(places) == 0:
        raise ValueError("tokens holds special tokens only; give a text")
    rows = torch.arange(len(places), device=tokens.device)
    copies = tokens.repeat(len(places), 1)  # [T] → [n, T]
    hidden = torch.zeros_like(copies, dtype=torch.bool)
    hidden[rows, places] = True
    targets = copies.masked_fill(~hidden, IGNORED)
    return -masked_losses(model, MaskedTokens(copies.masked_fill(hidden, mask), targets)).sum()
