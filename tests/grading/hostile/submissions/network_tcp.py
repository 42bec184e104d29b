"""Connects to a server on this machine and beyond, and would show what it says.

earns: mean_square
"""

import socket


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    said = []
    for address in (("127.0.0.1", int("@PORT@")), ("8.8.8.8", 53), ("::1", int("@PORT@"))):
        try:
            family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
            with socket.socket(family) as connection:
                connection.settimeout(0.2)
                connection.connect(address)
                said.append(connection.recv(100))
        except OSError:
            continue
    raise RuntimeError(f"said {said}")
