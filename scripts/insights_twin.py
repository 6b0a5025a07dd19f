#!/usr/bin/env python3
"""Works out `driver_impact`, `change` and `keywords` of a run a second time, slowly, from its row-level tables.

    .venv/bin/python scripts/insights_twin.py --lexicons lexicons --scale web_survey=1,5 out/run_date=2026-11-21

The run must have been made with `output.evidence=true`, and `change` with the periods of one run. Counts must agree
exactly, other numbers to 1e-9. Of `keywords`, the statistics are worked out from the counts, the examples looked up, and
the counts compared with those of a simple tokenizer, which splits a few words in another way: to one in ten.

Prints each disagreement, then `N passed, M failed`; leaves with 1 if there is one.
"""

import argparse
import itertools
import math
import pathlib
import re
import sys
import unicodedata

import numpy as np
import pandas as pd
from scipy import linalg, stats

Z = stats.norm.ppf(0.975)
GROUPS = 20
MASK = (1 << 64) - 1
FEWEST_PER_DRIVER = 10


class Report:
    """Counts comparisons and prints those that fail."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def same(self, place, found, expected):
        """Compares a published value with the twin's."""
        found = None if found is None or pd.isna(found) else found
        expected = None if expected is None or (isinstance(expected, float) and math.isnan(expected)) else expected
        if found is None or expected is None:
            good = found is None and expected is None
        else:
            good = abs(float(found) - float(expected)) <= 1e-9 * max(1, abs(expected))
        self.check(place, good, f"{found}, expected {expected}")

    def check(self, place, good, problem):
        """Takes the outcome of a comparison."""
        if good:
            self.passed += 1
            return
        self.failed += 1
        if self.failed <= 40:
            print(f"FAIL  {place}: {problem}")


# -- hashes: the groups of the jackknife are chosen by them

SECRETS = (0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3)


def mix(a, b):
    product = (a & MASK) * (b & MASK)
    return (product >> 64) ^ (product & MASK)


def hash64(text):
    """The hash of an id of at most 96 bytes."""
    data = text.encode()
    count, state = len(data), SECRETS[0]

    def word(offset, size=8):
        return int.from_bytes(data[offset : offset + size], "little")

    if count > 96:
        raise ValueError("the twin hashes short ids alone")
    if count > 16:
        offset = 0
        while count - offset > 16:
            state = mix(word(offset) ^ SECRETS[1], word(offset + 8) ^ state)
            offset += 16
        a, b = word(count - 16), word(count - 8)
    elif count >= 8:
        a, b = word(0), word(count - 8)
    elif count >= 4:
        a, b = word(0, 4), word(count - 4, 4)
    elif count:
        a, b = data[0] << 16 | data[count >> 1] << 8 | data[-1], 0
    else:
        a, b = 0, 0
    return mix(SECRETS[2] ^ count, mix(a ^ SECRETS[1], b ^ state))


# -- intervals


def wilson(p, n):
    """The roots of (p - x)^2 = z^2 x (1 - x) / n."""
    a, b, c = 1 + Z * Z / n, -(2 * p + Z * Z / n), p * p
    root = math.sqrt(max(0, b * b - 4 * a * c))
    return 0 if p == 0 else (-b - root) / (2 * a), 1 if p == 1 else (-b + root) / (2 * a)


def design_effect(values, customers):
    """CR1 variance of the mean over that of independent values, at least 1."""
    sizes = customers.value_counts()
    if len(values) < 2 or len(sizes) == len(values):
        return 1
    if len(sizes) == 1:
        return len(values)
    if values.nunique() == 1:
        return (sizes**2).sum() / len(values)
    residuals = (values - values.mean()).groupby(customers).sum()
    variance = len(sizes) / (len(sizes) - 1) * (residuals**2).sum() / len(values) ** 2
    return max(1, variance / (values.var(ddof=1) / len(values)))


def interval(kind, values, customers):
    """Estimate and ends."""
    mean, n = values.mean(), len(values)
    if kind == "mean":
        sizes = customers.value_counts()
        residuals = (values - mean).groupby(customers).sum()
        error = math.sqrt(len(sizes) / (len(sizes) - 1) * (residuals**2).sum()) / n
        half = stats.t.ppf(0.975, len(sizes) - 1) * error
        return mean, max(-1, mean - half), min(1, mean + half)
    base = n / design_effect(values, customers)
    if kind == "share":
        return mean, *wilson(mean, base)
    p, q = (values == 1).mean(), (values == -1).mean()
    (pl, pu), (ql, qu) = wilson(p, base), wilson(q, base)
    spread = (1 - p) * (1 - q)
    r = -math.sqrt(p * q / spread) if p * q > 0 and spread > 0 else 0
    below = math.sqrt(max(0, (p - pl) ** 2 + (qu - q) ** 2 - 2 * r * (p - pl) * (qu - q)))
    above = math.sqrt(max(0, (pu - p) ** 2 + (q - ql) ** 2 - 2 * r * (pu - p) * (q - ql)))
    return mean, max(-1, mean - below), min(1, mean + above)


# -- driver_impact


def without_own_evidence(comments, evidence, lexicons):
    """For each comment and driver the score without the evidence that counted for the driver, in thousandths."""
    constants = {}
    for path in lexicons.glob("*/rules.tsv"):
        match = re.search(r"^evidence_constant\t([\d.]+)", path.read_text(), re.MULTILINE)
        constants[path.parent.name] = round(float(match[1]) * 1000)
    totals = {}
    for row in evidence.itertuples():
        weight = round(row.weight * 1000)
        drivers = row.driver.split() if isinstance(row.driver, str) else []
        for driver in [None, *drivers]:
            sides = totals.setdefault((row.source, row.feedback_id, driver), [0, 0])
            sides[weight < 0] += abs(weight)
    language = {(c.source, c.feedback_id): c.language for c in comments.itertuples()}

    def rest(key, driver):
        k = constants.get(language[key], constants["neutral"])
        all_p, all_n = totals.get((*key, None), (0, 0))
        own_p, own_n = totals.get((*key, driver), (0, 0))
        p, n = all_p - own_p, all_n - own_n
        return int(math.trunc((p - n) * 1000 / (p + n + k)))

    return rest


def relative_weights(x, y):
    """Johnson's weights and R²; None where the outcome does not vary."""
    if np.ptp(y) == 0:
        return None
    varying = x.std(axis=0) > 0
    weights = np.zeros(x.shape[1])
    if not varying.any():
        return weights, 0.0
    correlations = np.corrcoef(x[:, varying].T).reshape(varying.sum(), -1)
    values, vectors = linalg.eigh(correlations)
    kept = values > 1e-10
    root = vectors[:, kept] * np.sqrt(values[kept]) @ vectors[:, kept].T
    inverse = vectors[:, kept] / np.sqrt(values[kept]) @ vectors[:, kept].T
    with_outcome = np.array([np.corrcoef(column, y)[0, 1] for column in x[:, varying].T])
    beta = inverse @ with_outcome
    weights[varying] = root**2 @ beta**2
    return weights, float(beta @ beta)


def jackknife(estimate, group, low, high):
    """Estimate and ends by leaving out one group at a time; None where one is not defined."""
    value = estimate(np.ones(len(group), bool))
    others = [estimate(group != left) for left in range(GROUPS)]
    if value is None or any(other is None for other in others):
        return None, None, None
    error = math.sqrt((GROUPS - 1) / GROUPS * np.sum((np.array(others) - np.mean(others)) ** 2))
    half = stats.t.ppf(0.975, GROUPS - 1) * error
    return value, min(value, max(low, value - half)), max(value, min(high, value + half))


def driver_impact(table, comments, drivers, rest, scales, minimum_base, report):
    names = list(dict.fromkeys(table.driver))
    said = drivers[drivers.label.notna()]
    signs = {"positive": 1, "negative": -1}
    mentions = {}
    for row in said.itertuples():
        mentions.setdefault((row.source, row.feedback_id), {})[row.driver] = row.label
    expected_rows = 0
    for outcome in dict.fromkeys(table.outcome):
        known = comments
        if outcome == "rating":
            known = comments[comments.rating.notna()]
            ends = known.source.map(scales)
            thousandths = [
                math.trunc((round(r * 100) - low * 100) * 10 / (high - low)) for r, (low, high) in zip(known.rating, ends)
            ]
            known = known.assign(y=np.array(thousandths) / 1000)
        elif outcome == "repurchase":
            known = comments[comments.repurchased.notna()]
            known = known.assign(y=known.repurchased.astype(float))
        else:
            known = comments[comments.score.notna()]
            known = known.assign(y=known.score)
        for (audience, language), segment in known.groupby(["audience", "language"]):
            expected_rows += len(names)
            keys = list(zip(segment.source, segment.feedback_id))
            labels = [mentions.get(key, {}) for key in keys]
            x = np.array([[signs.get(label.get(name), 0) for name in names] for label in labels])
            y = segment.y.to_numpy()
            group = segment.group.to_numpy()
            rows = table[(table.outcome == outcome) & (table.audience == audience) & (table.language == language)]
            report.check(f"driver_impact {outcome} {audience} {language}", len(rows) == len(names), f"{len(rows)} rows")
            varying = (x.std(axis=0) > 0).sum()
            told_weights = {}
            for place, name in enumerate(names):
                row = rows[rows.driver == name].iloc[0]
                where = f"driver_impact {outcome} {audience} {language} {name}"
                has = np.array([name in label for label in labels])
                negative = np.array([label.get(name) == "negative" for label in labels])
                customers = segment.customer.to_numpy()

                def enough(part, or_none=True):
                    count = len(set(customers[part]))
                    return count >= minimum_base or (or_none and count == 0)

                told = enough(has) and enough(~has, False)
                report.check(f"{where} suppressed", bool(row.suppressed) == (not told), f"{row.suppressed}")
                if not told:
                    report.check(f"{where} null", row.iloc[5:].isna().all(), "a suppressed row tells something")
                    continue
                tells_negative = enough(negative) and enough(has & ~negative)
                own = y.copy()
                if outcome == "score":
                    for index in np.flatnonzero(has):
                        own[index] = rest(keys[index], name) / 1000
                low, high = (-1, 1) if outcome == "score" else (0, 1)

                def difference(part):
                    def estimate(kept):
                        if not (kept & part).any() or not (kept & ~has).any():
                            return None
                        return own[kept & part].mean() - y[kept & ~has].mean()

                    return jackknife(estimate, group, low - high, high - low)

                def weight(kept):
                    found = relative_weights(x[kept], own[kept])
                    return None if found is None else found[0][place]

                report.same(f"{where} n", row.n, len(y))
                report.same(f"{where} n_driver", row.n_driver, has.sum())
                report.same(f"{where} share", row["share"], has.mean())
                report.same(f"{where} n_negative", row.n_negative, negative.sum() if tells_negative else None)
                for column, values in [
                    ("difference", difference(has)),
                    ("negative_difference", difference(negative) if tells_negative else (None,) * 3),
                ]:
                    for suffix, value in zip(["", "_low", "_high"], values):
                        report.same(f"{where} {column}{suffix}", row[column + suffix], value)
                if len(y) < varying * FEWEST_PER_DRIVER or len(y) < 2:
                    report.same(f"{where} relative_weight", row.relative_weight, None)
                    continue
                values = jackknife(weight, group, 0, 1)
                for suffix, value in zip(["", "_low", "_high"], values):
                    report.same(f"{where} relative_weight{suffix}", row[f"relative_weight{suffix}"], value)
                all_of = relative_weights(x, own)
                report.same(f"{where} r_squared", row.r_squared, None if all_of is None else all_of[1])
                if values[0] is not None:
                    told_weights[name] = row.relative_weight
            for rank, name in enumerate(sorted(told_weights, key=lambda n: (-told_weights[n], names.index(n))), 1):
                report.same(f"driver_impact rank of {name}", rows[rows.driver == name].iloc[0]["rank"], rank)
    report.check("driver_impact", expected_rows == len(table), f"{len(table)} rows, expected {expected_rows}")


# -- change


def values_of(measure, comments, scales):
    """Kind of interval, and the value of each comment of the base."""
    scored = comments.label.notna()
    ends = comments.source.map(scales)

    def of(base, series):
        return series[base].astype(float)

    def net(base, column, more, less):
        return of(base, (comments[column] == more).astype(int) - (comments[column] == less).astype(int))

    everything = pd.Series(True, comments.index)
    return {
        "net_sentiment": lambda: ("net", net(scored, "label", "positive", "negative")),
        "positive_share": lambda: ("share", of(scored, comments.label == "positive")),
        "negative_share": lambda: ("share", of(scored, comments.label == "negative")),
        "score_mean": lambda: ("mean", of(scored, comments.score)),
        "complaint_share": lambda: ("share", of(everything, comments.complaint)),
        "praise_share": lambda: ("share", of(everything, comments.praise)),
        "expectation_gap": lambda: ("net", net(everything, "expectation", "exceeded", "missed")),
        "net_recommendation": lambda: ("net", net(everything, "recommendation", "recommend", "advise_against")),
        "csat": lambda: ("share", of((ends == (1, 5)) & comments.rating.notna(), comments.rating >= 4)),
    }[measure]()


def mix_and_rate(before, after, dimensions):
    """Kitagawa's mix for every set of dimensions, shared out by going through all orders; and the rate."""

    def mix_of(chosen):
        if not chosen:
            return 0.0
        parts = [
            side.fillna({d: "\0" for d in chosen}).groupby(list(chosen)).value.agg(["size", "mean"])
            for side in (before, after)
        ]
        joined = parts[0].join(parts[1], how="outer", lsuffix="0", rsuffix="1")
        w0, w1 = joined.size0.fillna(0) / len(before), joined.size1.fillna(0) / len(after)
        r0, r1 = joined.mean0.fillna(joined.mean1), joined.mean1.fillna(joined.mean0)
        return float(((w1 - w0) * (r0 + r1) / 2).sum())

    mixes = {chosen: mix_of(chosen) for n in range(len(dimensions) + 1) for chosen in itertools.combinations(dimensions, n)}
    shares = dict.fromkeys(dimensions, 0.0)
    orders = list(itertools.permutations(dimensions))
    for order in orders:
        for place, dimension in enumerate(order):
            earlier = tuple(d for d in dimensions if d in order[:place])
            later = tuple(d for d in dimensions if d in order[: place + 1])
            shares[dimension] += (mixes[later] - mixes[earlier]) / len(orders)
    return shares, after.value.mean() - before.value.mean() - mixes[tuple(dimensions)]


def change(table, comments, scales, minimum_base, report):
    columns = list(table.columns)
    cell = columns[: columns.index("measure")]
    mix = [column[4:] for column in columns if column.startswith("mix_")]
    if table.empty:
        return
    starts = [pd.Timestamp(table.period_before.iloc[0]), pd.Timestamp(table.period_after.iloc[0])]
    day = pd.to_datetime(comments.submitted_on)
    # Periods follow one another; the later one ends where its own length, as that of a calendar's period, ends.
    length = {7: pd.DateOffset(days=7), 1: pd.DateOffset(days=1)}.get((starts[1] - starts[0]).days)
    if length is None:
        length = pd.DateOffset(months=3 if (starts[1] - starts[0]).days > 31 else 1)
    samples = [
        comments[(day >= starts[0]) & (day < starts[1])], comments[(day >= starts[1]) & (day < starts[1] + length)]
    ]
    seen = 0
    for measure in dict.fromkeys(table.measure):
        rows = table[table.measure == measure]
        sides = []
        for sample in samples:
            kind, values = values_of(measure, sample, scales)
            sides.append(sample.loc[values.index].assign(value=values))
        keys = [side[cell].astype(object).where(side[cell].notna(), None).apply(tuple, axis=1) for side in sides]
        expected = set(keys[0]) | set(keys[1])
        found = rows[cell].astype(object).where(rows[cell].notna(), None).apply(tuple, axis=1)
        report.check(f"change {measure}", set(found) == expected and len(found) == len(expected), "other cells")
        p_values = {}
        for index, key in found.items():
            seen += 1
            row, where = rows.loc[index], f"change {measure} {key}"
            before, after = [side[side_key == key] for side, side_key in zip(sides, keys)]
            told = min(before.customer.nunique(), after.customer.nunique()) >= minimum_base
            report.check(f"{where} suppressed", bool(row.suppressed) == (not told), f"{row.suppressed}")
            if not told:
                report.check(f"{where} null", row.iloc[len(cell) + 4 :].isna().all(), "a suppressed row tells something")
                continue
            old = interval(kind, before.value, before.customer)
            new = interval(kind, after.value, after.customer)
            d = new[0] - old[0]
            low = d - math.hypot(new[0] - new[1], old[2] - old[0])
            high = d + math.hypot(new[2] - new[0], old[0] - old[1])
            arm = d - low if d > 0 else high - d
            p = 1.0 if d == 0 else 2 * stats.norm.sf(abs(d) * Z / arm) if arm > 0 else 0.0
            p_values[index] = p
            expected_values = dict(
                n_before=len(before), n_after=len(after), before=old[0], before_low=old[1], before_high=old[2],
                after=new[0], after_low=new[1], after_high=new[2], difference=d, difference_low=low,
                difference_high=high, p=p)
            shares, rate = mix_and_rate(before, after, mix)
            expected_values.update({f"mix_{name}": value for name, value in shares.items()}, rate=rate)
            for column, value in expected_values.items():
                report.same(f"{where} {column}", row[column], value)
            parts = sum(row[f"mix_{name}"] for name in mix) + row.rate
            report.check(f"{where} parts", abs(parts - row.difference) < 1e-12, "mix and rate are not the difference")
        if p_values:
            adjusted = stats.false_discovery_control(list(p_values.values()))
            for index, value in zip(p_values, adjusted):
                report.same(f"change {measure} p_adjusted", rows.loc[index].p_adjusted, value)
                flags = rows.loc[index]
                report.check("change flagged", flags.flagged == (flags.material and flags.significant), "not both flags")
    report.check("change", seen == len(table), f"{len(table)} rows, {seen} looked at")


# -- keywords


def words_of(text):
    """A simple tokenizer: runs of letters, folded."""
    text = unicodedata.normalize("NFC", text.lower()).replace("ё", "е")
    return set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text))


def keywords(table, comments, drivers, minimum_base, report):
    by_key = {f"{c.source}/{c.feedback_id}": c for c in comments.itertuples()}
    tokens = {key: words_of(c.text) for key, c in by_key.items() if isinstance(c.text, str)}
    labels = {(f"{d.source}/{d.feedback_id}", d.driver): d.label for d in drivers.itertuples() if isinstance(d.label, str)}
    days = pd.to_datetime(comments.submitted_on)
    for row in table.itertuples():
        where = f"keywords {row.comparison} {row.audience} {row.language} {row.driver} {row.term}"
        segment = comments[(comments.audience == row.audience) & (comments.language == row.language)]
        keys = [f"{s}/{i}" for s, i in zip(segment.source, segment.feedback_id)]
        if row.comparison == "label":
            first = [k for k in keys if by_key[k].label == "negative"]
            second = [k for k in keys if by_key[k].label != "negative"]
        elif row.comparison == "driver":
            first = [k for k in keys if labels.get((k, row.driver)) == "negative"]
            second = [k for k in keys if (k, row.driver) in labels and labels[k, row.driver] != "negative"]
        else:
            start = pd.Timestamp(row.period)
            inside = (days.loc[segment.index] >= start) & (days.loc[segment.index] < start + pd.DateOffset(months=1))
            earlier = (days.loc[segment.index] < start) & (days.loc[segment.index] >= start - pd.DateOffset(months=1))
            first = [k for k, kept in zip(keys, inside) if kept]
            second = [k for k, kept in zip(keys, earlier) if kept]
        report.same(f"{where} comments_first", row.comments_first, len(first))
        report.same(f"{where} comments_second", row.comments_second, len(second))
        with_term = [k for k in first if row.term in tokens.get(k, ())]
        report.check(
            f"{where} n_first", abs(len(with_term) - row.n_first) <= 1 + row.n_first / 10,
            f"{row.n_first}, about {len(with_term)} expected")
        customers = {by_key[k].customer for k in with_term}
        report.check(f"{where} customers", len(customers) >= minimum_base, f"{len(customers)} customers have it")
        for example in (row.example_1, row.example_2, row.example_3):
            if isinstance(example, str):
                report.check(f"{where} example", example in first and row.term in by_key[example].text.lower().replace("ё", "е"), example)
        n_second = minimum_base - 1 if pd.isna(row.n_second) else row.n_second
        prior = max(1, 0.1 * (row.words_first + row.words_second))
        alpha = prior * (row.n_first + n_second) / (row.words_first + row.words_second)
        odds = [
            math.log(y + alpha) - math.log(n + prior - y - alpha)
            for y, n in [(row.n_first, row.words_first), (n_second, row.words_second)]
        ]
        error = math.sqrt(1 / (row.n_first + alpha) + 1 / (n_second + alpha))
        score = odds[0] - odds[1]
        for name, value in [
            ("log_odds", score), ("log_odds_low", score - Z * error), ("log_odds_high", score + Z * error),
            ("z", score / error),
        ]:
            report.same(f"{where} {name}", getattr(row, name), value)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lexicons", required=True, type=pathlib.Path, help="folder of the lexicons' rules")
    parser.add_argument("--scale", action="append", default=[], metavar="SOURCE=LOW,HIGH", help="rating scale of a source")
    parser.add_argument("--minimum-base", type=int, default=5, help="privacy.minimum_base of the run")
    parser.add_argument("folder", metavar="RUN_DIR", type=pathlib.Path)
    arguments = parser.parse_args()
    scales = {}
    for text in arguments.scale:
        source, ends = text.split("=")
        scales[source] = tuple(int(end) for end in ends.split(","))

    def read(name):
        return pd.read_parquet(arguments.folder / name)

    comments, drivers = read("comments"), read("drivers")
    # A comment without customer is a customer of its own.
    anonymous = comments.customer_id.isna()
    comments["customer"] = comments.customer_id.where(~anonymous, "\0" + comments.source + "/" + comments.feedback_id)
    comments["group"] = [
        mix(hash64(f if a else c) ^ 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93) % GROUPS
        for a, c, f in zip(anonymous, comments.customer_id, comments.feedback_id)
    ]
    report = Report()
    rest = without_own_evidence(comments, read("evidence"), arguments.lexicons)
    driver_impact(read("driver_impact"), comments, drivers, rest, scales, arguments.minimum_base, report)
    change(read("change"), comments, scales, arguments.minimum_base, report)
    keywords(read("keywords"), comments, drivers, arguments.minimum_base, report)
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
