import Buffers
import Satisfaction

/// What is compared: comments of one audience and language that have something, with those that don't.
struct KeywordComparison: Sendable {
  enum Kind: Sendable, Equatable {
    /// Negative comments with all others.
    case label
    /// Comments negative about a driver with the others that speak of it.
    case driver(Int)
    /// Comments of the later period with those of the earlier one.
    case period
  }

  /// A term that sets the first group apart.
  struct Term: Sendable {
    var word: UInt32
    /// Comments of each group; of the second nil where too few customers have it.
    var first: Int
    var second: Int?
    var score: LogOdds.Score
    /// The first comments of the first group in the order of the input, by number.
    var examples: [Int]
  }

  /// Audience and language.
  let segment: Int
  let kind: Kind
  /// Comments and words of each group.
  private(set) var firstComments = 0
  private(set) var secondComments = 0
  private(set) var firstWords = 0
  private(set) var secondWords = 0
  /// The surest first.
  private(set) var terms: [Term] = []

  /// The prior is worth this share of the words of both groups.
  private static let priorShare = 0.1
  /// Comments that are shown for a term.
  static let examples = 3

  /// All comparisons with a term, by segment, kind and driver.
  ///
  /// About 5 ns a word and comparison.
  static func all(_ plan: KeywordPlan, _ counts: KeywordCounts) -> [KeywordComparison] {
    var bySegment = [[Int]](repeating: [], count: KeywordPlan.segments)
    for (number, comment) in counts.comments.enumerated() { bySegment[Int(comment.segment)].append(number) }
    let kinds = [Kind.label] + plan.drivers.indices.map { Kind.driver($0) } + [.period]
    var tally = KeywordTally(words: counts.words.count)
    var compared: [KeywordComparison] = []
    for segment in bySegment.indices where !bySegment[segment].isEmpty {
      let numbers = bySegment[segment].sorted { counts.comments[$0].order < counts.comments[$1].order }
      for kind in kinds {
        if let found = KeywordComparison(segment, kind, numbers, plan, counts, &tally) { compared.append(found) }
        tally.removeAll()
      }
    }
    return compared
  }

  /// Whether a comment is of the first group (true) or the second (false); nil of neither.
  private static func isFirst(_ comment: KeywordCounts.Comment, _ kind: Kind) -> Bool? {
    switch kind {
    case .label: return comment.isNegative
    case .driver(let driver):
      let bit: UInt32 = 1 << UInt32(driver)
      return comment.drivers & bit == 0 ? nil : comment.negativeDrivers & bit != 0
    case .period: return comment.isAfter ? true : comment.isBefore ? false : nil
    }
  }

  /// - Parameter numbers: comments of the segment in the order of the input.
  private init?(
    _ segment: Int, _ kind: Kind, _ numbers: [Int], _ plan: KeywordPlan, _ counts: KeywordCounts,
    _ tally: inout KeywordTally
  ) {
    self.segment = segment
    self.kind = kind
    let groups = numbers.compactMap { number in
      Self.isFirst(counts.comments[number], kind).map { (number: number, isFirst: $0) }
    }
    guard Self.hasCustomers(groups.filter(\.isFirst).map(\.number), plan, counts),
      Self.hasCustomers(groups.filter { !$0.isFirst }.map(\.number), plan, counts)
    else { return nil }
    for group in groups {
      let words = counts.words(of: group.number)
      if group.isFirst {
        firstComments += 1
        firstWords += words.count
      } else {
        secondComments += 1
        secondWords += words.count
      }
      for place in words { tally.count(counts.postings[place], isFirst: group.isFirst) }
    }
    terms = terms(groups, plan, counts, &tally)
    if terms.isEmpty { return nil }
  }

  private static func hasCustomers(_ numbers: [Int], _ plan: KeywordPlan, _ counts: KeywordCounts) -> Bool {
    var floor = CustomerFloor()
    for number in numbers where !floor.reaches(plan.minimumBase) {
      floor.insert(counts.comments[number], upTo: plan.minimumBase)
    }
    return floor.reaches(plan.minimumBase)
  }

  private func terms(
    _ groups: [(number: Int, isFirst: Bool)], _ plan: KeywordPlan, _ counts: KeywordCounts,
    _ tally: inout KeywordTally
  ) -> [Term] {
    struct Found {
      var first = CustomerFloor()
      var second = CustomerFloor()
      var examples: [Int] = []
    }
    let candidates = tally.chooseCandidates(minimumComments: plan.minimumComments)
    var found = [Found](repeating: Found(), count: candidates.count)
    for group in groups {
      let comment = counts.comments[group.number]
      for place in counts.words(of: group.number) {
        guard let candidate = tally.candidate(counts.postings[place]) else { continue }
        if group.isFirst {
          found[candidate].first.insert(comment, upTo: plan.minimumBase)
          if found[candidate].examples.count < Self.examples { found[candidate].examples.append(group.number) }
        } else {
          found[candidate].second.insert(comment, upTo: plan.minimumBase)
        }
      }
    }
    let odds = LogOdds(
      firstTotal: firstWords, secondTotal: secondWords, total: firstWords + secondWords,
      priorWords: max(1, Self.priorShare * Double(firstWords + secondWords)))
    var terms: [Term] = []
    for (word, found) in zip(candidates, found) where found.first.reaches(plan.minimumBase) {
      let count = tally.counts(word)
      // What few customers have is neither told nor to be found from z: it is taken as the most that is not told.
      let told = found.second.reaches(plan.minimumBase) ? count.second : nil
      let second = told ?? plan.minimumBase - 1
      let score = odds.score(first: count.first, second: second, all: count.first + second)
      guard score.z >= NormalDistribution.z95 else { continue }
      terms.append(Term(word: word, first: count.first, second: told, score: score, examples: found.examples))
    }
    terms.sort {
      ($1.score.z, $1.first) != ($0.score.z, $0.first)
        ? ($1.score.z, $1.first) < ($0.score.z, $0.first) : counts.isBefore($0.word, $1.word)
    }
    return Array(terms.prefix(plan.terms))
  }
}

extension CustomerFloor {
  fileprivate mutating func insert(_ comment: KeywordCounts.Comment, upTo count: Int) {
    insert(comment.isAnonymous ? nil : comment.customer, upTo: count)
  }
}

extension KeywordCounts {
  /// Places in `postings` of a comment's words.
  func words(of comment: Int) -> Range<Int> {
    (comment == 0 ? 0 : Int(comments[comment - 1].end))..<Int(comments[comment].end)
  }

  /// Whether a word's bytes stand before another's.
  func isBefore(_ first: UInt32, _ second: UInt32) -> Bool {
    let bytes = words.strings.bytes.span
    return bytes.extracting(words.strings.range(Int(first)))
      .isLess(than: bytes.extracting(words.strings.range(Int(second))))
  }
}
