import Buffers
import Columnar
import Satisfaction
import Sentiment
import Text

/// What drivers may go with.
public enum ImpactOutcome: String, CaseIterable, Sendable {
  /// The comment's rating, as a share of its scale.
  case rating
  /// Whether the customer bought again, where that is known.
  case repurchase
  /// The comment's score, the driver's own evidence left out.
  case score

  /// What a value is divided by.
  var divisor: Int64 { self == .repurchase ? 1 : 1000 }

  /// What a mean can be.
  var range: ClosedRange<Double> { self == .score ? -1...1 : 0...1 }
}

/// What is fixed of the table `driver_impact`.
struct DriverImpactPlan: Sendable {
  let outcomes: [ImpactOutcome]
  /// Names by number.
  let drivers: [String]
  /// Rating scales of the sources.
  let scales: [ClosedRange<Int>]
  let minimumBase: Int

  /// Groups of customers, one of which is left out at a time: enough for a t interval, few enough to be cheap.
  static let groups = 20
  static let segments = Names.audiences.count * Names.languages.count
}

/// The sums of one outcome in one audience and language.
struct ImpactSums: Sendable {
  /// Comments that speak of a driver, or do so negatively.
  struct Part: Sendable {
    var count: Int64 = 0
    /// Of the outcome.
    var sum: Int64 = 0
    /// Of the outcome without the driver's own evidence.
    var rest: Int64 = 0

    mutating func add(_ other: Part, _ sign: Int64 = 1) {
      count += sign * other.count
      sum += sign * other.sum
      rest += sign * other.rest
    }
  }

  /// Of one group of customers: sentiment of each driver, for the score what leaving out each changes, and the outcome.
  struct Group: Sendable {
    var moments: Moments
    var with: [Part]
    var negative: [Part]
  }

  var groups: [Group]
  /// By driver: customers who speak of it, do so negatively, do so otherwise, don't.
  var withFloors: [CustomerFloor]
  var negativeFloors: [CustomerFloor]
  var otherFloors: [CustomerFloor]
  var withoutFloors: [CustomerFloor]
  /// Drivers whose `withoutFloors` are not reached yet, one bit each.
  var openDrivers: UInt64

  init(_ outcome: ImpactOutcome, drivers: Int) {
    let variables = drivers * (outcome == .score ? 2 : 1) + 1
    let parts = [Part](repeating: Part(), count: drivers)
    groups = [Group](
      repeating: Group(moments: Moments(variables: variables), with: parts, negative: parts),
      count: DriverImpactPlan.groups)
    withFloors = [CustomerFloor](repeating: CustomerFloor(), count: drivers)
    (negativeFloors, otherFloors, withoutFloors) = (withFloors, withFloors, withFloors)
    openDrivers = drivers < 64 ? 1 << UInt64(drivers) - 1 : .max
  }

  mutating func merge(_ other: ImpactSums) {
    for index in groups.indices {
      groups[index].moments.add(other.groups[index].moments)
      for driver in withFloors.indices {
        groups[index].with[driver].add(other.groups[index].with[driver])
        groups[index].negative[driver].add(other.groups[index].negative[driver])
      }
    }
    for driver in withFloors.indices {
      withFloors[driver].merge(other.withFloors[driver])
      negativeFloors[driver].merge(other.negativeFloors[driver])
      otherFloors[driver].merge(other.otherFloors[driver])
      withoutFloors[driver].merge(other.withoutFloors[driver])
    }
  }
}

/// Counts which drivers go with which outcomes: whole sums of each group of customers, which merge in any order.
///
/// About 60 ns a comment and outcome; 100 kB for each audience, language and outcome that occurs.
struct DriverImpactCounts: Sendable {
  private let plan: DriverImpactPlan
  /// By outcome and segment (audience, language); nil where nothing was counted.
  private(set) var sums: [ImpactSums?]
  private var values: [(variable: Int, value: Int64)] = []

  init(_ plan: DriverImpactPlan) {
    self.plan = plan
    sums = [ImpactSums?](repeating: nil, count: plan.outcomes.count * DriverImpactPlan.segments)
  }

  /// Adds the rows of a group.
  mutating func add(_ rows: borrowing RowGroupRows) {
    let languages = rows[.language].codes
    let audiences = rows[.audience].codes
    let ids = rows[.feedbackID].strings
    var first = 0
    for row in rows.facts.indices {
      var end = first
      while end < rows.drivers.count, Int(rows.driverOwners[end]) == row { end += 1 }
      let facts = rows.facts[row]
      let segment = Int(audiences[row]) * Names.languages.count + Int(languages[row])
      let group = Self.group(facts, ids, row)
      for (place, outcome) in plan.outcomes.enumerated() {
        guard let value = value(outcome, row, rows) else { continue }
        add(facts, value, outcome, rows, first..<end, to: place * DriverImpactPlan.segments + segment, group)
      }
      first = end
    }
  }

  mutating func merge(_ other: DriverImpactCounts) {
    for index in sums.indices {
      guard let theirs = other.sums[index] else { continue }
      if sums[index] == nil { sums[index] = theirs } else { sums[index]?.merge(theirs) }
    }
  }

  /// Customers by their hash; comments without customer by their own id.
  private static func group(_ facts: CommentFacts, _ ids: ByteStrings, _ row: Int) -> Int {
    let hash = facts.counts(.anonymous) ? hash64(ids.bytes.span.extracting(ids.range(row))) : facts.customerHash
    return Int(mix64(hash ^ 0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93) % UInt64(DriverImpactPlan.groups))
  }

  private func value(_ outcome: ImpactOutcome, _ row: Int, _ rows: borrowing RowGroupRows) -> Int64? {
    let facts = rows.facts[row]
    switch outcome {
    case .rating:
      guard facts.counts(.rated) else { return nil }
      let scale = plan.scales[Int(rows[.source].codes[row])]
      let steps = Int64(scale.upperBound - scale.lowerBound)
      guard steps > 0 else { return nil }
      // From hundredths to thousandths of the scale.
      return (Int64(rows[.rating].int32[row]) - Int64(scale.lowerBound) * 100) * 10 / steps
    case .repurchase:
      guard facts.counts(.repurchaseKnown) else { return nil }
      return facts.counts(.repurchased) ? 1 : 0
    case .score:
      return facts.counts(.unscored) ? nil : Int64(rows[.score].int32[row])
    }
  }

  private mutating func add(
    _ facts: CommentFacts, _ value: Int64, _ outcome: ImpactOutcome, _ rows: borrowing RowGroupRows,
    _ said: Range<Int>, to place: Int, _ group: Int
  ) {
    let drivers = plan.drivers.count
    var sums = self.sums[place].take() ?? ImpactSums(outcome, drivers: drivers)
    values.removeAll(keepingCapacity: true)
    var mentioned: UInt64 = 0
    for index in said where rows.drivers[index].label != DriverRow.unlabelled {
      let driver = rows.drivers[index]
      let number = Int(driver.driver)
      let rest = outcome == .score ? Int64(driver.rest) : value
      let isNegative = driver.label == SentimentLabel.negative.rawValue
      mentioned |= 1 << UInt64(number)
      let part = ImpactSums.Part(count: 1, sum: value, rest: rest)
      sums.groups[group].with[number].add(part)
      sums.withFloors[number].insert(facts, upTo: plan.minimumBase)
      if isNegative {
        sums.groups[group].negative[number].add(part)
        sums.negativeFloors[number].insert(facts, upTo: plan.minimumBase)
      } else {
        sums.otherFloors[number].insert(facts, upTo: plan.minimumBase)
      }
      if isNegative { values.append((number, -1)) }
      if driver.label == SentimentLabel.positive.rawValue { values.append((number, 1)) }
    }
    if outcome == .score {
      for index in said where rows.drivers[index].label != DriverRow.unlabelled {
        let driver = rows.drivers[index]
        if Int64(driver.rest) != value { values.append((drivers + Int(driver.driver), Int64(driver.rest) - value)) }
      }
    }
    values.append((sums.groups[group].moments.variables - 1, value))
    sums.groups[group].moments.add(values)
    var open = sums.openDrivers & ~mentioned
    while open != 0 {
      let driver = open.trailingZeroBitCount
      sums.withoutFloors[driver].insert(facts, upTo: plan.minimumBase)
      if sums.withoutFloors[driver].reaches(plan.minimumBase) { sums.openDrivers &= ~(1 << UInt64(driver)) }
      open &= open - 1
    }
    self.sums[place] = sums
  }
}
