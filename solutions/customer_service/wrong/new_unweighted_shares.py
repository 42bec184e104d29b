"""The accuracy on new sentences is the mean over new templates."""

LOSES = "what_is_new"


def what_is_new(train_templates, test_templates, right):
    table = {}
    for name, hit in zip(test_templates, right, strict=True):
        table.setdefault(name, []).append(hit)

    def mean(values):
        return sum(values) / len(values) if values else float("nan")

    new = [mean(hits) for name, hits in table.items() if name not in train_templates]
    known = [mean(hits) for name, hits in table.items() if name in train_templates]
    share = mean([name not in train_templates for name in test_templates])
    return share, mean(new), mean(known)
