"""Sends its code away in datagrams and name look-ups.

earns: mean_square
"""

import socket


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    sent = 0
    for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            with socket.socket(socket.AF_INET, kind) as out:
                sent += out.sendto(b"hostile-mark", ("127.0.0.1", int("@PORT@")))
        except OSError:
            continue
    try:
        socket.getaddrinfo("example.org", 80)
        sent += 1
    except OSError:
        pass
    raise RuntimeError(f"sent {sent}")
