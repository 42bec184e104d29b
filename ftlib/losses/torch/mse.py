"""Mean squared error in PyTorch."""

from __future__ import annotations

from torch import Tensor

from ftlib.losses import _classes, _validate
from ftlib.losses.torch import _classes as checks
from ftlib.losses.torch.row_losses import reduce_rows


def mse(
    prediction: Tensor, targets: Tensor, *, reduction: str = "mean", validate: bool = True
) -> Tensor:
    """(a − y)² of every element; its backward is 2 (a − y).

    Args:
        prediction: a, any shape and float dtype.
        targets: y, the shape and device of `prediction`, any real dtype.
        reduction: "none", "mean" over all elements, or "sum".
        validate: look at the values too (NaN); see `softmax_cross_entropy`.

    Returns:
        The loss, dtype of `prediction` (float32 under autocast); half precision is computed in
        float32.

    Raises:
        ValueError: as `reference.mse`.

    Source: chapter *Sequence loss*, equation (mse).
    """
    checks.require_tensors(prediction=prediction, targets=targets)
    checks.require_floating("prediction", prediction)
    checks.require_real("targets", targets)
    _classes.require_equal_shapes("prediction", tuple(prediction.shape), tuple(targets.shape))
    _validate.require_reduction(reduction, prediction.numel(), "prediction")
    a = prediction.to(checks.working(prediction))
    errors = a - targets.to(a.dtype)
    if validate and checks.may_look(prediction, targets) and errors.isnan().any():
        _validate.require_no_nan("prediction", checks.as_numpy(prediction))
        _validate.require_no_nan("targets", checks.as_numpy(targets))
    return reduce_rows(errors.square(), reduction).to(checks.outgoing(prediction))
