import Sentiment

extension LexiconDifference {
  /// Changed comments that are shown where the user does not say.
  package static let defaultLimit = 20
  /// Entries that are shown.
  private static let shownEffects = 20

  /// The transitions, then the entries that did it, then the changed comments.
  ///
  /// - Parameter limit: how many changed comments are shown.
  package func text(first: String, second: String, limit: Int) -> String {
    let names = SentimentLabel.shown.map(\.name) + ["none"]
    let unchanged = transitions.right
    var lines = ["\(transitions.total) comments, \(changes.count) change their label, \(unchanged) keep it"]
    if changes.contains(where: { $0.gold != nil }) { lines.append("\(gained) become right, \(lost) become wrong") }
    lines += ["", "Transitions (rows: \(first), columns: \(second))"]
    var matrix = TextTable(columns: ([""] + names).map { .init($0, alignment: $0.isEmpty ? .left : .right) })
    for (row, name) in names.enumerated() { matrix.append([name] + transitions.counts[row].map(String.init)) }
    lines += matrix.lines(width: .max).map { "  \($0)" }
    if !effects.isEmpty {
      lines += ["", "Entries in these changes" + Self.part(effects.count, Self.shownEffects)]
      var table = TextTable(columns: [
        .init("before", alignment: .right), .init("after", alignment: .right), .init("entry"),
      ])
      for effect in effects.prefix(Self.shownEffects) {
        table.append(["\(effect.before)", "\(effect.after)", "'\(effect.term)' (\(effect.place))"])
      }
      lines += table.lines(width: .max).map { "  \($0)" }
    }
    if !changes.isEmpty, limit > 0 {
      lines += ["", "Changed comments" + Self.part(changes.count, limit)]
      for change in changes.prefix(limit) { lines += Self.lines(change) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func part(_ count: Int, _ shown: Int) -> String {
    count > shown ? " (the first \(shown) of \(count))" : ""
  }

  private static func lines(_ change: Change) -> [String] {
    func side(_ label: SentimentLabel?, _ score: Int32) -> String {
      "\(label?.name ?? "none") (\(Thousandths.format(score)))"
    }
    let gold = change.gold.map { ", gold \($0.name)" } ?? ""
    var lines = [
      "  \(change.file):\(change.line): \(side(change.before, change.scoreBefore)) → "
        + "\(side(change.after, change.scoreAfter))\(gold)",
      "    \(change.text)",
    ]
    for cause in change.causes {
      if let before = cause.before { lines.append("      before: \(before.line)") }
      if let after = cause.after { lines.append("      after:  \(after.line)") }
    }
    return lines
  }
}
