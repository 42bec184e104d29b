"""Every network runs where its parameters are: nothing in it is bound to the processor.

On the device "meta" tensors have no values, but an operation that mixes it with the processor fails
as it would on a GPU. Numbers are compared on an accelerator where there is one.
"""

import copy

import pytest
import torch

from ftlib.models import (
    CNN,
    MLP,
    Discriminator,
    EfficientNetLite,
    Generator,
    OrdinalHead,
    discriminator_loss,
    generator_loss,
)
from ftlib.models.transformer import (
    Decoder,
    DecoderConfig,
    Encoder,
    MaskedLanguageModel,
    generate,
)


def numbers(*shape):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(1))


def tokens(*shape, below=11):
    return torch.randint(0, below, shape, generator=torch.Generator().manual_seed(2))


def encoder():
    return Encoder(11, 24, 2, 4, 48, positions=12)


# name: the network, its inputs, and the scalar that is differentiated
CASES = {
    "mlp": (lambda: MLP(5, 8, 3, 2), [numbers(4, 5)], torch.sum),
    "cnn": (lambda: CNN(3, 4, 6, size=16), [numbers(2, 3, 16, 16)], torch.sum),
    "generator": (lambda: Generator(3, 5, 8, 1), [numbers(4, 3)], generator_loss),
    "discriminator": (
        lambda: Discriminator(5, 8, 1, pack=2, spread=True),
        [numbers(4, 5)],
        lambda z: discriminator_loss(z, z),
    ),
    "ordinal": (lambda: OrdinalHead(5, 4), [numbers(3, 5)], torch.sum),
    "efficientnet-lite": (lambda: EfficientNetLite(7), [numbers(2, 3, 32, 32)], torch.sum),
    "encoder": (encoder, [tokens(2, 9), tokens(2, 9, below=2).bool() | True], torch.sum),
    "masked": (lambda: MaskedLanguageModel(encoder()), [tokens(2, 9)], torch.sum),
    "decoder": (
        lambda: Decoder(DecoderConfig(11, 24, layers=2, heads=6, kv_heads=2)),
        [tokens(2, 9)],
        torch.sum,
    ),
}


def made(name):
    build, inputs, total = CASES[name]
    torch.manual_seed(0)
    return build().eval(), inputs, total


def slopes(network, inputs, total):
    answer = network(*inputs)
    total(answer).backward()
    return answer, [each.grad for each in network.parameters() if each.grad is not None]


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_bound_to_the_processor(name):
    network, inputs, total = made(name)
    answer, found = slopes(network.to("meta"), [each.to("meta") for each in inputs], total)
    assert {each.device.type for each in (answer, *found)} == {"meta"}
    assert len(found) > 0


@pytest.mark.gpu
@pytest.mark.parametrize("name", CASES)
def test_an_accelerator_gives_the_same_numbers(name):
    device = torch.device("cuda" if torch.cuda.is_available() else "mps")
    network, inputs, total = made(name)
    there = copy.deepcopy(network).to(device)
    answer, found = slopes(network, inputs, total)
    other, moved = slopes(there, [each.to(device) for each in inputs], total)
    torch.testing.assert_close(other.cpu(), answer, atol=1e-4, rtol=1e-4)
    for one, two in zip(found, moved, strict=True):
        torch.testing.assert_close(two.cpu(), one, atol=1e-3, rtol=1e-3)


@pytest.mark.gpu
def test_an_accelerator_writes_the_same_text():
    device = torch.device("cuda" if torch.cuda.is_available() else "mps")
    network, (begun,), _ = made("decoder")
    expected = generate(network, begun, 6)
    assert torch.equal(generate(network.to(device), begun.to(device), 6).cpu(), expected)
