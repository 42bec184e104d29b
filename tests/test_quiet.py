"""TensorFlow loads without a word, and an import that fails still says why."""

import subprocess
import sys


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_the_tensorflow_losses_load_without_a_word():
    done = run("import ftlib.losses.tensorflow")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_was_held_back_is_said_when_the_block_fails():
    done = run(
        "import os\nfrom ftlib.quiet import quietly\n"
        "with quietly():\n    os.write(2, b'the reason')\n    raise SystemExit(3)"
    )
    assert done.returncode == 3
    assert "the reason" in done.stderr


def test_what_follows_is_heard_again():
    code = "import os\nfrom ftlib.quiet import quietly\n"
    code += "with quietly():\n    os.write(2, b'x')\nos.write(2, b'y')"
    assert run(code).stderr == "y"
