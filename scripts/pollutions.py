#!/usr/bin/env python3
"""Measures `voc clean --lenient` on one table polluted in 3,802 ways.

    python3 scripts/pollutions.py --voc .build/release/voc [--show 10] [--keep FOLDER]

The pollutions follow the published list of the Pollock benchmark (Vitagliano et al., "Pollock: A Data Loading
Benchmark", VLDB 2023): a table of 84 rows, the header counted, and 9 columns, CRLF, commas, doubled quotes; then 12
files whose table or header is unusual, 9 in other dialects, for each row and column one file with a delimiter too few,
one with a delimiter too many and one with a stray quote, and for each row one file where blanks part it. Stray quotes
stand within a cell, as in the list, and in files of their own before and behind it. The table is invented here.

Each file has the cells that a person would read in it; where several readings are fair, each counts. A file's score is
the mean of success (the file is read, status 0 or 2), and of precision, recall and F1 of the header's cells, of the
records, and of all cells, each as multisets: at most 10. Prints the mean over all files, and of each kind.
"""

import argparse
import collections
import csv
import io
import pathlib
import random
import subprocess
import tempfile

ROWS, COLUMNS = 84, 9
DELIMITER, QUOTE, LINE_END = ",", '"', "\r\n"


def table():
    """The clean cells, the header first: numbers, blanks, commas, quotes, letters beyond ASCII."""
    choice = random.Random(20261121)
    rows = [["DATE", "TIME", "Quantity", "Product", "Price", "Product type", "Description", "Address", "Comment"]]
    adjectives = ["small", "bright", "heavy", "räsvaba", "folding", "синий"]
    things = ["lamp", "kettle", "chair", "shelf", "mug", "clock"]
    remarks = ["", "arrived late", 'called it "fine"', "two, not three", "so-so", "OK", 'the "small", old one', "n/a"]
    for number in range(1, ROWS):
        adjective, thing = choice.choice(adjectives), choice.choice(things)
        rows.append([
            f"{choice.randint(2019, 2026)}-{choice.randint(1, 12):02d}-{choice.randint(1, 28):02d}",
            f"{choice.randint(0, 23):02d}:{choice.randint(0, 59):02d}", str(choice.randint(1, 40)), f"P-{number:04d}",
            f"{choice.randint(1, 900)}.{choice.randint(0, 99):02d}", thing,
            f"{adjective} {thing}, {choice.randint(5, 90)} cm", f"https://shop.example/{thing}/{number}",
            choice.choice(remarks),
        ])
    return rows


def cell(text, quote=QUOTE, escape=QUOTE, delimiter=DELIMITER):
    """A cell as it is written."""
    if not any(mark in text for mark in (delimiter, quote, "\n", "\r")):
        return text
    return quote + text.replace(quote, escape + quote) + quote


def line(cells, **dialect):
    return dialect.get("delimiter", DELIMITER).join(cell(text, **dialect) for text in cells)


class Case:
    """A polluted file, how it is to be read, and the readings that are right."""

    def __init__(self, kind, name, content, readings, header_lines=1, options=()):
        self.kind, self.name, self.content = kind, name, content
        self.readings, self.header_lines, self.options = readings, header_lines, list(options)


def document(rows, **dialect):
    return "".join(line(row, **dialect) + LINE_END for row in rows)


def file_cases(rows):
    """Files whose table, header or end is unusual."""
    clean = document(rows)
    yield Case("source", "source", clean, [rows])
    yield Case("file", "no_payload", "", [[]], 0)
    yield Case("file", "no_trailing_newline", clean[: -len(LINE_END)], [rows])
    yield Case("file", "double_trailing_newline", clean + LINE_END, [rows])
    names = [f"column_{number}" for number in range(1, COLUMNS + 1)]
    yield Case("file", "no_header", document(rows[1:]), [[names] + rows[1:]], 1, ["--header-lines", "0"])
    for count in (2, 3):
        header = [[f"{name} {part}" for name in rows[0]] for part in range(2, count + 1)]
        several = rows[:1] + header + rows[1:]
        options = ["--header-lines", str(count)]
        yield Case("file", f"header_multirow_{count}", document(several), [several], count, options)
    preamble = "Export of the shop" + LINE_END + 'all stores, "final"' + LINE_END + LINE_END
    yield Case("file", "preamble", preamble + clean, [rows], 1, ["--skip", "3"])
    for name, width in (("less", COLUMNS - 3), ("more", COLUMNS + 4), ("same", COLUMNS)):
        other = [[f"{text}{number}" for number in range(width)] for text in ("name", "a", "b", "c")]
        first, second = (rows, other) if name == "same" else (other, rows)
        yield Case("file", f"multitable_{name}", document(first) + LINE_END + document(second), [first + second])
    yield Case("file", "header_only", document(rows[:1]), [rows[:1]])
    yield Case("file", "one_data_row", document(rows[:2]), [rows[:2]])


def dialect_cases(rows):
    """The whole file in another dialect."""
    for name, delimiter in (("0x20", " "), ("0x2C_0x20", ", "), ("0x3B", ";"), ("0x9", "\t")):
        yield Case(
            "dialect", f"field_delimiter_{name}", document(rows, delimiter=delimiter), [rows], 1,
            ["--delimiter", delimiter])
    yield Case("dialect", "quotation_char_0x27", document(rows, quote="'", escape="'"), [rows], 1, ["--quote", "'"])
    yield Case("dialect", "escape_char_0x5C", document(rows, escape="\\"), [rows], 1, ["--escape", "\\"])
    # Without an escape, quotes stand within quoted cells as they are.
    yield Case("dialect", "escape_char_0x00", document(rows, escape=""), [rows])
    for name, end in (("0xA", "\n"), ("0xD", "\r")):
        yield Case("dialect", f"record_delimiter_{name}", document(rows).replace(LINE_END, end), [rows])


def replaced(rows, number, cells):
    return rows[:number] + [cells] + rows[number + 1:]


def row_cases(rows):
    """One row damaged, at every place."""
    for number, row in enumerate(rows):
        written = [cell(text) for text in row]

        def content(text):
            lines = [line(other) for other in rows]
            lines[number] = text
            return "".join(text + LINE_END for text in lines)

        for column in range(1, COLUMNS):
            text = DELIMITER.join(written[:column]) + DELIMITER.join(written[column:])
            first, second = row[column - 1], row[column]
            merged = [first + second, written[column - 1] + written[column], first + written[column]]
            if written[column - 1] != first and written[column] != second:
                merged.append(first + QUOTE + second)
            readings = [replaced(rows, number, row[:column - 1] + [cells] + row[column + 1:]) for cells in merged]
            yield Case("row_less_sep", f"row_less_sep_row{number}_col{column}", content(text), readings)
        for column in range(COLUMNS):
            text = DELIMITER.join(written[:column] + [""] + written[column:])
            yield Case(
                "row_more_sep", f"row_more_sep_row{number}_col{column}", content(text),
                [replaced(rows, number, row[:column] + [""] + row[column:])])
        for column, (text, stored) in enumerate(zip(row, written)):
            for kind, place in (("row_extra_quote", len(text) // 2), ("quote_before", 0), ("quote_behind", len(text))):
                polluted = text[:place] + QUOTE + text[place:]
                if stored != text:
                    before, behind = (part.replace(QUOTE, QUOTE * 2) for part in (text[:place], text[place:]))
                    polluted = QUOTE + before + QUOTE + behind + QUOTE
                cells = row[:column] + [text[:place] + QUOTE + text[place:]] + row[column + 1:]
                yield Case(
                    kind, f"{kind}{number}_col{column}",
                    content(DELIMITER.join(written[:column] + [polluted] + written[column + 1:])),
                    [replaced(rows, number, cells)])
        # The dialect is that of the other rows: commas part this one too, and its quotes stand within cells.
        blanks = line(row, delimiter=" ")
        yield Case(
            "row_field_delimiter", f"row_field_delimiter_{number}_0x20", content(blanks),
            [replaced(rows, number, blanks.split(DELIMITER))])


def scores(wanted, found):
    """Precision, recall and F1 of two multisets."""
    wanted, found = collections.Counter(wanted), collections.Counter(found)
    common = sum((wanted & found).values())
    if not wanted and not found:
        return [1.0, 1.0, 1.0]
    precision = common / sum(found.values()) if found else 0.0
    recall = common / sum(wanted.values()) if wanted else 0.0
    return [precision, recall, 2 * precision * recall / (precision + recall) if common else 0.0]


def score(reading, header_lines, rows):
    def parts(rows):
        header, body = rows[:header_lines], rows[header_lines:]
        return sum(header, []), [tuple(row) for row in body], [text for row in body for text in row]

    return 1 + sum(sum(scores(wanted, found)) for wanted, found in zip(parts(reading), parts(rows)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--voc", required=True)
    parser.add_argument("--show", type=int, default=0, help="print so many of the worst files")
    parser.add_argument("--keep", help="write the files here and leave them")
    arguments = parser.parse_args()
    rows = table()
    folder = pathlib.Path(arguments.keep or tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    results = []
    for case in [*file_cases(rows), *dialect_cases(rows), *row_cases(rows)]:
        source, output = folder / f"{case.name}.csv", folder / f"{case.name}.out"
        source.write_bytes(case.content.encode())
        done = subprocess.run(
            [arguments.voc, "clean", source, output, "--lenient", "--quiet", "--workers", "1", *case.options],
            capture_output=True, text=True)
        value = 0.0
        if done.returncode in (0, 2):
            found = list(csv.reader(io.StringIO(output.read_bytes().decode(), newline="")))
            value = max(score(reading, case.header_lines, found) for reading in case.readings)
        results.append((value, case, done.stderr))
        if not arguments.keep:
            source.unlink()
            output.unlink(missing_ok=True)
    kinds = collections.defaultdict(list)
    for value, case, _ in results:
        kinds[case.kind].append(value)
    for kind, values in kinds.items():
        print(f"{kind:20} {len(values):5} files, score {sum(values) / len(values):.4f}, least {min(values):.3f}")
    print(f"{'all':20} {len(results):5} files, score {sum(v for v, _, _ in results) / len(results):.4f}")
    for value, case, message in sorted(results, key=lambda result: result[0])[: arguments.show]:
        print(f"{value:.3f} {case.name} {message.strip()}")


if __name__ == "__main__":
    main()
