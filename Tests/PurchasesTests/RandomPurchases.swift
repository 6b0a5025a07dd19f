import Buffers
import Purchases

/// Exports of few customers and days, so that ties, window edges and repeated orders are frequent.
enum RandomPurchases {
  /// How precisely an export says when.
  enum Precision: CaseIterable { case times, dates, mixed }

  static func moment(_ precision: Precision, _ days: ClosedRange<Int32>, _ random: inout SplitMix64) -> Moment {
    let day = Int32.random(in: days, using: &random)
    let isDate = precision == .dates || precision == .mixed && Bool.random(using: &random)
    return isDate ? .date(day) : .time(day, Int64.random(in: 0...3, using: &random) * 6)
  }

  static func lines(_ count: Int, _ precision: Precision, _ random: inout SplitMix64) -> [OrderLine] {
    let orders = max(1, count * 3 / 4)
    return (0..<count).map { _ in
      let order = Int.random(in: 0..<orders, using: &random)
      // Mostly one customer an order, sometimes none or another.
      let customer = Int.random(in: 0...15, using: &random) == 0 ? order % 7 : order % 29
      return OrderLine(
        order: "o\(order)", customer: customer == 0 ? "" : "c\(customer)", at: moment(precision, 0...60, &random),
        product: ["", "A", "B"][order % 3], amount: Int64.random(in: -5...100, using: &random),
        status: [.kept, .kept, .kept, .returned, .cancelled].randomElement(using: &random) ?? .kept)
    }
  }
}
