"""Takes the lock of the import system and of its own channel, and never gives them back.

earns: mean_square
"""

import threading
import time

lock = threading.Lock()
lock.acquire()
threading.Thread(target=lambda: time.sleep(1000), daemon=False).start()


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    lock.acquire()
