"""By the chapter's formulas for the gains."""

TASK = "pair"


def pair(model_right, person_right, deferred):
    items = list(zip(model_right, person_right, deferred, strict=True))
    n = len(items)
    over_model = sum(h - m for m, h, d in items if d) / n
    over_person = sum(m - h for m, h, d in items if not d) / n
    return {
        "accuracy": over_model + sum(model_right) / n,
        "over_model": over_model,
        "over_person": over_person,
        "ceiling": 1 - sum(not (m or h) for m, h, _ in items) / n,
    }
