"""A synthetic file of the published form, and files that are not."""

import numpy as np
import pytest

from ftlib import data


def arrays(shape=(9, 28, 28, 3), labels=1):
    rng = np.random.default_rng(0)
    made = {}
    for part, n in {"train": shape[0], "val": 3, "test": 4}.items():
        made[f"{part}_images"] = rng.integers(0, 256, (n, *shape[1:]), dtype=np.uint8)
        made[f"{part}_labels"] = rng.integers(0, 2, (n, labels), dtype=np.uint8)
    return made


@pytest.mark.parametrize("shape", [(9, 28, 28, 3), (9, 28, 28), (5, 64, 64)])
def test_the_three_parts(tmp_path, shape):
    made = arrays(shape)
    np.savez(tmp_path / "pathmnist.npz", **made)
    parts = data.load_medmnist(tmp_path / "pathmnist.npz")
    assert list(parts) == ["train", "validation", "test"]
    assert [len(part) for part in parts.values()] == [shape[0], 3, 4]
    assert (parts["validation"].images == made["val_images"]).all()
    assert parts["test"].labels.dtype == np.int64
    assert (parts["test"].labels == made["test_labels"][:, 0]).all()


def test_several_answers(tmp_path):
    made = arrays(labels=14)
    np.savez_compressed(tmp_path / "chestmnist.npz", **made)
    assert data.load_medmnist(str(tmp_path / "chestmnist.npz"))["train"].labels.shape == (9, 14)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"val_labels": None}, r"x\.npz has no val_labels \(it holds train_images"),
        ({"test_images": np.zeros((4, 28, 28))}, "test_images is float64"),
        ({"test_images": np.zeros((4, 28, 28, 28), np.uint8)}, "volumes"),
        ({"test_labels": np.zeros((3, 1), int)}, r"test_labels is int64 of shape \(3, 1\) for 4"),
        ({"test_labels": np.zeros(4, int)}, r"shape \(4,\)"),
        ({"train_labels": np.zeros((9, 1))}, "train_labels is float64"),
    ],
)
def test_another_content(tmp_path, change, says):
    made = {key: value for key, value in (arrays() | change).items() if value is not None}
    np.savez(tmp_path / "x.npz", **made)
    with pytest.raises(ValueError, match=says):
        data.load_medmnist(tmp_path / "x.npz")


def test_nothing_is_executed(tmp_path):
    """A pickled array in the file is refused, not loaded."""
    ran = tmp_path / "ran"

    class Trap:
        def __reduce__(self):
            return (ran.write_text, ("it ran",))

    made = arrays() | {"train_labels": np.array([Trap()], dtype=object)}
    np.savez(tmp_path / "evil.npz", **made)
    ran.unlink(missing_ok=True)
    with pytest.raises(ValueError, match=r"evil\.npz is not a plain \.npz file"):
        data.load_medmnist(tmp_path / "evil.npz")
    assert not ran.exists()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04cut off", b"\x80\x04N."])
def test_another_file(tmp_path, content):
    (tmp_path / "x.npz").write_bytes(content)
    with pytest.raises(ValueError, match="not a plain"):
        data.load_medmnist(tmp_path / "x.npz")


def test_a_single_array_is_no_archive(tmp_path):
    np.save(tmp_path / "x.npy", np.zeros(3))
    with pytest.raises(ValueError, match="not a plain"):
        data.load_medmnist(tmp_path / "x.npy")


def test_no_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        data.load_medmnist(tmp_path / "none.npz")


def test_a_folder(tmp_path):
    with pytest.raises(ValueError, match="not a plain"):
        data.load_medmnist(tmp_path)


@pytest.mark.parametrize("saved", [np.savez, np.savez_compressed])
def test_a_damaged_file_is_read_as_it_was_or_refused(tmp_path, saved):
    """Bytes are turned one after the other; nothing but a ValueError may come out."""
    saved(tmp_path / "x.npz", **arrays((4, 8, 8)))
    whole = (tmp_path / "x.npz").read_bytes()
    refused = 0
    for place in np.random.default_rng(0).choice(len(whole), 150, replace=False):
        broken = bytearray(whole)
        broken[place] ^= 0xFF
        (tmp_path / "y.npz").write_bytes(broken)
        try:
            data.load_medmnist(tmp_path / "y.npz")
        except ValueError:
            refused += 1
    assert refused > 75


@pytest.mark.parametrize(
    ("labels", "says"),
    [
        (np.full((9, 3), 2), "3 answers a picture, 2 to 2; expected 0 or 1"),
        (np.zeros((9, 0), int), r"shape \(9, 0\)"),
    ],
)
def test_answers_that_are_none(tmp_path, labels, says):
    np.savez(tmp_path / "x.npz", **(arrays() | {"train_labels": labels}))
    with pytest.raises(ValueError, match=says):
        data.load_medmnist(tmp_path / "x.npz")
