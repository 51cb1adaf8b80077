"""Makes triplets.json: how many triplets of related artists gensim's Word2Vec gets right (Debian: python3-gensim 4.2.0).

    MUSICREC_DATA=<folder> OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 /usr/bin/python3 make_gensim.py

Sentences and spelling of names as in src/Papers/ArtistSentences.cs and ArtistKey.cs; a hash of the sentences stands beside the figures,
so that they are shown only beside ours on the same sentences. One worker, so each seed gives the same figures again.
"halves" has the same for triplets whose three artists are all in one half of the artists, as src/Papers/ArtistHalves.cs parts them eight
times: [halving][half][seed].
"""

import csv
import hashlib
import json
import os
import unicodedata
from pathlib import Path

import gensim
import numpy as np
from gensim.models import Word2Vec

DATA = Path(os.environ["MUSICREC_DATA"])
SEEDS = range(1, 6)
SETTINGS = {"vector_size": 100, "window": 5, "min_count": 1, "sg": 1, "negative": 5, "epochs": 50}


def key(name):
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name.strip()).casefold())
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", folded) if not "\u0300" <= letter <= "\u036f")
    plain = unicodedata.normalize("NFKC", plain)
    return "".join(letter for letter in plain if unicodedata.category(letter) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd")) or plain


def rows(path):
    with open(DATA / path, encoding="utf8", newline="") as file:
        yield from csv.DictReader(file)


def lines(path):
    with open(DATA / path, encoding="utf8", newline="\n") as file:
        next(file)
        yield from (line.rstrip("\r\n").split("\t") for line in file)


def listeners():
    names = {int(line[0]): key(line[1]) for line in lines("lastfm-2k/artists.dat")}
    users = {}
    for user, artist, plays in (map(int, line) for line in lines("lastfm-2k/user_artists.dat")):
        users.setdefault(user, []).append((-plays, artist))
    places = {artist: place for place, artist in enumerate(names)}
    return [[names[artist] for _, artist in sorted(users[user], key=lambda play: (play[0], places[play[1]]))] for user in sorted(users)]


def playlists():
    lists, last, seen, tracks, artists = [], None, set(), {}, {}
    for row in rows("spotify-playlists/spotify_songs.csv"):
        if row["playlist_id"] != last:
            last = row["playlist_id"]
            tracks = None if last in seen else set()
            if tracks is not None:
                lists.append([])
            seen.add(last)
        if tracks is None or row["track_id"] in tracks:
            continue
        tracks.add(row["track_id"])
        artist = artists.setdefault(row["track_id"], "" if row["track_artist"] in ("", "NA") else key(row["track_artist"]))
        if artist:
            lists[-1].append(artist)
    return lists


def triplets(path):
    names = {row["musicbrainz_id"]: key(row["name"]) for row in rows("artist-similarity/artists.csv")}
    return [[names[row[column]] for column in ("anchor", "positive", "negative")] for row in rows(path)]


def half(artist, halving):
    return hashlib.sha256(artist.encode("utf8")).digest()[0] >> halving & 1


sentences = listeners() + playlists()
text = "\n".join(" ".join(sentence) for sentence in sentences)
files = {"music": triplets("artist-similarity/triplets_ids_music_spot.csv"), "all": triplets("artist-similarity/triplets_ids_spot.csv")}
known = {artist for sentence in sentences for artist in sentence}
kept = {name: [triplet for triplet in list_ if known.issuperset(triplet)] for name, list_ in files.items()}
result = {"madeWith": f"gensim {gensim.__version__}, numpy {np.__version__}", "settings": SETTINGS,
          "sentences": len(sentences), "sha256": hashlib.sha256(text.encode("utf8")).hexdigest(),
          "triplets": {name: [len(kept[name]), len(files[name])] for name in files}, "accuracy": {name: [] for name in files}}
inside = {name: [[np.array([all(half(artist, halving) == side for artist in triplet) for triplet in list_]) for side in (0, 1)]
                 for halving in range(8)] for name, list_ in kept.items()}
result["halves"] = {name: {"triplets": [[int(side.sum()) for side in halving] for halving in masks],
                           "accuracy": [[[] for _ in halving] for halving in masks]} for name, masks in inside.items()}
print(result, flush=True)
for seed in SEEDS:
    model = Word2Vec(sentences, workers=1, seed=seed, **SETTINGS)
    vectors = model.wv.get_normed_vectors()
    for name, list_ in kept.items():
        places = np.array([[model.wv.key_to_index[artist] for artist in triplet] for triplet in list_])
        anchor, positive, negative = (vectors[places[:, column]] for column in range(3))
        right = (anchor * positive).sum(1) > (anchor * negative).sum(1)
        result["accuracy"][name].append(round(float(right.mean()), 6))
        for masks, figures in zip(inside[name], result["halves"][name]["accuracy"]):
            for mask, seeds in zip(masks, figures):
                seeds.append(round(float(right[mask].mean()), 6))
    print(seed, result["accuracy"], flush=True)
Path(__file__).with_name("triplets.json").write_text(json.dumps(result) + "\n", encoding="utf8")
