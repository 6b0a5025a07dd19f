#!/usr/bin/env python3
"""The nightly job, reduced, in DuckDB: what an analyst would write in SQL instead of running voc.

Less is done than by voc: a word counts when exactly this form is listed; no stems, phrases, negation, emoji, drivers or
language identification; a purchase is found by its order alone; comments are not masked, and their text is not kept.

usage: peer_duckdb.py EXPORT_DIR LEXICON.tsv OUT_DIR [THREADS]
Prints: comments, positive ones, negative ones, those with a purchase.
"""
import os
import sys

import duckdb

LEXICON = """
create table lexicon as
select language, form, valence
from read_csv($lexicon, delim = '\t', header = true, quote = '',
              columns = {'language': 'varchar', 'form': 'varchar', 'valence': 'double'})
"""

# The words and the columns of a comment both come from `feedback`, so that the file is read once.
COMMENTS = r"""
create table comments as
with feedback as materialized (
  select row_number() over () as number, *
  from read_csv($feedback, header = true, all_varchar = true)
), purchases as (
  select order_id, min(product_id) as product_id, min(category) as category, sum(cast(amount as double)) as amount
  from read_csv($purchases, header = true, all_varchar = true)
  group by order_id
), words as (
  select number, language, unnest(regexp_extract_all(lower(comment), '\p{L}+')) as form from feedback
), scores as (
  select number, sum(valence) as score from words join lexicon using (language, form) group by number
)
select feedback_id, customer_id, feedback.order_id, cast(submitted_at as timestamp) as submitted_at, channel, instrument,
       language, product_id, category, amount, coalesce(score, 0) as score,
       case when score > 0 then 'positive' when score < 0 then 'negative' else 'neutral' end as label
from feedback left join scores using (number) left join purchases using (order_id)
"""

CELLS = """
select category, language, channel, date_trunc('month', submitted_at) as month, count(*) as comments,
       count(*) filter (label = 'positive') as positive, count(*) filter (label = 'negative') as negative,
       sum(score) as score, sum(amount) as amount
from comments group by all
"""

COUNTS = """
select count(*), count(*) filter (label = 'positive'), count(*) filter (label = 'negative'), count(product_id)
from comments
"""


def main(exports, lexicon, output, threads="2"):
    os.makedirs(output, exist_ok=True)
    database = duckdb.connect(config={"threads": int(threads)})
    database.execute(LEXICON, {"lexicon": lexicon})
    files = {name: os.path.join(exports, f"{name}.csv") for name in ("feedback", "purchases")}
    database.execute(COMMENTS, files)
    for query, name in (("from comments", "comments"), (CELLS, "cells")):
        path = os.path.join(output, f"{name}.parquet").replace("'", "''")
        database.execute(f"copy ({query}) to '{path}' (format parquet, compression zstd)")
    print(*database.execute(COUNTS).fetchone())


if __name__ == "__main__":
    if not 4 <= len(sys.argv) <= 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
