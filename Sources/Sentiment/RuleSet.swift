internal import Text

/// The numbers by which evidence is weighed in one language: reaches in words, factors and thresholds in thousandths.
///
/// Read from `lexicons/<language>/rules.tsv`, where each stands with its reason. Every rule must be given.
public struct RuleSet: Sendable, Equatable {
  /// How many words may stand between a negator and what it negates after it.
  public var negationReachAfter: Int32 = 0
  /// How many words may stand between what is negated and a negator behind it.
  public var negationReachBefore: Int32 = 0
  /// Multiplies a negated positive weight.
  public var negatedPositiveFactor: Int32 = 0
  /// Multiplies a negated negative weight.
  public var negatedNegativeFactor: Int32 = 0
  /// Weight of a negator that negates nothing listed.
  public var unattachedNegatorWeight: Int32 = 0
  /// How many words may stand between an intensifier or diminisher and its word behind it.
  public var degreeReachAfter: Int32 = 0
  /// How many words may stand between a word and an intensifier or diminisher behind it.
  public var degreeReachBefore: Int32 = 0
  /// 1 where degree words rather follow their word, 0 where they rather precede it.
  public var degreeFollows: Int32 = 0
  /// Multiplies weights in the clause that a contrast opens.
  public var contrastAfterFactor: Int32 = 0
  /// Multiplies weights in the same sentence before a contrast.
  public var contrastBeforeFactor: Int32 = 0
  /// Multiplies weights in a concessive clause.
  public var concessionFactor: Int32 = 0
  /// Multiplies positive weights in a clause with a wish or condition.
  public var irrealisPositiveFactor: Int32 = 0
  /// Multiplies negative weights in a clause with a wish or condition.
  public var irrealisNegativeFactor: Int32 = 0
  /// Multiplies positive weights in a question.
  public var questionPositiveFactor: Int32 = 0
  /// Multiplies negative weights in a question.
  public var questionNegativeFactor: Int32 = 0
  /// Multiplies the weight of a problem that was solved; negative, so that it becomes praise.
  public var solvedProblemFactor: Int32 = 0
  /// Multiplies the weight of a word in capitals, unless most of the comment is.
  public var capitalsFactor: Int32 = 0
  /// Multiplies weights in a sentence with an exclamation mark.
  public var exclamationFactor: Int32 = 0
  /// Multiplies the weight of a word with stretched letters.
  public var stretchedFactor: Int32 = 0
  /// K of score = (P − N) / (P + N + K): how much evidence brings the score to a half.
  public var evidenceConstant: Int32 = 0
  /// Scores from here on are positive.
  public var positiveThreshold: Int32 = 0
  /// Scores down from here are negative; itself negative.
  public var negativeThreshold: Int32 = 0
  /// Both sides must weigh this much for `mixed`.
  public var mixedMinimum: Int32 = 0
  /// The weaker side's share of the stronger that makes `mixed`.
  public var mixedRatio: Int32 = 0
  /// Negative evidence that makes a complaint.
  public var complaintMinimum: Int32 = 0
  /// Positive evidence that makes praise.
  public var praiseMinimum: Int32 = 0
  /// How many words may stand between an evaluation and the driver it is counted for in another clause of the sentence.
  public var driverReach: Int32 = 0

  /// Every rule: its name in the file, where it is kept, whether it counts words, and what values it may have.
  private struct Rule: Sendable {
    var name: String
    var key: any WritableKeyPath<RuleSet, Int32> & Sendable
    var isWords: Bool
    var range: ClosedRange<Int32>

    init(
      _ name: String, _ key: any WritableKeyPath<RuleSet, Int32> & Sendable, words: ClosedRange<Int32>? = nil,
      thousandths: ClosedRange<Int32>? = nil
    ) {
      self.name = name
      self.key = key
      isWords = words != nil
      range = words ?? thousandths ?? 0...0
    }
  }

  private static let rules: [Rule] = [
    Rule("negation_reach_after", \.negationReachAfter, words: 0...10),
    Rule("negation_reach_before", \.negationReachBefore, words: 0...10),
    Rule("negated_positive_factor", \.negatedPositiveFactor, thousandths: -2000...1000),
    Rule("negated_negative_factor", \.negatedNegativeFactor, thousandths: -2000...1000),
    Rule("unattached_negator_weight", \.unattachedNegatorWeight, thousandths: -2000...0),
    Rule("degree_reach_after", \.degreeReachAfter, words: 0...10),
    Rule("degree_reach_before", \.degreeReachBefore, words: 0...10),
    Rule("degree_follows", \.degreeFollows, words: 0...1),
    Rule("contrast_after_factor", \.contrastAfterFactor, thousandths: 0...3000),
    Rule("contrast_before_factor", \.contrastBeforeFactor, thousandths: 0...3000),
    Rule("concession_factor", \.concessionFactor, thousandths: 0...3000),
    Rule("irrealis_positive_factor", \.irrealisPositiveFactor, thousandths: -1000...1000),
    Rule("irrealis_negative_factor", \.irrealisNegativeFactor, thousandths: -1000...1000),
    Rule("question_positive_factor", \.questionPositiveFactor, thousandths: -1000...1000),
    Rule("question_negative_factor", \.questionNegativeFactor, thousandths: -1000...1000),
    Rule("solved_problem_factor", \.solvedProblemFactor, thousandths: -2000...1000),
    Rule("capitals_factor", \.capitalsFactor, thousandths: 1000...3000),
    Rule("exclamation_factor", \.exclamationFactor, thousandths: 1000...3000),
    Rule("stretched_factor", \.stretchedFactor, thousandths: 1000...3000),
    Rule("evidence_constant", \.evidenceConstant, thousandths: 100...20000),
    Rule("positive_threshold", \.positiveThreshold, thousandths: 1...999),
    Rule("negative_threshold", \.negativeThreshold, thousandths: -999 ... -1),
    Rule("mixed_minimum", \.mixedMinimum, thousandths: 1...10000),
    Rule("mixed_ratio", \.mixedRatio, thousandths: 1...1000),
    Rule("complaint_minimum", \.complaintMinimum, thousandths: 1...10000),
    Rule("praise_minimum", \.praiseMinimum, thousandths: 1...10000),
    Rule("driver_reach", \.driverReach, words: 0...50),
  ]

  static let columns = "rule\tvalue\treason"

  /// Reads a file of rules; every mistake in it goes to `issues`.
  public init(file: String, content: String, issues: inout [LexiconIssue]) {
    var missing = Set(Self.rules.map(\.name))
    var hasColumns = false
    for (index, line) in Lines.split(content).enumerated() {
      if line.isEmpty || line.hasPrefix("#") { continue }
      func report(_ message: String) { issues.append(LexiconIssue(file: file, line: index + 1, message: message)) }
      if !hasColumns {
        hasColumns = true
        if line != Self.columns { report("the columns are '\(line)', expected 'rule<TAB>value<TAB>reason'") }
        continue
      }
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard cells.count == 3 else {
        report("\(cells.count) columns, expected 3: rule, value, reason")
        continue
      }
      guard let rule = Self.rules.first(where: { $0.name == cells[0] }) else {
        let near = Spelling.nearest(String(cells[0]), among: Self.rules.map(\.name)).map { ", did you mean '\($0)'?" }
        report("unknown rule '\(cells[0])'\(near ?? "")")
        continue
      }
      if missing.remove(rule.name) == nil { report("the rule '\(rule.name)' is given twice") }
      let value = rule.isWords ? Int32(cells[1]) : Thousandths.parse(cells[1])
      guard let value, rule.range.contains(value) else {
        let range =
          rule.isWords
          ? "a whole number from \(rule.range.lowerBound) to \(rule.range.upperBound)"
          : "a decimal from \(Thousandths.format(rule.range.lowerBound)) to \(Thousandths.format(rule.range.upperBound))"
        report("the value '\(cells[1])' of \(rule.name) is not \(range)")
        continue
      }
      if cells[2].isEmpty { report("the reason of \(rule.name) is missing") }
      self[keyPath: rule.key] = value
    }
    for rule in Self.rules where missing.contains(rule.name) {
      issues.append(LexiconIssue(file: file, line: 0, message: "the rule '\(rule.name)' is missing"))
    }
  }
}
