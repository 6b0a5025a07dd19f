#!/usr/bin/env python3
"""The nightly job, reduced, in polars: the same job as peer_duckdb.py does in SQL.

usage: peer_polars.py EXPORT_DIR LEXICON.tsv OUT_DIR [THREADS]
Prints: comments, positive ones, negative ones, those with a purchase.
"""
import os
import sys

# Read when polars is imported.
if len(sys.argv) > 4:
    os.environ["POLARS_MAX_THREADS"] = sys.argv[4]

import polars as pl


def read(exports, name):
    return pl.read_csv(os.path.join(exports, f"{name}.csv"), infer_schema=False)


def score(feedback, lexicon):
    """Sum of the weights of listed forms, by number of the comment."""
    forms = pl.col("comment").str.to_lowercase().str.extract_all(r"\p{L}+")
    words = feedback.lazy().select("number", "language", form=forms).explode("form")
    weighed = words.join(lexicon.lazy(), on=["language", "form"])
    return weighed.group_by("number").agg(score=pl.col("valence").sum()).collect()


def label(score):
    return (pl.when(score > 0).then(pl.lit("positive"))
            .when(score < 0).then(pl.lit("negative")).otherwise(pl.lit("neutral")))


def main(exports, lexicon, output, _threads="2"):
    os.makedirs(output, exist_ok=True)
    feedback = read(exports, "feedback").with_row_index("number")
    purchases = read(exports, "purchases").group_by("order_id").agg(
        pl.col("product_id").min(), pl.col("category").min(), pl.col("amount").cast(pl.Float64).sum())
    forms = pl.read_csv(lexicon, separator="\t", quote_char=None, schema_overrides={"valence": pl.Float64})
    comments = (
        feedback.join(score(feedback, forms), on="number", how="left")
        .join(purchases, on="order_id", how="left")
        .with_columns(pl.col("score").fill_null(0), pl.col("submitted_at").str.to_datetime("%Y-%m-%dT%H:%M:%SZ"))
        .with_columns(label=label(pl.col("score")))
        .select("feedback_id", "customer_id", "order_id", "submitted_at", "channel", "instrument", "language",
                "product_id", "category", "amount", "score", "label"))
    cells = comments.group_by(
        "category", "language", "channel", pl.col("submitted_at").dt.truncate("1mo").alias("month")
    ).agg(
        pl.len().alias("comments"), (pl.col("label") == "positive").sum().alias("positive"),
        (pl.col("label") == "negative").sum().alias("negative"), pl.col("score").sum(), pl.col("amount").sum())
    for table, name in ((comments, "comments"), (cells, "cells")):
        table.write_parquet(os.path.join(output, f"{name}.parquet"), compression="zstd")
    labels = comments["label"]
    print(comments.height, (labels == "positive").sum(), (labels == "negative").sum(), comments["product_id"].count())


if __name__ == "__main__":
    if not 4 <= len(sys.argv) <= 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
