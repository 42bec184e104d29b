"""Transformers, one file an idea: attention, encoder and decoder, positions, cache, sampling."""

from ftlib.models.transformer.cache import KeyValueCache
from ftlib.models.transformer.decoder import Decoder, DecoderConfig, RMSNorm, SwiGLU
from ftlib.models.transformer.generate import generate
from ftlib.models.transformer.rotary import rotary_angles, rotate
from ftlib.models.transformer.sampling import draw, greedy, sampler, temperature, top_k, top_p

__all__ = [
    "Decoder",
    "DecoderConfig",
    "KeyValueCache",
    "RMSNorm",
    "SwiGLU",
    "draw",
    "generate",
    "greedy",
    "rotary_angles",
    "rotate",
    "sampler",
    "temperature",
    "top_k",
    "top_p",
]
