internal import Buffers

/// Gives each driver that a comment speaks about its own sentiment, from the evidence near its mention.
///
/// An evaluation that names its driver counts for that driver. Any other counts for the drivers mentioned nearest in its clause, else
/// nearest in its sentence within the rule's reach, else for none. A driver that is mentioned and has no evidence of its own takes what
/// its clause evaluates, else its sentence, else the comment: who praises or blames in the same breath means it too. A tentative mention
/// (`driver?`) is one only where an evaluation of its clause, a few words away, counts for it.
struct DriverScorer {
  /// So many words may stand between a tentative mention and what is said of it.
  private static let tentativeReach: Int32 = 3

  private var positive = [Int64](repeating: 0, count: DriverList.maximum)
  private var negative = [Int64](repeating: 0, count: DriverList.maximum)

  mutating func score(
    _ scoring: inout FlatList<TermMatch>, _ mentions: borrowing FlatList<TermMatch>, _ lexicon: CompiledLexicon,
    totals: Scorer, into drivers: inout [DriverSentiment]
  ) {
    var mentioned: UInt32 = 0
    for index in mentions.indices {
      let entry = lexicon.facts[Int(mentions[index].entry)]
      if !entry.isTentative { mentioned |= entry.drivers }
    }
    for index in scoring.indices where scoring[index].weight != 0 {
      let own = lexicon.facts[Int(scoring[index].entry)].drivers
      let counted = own != 0 ? own : nearest(scoring[index], mentions, lexicon)
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
    while first < mentions.count {
      let entry = lexicon.facts[Int(mentions[first].entry)]
      if entry.drivers & bit != 0, !entry.isTentative { break }
      first += 1
    }
    guard first < mentions.count else { return }
    let mention = mentions[first]
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

  private func nearest(_ match: TermMatch, _ mentions: borrowing FlatList<TermMatch>, _ lexicon: CompiledLexicon)
    -> UInt32
  {
    var best: (distance: Int32, drivers: UInt32)?
    var bestInClause: (rank: Int32, drivers: UInt32)?
    for index in mentions.indices where mentions[index].sentence == match.sentence {
      let mention = mentions[index]
      // Words between the two; 0 where they touch or overlap.
      let distance = max(0, max(mention.first - match.last, match.first - mention.last) - 1)
      let entry = lexicon.facts[Int(mention.entry)]
      let drivers = entry.drivers
      // Of two that are as near, the one that is not tentative.
      let rank = 2 * distance + (entry.isTentative ? 1 : 0)
      if entry.isTentative, distance > Self.tentativeReach { continue }
      if mention.clause == match.clause, rank < bestInClause?.rank ?? Int32.max { bestInClause = (rank, drivers) }
      if entry.isTentative { continue }
      if distance <= lexicon.rules.driverReach, distance < best?.distance ?? Int32.max { best = (distance, drivers) }
    }
    return bestInClause?.drivers ?? best?.drivers ?? 0
  }
}
