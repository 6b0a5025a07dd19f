import Foundation
import Satisfaction
import Sentiment

extension Evaluation {
  /// The figures for people: aligned tables; `–` where a figure has no base.
  package func text() -> String {
    var lines = summary
    lines += ["", "Labels"] + Self.labels(all)
    lines += ["", "Confusion (rows: gold, columns: found)"] + Self.confusion(all)
    if all.hasDrivers { lines += ["", "Drivers"] + drivers }
    if all.hasAspect.contains(true) { lines += ["", "Aspects"] + Self.aspects(all) }
    if !groups.isEmpty { lines += ["", "Groups"] + groupTable }
    if !errors.isEmpty { lines += ["", "Worst of \(errorCount) wrong labels"] + worst }
    return lines.joined(separator: "\n") + "\n"
  }

  private var summary: [String] {
    var table = TextTable(columns: [.init(), .init(overflow: .wrap)])
    table.append(["comments", "\(all.count)"])
    if all.otherLanguages > 0 {
      table.append(["other languages", "\(all.otherLanguages), whose labels are not judged"])
    }
    table.append(["coverage", "\(Self.share(all.covered, all.count)): a term or rating weighed"])
    if all.languageBase > 0 {
      table.append(["language", "\(Self.share(all.languageRight, all.languageBase)): identified as annotated"])
    }
    return table.lines(width: FileInspection.defaultWidth)
  }

  private static func labels(_ tally: EvaluationTally) -> [String] {
    var rows = [["classes", "n", "accuracy", "95 % interval", "macro-F1", "kappa"]]
    var kinds = [("four", tally.labels), ("three: mixed is neutral", tally.threeClasses)]
    if tally.unlabelled > 0 { kinds.append(("three: mixed or none is neutral", tally.threeClassesOrNone)) }
    kinds.append(("two: sign of the score", tally.twoClasses))
    for (name, matrix) in kinds {
      rows.append([
        name, "\(matrix.total)", decimal(matrix.accuracy), interval(matrix.right, matrix.total),
        decimal(matrix.macroF1), decimal(matrix.kappa),
      ])
    }
    return aligned(rows)
  }

  private static func confusion(_ tally: EvaluationTally) -> [String] {
    let names = SentimentLabel.shown.map(\.name)
    var rows = [["", "n"] + names + ["none", "precision", "recall", "F1"]]
    for (number, name) in names.enumerated() {
      let detection = tally.labels.detection(of: number)
      let counts = tally.labels.counts[number].map(String.init)
      rows.append([name, "\(detection.gold)"] + counts + figures(detection))
    }
    return aligned(rows)
  }

  private static func figures(_ counts: DetectionCounts) -> [String] {
    [decimal(counts.precision), decimal(counts.recall), decimal(counts.f1)]
  }

  private var drivers: [String] {
    var rows = [["driver", "gold", "found", "precision", "recall", "F1", "F1 with polarity"]]
    func append(_ name: String, _ counts: DetectionCounts, _ withPolarity: DetectionCounts) {
      rows.append(
        [name, "\(counts.gold)", "\(counts.found)"] + Self.figures(counts) + [Self.decimal(withPolarity.f1)])
    }
    append("all", all.drivers.sum, all.driversWithPolarity.sum)
    for (number, name) in driverNames.enumerated() where all.drivers[number].gold + all.drivers[number].found > 0 {
      append("  \(name)", all.drivers[number], all.driversWithPolarity[number])
    }
    return Self.aligned(rows)
  }

  private static func aspects(_ tally: EvaluationTally) -> [String] {
    var rows = [["aspect", "gold", "found", "precision", "recall", "F1"]]
    for aspect in Aspect.allCases where tally.hasAspect[aspect.rawValue] {
      let counts = tally.aspects[aspect.rawValue]
      let sum = counts.sum
      rows.append([aspect.name, "\(sum.gold)", "\(sum.found)"] + figures(sum))
      guard !aspect.isFlag else { continue }
      for (value, count) in zip(aspect.values, counts) {
        rows.append(["  \(value)", "\(count.gold)", "\(count.found)"] + figures(count))
      }
    }
    return aligned(rows)
  }

  /// A column for each group: there are more figures than groups.
  private var groupTable: [String] {
    var rows = [[""] + groups.map(\.name)]
    func append(_ name: String, _ figure: (EvaluationTally) -> String) {
      rows.append([name] + groups.map { figure($0.tally) })
    }
    append("n") { "\($0.count)" }
    append("accuracy") { Self.decimal($0.labels.accuracy) }
    append("  95 % interval") { Self.interval($0.labels.right, $0.count) }
    append("macro-F1, four classes") { Self.decimal($0.labels.macroF1) }
    append("macro-F1, three classes") { Self.decimal($0.threeClasses.macroF1) }
    append("macro-F1, two classes") { Self.decimal($0.twoClasses.macroF1) }
    append("kappa") { Self.decimal($0.labels.kappa) }
    append("coverage") { Self.ratio($0.covered, $0.count) }
    if all.languageBase > 0 { append("language") { Self.ratio($0.languageRight, $0.languageBase) } }
    if all.hasDrivers {
      append("F1 of drivers") { Self.decimal($0.drivers.sum.f1) }
      append("  with polarity") { Self.decimal($0.driversWithPolarity.sum.f1) }
    }
    for aspect in Aspect.allCases where all.hasAspect[aspect.rawValue] {
      append("F1 of \(aspect.name)") { Self.decimal($0.aspects[aspect.rawValue].sum.f1) }
    }
    return Self.aligned(rows)
  }

  private var worst: [String] {
    errors.flatMap { error in
      let name = error.name.isEmpty ? "" : " (\(error.name))"
      let found = error.found?.name ?? "none"
      return [
        "  \(error.file):\(error.line)\(name): gold \(error.expected.name), found \(found), score "
          + Thousandths.format(error.score),
        "    \(error.text)",
      ] + error.evidence.map { "      \($0.line)" }
    }
  }

  /// Rows below their headers, indented: a name on the left, numbers on the right.
  private static func aligned(_ rows: [[String]]) -> [String] {
    guard let headers = rows.first, let last = headers.indices.last else { return [] }
    var table = TextTable(columns: headers.indices.map { .init(alignment: $0 == 0 ? .left : .right) })
    // The table leaves its last column on the left.
    let width = rows.map { $0[last].count }.max() ?? 0
    for row in rows {
      let padding = String(repeating: " ", count: width - row[last].count)
      table.append(row.dropLast() + [padding + row[last]])
    }
    return table.lines(width: .max).map { "  \($0)" }
  }

  private static func decimal(_ value: Double?) -> String { value.map { String(format: "%.3f", $0) } ?? "–" }

  private static func ratio(_ count: Int, _ base: Int) -> String {
    decimal(base == 0 ? nil : Double(count) / Double(base))
  }

  private static func interval(_ count: Int, _ base: Int) -> String {
    guard let interval = Wilson.interval(Int64(count), of: Int64(base)) else { return "–" }
    return "\(decimal(interval.low))–\(decimal(interval.high))"
  }

  private static func share(_ count: Int, _ base: Int) -> String {
    "\(count) of \(base), \(ratio(count, base)) (\(interval(count, base)))"
  }
}
