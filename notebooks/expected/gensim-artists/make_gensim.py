"""Makes triplets.json: how many triplets of related artists gensim's Word2Vec gets right (Debian: python3-gensim 4.2.0).

    MUSICREC_DATA=<folder> OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 /usr/bin/python3 make_gensim.py

Sentences and spelling of names as in src/Papers/ArtistSentences.cs and ArtistKey.cs; a hash of the sentences stands beside the figures,
so that they are shown only beside ours on the same sentences. One worker, so each seed gives the same figures again.
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


sentences = listeners() + playlists()
text = "\n".join(" ".join(sentence) for sentence in sentences)
files = {"music": triplets("artist-similarity/triplets_ids_music_spot.csv"), "all": triplets("artist-similarity/triplets_ids_spot.csv")}
known = {artist for sentence in sentences for artist in sentence}
kept = {name: [triplet for triplet in list_ if known.issuperset(triplet)] for name, list_ in files.items()}
result = {"made_with": f"gensim {gensim.__version__}, numpy {np.__version__}", "settings": SETTINGS,
          "sentences": len(sentences), "sha256": hashlib.sha256(text.encode("utf8")).hexdigest(),
          "triplets": {name: [len(kept[name]), len(files[name])] for name in files}, "accuracy": {name: [] for name in files}}
print(result, flush=True)
for seed in SEEDS:
    model = Word2Vec(sentences, workers=1, seed=seed, **SETTINGS)
    vectors = model.wv.get_normed_vectors()
    for name, list_ in kept.items():
        places = np.array([[model.wv.key_to_index[artist] for artist in triplet] for triplet in list_])
        anchor, positive, negative = (vectors[places[:, column]] for column in range(3))
        result["accuracy"][name].append(round(float(((anchor * positive).sum(1) > (anchor * negative).sum(1)).mean()), 6))
    print(seed, result["accuracy"], flush=True)
Path(__file__).with_name("triplets.json").write_text(json.dumps(result) + "\n", encoding="utf8")
