import Buffers
/// The calendar of generated exports, in minutes since its start.
enum GeneratedTime {
  static let minutesPerDay = 1440
  /// Orders are placed in this many days.
  static let orderDays = 300

  /// Days from 1970-01-01 to 2026-01-01, on which the exports begin.
  private static let startDay: Int32 = 20_454

  /// The calendar day of a minute.
  static func date(minute: Int) -> CivilDate {
    CivilDate(daysSince1970: startDay + Int32(truncatingIfNeeded: minute / minutesPerDay))
  }
}

/// An order as its number alone determines it, so that comments can name any order and none needs to be remembered.
struct GeneratedOrder {
  let number: Int
  let lineCount: Int
  let minute: Int
  let customer: Int
  /// Goes on with the order's lines.
  var random: SplitMix64

  /// Orders of one, two and three lines.
  private static let lineCounts = WeightedChoice([7, 1, 1])

  /// The order `number` of an export with these customers, at least one.
  init(number: Int, customers: Int, seed: UInt64) {
    self.number = number
    random = SplitMix64(seed: seed, number: number)
    lineCount = 1 + Self.lineCounts.draw(&random)
    minute = random.below(GeneratedTime.orderDays * GeneratedTime.minutesPerDay)
    // The smaller of two: customers of low numbers order up to twice as often as the mean.
    customer = min(random.below(customers), random.below(customers))
  }
}
