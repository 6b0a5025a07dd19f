#!/usr/bin/env python3
"""Recomputes every cell of every cube of a run, slowly and by other means than voc: from the tables `comments` and `drivers`.

    .venv/bin/python scripts/measures.py --pipeline pipelines/nightly.yaml out/run_date=2026-11-21

- cells        the cells of each level are those of the rows, no fewer and no more;
- measures     of every published cell all counts and sums, exactly, and all figures with their intervals, to 1e-9;
- quantiles    the sketch's quantiles of response times are within its stated error of those of the times themselves;
- suppression  cells with too few customers have no measures, and no value of a suppressed cell follows from published
               ones: of all cubes whose dimensions nest, the linear equations are solved;
- orders       complaints per 1,000 orders of `purchase_cells`.

Filters are run by DuckDB, groups are made by pandas, Student's t comes from scipy; formulas are written out here. Prints each
disagreement, then `N passed, M failed`; leaves with 1 if there is one. Slow: seconds for a night of a thousand comments.
"""

import argparse
import collections
import datetime
import itertools
import json
import math
import pathlib
import sys
import zoneinfo

import duckdb
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import scipy.stats
import yaml

Z = scipy.stats.norm.ppf(0.975)
TOLERANCE = 1e-9
# What the sketch of response times promises.
SKETCH_ERROR = 1 / 256
MOST_EXAMPLES = 8
PERIODS = ("day", "week", "month", "quarter")
INSTANTS = ("responded", "resolved", "purchased", "promised", "delivered")
LABELS = ("positive", "neutral", "negative", "mixed")

# Shares: what is counted, out of what.
SHARES = {
    **{f"{label}_share": (f"n_{label}", [f"n_{other}" for other in LABELS]) for label in LABELS},
    "complaint_share": ("n_complaint", ["n_comments"]),
    "praise_share": ("n_praise", ["n_comments"]),
    "angry_share": ("n_angry", ["n_comments"]),
    "delighted_share": ("n_delighted", ["n_comments"]),
    "leave_share": ("n_leave", ["n_comments"]),
    "csat": ("n_top_box", ["n_rated_five"]),
    "on_time_share": ("n_on_time", ["n_on_time", "n_late"]),
    "repurchase_rate": ("n_repurchased", ["n_repurchase_known"]),
    "recovery_rate": ("n_complaint_recovered", ["n_complaint_outcome_known"]),
    "card_praise_share": ("n_card_praise", ["n_card_comments"]),
    "answered_share": ("n_answered", ["n_answered", "n_unanswered"]),
    "within_target_share": ("n_in_time", ["n_timed", "n_overdue"]),
    "complaint_within_target_share": ("n_complaint_in_time", ["n_complaint_timed", "n_complaint_overdue"]),
}
NETS = {
    "net_sentiment": ("n_positive", "n_negative", [f"n_{label}" for label in LABELS]),
    "expectation_gap": ("n_exceeded", "n_missed", ["n_comments"]),
    "expectation_gap_voiced": ("n_exceeded", "n_missed", ["n_exceeded", "n_met", "n_missed"]),
    "net_recommendation": ("n_recommend", "n_advise_against", ["n_comments"]),
    "nps": ("n_promoters", "n_detractors", ["n_rated_ten"]),
}
QUANTILES = {
    "response_median_minutes": (0.5, False),
    "response_p90_minutes": (0.9, False),
    "complaint_response_median_minutes": (0.5, True),
    "complaint_response_p90_minutes": (0.9, True),
}


# -- formulas


def wilson(count, base, effect=1.0):
    """Wilson's interval of a share of base / effect comments."""
    if base == 0:
        return None
    share, n = count / base, base / effect
    centre = (count / base * n + Z * Z / 2) / (n + Z * Z)
    half = Z * math.sqrt(share * (1 - share) * n + Z * Z / 4) / (n + Z * Z)
    return share, 0.0 if count == 0 else centre - half, 1.0 if count == base else centre + half


def net(more, less, base, effect=1.0):
    """A difference of two shares of one base: the variance recovered from both intervals and their correlation."""
    if base == 0:
        return None
    (p, p_low, p_high), (q, q_low, q_high) = wilson(more, base, effect), wilson(less, base, effect)
    correlation = -math.sqrt(p * q / ((1 - p) * (1 - q))) if p * q > 0 and p + q < 1 else -1.0 if p * q > 0 else 0.0

    def arm(a, b):
        return math.sqrt(max(0.0, a * a + b * b - 2 * correlation * a * b))

    value = (more - less) / base
    return value, max(-1.0, value - arm(p - p_low, q_high - q)), min(1.0, value + arm(p_high - p, q - q_low))


def promoter(more, less, base, effect=1.0):
    """A net promoter score by adjusted Wald: 3/4, 3/2 and 3/4 added."""
    if base == 0:
        return None
    n = base / effect + 3
    p, q = (more / effect + 0.75) / n, (less / effect + 0.75) / n
    half = Z * math.sqrt((p + q - (p - q) ** 2) / n)
    value = (more - less) / base
    return value, max(-1.0, min(value, p - q - half)), min(1.0, max(value, p - q + half))


def by_customer(values, customers):
    """Sum and number of values of each customer, nulls left out."""
    known = values.notna()
    groups = values[known].groupby(customers[known])
    return groups.sum().to_numpy(float), groups.size().to_numpy(float)


def clustered_variance(sums, sizes):
    """CR1 variance of the mean of values in clusters."""
    count, total = len(sizes), sizes.sum()
    residuals = sums - sums.sum() / total * sizes
    return count / (count - 1) * (residuals**2).sum() / total**2


def design_effect(values, customers):
    """How many times the variance of independent values the mean has."""
    sums, sizes = by_customer(values, customers)
    base = sizes.sum()
    if base <= 1 or len(sizes) == base:
        return 1.0
    if len(sizes) < 2:
        return base
    spread = values.dropna().var(ddof=1)
    if spread == 0:
        return (sizes**2).sum() / base
    return max(1.0, clustered_variance(sums, sizes) * base / spread)


def mean_interval(values, customers):
    """Student's interval of a mean score, by customers where one has several."""
    values_known = values.dropna()
    count = len(values_known)
    if count == 0:
        return None
    mean = values_known.mean()
    sums, sizes = by_customer(values, customers)
    if len(sizes) < count:
        error = math.sqrt(clustered_variance(sums, sizes)) if len(sizes) > 1 else None
        degrees = len(sizes) - 1
    else:
        error = math.sqrt(values_known.var(ddof=1) / count) if count > 1 else None
        degrees = count - 1
    if error is None:
        return mean, -1.0, 1.0
    half = scipy.stats.t.ppf(0.975, degrees) * error
    return mean, max(-1.0, mean - half), min(1.0, mean + half)


def bucket(milliseconds):
    """Lowest and greatest number of a bucket: one each below 256, 128 a doubling from there on."""
    width = 1
    while milliseconds // width >= 256:
        width *= 2
    low = milliseconds // width * width
    return low, low + width - 1


def quantile(times, share, sketch):
    """Time within which a share is answered, in minutes, by Kaplan and Meier; None where too many wait still.

    `times` are (milliseconds, still waiting).
    """
    counts = collections.defaultdict(lambda: [0, 0])
    for milliseconds, waits in times:
        low, high = bucket(milliseconds) if sketch else (milliseconds, milliseconds)
        counts[low + (high - low) // 2][waits] += 1
    left, survival = len(times), 1.0
    for value in sorted(counts):
        answered, waiting = counts[value]
        survival *= 1 - answered / left
        if answered and survival <= 1 - share + 1e-12:
            return value / 60_000
        left -= answered + waiting
    return None


# -- the run


class Run:
    """The tables of a run as voc wrote them, and its pipeline file."""

    def __init__(self, folder, pipeline):
        self.folder = folder
        self.definition = yaml.safe_load(pipeline.read_text())
        manifest = json.loads((folder / "manifest.json").read_text())
        zone = zoneinfo.ZoneInfo(manifest["time_zone"])
        date = datetime.date.fromisoformat(manifest["run_date"])
        end = datetime.datetime.combine(date + datetime.timedelta(days=1), datetime.time(), zone)
        self.zone, self.end = zone, pd.Timestamp(end).tz_convert("UTC")
        self.repurchase = pd.Timedelta(days=self.definition.get("match", {}).get("repurchase_days", 90))
        self.target = self.definition.get("response_target_minutes", 1440) * 60_000
        self.minimum = self.definition.get("privacy", {}).get("minimum_base", 5)
        self.comments = self.prepare(self.read("comments"))
        drivers = self.read("drivers")[["source", "feedback_id", "driver", "label", "score"]]
        joined = drivers.merge(self.comments, on=["source", "feedback_id"], suffixes=("_of_driver", ""))
        for label in LABELS:
            joined[f"n_{label}"] = joined["label_of_driver"] == label
        joined["n_unscored"] = joined["label_of_driver"].isna()
        joined["score_value"] = joined["score_of_driver"]
        self.drivers = joined.drop(columns=["label_of_driver", "score_of_driver"])

    def read(self, table):
        frame = pq.read_table(self.folder / table / "part-00000.parquet").to_pandas(
            date_as_object=True, timestamp_as_object=False
        )
        return frame

    def prepare(self, comments):
        """Adds a column of flags for every count, and what cells need."""
        frame = comments.copy()
        anonymous = frame["customer_id"].isna()
        frame["customer"] = frame["customer_id"].where(~anonymous, "anonymous " + frame.index.astype(str))
        sources = {source["name"]: source for source in self.definition["feedback"]}
        records = frame["source"].map(lambda name: "responded_at" in sources[name]["columns"])
        scale = frame["source"].map(lambda name: tuple(sources[name].get("rating_scale", [1, 5])))
        rated = frame["rating"].notna()
        five, ten = rated & (scale == (1, 5)), rated & (scale == (0, 10))
        answered = frame["responded_at"].notna()
        milliseconds = (frame["response_minutes"] * 60_000).round()
        waited = ((self.end - frame["submitted_at"]) / pd.Timedelta(milliseconds=1)).map(math.floor)
        waits = records & ~answered & (waited >= 0)
        timed = frame["response_minutes"].notna()
        frame["time"] = milliseconds.where(timed, waited.where(waits))
        frame["waits"] = waits
        complaint = frame["complaint"].astype(bool)
        known = frame["repurchased"].notna()
        bought = frame["repurchased"].eq(True)
        flags = {
            "comments": pd.Series(True, frame.index),
            "anonymous": anonymous,
            "unscored": frame["label"].isna(),
            "rated": rated,
            **{label: frame["label"] == label for label in LABELS},
            "complaint": complaint,
            "praise": frame["praise"],
            "request": frame["request"],
            "happy": frame["emotion"] == "happy",
            "angry": frame["emotion"] == "angry",
            **{name: frame["expectation"] == name for name in ("exceeded", "met", "missed")},
            "delighted": frame["delighted"],
            "recommend": frame["recommendation"] == "recommend",
            "advise_against": frame["recommendation"] == "advise_against",
            "buy_again": frame["loyalty"] == "buy_again",
            "leave": frame["loyalty"] == "leave",
            "matched": frame["match"] != "none",
            "on_time": frame["on_time"].eq(True),
            "late": frame["on_time"].eq(False),
            "repurchase_known": known,
            "repurchased": bought,
            "answered": answered,
            "unanswered": records & ~answered,
            "timed": timed,
            "in_time": timed & (milliseconds <= self.target),
            "overdue": waits & (waited > self.target),
            "card_comments": frame["instrument"] == "comment_card",
            "card_praise": (frame["instrument"] == "comment_card") & frame["praise"],
            "rated_five": five,
            "top_box": five & (frame["rating"] >= 4),
            "rated_ten": ten,
            "promoters": ten & (frame["rating"] >= 9),
            "detractors": ten & (frame["rating"] < 7),
        }
        for name in ("timed", "in_time", "overdue"):
            flags[f"complaint_{name}"] = flags[name] & complaint
        flags["complaint_outcome_known"] = complaint & known & ~anonymous
        flags["complaint_recovered"] = flags["complaint_outcome_known"] & (bought | self.praised_later(frame))
        for name, values in flags.items():
            frame[f"n_{name}"] = values.astype(bool)
        frame["at_risk"] = self.at_risk(frame)
        frame["score_value"] = frame["score"]
        for period in PERIODS:
            frame[f"submitted_{period}"] = frame["submitted_on"].map(lambda day, period=period: first_day(day, period))
            for name in INSTANTS:
                days = frame[f"{name}_at"].dt.tz_convert(self.zone).dt.date
                frame[f"{name}_{period}"] = days.map(
                    lambda day, period=period: None if pd.isna(day) else first_day(day, period)
                )
        return frame

    def praised_later(self, frame):
        """Whether the customer says something positive within the window after the comment."""
        praise = frame[frame["label"] == "positive"].groupby("customer")["submitted_at"].apply(list).to_dict()
        return pd.Series(
            [
                any(moment < later <= moment + self.repurchase for later in praise.get(customer, []))
                for customer, moment in zip(frame["customer"], frame["submitted_at"])
            ],
            frame.index,
        )

    @staticmethod
    def at_risk(frame):
        """Whether the customer's latest comment is negative; of several at one moment, any."""
        latest = frame["submitted_at"] == frame.groupby("customer")["submitted_at"].transform("max")
        negative = set(frame.loc[latest & (frame["label"] == "negative"), "customer"])
        return frame["customer"].isin(negative)


def first_day(day, period):
    """The first day of the period that a day lies in."""
    if period == "week":
        return day - datetime.timedelta(days=day.isoweekday() - 1)
    if period == "month":
        return day.replace(day=1)
    if period == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day


def expected_cell(run, rows, names):
    """All that a cell of these rows should publish."""
    flags = [name for name in rows.columns if name.startswith("n_")]
    cell = {name: int(rows[name].sum()) for name in flags}
    cell["n_customers"] = rows["customer"].nunique()
    cell["score_sum"] = int((rows["score_value"].fillna(0) * 1000).round().sum())
    cell["amount_sum"] = sum(value for value in rows["amount"] if value is not None)
    risky = rows[rows["at_risk"] & rows["purchase_order_id"].notna()].drop_duplicates("purchase_order_id")
    cell["revenue_at_risk"] = sum(value for value in risky["amount"] if value is not None)

    def effect(values):
        return design_effect(values, rows["customer"])

    for name in names:
        if name in SHARES:
            part, base = SHARES[name]
            inside = rows[base].any(axis=1)
            values = rows[part].astype(float).where(inside)
            interval = wilson(cell[part], sum(cell[column] for column in base), effect(values))
        elif name in NETS:
            more, less, base = NETS[name]
            inside = rows[base].any(axis=1)
            values = (rows[more].astype(float) - rows[less].astype(float)).where(inside)
            interval = (promoter if name == "nps" else net)(
                cell[more], cell[less], sum(cell[column] for column in base), effect(values)
            )
        elif name == "score_mean":
            interval = mean_interval(rows["score_value"].astype(float), rows["customer"])
        elif name in QUANTILES:
            share, complaints = QUANTILES[name]
            chosen = rows[rows["time"].notna() & (rows["n_complaint"] | (not complaints))]
            times = [(int(time), int(waits)) for time, waits in zip(chosen["time"], chosen["waits"])]
            cell[name] = quantile(times, share, sketch=True)
            cell[name, "exact"] = quantile(times, share, sketch=False)
            continue
        else:
            continue
        for column, value in zip((name, f"{name}_low", f"{name}_high"), interval or (None, None, None)):
            cell[column] = value
    return cell


def column_name(dimension):
    """The column of a dimension of the pipeline file."""
    return f"submitted_{dimension}" if dimension in PERIODS else dimension


class Cube:
    """A cube as it is declared and as it was written."""

    def __init__(self, run, declared):
        self.name = declared["name"]
        self.table = run.read(f"cubes/{self.name}")
        self.rollup = [column_name(name) for name in declared.get("rollup", [])]
        self.by = [column_name(name) for name in declared["by"]]
        written = list(self.table.columns)
        end = written.index("rollup_level" if self.rollup else "suppressed")
        self.dimensions = written[:end]
        self.filter = declared.get("where")
        self.counts_drivers = "driver" in self.dimensions
        frame = run.drivers if self.counts_drivers else run.comments
        if self.filter:
            numbered = frame.reset_index(names="place").drop(columns=["time", "waits"])
            connection = duckdb.connect()
            connection.register("numbered", numbered)
            chosen = connection.sql(f"SELECT place FROM numbered WHERE {self.filter}").fetchnumpy()["place"]
            frame = frame.loc[np.sort(chosen)]
        self.rows = frame
        self.levels = [
            (level, [name for name in self.dimensions if name not in self.rollup[level:]])
            for level in range(len(self.rollup) + 1)
        ]

    def cells(self, level=None):
        """Written cells by their values: (level, values) → row."""
        found = {}
        for row in self.table.to_dict("records"):
            key = (row.get("rollup_level", len(self.rollup)), tuple(plain(row[name]) for name in self.dimensions))
            if level is None or key[0] == level:
                found[key] = row
        return found


def plain(value):
    """A value that equals itself, also where there is none."""
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    return value


def check_cube(run, cube):
    """Compares every cell."""
    written = cube.cells()
    expected_keys = set()
    columns = [name for name in cube.table.columns if name not in cube.dimensions]
    columns = [name for name in columns if name not in ("rollup_level", "suppressed", "estimated")]
    for level, names in cube.levels:
        frame = cube.rows.copy()
        keys = [tuple(plain(row[name]) if name in names else None for name in cube.dimensions)
                for row in frame[cube.dimensions].to_dict("records")]
        frame["key"] = pd.Series(keys, frame.index, dtype=object)
        for key, rows in frame.groupby("key", sort=False, dropna=False):
            expected_keys.add((level, key))
            found = written.get((level, key))
            if found is None:
                yield f"level {level}: no cell {key}"
                continue
            if rows["customer"].nunique() < run.minimum and not found["suppressed"]:
                yield f"level {level}, cell {key}: published with {rows['customer'].nunique()} customers"
            if found["suppressed"]:
                if any(plain(found[name]) is not None for name in columns):
                    yield f"level {level}, cell {key}: suppressed with measures"
                continue
            cell = expected_cell(run, rows, columns)
            for name in columns:
                wanted, value = plain(cell[name]), plain(found[name])
                if wanted is None or value is None:
                    same = wanted is None and value is None
                elif name.startswith("n_") or name in ("amount_sum", "revenue_at_risk"):
                    same = value == wanted
                elif name == "score_sum":
                    same = round(value * 1000) == wanted
                else:
                    same = abs(value - wanted) <= TOLERANCE * max(1, abs(wanted))
                if not same:
                    yield f"level {level}, cell {key}: {name} is {value}, expected {wanted}"
                exact = plain(cell.get((name, "exact")))
                if exact is not None and value is not None and abs(value - exact) > SKETCH_ERROR * exact:
                    yield f"level {level}, cell {key}: {name} is {value}, of the times themselves {exact}"
    for key in written.keys() - expected_keys:
        yield f"level {key[0]}: cell {key[1]} of no rows"


# -- suppression


def attack(cubes):
    """Tries to find values of suppressed cells by adding and subtracting published ones."""
    views = [(cube, level, names) for cube in cubes for level, names in cube.levels]
    unknowns, equations = {}, []
    contents = []
    for index, (cube, level, names) in enumerate(views):
        cells = {tuple(key[1][cube.dimensions.index(name)] for name in sorted(names)): row
                 for key, row in cube.cells(level).items()}
        contents.append(cells)
        for key, row in cells.items():
            if row["suppressed"]:
                unknowns[index, key] = len(unknowns)
    for (coarse, (first, _, few)), (fine, (second, _, many)) in itertools.permutations(enumerate(views), 2):
        if first.filter != second.filter or first.counts_drivers != second.counts_drivers:
            continue
        follow = [source_of(name, sorted(many)) for name in sorted(few)]
        if None in follow:
            continue
        sums = collections.defaultdict(dict)
        totals = collections.Counter()
        for key, row in contents[fine].items():
            parent = tuple(change(key[place]) for place, change in follow)
            if row["suppressed"]:
                sums[parent][unknowns[fine, key]] = 1
            else:
                totals[parent] += row["n_comments"]
        for parent, row in contents[coarse].items():
            equation = sums[parent]
            if row["suppressed"]:
                equation[unknowns[coarse, parent]] = -1
            elif not equation and totals[parent] != row["n_comments"]:
                yield f"{first.name} {parent}: {row['n_comments']} comments, its parts in {second.name} {totals[parent]}"
            if equation:
                equations.append(equation)
    names = {number: f"{views[index][0].name} {key}" for (index, key), number in unknowns.items()}
    for number in determined(equations):
        yield f"{names[number]} follows from published cells"


def source_of(name, names):
    """Where a dimension stands among others, or one that it follows from: a month tells the quarter; None if nowhere."""
    if name in names:
        return names.index(name), lambda value: value
    stem, _, period = name.rpartition("_")
    for finer in {"week": ["day"], "month": ["day"], "quarter": ["day", "month"]}.get(period, []):
        if f"{stem}_{finer}" in names:
            return names.index(f"{stem}_{finer}"), lambda value: None if value is None else first_day(value, period)
    return None


def determined(equations, prime=2**31 - 1):
    """Unknowns that linear equations determine: reduced row echelon form modulo a prime."""
    rows = {}
    for equation in equations:
        row = {name: value % prime for name, value in equation.items()}
        for pivot in [name for name in row if name in rows]:
            factor = row.pop(pivot)
            for name, value in rows[pivot].items():
                row[name] = (row.get(name, 0) - factor * value) % prime
        row = {name: value for name, value in row.items() if value}
        if not row:
            continue
        pivot = min(row)
        inverse = pow(row.pop(pivot), -1, prime)
        row = {name: value * inverse % prime for name, value in row.items()}
        for other in rows.values():
            if factor := other.pop(pivot, 0):
                for name, value in row.items():
                    other[name] = (other.get(name, 0) - factor * value) % prime
                for name in [name for name, value in other.items() if not value]:
                    del other[name]
        rows[pivot] = row
    return sorted(pivot for pivot, row in rows.items() if not row)


# -- purchase cells


def check_orders(run):
    """Complaints per 1,000 orders follow from their counts; complaints are of orders that comments name."""
    complained = run.comments[run.comments["complaint"] & run.comments["purchase_order_id"].notna()]
    most = complained["purchase_order_id"].nunique()
    for row in run.read("purchase_cells").to_dict("records"):
        if row["suppressed"]:
            continue
        if not 0 <= row["n_complained_orders"] <= min(most, row["n_orders"]):
            yield f"{row['n_complained_orders']} orders complained about of {row['n_orders']}, and {most} of all"
        wanted = [1000 * value for value in wilson(row["n_complained_orders"], row["n_orders"])]
        for name, value in zip(("", "_low", "_high"), wanted):
            if abs(row[f"complaints_per_1000_orders{name}"] - value) > TOLERANCE * 1000:
                yield f"complaints_per_1000_orders{name} is {row[f'complaints_per_1000_orders{name}']}, expected {value}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pipeline", required=True, type=pathlib.Path, help="the pipeline file of the run")
    parser.add_argument("folder", metavar="RUN_DIR", type=pathlib.Path, help="folder of a run, as voc run publishes it")
    arguments = parser.parse_args()
    run = Run(arguments.folder, arguments.pipeline)
    cubes = [Cube(run, declared) for declared in run.definition.get("cubes", [])]
    checks = [(f"cubes/{cube.name}", check_cube(run, cube)) for cube in cubes]
    checks += [("suppression", attack(cubes)), ("purchase_cells", check_orders(run))]
    failed = 0
    for name, problems in checks:
        problems = list(problems)
        failed += bool(problems)
        for problem in problems[:MOST_EXAMPLES]:
            print(f"FAIL  {name}: {problem}")
        if len(problems) > MOST_EXAMPLES:
            print(f"FAIL  {name}: and {len(problems) - MOST_EXAMPLES} more")
    for cube in cubes:
        shown = int((~cube.table["suppressed"]).sum())
        print(f"{cube.name}: {len(cube.table)} cells, {shown} published")
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
