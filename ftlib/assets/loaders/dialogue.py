"""What is said to a machine: commands for a house, and questions with their answers."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import Any, Literal

import yaml

from ftlib.assets.catalogue import Asset
from ftlib.assets.loaders.templates import draw, parse
from ftlib.assets.splits import normalise
from ftlib.assets.table import Table, text_table

_FILES = {"en": "en.json", "zh": "zh-CN.json"}
_FOLDERS = {"en": "english", "zh": "chinese"}

# Home Assistant fills these from the reader's own house; here are some, so that one can read it.
_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "name": ("bedside lamp", "ceiling fan", "coffee machine", "front door", "radio", "heater"),
        "area": ("kitchen", "bedroom", "garage", "office", "living room", "bathroom"),
        "floor": ("ground floor", "first floor", "basement", "attic"),
        "zone": ("work", "school", "home"),
        "message": ("dinner is ready", "we leave in five minutes", "the post is here"),
        "search_query": ("Abbey Road", "Kind of Blue", "the Goldberg Variations"),
        "timer_name": ("pizza", "tea", "laundry", "homework"),
        "timer_command": ("turn off the lights", "open the blinds", "stop the music"),
        "shopping_list_item": ("milk", "two lemons", "bread", "washing powder"),
        "todo_list_item": ("water the plants", "call grandmother", "mend the bicycle"),
    },
    "zh": {
        "name": ("床头灯", "吊扇", "咖啡机", "前门", "收音机", "暖气"),
        "area": ("厨房", "卧室", "车库", "书房", "客厅", "浴室"),
        "floor": ("一", "二", "三"),
        "zone": ("公司", "学校", "家"),
        "message": ("吃饭了", "我们五分钟后出发", "快递到了"),
        "search_query": ("茉莉花", "高山流水", "二泉映月"),
        "timer_name": ("披萨", "泡茶", "洗衣", "作业"),
        "timer_command": ("关灯", "打开窗帘", "停止音乐"),
        "shopping_list_item": ("牛奶", "两个柠檬", "面包", "洗衣粉"),
        "todo_list_item": ("浇花", "给奶奶打电话", "修自行车"),
    },
}


def assist_intents(
    asset: Asset, root: Path, *, language: Literal["en", "zh"] = "en", per_template: int = 4
) -> Table:
    """Commands drawn from Home Assistant's templates; label is the intent (42, Chinese 40).

    Args:
        language: `en` or `zh`.
        per_template: how many sentences are drawn from each template, at most (equal ones are
            kept once). The draws are fixed: they depend on the template alone.

    Columns: text, label, split (by the template: its sentences never stand on both sides),
    `template`.
    """
    _check_language(language, _FILES)
    if per_template < 1:
        raise ValueError(f"per_template is {per_template}; draw at least 1 sentence from each")
    raw = json.loads((root / _FILES[language]).read_text(encoding="utf-8"))
    names = sorted(raw["intents"])
    templates = [
        (template, names.index(intent))
        for intent in names
        for block in raw["intents"][intent]["data"]
        for template in block["sentences"]
    ]
    rows = _drawn(templates, raw, language, per_template)
    return text_table(
        asset,
        [sentence for sentence, _, _ in rows],
        [label for _, label, _ in rows],
        names,
        keys=[template for _, _, template in rows],
        counts={"templates": len(templates), "intents": len(names)},
        template=[template for _, _, template in rows],
    )


def _drawn(
    templates: list[tuple[str, int]], raw: dict[str, Any], language: str, per_template: int
) -> list[tuple[str, int, str]]:
    """Sentence, label and template; a sentence that two templates give stays with the first."""
    rules = {name: parse(rule) for name, rule in raw["expansion_rules"].items()}
    seen: set[str] = set()
    rows = []
    for template, label in templates:
        tree = parse(template)
        choose = random.Random(template)
        for _ in range(per_template):
            sentence = draw(tree, rules, raw["lists"], _WORDS[language], choose)
            sentence = " ".join(sentence.split())
            if normalise(sentence) not in seen:
                seen.add(normalise(sentence))
                rows.append((sentence, label, template))
    return rows


def dialogue_pairs(
    asset: Asset,
    root: Path,
    *,
    language: Literal["en", "zh"] = "en",
    turns: Literal["opening", "all"] = "opening",
) -> Table:
    """Short conversations as pairs of a line and its reply; label is the topic.

    Args:
        language: `en` or `zh`.
        turns: `opening` gives the first line and its reply of each conversation (2,026 English,
            467 Chinese); `all` gives every line that has a reply (2,393 and 552).

    Columns: text (the line), label, split (by the line), `reply`, `conversation` (its number).
    """
    _check_language(language, _FOLDERS)
    if turns not in ("opening", "all"):
        raise ValueError(f"turns is {turns!r}; use 'opening' or 'all'")
    paths = sorted((root / _FOLDERS[language]).glob("*.yml"), key=lambda path: path.name)
    names = [path.stem for path in paths]
    rows: list[tuple[str, int, str, int]] = []
    conversations = 0
    for label, path in enumerate(paths):
        for lines in yaml.safe_load(path.read_text(encoding="utf-8"))["conversations"]:
            said = [" ".join(str(line).split()) for line in lines]
            pairs = list(itertools.pairwise(said))
            rows += [
                (line, label, reply, conversations)
                for line, reply in (pairs[:1] if turns == "opening" else pairs)
            ]
            conversations += 1
    return text_table(
        asset,
        [line for line, _, _, _ in rows],
        [label for _, label, _, _ in rows],
        names,
        counts={"conversations": conversations},
        reply=[reply for _, _, reply, _ in rows],
        conversation=[number for _, _, _, number in rows],
    )


def _check_language(language: str, known: dict[str, str]) -> None:
    if language not in known:
        raise ValueError(f"language is {language!r}; use one of {', '.join(known)}")
