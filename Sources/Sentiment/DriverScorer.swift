internal import Buffers

/// Gives each driver that a comment speaks about its own sentiment, from the evidence near its mention.
///
/// An evaluation that names its driver counts for that driver. Any other counts for the drivers mentioned nearest in its clause, else
/// nearest in its sentence within the rule's reach, else for none. A driver that is mentioned and has no evidence of its own takes what
/// its clause evaluates, else its sentence, else the comment: who praises or blames in the same breath means it too. A tentative mention
/// (`driver?`) is one only where an evaluation of its clause, a few words away, counts for it.
struct DriverScorer: ~Copyable {
  /// So many words may stand between a tentative mention and what is said of it.
  private static let tentativeReach: Int32 = 3

  /// Numbers of the mentions, those that are firm and those that are tentative.
  private var firm = FlatList<Int32>(capacity: 64)
  private var tentative = FlatList<Int32>(capacity: 64)
  private var positive = [Int64](repeating: 0, count: DriverList.maximum)
  private var negative = [Int64](repeating: 0, count: DriverList.maximum)

  mutating func score(
    _ scoring: inout FlatList<TermMatch>, _ mentions: borrowing FlatList<TermMatch>, _ lexicon: CompiledLexicon,
    totals: Scorer, into drivers: inout [DriverSentiment]
  ) {
    var mentioned: UInt32 = 0
    firm.removeAll()
    tentative.removeAll()
    for index in mentions.indices {
      let entry = lexicon.facts[Int(mentions[index].entry)]
      if entry.isTentative {
        tentative.append(Int32(truncatingIfNeeded: index))
      } else {
        firm.append(Int32(truncatingIfNeeded: index))
        mentioned |= entry.drivers
      }
    }
    // Of both kinds the first that does not end before the match at hand.
    var nextFirm = 0
    var nextTentative = 0
    for index in scoring.indices where scoring[index].weight != 0 {
      let match = scoring[index]
      while nextFirm < firm.count, mentions[Int(firm[nextFirm])].last < match.first { nextFirm += 1 }
      while nextTentative < tentative.count, mentions[Int(tentative[nextTentative])].last < match.first {
        nextTentative += 1
      }
      let own = lexicon.facts[Int(match.entry)].drivers
      let counted = own != 0 ? own : nearest(match, mentions, nextFirm, nextTentative, lexicon)
      scoring[index].drivers = counted
      mentioned |= counted
      add(scoring[index].weight, counted)
    }
    while mentioned != 0 {
      let driver = mentioned.trailingZeroBitCount
      mentioned &= mentioned - 1
      if positive[driver] == 0, negative[driver] == 0 { borrow(driver, &scoring, mentions, lexicon) }
      let p = positive[driver]
      let n = negative[driver]
      // Evidence counts for mentioned drivers alone, so that all are zero again for the next comment.
      positive[driver] = 0
      negative[driver] = 0
      drivers.append(
        DriverSentiment(
          driver: UInt8(driver), label: Scorer.label(p, n, lexicon.rules), score: Scorer.score(p, n, lexicon.rules),
          rest: Scorer.score(totals.positive - p, totals.negative - n, lexicon.rules)))
    }
  }

  private mutating func add(_ weight: Int32, _ drivers: UInt32) {
    var rest = drivers
    while rest != 0 {
      let driver = rest.trailingZeroBitCount
      if weight > 0 { positive[driver] += Int64(weight) } else { negative[driver] -= Int64(weight) }
      rest &= rest - 1
    }
  }

  /// Takes the evidence around a driver's first mention.
  private mutating func borrow(
    _ driver: Int, _ scoring: inout FlatList<TermMatch>, _ mentions: borrowing FlatList<TermMatch>,
    _ lexicon: CompiledLexicon
  ) {
    let bit: UInt32 = 1 << UInt32(driver)
    var first = 0
    while first < firm.count, lexicon.facts[Int(mentions[Int(firm[first])].entry)].drivers & bit == 0 { first += 1 }
    guard first < firm.count else { return }
    let mention = mentions[Int(firm[first])]
    for scope in 0..<3 where positive[driver] == 0 && negative[driver] == 0 {
      for index in scoring.indices where scoring[index].weight != 0 {
        let match = scoring[index]
        let isNear =
          switch scope {
          case 0: match.clause == mention.clause
          case 1: match.sentence == mention.sentence
          default: true
          }
        if isNear {
          add(match.weight, bit)
          scoring[index].drivers |= bit
        }
      }
    }
  }

  /// The drivers of the mention nearest to a match.
  ///
  /// Mentions and matches are in the order of the comment and overlap with nothing of their own, so that of the mentions before the
  /// match the last is the nearest, and those behind it are ever farther.
  private func nearest(
    _ match: TermMatch, _ mentions: borrowing FlatList<TermMatch>, _ nextFirm: Int, _ nextTentative: Int,
    _ lexicon: CompiledLexicon
  ) -> UInt32 {
    var best: (distance: Int32, drivers: UInt32)?
    var bestInClause: (distance: Int32, drivers: UInt32)?
    for index in max(nextFirm - 1, 0)..<firm.count {
      let mention = mentions[Int(firm[index])]
      if mention.sentence != match.sentence {
        if mention.first > match.last { break }
        continue
      }
      let distance = Self.distance(match, mention)
      let drivers = lexicon.facts[Int(mention.entry)].drivers
      let isInClause = mention.clause == match.clause
      if isInClause, distance < bestInClause?.distance ?? Int32.max { bestInClause = (distance, drivers) }
      if distance <= lexicon.rules.driverReach, distance < best?.distance ?? Int32.max { best = (distance, drivers) }
      if mention.first > match.last, bestInClause != nil || !isInClause { break }
    }
    // Of two that are as near, the firm one.
    for index in max(nextTentative - 1, 0)..<min(nextTentative + 1, tentative.count) {
      let mention = mentions[Int(tentative[index])]
      let distance = Self.distance(match, mention)
      if mention.sentence == match.sentence, mention.clause == match.clause, distance <= Self.tentativeReach,
        distance < bestInClause?.distance ?? Int32.max
      {
        bestInClause = (distance, lexicon.facts[Int(mention.entry)].drivers)
      }
    }
    return bestInClause?.drivers ?? best?.drivers ?? 0
  }

  /// Words between the two; 0 where they touch or overlap.
  private static func distance(_ match: TermMatch, _ mention: TermMatch) -> Int32 {
    max(0, max(mention.first - match.last, match.first - mention.last) - 1)
  }
}
