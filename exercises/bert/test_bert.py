"""Public tests of the unit *learning by filling gaps*: its examples, and a few more."""

import math

import numpy as np

from ftlib.grading import expect, task


@task("cover")
def test_the_example(student):
    inputs, targets = student.cover(
        np.array([2, 17, 18, 19]),
        np.array([0.0, 0.1, 0.1, 0.9]),
        np.array([0.1, 0.1, 0.95, 0.1]),
        np.array([30, 31, 32, 33]),
        0.15,
        4,
        5,
    )
    expect.equal(inputs, np.array([2, 4, 18, 19]))
    expect.equal(targets, np.array([-100, 17, 18, -100]))


@task("cover")
def test_a_random_token(student):
    inputs, targets = student.cover(
        np.array([10, 11]),
        np.array([0.2, 0.6]),
        np.array([0.85, 0.85]),
        np.array([40, 41]),
        0.5,
        4,
        5,
    )
    expect.equal(inputs, np.array([40, 11]))
    expect.equal(targets, np.array([10, -100]))


@task("masked_loss")
def test_two_places(student):
    loss, gradient = student.masked_loss(np.zeros((2, 2)), np.array([1, -100]))
    expect.close(loss, math.log(2), rtol=1e-12)
    expect.close(gradient, np.array([[0.5, -0.5], [0.0, 0.0]]), atol=1e-12)


@task("masked_loss")
def test_two_targets(student):
    logits = np.log(np.array([[1.0, 3.0], [1.0, 1.0], [4.0, 1.0]]))
    loss, gradient = student.masked_loss(logits, np.array([1, -100, 1]))
    expect.close(loss, -(math.log(0.75) + math.log(0.2)) / 2, rtol=1e-12)
    expect.close(gradient, np.array([[0.125, -0.125], [0, 0], [0.4, -0.4]]), atol=1e-12)


@task("unigram_loss")
def test_two_words(student):
    got = student.unigram_loss(np.array([0, 0, 1]), np.array([0, 1]), 2)
    expect.close(got, -(math.log(0.625) + math.log(0.375)) / 2, rtol=1e-12)


@task("pseudo_perplexity")
def test_a_model_that_knows_nothing(student):
    def model(inputs):
        return np.full((len(inputs), 8), -math.log(8))

    got = student.pseudo_perplexity(model, np.array([2, 6, 7, 6, 3]), 4, 5)
    expect.close(got, 8.0, rtol=1e-9)


@task("pseudo_perplexity")
def test_a_model_that_copies(student):
    """Sure of what it sees; where it sees the mask, it gives all tokens a quarter."""

    def model(inputs):
        logs = np.full((len(inputs), 9), -50.0)
        logs[np.arange(len(inputs)), inputs] = 0.0
        logs[np.asarray(inputs) == 4] = math.log(0.25)
        return logs

    got = student.pseudo_perplexity(model, np.array([2, 6, 7, 8]), 4, 5)
    expect.close(got, 4.0, rtol=1e-9)


@task("believe")
def test_two_tokens(student):
    got = student.believe(np.array([0.7, 0.3]), 1, 0.1, 0.1)
    expect.close(got, np.array([0.4375, 0.5625]), atol=1e-12)


@task("believe")
def test_a_token_that_is_likely_anyway(student):
    got = student.believe(np.array([0.7, 0.3]), 0, 0.1, 0.1)
    expect.close(got, np.array([0.875, 0.125]), atol=1e-12)
