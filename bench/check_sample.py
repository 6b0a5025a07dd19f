"""Compares a run's tables with a slow, obvious reading of the same exports, on a sample of the comments.

Purchases are matched as the documentation says, with dictionaries and lists; labels are those of `voc classify`, which reads
one comment at a time and knows no exports. Made for exports as `voc generate` writes them: one source, times in UTC.
"""
import csv
import datetime
import json
import subprocess

MATCH_DAYS = 365  # as pipeline.yaml has it
COLUMNS = "feedback_id,label,score,match,purchase_order_id"


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


class Purchases:
    """Orders by id, and those of each customer, without cancelled lines and those after the run date."""

    def __init__(self, path, run_date):
        self.orders = {}
        last = datetime.date.fromisoformat(run_date)
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["status"] == "cancelled":
                    continue
                at = moment(row["purchased_at"])
                owner, first = self.orders.get(row["order_id"], (row["customer_id"], at))
                self.orders[row["order_id"]] = (owner or row["customer_id"], min(first, at))
        self.orders = {order: found for order, found in self.orders.items() if found[1].date() <= last}
        self.by_customer = {}
        for order, (owner, at) in self.orders.items():
            if owner:
                self.by_customer.setdefault(owner, []).append((at, order))

    def match(self, comment):
        """How the comment is matched, and to which order."""
        if comment["order_id"] in self.orders:
            return "order", comment["order_id"]
        at = moment(comment["submitted_at"])
        before = [(time, order) for time, order in self.by_customer.get(comment["customer_id"], []) if time <= at]
        if before:
            time, order = max(before)
            if (at.date() - time.date()).days <= MATCH_DAYS:
                return "customer", order
        return "none", None


def classify(voc, texts):
    """Label and score of each text."""
    result = subprocess.run(
        [str(voc), "classify"], input="\n".join(texts) + "\n", capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    return [(answer["label"], answer["score"]) for answer in answers]


def read_run(voc, folder):
    """The rows of `comments` by id."""
    command = [str(voc), "cat", str(folder / "comments" / "part-00000.parquet"), "--format", "jsonl", "--columns", COLUMNS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        rows = {}
        for line in process.stdout:
            row = json.loads(line)
            rows[row["feedback_id"]] = row
    if process.returncode != 0:
        raise ValueError(f"{' '.join(command)}: exit status {process.returncode}")
    return rows


def check(voc, exports, folder, run_date, sample):
    """Compares every n-th comment, about `sample` of them; how many. Raises ValueError where anything differs."""
    rows = read_run(voc, folder)
    step = max(1, len(rows) // sample)
    purchases = Purchases(exports / "purchases.csv", run_date)
    comments = []
    with open(exports / "feedback.csv", encoding="utf-8", newline="") as file:
        for number, comment in enumerate(csv.DictReader(file)):
            if number % step == 0:
                comments.append(comment)
    for comment in comments:
        row = rows[comment["feedback_id"]]
        expected, found = purchases.match(comment), (row["match"], row["purchase_order_id"])
        if expected != found:
            raise ValueError(f"{comment['feedback_id']} is matched by {found}, expected {expected}")
    # A line is a comment to `voc classify`.
    single = [comment for comment in comments if "\n" not in comment["comment"] and "\r" not in comment["comment"]]
    for comment, expected in zip(single, classify(voc, [comment["comment"] for comment in single])):
        row = rows[comment["feedback_id"]]
        if (row["label"], row["score"]) != expected:
            raise ValueError(f"{comment['feedback_id']}: {row['label']} {row['score']}, classify says {expected}")
    return len(comments)
