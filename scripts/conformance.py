#!/usr/bin/env python3
"""Checks the Parquet files of a run against other readers: pyarrow, DuckDB, polars and `voc cat`.

    python3 -m venv .venv && .venv/bin/pip install --requirement scripts/requirements.txt
    .venv/bin/python scripts/conformance.py --voc .build/release/voc out/run_date=2026-11-21

For every *.parquet below the folder:

- values      all values of all columns are the same in pyarrow, DuckDB and polars (doubles bit by bit, NaN and the sign of
              zero included) and in `voc cat --format jsonl`, whose text must have the documented form of each type;
- types       each column's type is the one that the others read, and the one that `voc inspect` names;
- statistics  minimum, maximum and null count of each row group, recomputed from the values, fit the footer: exact where
              the footer says so, else a bound; exact for all types but long strings and bytes;
- checksums   pyarrow reads every page with its CRC-32 verified, and notices one changed byte in every column chunk;
- metadata    the key-value pairs are the same in all readers and hold the descriptions of `datapackage.json`.

Prints each disagreement, then `N passed, M failed`; leaves with 1 if there is one.
"""

import argparse
import base64
import datetime
import decimal
import json
import math
import pathlib
import re
import struct
import subprocess
import sys
import tempfile

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
MICROSECOND = datetime.timedelta(microseconds=1)
# ISO 8601 in UTC; microseconds only where they are not zero.
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.(?!000000)\d{6})?Z")
CREATED_BY = re.compile(r"voc version \d+\.\d+\.\d+\S* \(build [^)]+\)")
# Bytes up to which the writer keeps bounds whole (WriterOptions.defaultStatisticsBytes).
WHOLE_BOUND_BYTES = 64
# Disagreements of one check that are printed; the rest are counted.
MOST_EXAMPLES = 5


class Number(str):
    """A number of JSON as it was written, to tell it from a string and to keep its digits."""


class Report:
    """Counts checks and prints those that fail."""

    def __init__(self, verbose):
        self.verbose = verbose
        self.passed = 0
        self.failed = 0

    def add(self, file, check, problems):
        """Takes the outcome of a check: what disagreed, nothing if it passed."""
        if not problems:
            self.passed += 1
            if self.verbose:
                print(f"ok    {file}: {check}")
            return
        self.failed += 1
        for problem in problems[:MOST_EXAMPLES]:
            print(f"FAIL  {file}: {check}: {problem}")
        if len(problems) > MOST_EXAMPLES:
            print(f"FAIL  {file}: {check}: and {len(problems) - MOST_EXAMPLES} more")

    def run(self, file, check, body):
        """Runs a check; a reader that fails is a disagreement."""
        try:
            problems = list(body())
        except Exception as error:  # whatever a reader throws is the finding
            problems = [f"{type(error).__name__}: {error}"]
        self.add(file, check, problems)


def expected_types(kind):
    """What DuckDB, polars and voc call an Arrow type."""
    if pa.types.is_decimal(kind):
        name = f"DECIMAL({kind.precision}, {kind.scale})"
        return name.replace(" ", ""), pl.Decimal(kind.precision, kind.scale), name
    known = {
        pa.bool_(): ("BOOLEAN", pl.Boolean(), "BOOLEAN"),
        pa.int32(): ("INTEGER", pl.Int32(), "INT32"),
        pa.int64(): ("BIGINT", pl.Int64(), "INT64"),
        pa.float64(): ("DOUBLE", pl.Float64(), "DOUBLE"),
        pa.string(): ("VARCHAR", pl.String(), "STRING"),
        pa.binary(): ("BLOB", pl.Binary(), "BYTES"),
        pa.date32(): ("DATE", pl.Date(), "DATE"),
        pa.timestamp("us", tz="UTC"): ("TIMESTAMP WITH TIME ZONE", pl.Datetime("us", "UTC"), "TIMESTAMP(µs, UTC)"),
    }
    return known.get(kind)


def bits(column):
    """A column in one piece; doubles as the integers of their bits, so that NaN equals itself and −0 is not 0."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    return array.view(pa.int64()) if array.type == pa.float64() else array


def table_differences(ours, theirs):
    """Where two tables differ, theirs read by another program."""
    if ours.column_names != theirs.column_names:
        yield f"columns {theirs.column_names}, pyarrow has {ours.column_names}"
        return
    if ours.num_rows != theirs.num_rows:
        yield f"{theirs.num_rows} rows, pyarrow has {ours.num_rows}"
        return
    for field in ours.schema:
        mine, other = bits(ours[field.name]), bits(theirs[field.name].cast(field.type))
        if mine.equals(other):
            continue
        for row, (a, b) in enumerate(zip(mine, other)):
            if not a.equals(b):
                yield f"column {field.name}, row {row}: {b}, pyarrow has {a}"
                break


class File:
    """A Parquet file and what the readers make of it."""

    def __init__(self, path, voc, connection):
        self.path = path
        self.voc = voc
        self.connection = connection
        self.parquet = pq.ParquetFile(path, page_checksum_verification=True)
        self.metadata = self.parquet.metadata
        self.table = self.parquet.read()

    def duckdb(self):
        yield from table_differences(self.table, self.sql("SELECT * FROM read_parquet(?, hive_partitioning = false)"))

    def polars(self):
        frame = pl.read_parquet(self.path, hive_partitioning=False)
        yield from table_differences(self.table, frame.to_arrow(compat_level=pl.CompatLevel.oldest()))

    def sql(self, query):
        """The result of a DuckDB query about the file as an Arrow table."""
        return self.connection.sql(query, params=[str(self.path)]).to_arrow_table()

    # -- voc cat

    def cat(self):
        """Compares what `voc cat` prints, line by line."""
        names, fields = self.table.column_names, list(self.table.schema)
        with subprocess.Popen(
            [self.voc, "cat", "--format", "jsonl", str(self.path)], stdout=subprocess.PIPE
        ) as process:
            lines = iter(process.stdout)
            row = 0
            for batch in self.parquet.iter_batches(batch_size=8192):
                columns = [expected_values(batch.column(index)) for index in range(len(names))]
                for values in zip(*columns):
                    line = next(lines, None)
                    if line is None:
                        yield f"it ends before row {row}"
                        return
                    found = json.loads(line, parse_int=Number, parse_float=Number, parse_constant=refuse)
                    if list(found) != names:
                        yield f"row {row}: keys {list(found)}, expected {names}"
                        return
                    for field, value in zip(fields, values):
                        if problem := cell_problem(field.type, found[field.name], value):
                            yield f"row {row}, column {field.name}: {problem}"
                    row += 1
            if next(lines, None) is not None:
                yield f"more than {row} rows"
        if process.returncode != 0:
            yield f"it left with {process.returncode}"

    # -- types

    def types(self, inspection):
        described = self.connection.sql(
            "DESCRIBE SELECT * FROM read_parquet(?, hive_partitioning = false)", params=[str(self.path)]
        ).fetchall()
        frame = pl.read_parquet_schema(self.path)
        ours = {column["name"]: column for column in inspection["columns"]}
        for index, field in enumerate(self.table.schema):
            expected = expected_types(field.type)
            if expected is None:
                yield f"column {field.name}: type {field.type} is none that tables of a run have"
                continue
            found = (described[index][1], frame[field.name], ours[field.name]["type"])
            for reader, name, wanted in zip(["DuckDB", "polars", "voc inspect"], found, expected):
                if name != wanted:
                    yield f"column {field.name}: {reader} says {name}, expected {wanted}"
            if ours[field.name]["is_nullable"] != field.nullable:
                yield f"column {field.name}: nullable is {field.nullable} in pyarrow and not so in voc inspect"

    # -- statistics

    def statistics(self):
        exact = {
            (group, name): (low, high)
            for group, name, low, high in self.connection.sql(
                "SELECT row_group_id, path_in_schema, min_is_exact, max_is_exact FROM parquet_metadata(?)",
                params=[str(self.path)],
            ).fetchall()
        }
        for group in range(self.metadata.num_row_groups):
            table = self.parquet.read_row_group(group)
            for index, name in enumerate(table.column_names):
                place = f"row group {group}, column {name}"
                statistics = self.metadata.row_group(group).column(index).statistics
                for problem in chunk_problems(table[name], statistics, exact[group, name]):
                    yield f"{place}: {problem}"

    # -- checksums

    def checksums(self):
        """Changes the last byte of each column chunk, in its last page, and expects pyarrow to notice."""
        content = bytearray(self.path.read_bytes())
        with tempfile.NamedTemporaryFile(suffix=".parquet") as copy:
            copy.write(content)
            for group in range(self.metadata.num_row_groups):
                for index in range(self.metadata.num_columns):
                    chunk = self.metadata.row_group(group).column(index)
                    start = chunk.dictionary_page_offset if chunk.has_dictionary_page else chunk.data_page_offset
                    place = start + chunk.total_compressed_size - 1
                    copy.seek(place)
                    copy.write(bytes([content[place] ^ 1]))
                    copy.flush()
                    damaged = pq.ParquetFile(copy.name, page_checksum_verification=True)
                    try:
                        damaged.read_row_group(group, columns=[chunk.path_in_schema])
                        yield f"row group {group}, column {chunk.path_in_schema}: a changed byte is not noticed"
                    except OSError as error:
                        if "CRC" not in str(error):
                            yield f"row group {group}, column {chunk.path_in_schema}: {error}, expected a CRC failure"
                    copy.seek(place)
                    copy.write(content[place : place + 1])

    # -- metadata

    def pairs(self, inspection, resource):
        pairs = {key.decode(): value.decode() for key, value in (self.metadata.metadata or {}).items()}
        rows = self.connection.sql("SELECT key, value FROM parquet_kv_metadata(?)", params=[str(self.path)]).fetchall()
        others = {"DuckDB": {key.decode(): value.decode() for key, value in rows}}
        others["polars"] = {
            key: value for key, value in pl.read_parquet_metadata(self.path).items() if key != "ARROW:schema"
        }
        shown = {f"voc.column.{column['name']}": column["description"] for column in inspection["columns"]}
        shown["voc.table"] = inspection["description"]
        # A description that is empty has no pair.
        shown = {key: value for key, value in shown.items() if value}
        shown.update((pair["key"], pair["value"]) for pair in inspection["metadata"])
        others["voc inspect"] = shown
        for reader, found in others.items():
            for key in sorted(found.keys() | pairs.keys()):
                if found.get(key) != pairs.get(key):
                    yield f"{key}: {reader} says {found.get(key)!r}, pyarrow {pairs.get(key)!r}"
        if not CREATED_BY.fullmatch(self.metadata.created_by):
            yield f"created by {self.metadata.created_by!r}, expected 'voc version x.y.z (build …)'"
        if resource is None:
            yield "datapackage.json does not describe this file"
            return
        if pairs.get("voc.table", "") != resource["description"]:
            yield f"voc.table is {pairs.get('voc.table')!r}, datapackage.json says {resource['description']!r}"
        fields = resource["schema"]["fields"]
        if [field["name"] for field in fields] != self.table.column_names:
            yield f"columns {self.table.column_names}, datapackage.json has {[field['name'] for field in fields]}"
            return
        for field, column in zip(fields, self.table.schema):
            if pairs.get(f"voc.column.{field['name']}", "") != field["description"]:
                yield f"column {field['name']}: its description is not that of datapackage.json"
            if field["constraints"]["required"] == column.nullable:
                yield f"column {field['name']}: nullable is {column.nullable}, and so is required in datapackage.json"


def refuse(constant):
    raise ValueError(f"{constant} is no JSON")


def expected_values(array):
    """Python values that are exact for every type: days and times as integers."""
    if pa.types.is_timestamp(array.type):
        return array.cast(pa.int64()).to_pylist()
    if pa.types.is_date32(array.type):
        return array.cast(pa.int32()).to_pylist()
    return array.to_pylist()


def cell_problem(kind, found, value):
    """What is wrong with a value that `voc cat` printed, or None."""
    if value is None or found is None:
        return None if value is None and found is None else f"{found!r}, pyarrow has {value!r}"
    wants_number = pa.types.is_integer(kind) or pa.types.is_decimal(kind)
    wants_number = wants_number or (pa.types.is_floating(kind) and math.isfinite(value))
    if pa.types.is_boolean(kind):
        return None if found is value else f"{found!r}, pyarrow has {value!r}"
    if wants_number != isinstance(found, Number) or not isinstance(found, str):
        return f"{found!r} is not written as {kind} is"
    try:
        same = is_same(kind, found, value)
    except (ValueError, decimal.InvalidOperation) as error:
        return f"{found!r} is not written as {kind} is: {error}"
    return None if same else f"{str(found)!r}, pyarrow has {value!r}"


def is_same(kind, found, value):
    """Whether a text stands for a value."""
    if pa.types.is_integer(kind):
        return int(found) == value
    if pa.types.is_decimal(kind):
        number = decimal.Decimal(found)
        return number == value and number.as_tuple().exponent == -kind.scale
    if pa.types.is_floating(kind):
        if not math.isfinite(value):
            return found == ("NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity")
        return struct.pack("<d", float(found)) == struct.pack("<d", value)
    if pa.types.is_date32(kind):
        return (datetime.date.fromisoformat(found) - EPOCH.date()).days == value
    if pa.types.is_timestamp(kind):
        if not TIMESTAMP.fullmatch(found):
            return False
        return (datetime.datetime.fromisoformat(found) - EPOCH) // MICROSECOND == value
    if pa.types.is_binary(kind):
        return base64.b64decode(found, validate=True) == value
    return found == value


def chunk_problems(column, statistics, exact):
    """How the statistics of a column chunk disagree with its values."""
    if statistics is None:
        yield "no statistics"
        return
    if not statistics.has_null_count or statistics.null_count != column.null_count:
        yield f"{statistics.null_count} nulls, counted {column.null_count}"
    values = column.drop_null()
    if pa.types.is_floating(values.type):
        values = values.filter(pc.invert(pc.is_nan(values)))
    if len(values) == 0:
        if statistics.has_min_max:
            yield f"bounds {statistics.min!r} and {statistics.max!r} of no values"
        return
    if not statistics.has_min_max:
        yield "no bounds"
        return
    if pa.types.is_string(values.type) or pa.types.is_binary(values.type):
        values = values.cast(pa.binary())
    least, greatest = (pc.min_max(values)[name].as_py() for name in ("min", "max"))
    for name, bound, value, is_exact in (
        ("minimum", statistics.min, least, exact[0]),
        ("maximum", statistics.max, greatest, exact[1]),
    ):
        bound = bound.encode() if isinstance(bound, str) else bound
        if pa.types.is_floating(values.type) and value == 0:
            # A zero bounds from both sides: −0 below and +0 above.
            if bound != 0 or math.copysign(1, bound) != (-1 if name == "minimum" else 1):
                yield f"{name} {bound!r} of a zero, expected {'-0.0' if name == 'minimum' else '0.0'}"
            continue
        is_long = isinstance(value, bytes) and len(value) > WHOLE_BOUND_BYTES
        if not is_exact and not is_long:
            yield f"{name} {bound!r} is said to be inexact; only long strings may be"
        if (is_exact or not is_long) and bound != value:
            yield f"{name} {bound!r}, found {value!r}"
        if not (bound <= value if name == "minimum" else bound >= value):
            yield f"{name} {bound!r} does not bound {value!r}"


def inspect(voc, path):
    """What `voc inspect` says of a file."""
    output = subprocess.run([voc, "inspect", "--format", "json", str(path)], check=True, capture_output=True).stdout
    return json.loads(output)[0]


def check(path, name, resource, voc, connection, report):
    """All checks of a file."""
    try:
        file = File(path, voc, connection)
        inspection = inspect(voc, path)
    except Exception as error:  # unreadable for a reader: the finding
        report.add(name, "reading", [f"{type(error).__name__}: {error}"])
        return
    report.run(name, "values in DuckDB", file.duckdb)
    report.run(name, "values in polars", file.polars)
    report.run(name, "values in voc cat", file.cat)
    report.run(name, "types", lambda: file.types(inspection))
    report.run(name, "statistics", file.statistics)
    report.run(name, "checksums", file.checksums)
    report.run(name, "metadata", lambda: file.pairs(inspection, resource))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voc", required=True, metavar="PATH", help="the program to check")
    parser.add_argument("--verbose", action="store_true", help="print checks that pass, too")
    parser.add_argument("folder", metavar="RUN_DIR", type=pathlib.Path, help="folder of a run, as voc run publishes it")
    arguments = parser.parse_args()
    paths = sorted(arguments.folder.rglob("*.parquet"))
    package = arguments.folder / "datapackage.json"
    if not paths or not package.is_file():
        parser.error(f"{arguments.folder}: no *.parquet and datapackage.json in it: name a run's folder")
    resources = {resource["path"]: resource for resource in json.loads(package.read_text())["resources"]}
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    report = Report(arguments.verbose)
    for path in paths:
        name = path.relative_to(arguments.folder).as_posix()
        check(path, name, resources.get(name), arguments.voc, connection, report)
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
