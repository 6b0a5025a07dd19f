#!/usr/bin/env python3
"""The nightly job, reduced, in pandas with PyStemmer: words are stemmed by the same library as voc's, one thread.

usage: peer_pandas.py EXPORT_DIR LEXICON.tsv OUT_DIR [THREADS]
Prints: comments, positive ones, negative ones, those with a purchase.
"""
import csv
import os
import re
import sys

import pandas as pd
import Stemmer

ALGORITHMS = {"ru": "russian", "id": "indonesian", "fi": "finnish", "it": "italian", "fr": "french"}
WORD = re.compile(r"[^\W\d_]+")


class Scorer:
    """Adds up the weights of a comment's stems."""

    def __init__(self, lexicon):
        self.stemmers = {language: Stemmer.Stemmer(name) for language, name in ALGORITHMS.items()}
        self.weights = {language: {} for language in ALGORITHMS}
        with open(lexicon, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                stem = self.stemmers[row["language"]].stemWord(row["form"])
                self.weights[row["language"]].setdefault(stem, float(row["valence"]))

    def score(self, language, text):
        if language not in self.stemmers:
            return 0.0
        weights = self.weights[language]
        return sum(weights.get(stem, 0.0) for stem in self.stemmers[language].stemWords(WORD.findall(text.lower())))


def read(exports, name):
    return pd.read_csv(os.path.join(exports, f"{name}.csv"), dtype=str, keep_default_na=False)


def main(exports, lexicon, output, _threads="1"):
    os.makedirs(output, exist_ok=True)
    scorer = Scorer(lexicon)
    purchases = read(exports, "purchases")
    purchases["amount"] = purchases["amount"].astype(float)
    purchases = purchases.groupby("order_id", as_index=False).agg(
        product_id=("product_id", "min"), category=("category", "min"), amount=("amount", "sum"))
    comments = read(exports, "feedback")
    comments["score"] = [
        scorer.score(language, text) for language, text in zip(comments["language"], comments["comment"])]
    comments["label"] = comments["score"].map(
        lambda score: "positive" if score > 0 else "negative" if score < 0 else "neutral")
    comments["submitted_at"] = pd.to_datetime(comments["submitted_at"])
    comments = comments.drop(columns=["comment", "rating", "responded_at"]).merge(purchases, on="order_id", how="left")
    comments.to_parquet(os.path.join(output, "comments.parquet"), compression="zstd")
    month = comments["submitted_at"].dt.strftime("%Y-%m").rename("month")
    cells = comments.assign(
        positive=comments["label"] == "positive", negative=comments["label"] == "negative"
    ).groupby(["category", "language", "channel", month], dropna=False).agg(
        comments=("score", "size"), positive=("positive", "sum"), negative=("negative", "sum"),
        score=("score", "sum"), amount=("amount", "sum"))
    cells.reset_index().to_parquet(os.path.join(output, "cells.parquet"), compression="zstd")
    labels = comments["label"]
    print(len(comments), (labels == "positive").sum(), (labels == "negative").sum(), comments["product_id"].count())


if __name__ == "__main__":
    if not 4 <= len(sys.argv) <= 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
