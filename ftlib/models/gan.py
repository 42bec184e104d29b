"""Two networks against each other: a generator, a discriminator, their losses, one step of both."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn.functional import leaky_relu

from ftlib.losses.torch import binary_cross_entropy_with_logits
from ftlib.models.mlp import MLP

GENERATOR_LOSSES = ("saturating", "non-saturating", "hinge")
Network = Callable[[Tensor], Tensor]


class Generator(nn.Module):
    """Noise in, a sample out: an `MLP`, its answer squeezed into (0, 1) for pictures.

    Args:
        noise: d, numbers of noise for a sample.
        outputs: numbers of a sample (pixels, coordinates).
        width, depth: hidden units of a layer, hidden layers.
        bounded: whether a sigmoid follows, so that samples are grey values from 0 to 1.

    Shape: [..., d] → [..., outputs].

    Raises:
        ValueError: sizes that `MLP` refuses.

    Source: chapter *Adversarial generation*; Goodfellow et al. (2014).
    """

    def __init__(
        self, noise: int, outputs: int, width: int, depth: int, *, bounded: bool = False
    ) -> None:
        super().__init__()
        self.net = MLP(noise, width, outputs, depth)
        self.bounded = bounded

    def forward(self, noise: Tensor) -> Tensor:
        """[..., d] → [..., outputs]."""
        sample: Tensor = self.net(noise)
        return sample.sigmoid() if self.bounded else sample


class Discriminator(nn.Module):
    """Samples in, one logit of "this is real" out; may look at several samples at once.

    Args:
        inputs: numbers of a sample.
        width, depth: as `Generator`.
        pack: m, samples of one source that are judged together (PacGAN); 1 is the usual one.
        spread: append to every sample how much the batch varies (minibatch standard deviation).

    Shape: [..., N, inputs] → logits [..., N / pack]; the N samples of one batch.

    Raises:
        ValueError: sizes that `MLP` refuses, a pack below 1, or one that does not divide N.

    Source: chapter *Adversarial generation*; Lin et al. (2018) for the packing, Karras et al.
    (2018) for the standard deviation.
    """

    def __init__(
        self, inputs: int, width: int, depth: int, *, pack: int = 1, spread: bool = False
    ) -> None:
        super().__init__()
        if pack < 1:
            raise ValueError(f"pack is {pack}; give 1 for single samples, or more")
        self.net = MLP(pack * (inputs + spread), width, 1, depth, _leaky)
        self.pack, self.spread = pack, spread

    def forward(self, x: Tensor) -> Tensor:
        """[..., N, inputs] → [..., N / pack]."""
        *stack, n, _ = x.shape
        if n % self.pack:
            raise ValueError(f"x has {n} samples and pack is {self.pack}; give a multiple")
        if self.spread:
            deviation = (x.var(dim=-2, correction=0) + 1e-8).sqrt().mean(dim=-1)  # one a batch
            column = deviation[..., None, None].expand(*stack, n, 1)
            x = torch.cat([x, column], dim=-1)  # [..., N, inputs + 1]
        if self.pack > 1:
            x = x.reshape(*stack, n // self.pack, -1)  # [..., N / m, m · inputs]
        logits: Tensor = self.net(x)
        return logits[..., 0]


def discriminator_loss(
    real: Tensor, fake: Tensor, kind: str = "non-saturating", *, smoothing: float = 0.0
) -> Tensor:
    """−V: the binary cross-entropy of real samples (target 1) plus that of fakes (target 0).

    Args:
        real, fake: logits z of the two, any shape, float.
        kind: as `generator_loss`; only `hinge` makes a difference: max(0, 1 − z) for real
            samples and max(0, 1 + z) for fakes.
        smoothing: real samples get the target 1 − smoothing (one-sided label smoothing).

    Returns:
        A scalar, in nats (no unit for `hinge`).

    Raises:
        ValueError: an unknown kind, or a smoothing outside [0, 1).

    Source: chapter *Adversarial generation*, equation (gan-value); Goodfellow et al. (2014).
    """
    _check_kind(kind)
    if not 0 <= smoothing < 1:
        raise ValueError(f"smoothing is {smoothing}; give a share from 0 to below 1, such as 0.1")
    if kind == "hinge":
        return (1 - real).relu().mean() + (1 + fake).relu().mean()
    ones = torch.full_like(real, 1 - smoothing)
    return binary_cross_entropy_with_logits(
        real, ones, validate=False
    ) + binary_cross_entropy_with_logits(fake, torch.zeros_like(fake), validate=False)


def generator_loss(fake: Tensor, kind: str = "non-saturating") -> Tensor:
    """What the generator makes small; all three fall as the fakes' logits rise.

    Args:
        fake: logits z of generated samples, any shape; D = σ(z).
        kind: `saturating` is the mean of log(1 − D), with slope −D in z; `non-saturating` that
            of −log D, with slope −(1 − D); `hinge` that of −z.

    Returns:
        A scalar.

    Raises:
        ValueError: an unknown kind.

    Source: chapter *Adversarial generation*, equations (gan-saturating) and
    (gan-non-saturating); Goodfellow et al. (2014).
    """
    _check_kind(kind)
    if kind == "hinge":
        return -fake.mean()
    if kind == "saturating":
        return -binary_cross_entropy_with_logits(fake, torch.zeros_like(fake), validate=False)
    return binary_cross_entropy_with_logits(fake, torch.ones_like(fake), validate=False)


def r1_penalty(discriminator: Network, real: Tensor) -> Tensor:
    """½·E|∂z/∂x|² over real samples: keeps the discriminator flat where the data are.

    Args:
        discriminator: [..., inputs] → logits.
        real: [..., N, inputs]; nothing flows back into them.

    Returns:
        A scalar that can be differentiated in the discriminator's parameters.

    Source: chapter *Adversarial generation*, equation (gan-r1); Mescheder et al. (2018).
    """
    x = real.detach().requires_grad_()
    return _steepness(discriminator(x), x)


def gan_step(
    generator: Network,
    discriminator: Network,
    optimisers: tuple[torch.optim.Optimizer, torch.optim.Optimizer],
    real: Tensor,
    noise: Tensor,
    *,
    kind: str = "non-saturating",
    smoothing: float = 0.0,
    r1: float = 0.0,
) -> tuple[Tensor, Tensor]:
    """One step of the discriminator, then one of the generator against the new discriminator.

    Args:
        generator, discriminator: noise [..., N, d] → samples, samples → logits.
        optimisers: (the generator's, the discriminator's), each over its own parameters.
        real: a batch of real samples [..., N, inputs].
        noise: [..., N, d]; both steps use it.
        kind: as `generator_loss`. smoothing: as `discriminator_loss`.
        r1: weight of the `r1_penalty`; 0 leaves it out.

    Returns:
        (generator's loss, discriminator's loss) before each step, scalars without a graph.

    Raises:
        ValueError: as the losses, or a negative `r1`.

    Source: chapter *Adversarial generation*, section *Code*.
    """
    if r1 < 0:
        raise ValueError(f"r1 is {r1}; give a weight of 0 or more")
    of_generator, of_discriminator = optimisers
    fake = generator(noise)

    of_discriminator.zero_grad()
    x = real.detach().requires_grad_(r1 > 0)
    of_real = discriminator(x)
    judged = discriminator_loss(of_real, discriminator(fake.detach()), kind, smoothing=smoothing)
    total = judged + r1 * _steepness(of_real, x) if r1 else judged  # as `r1_penalty`
    total.backward()
    of_discriminator.step()

    of_generator.zero_grad()
    fooled = generator_loss(discriminator(fake), kind)  # its gradient runs through the judge …
    fooled.backward()
    of_generator.step()  # … but moves the generator only
    return fooled.detach(), judged.detach()


def _steepness(logits: Tensor, x: Tensor) -> Tensor:
    """½ of the mean squared slope of the logits in the samples x [..., N, inputs]."""
    (slope,) = torch.autograd.grad(logits.sum(), x, create_graph=True)
    return slope.square().sum(dim=-1).mean() / 2


def _leaky(x: Tensor) -> Tensor:
    return leaky_relu(x, 0.2)


def _check_kind(kind: str) -> None:
    if kind not in GENERATOR_LOSSES:
        raise ValueError(f"kind is {kind!r}; use one of {', '.join(GENERATOR_LOSSES)}")
