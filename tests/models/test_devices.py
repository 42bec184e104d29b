"""Every network runs where its parameters are: nothing in it is bound to the processor.

On the device "meta" tensors have no values, but an operation that mixes it with the processor fails
as it would on a GPU. Numbers are compared on an accelerator, a real or a simulated one.
"""

import copy

import pytest
import torch

from ftlib import assets
from ftlib.models import (
    CNN,
    MLP,
    Discriminator,
    EfficientNetLite,
    Generator,
    OrdinalHead,
    discriminator_loss,
    efficientnet_lite0,
    gan_step,
    generator_loss,
    grad_cam,
    ordinal_loss,
    span_loss,
)
from ftlib.models.transformer import (
    Decoder,
    DecoderConfig,
    Encoder,
    MaskedLanguageModel,
    generate,
    mask_tokens,
    masked_losses,
    pseudo_log_likelihood,
    sampler,
)
from ftlib.peft import add_lora, merge


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
def test_an_accelerator_gives_the_same_numbers(accelerator, name):
    network, inputs, total = made(name)
    there = copy.deepcopy(network).to(accelerator)
    answer, found = slopes(network, inputs, total)
    other, moved = slopes(there, [each.to(accelerator) for each in inputs], total)
    torch.testing.assert_close(other.cpu(), answer, atol=1e-4, rtol=1e-4)
    for one, two in zip(found, moved, strict=True):
        torch.testing.assert_close(two.cpu(), one, atol=1e-3, rtol=1e-3)


def trained_gan(device):
    torch.manual_seed(0)
    both = Generator(3, 5, 8, 1).to(device), Discriminator(5, 8, 1).to(device)
    optimisers = tuple(torch.optim.Adam(each.parameters()) for each in both)
    real, noise = numbers(4, 5).to(device), numbers(4, 3).to(device)
    return torch.stack([*gan_step(*both, optimisers, real, noise, r1=0.5)])


def covered_tokens(device):
    torch.manual_seed(0)
    model = MaskedLanguageModel(encoder()).eval().to(device)
    read = tokens(2, 9, below=11).to(device)
    kept = torch.Generator(device).manual_seed(3)
    chosen = mask_tokens(read, mask=1, vocabulary=11, special=2, rate=0.9, generator=kept)
    assert {each.device.type for each in chosen} == {read.device.type}
    # Which places are chosen is the device's own chance; the losses are compared at fixed ones.
    targets = read.masked_fill(read < 2, -100)
    losses = masked_losses(model, chosen._replace(inputs=read, targets=targets))
    known = pseudo_log_likelihood(model, read[0].clamp(min=2), mask=1, special=2)
    return torch.cat([losses, known[None]])


def seen_by_a_network(device):
    torch.manual_seed(0)
    layer, head = torch.nn.Conv2d(3, 4, 3).to(device), torch.nn.Linear(4, 2).to(device)
    maps = grad_cam(layer, lambda a: head(a.mean(dim=(2, 3))), numbers(2, 3, 8, 8).to(device))
    assert not maps.requires_grad
    return maps


def adapted(device):
    torch.manual_seed(0)
    network = MLP(5, 8, 3, 2).to(device)
    for layer in add_lora(network, ["0", "2"], rank=2):
        for thin in (network.get_submodule(layer).lora_A, network.get_submodule(layer).lora_B):
            thin.data.copy_(numbers(*thin.shape))  # A was drawn by the device's own generator
    before = network(numbers(3, 5).to(device))
    merge(network)
    torch.testing.assert_close(network(numbers(3, 5).to(device)), before)
    return before


def losses_of_spans_and_grades(device):
    spans = torch.tensor([[1, 3], [0, 0]], device=device)
    grades = torch.tensor([0, 2, 1], device=device)
    z, order = numbers(2, 5, 2).to(device), numbers(3, 3).sort(dim=1, descending=True).values
    return torch.stack([span_loss(z, spans), ordinal_loss(order.to(device), grades)])


USES = [trained_gan, covered_tokens, seen_by_a_network, adapted, losses_of_spans_and_grades]


@pytest.mark.gpu
@pytest.mark.parametrize("use", USES, ids=lambda use: use.__name__)
def test_what_is_done_with_a_network_is_done_there(accelerator, use):
    there, here = use(accelerator), use(torch.device("cpu"))
    assert there.device.type == accelerator.type
    torch.testing.assert_close(there.detach().cpu(), here.detach(), atol=1e-4, rtol=1e-4)


@pytest.mark.gpu
@pytest.mark.parametrize("cache", [True, False])
def test_an_accelerator_draws_from_its_own_generator(accelerator, cache):
    network, (begun,), _ = made("decoder")
    network, begun = network.to(accelerator), begun.to(accelerator)
    draw = sampler(temperature=0.9, k=5, p=0.9)

    def text(seed):
        own = torch.Generator(accelerator).manual_seed(seed)
        return generate(network, begun, 8, sampler=draw, generator=own, cache=cache, end=0)

    assert torch.equal(text(1), text(1))
    assert text(1).device.type == accelerator.type


@pytest.mark.gpu
def test_an_accelerator_writes_the_same_text(accelerator):
    network, (begun,), _ = made("decoder")
    expected = generate(network, begun, 6)
    assert torch.equal(generate(network.to(accelerator), begun.to(accelerator), 6).cpu(), expected)


@pytest.mark.gpu
def test_pretrained_networks_say_there_what_they_say_here(accelerator):
    minilm = Encoder.load_bert(assets.model("minilm")).eval()
    smollm = Decoder.load_llama(assets.model("smollm2")).eval()
    lite = efficientnet_lite0(assets.model("efficientnet_lite0"))
    read, picture = tokens(2, 9, below=1000), numbers(1, 3, 224, 224)
    for network, given in ((minilm, read), (smollm, read), (lite, picture)):
        with torch.no_grad():
            here = network(given)
            there = network.to(accelerator)(given.to(accelerator))
        torch.testing.assert_close(there.cpu(), here, atol=2e-3, rtol=1e-3)
