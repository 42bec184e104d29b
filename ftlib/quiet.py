"""Load TensorFlow without its start-up notes."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quietly() -> Iterator[None]:
    """Hold back what is written to the error stream; put `import tensorflow` inside.

    TensorFlow's C++ code writes "Could not find cuda drivers" and the like straight to file
    descriptor 2, before its own log levels are in force, so no Python setting stops it. When the
    block raises, what was held back is written after all.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.stderr.flush()
    with tempfile.TemporaryFile() as held:
        kept = os.dup(2)
        os.dup2(held.fileno(), 2)
        failed = True
        try:
            yield
            failed = False
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            if failed:
                held.seek(0)
                os.write(2, held.read())
