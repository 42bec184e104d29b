"""Films: who rated what, and what is known about them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pandas as pd

from ftlib.assets.catalogue import Asset
from ftlib.assets.splits import normalise
from ftlib.assets.table import Table, split_column


def movielens100k(
    asset: Asset, root: Path, *, part: Literal["ratings", "films", "people"] = "ratings"
) -> Table:
    """Ratings of films by people, or the films, or the people.

    Args:
        part: which of the three.

    Columns of `ratings` (100,000): `user`, `film` (numbers from 1), `rating` (1 … 5), `time`
    (seconds since 1970), `title`, label (1 when the rating is 4 or 5), split (by the pair of
    user and film, so every user and film is known in training: not for cold-start questions).
    Of `films` (1,682): `film`, text (the title), `released`, `genres` (list of str), split (by
    title). Of `people` (943): `user`, `age`, `gender`, `occupation`, split (by user).
    """
    films = pd.read_parquet(root / "MovieLens100k_items.parquet.brotli")
    if part == "ratings":
        raw = pd.read_parquet(root / "MovieLens100k_data.parquet.brotli")
        frame = raw.rename(columns={"user_id": "user", "movie_id": "film", "timestamp": "time"})
        titles = films.set_index("movie_id")["movie_title"]
        frame["title"] = frame["film"].map(titles).fillna("").astype("str")
        frame["label"] = (frame["rating"] >= 4).astype("int64")
        keys = [f"{u} {f}" for u, f in zip(frame["user"], frame["film"], strict=True)]
        return _table(asset, frame, keys, ("1 to 3 stars", "4 or 5 stars"))
    if part == "films":
        genres = films.columns[list(films.columns).index("unknown") :]
        frame = pd.DataFrame(
            {
                "film": films["movie_id"],
                "text": films["movie_title"].fillna("").astype("str"),
                "released": films["release_date"].fillna("").astype("str"),
                "genres": [[g for g in genres if row[g]] for _, row in films.iterrows()],
            }
        )
        return _table(asset, frame, [normalise(title) for title in frame["text"]], ())
    if part == "people":
        raw = pd.read_parquet(root / "MovieLens100k_users.parquet.brotli")
        frame = raw.rename(columns={"user_id": "user"})[["user", "age", "gender", "occupation"]]
        return _table(asset, frame, [str(user) for user in frame["user"]], ())
    raise ValueError(f"part is {part!r}; use 'ratings', 'films' or 'people'")


def movielens_kg(asset: Asset, root: Path) -> Table:
    """What Freebase says of the films: triples of head, relation and tail.

    Columns: `head`, `relation`, `tail` (str), `film` (the number that MovieLens gives the head,
    or the tail, 0 when neither is one of its films), split (by the triple).
    """
    triples = pd.read_csv(
        root / "ml-100k.kg", sep="\t", names=["head", "relation", "tail"], skiprows=1
    )
    links = pd.read_csv(root / "ml-100k.link", sep="\t", names=["film", "entity"], skiprows=1)
    film = dict(zip(links["entity"], links["film"], strict=True))
    triples["film"] = [
        film.get(head, film.get(tail, 0))
        for head, tail in zip(triples["head"], triples["tail"], strict=True)
    ]
    keys = [
        f"{h} {r} {t}" for h, r, t in triples[["head", "relation", "tail"]].itertuples(index=False)
    ]
    table = _table(asset, triples, keys, ())
    table.counts.update(relations=triples["relation"].nunique(), linked_films=len(links))
    return table


def _table(asset: Asset, frame: pd.DataFrame, keys: list[str], names: tuple[str, ...]) -> Table:
    frame = frame.reset_index(drop=True)
    frame["split"] = split_column(keys, None)
    counts = {"raw_lines": len(frame), "rows": len(frame), "unique": len(set(keys))}
    return Table(asset.name, frame, names, counts, asset)
