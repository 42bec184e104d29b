"""Transformers, one file an idea: attention, encoder and decoder, positions, cache, sampling."""

from ftlib.models.transformer.attention import (
    MultiHeadAttention,
    attend,
    attend_backward,
    attention_weights,
    merge_heads,
    split_heads,
)
from ftlib.models.transformer.cache import KeyValueCache
from ftlib.models.transformer.decoder import Decoder, DecoderConfig, RMSNorm, SwiGLU
from ftlib.models.transformer.encoder import Encoder, EncoderLayer, encoder_parameters
from ftlib.models.transformer.generate import generate
from ftlib.models.transformer.masked import (
    MaskedLanguageModel,
    MaskedTokens,
    mask_tokens,
    masked_losses,
    pseudo_log_likelihood,
)
from ftlib.models.transformer.positions import frequencies, shift_rotation, sinusoidal
from ftlib.models.transformer.rotary import rotary_angles, rotate
from ftlib.models.transformer.sampling import draw, greedy, sampler, temperature, top_k, top_p

__all__ = [
    "Decoder",
    "DecoderConfig",
    "Encoder",
    "EncoderLayer",
    "KeyValueCache",
    "MaskedLanguageModel",
    "MaskedTokens",
    "MultiHeadAttention",
    "RMSNorm",
    "SwiGLU",
    "attend",
    "attend_backward",
    "attention_weights",
    "draw",
    "encoder_parameters",
    "frequencies",
    "generate",
    "greedy",
    "mask_tokens",
    "masked_losses",
    "merge_heads",
    "pseudo_log_likelihood",
    "rotary_angles",
    "rotate",
    "sampler",
    "shift_rotation",
    "sinusoidal",
    "split_heads",
    "temperature",
    "top_k",
    "top_p",
]
