import Buffers
internal import Text

/// Writes `feedback.csv`: one row per comment.
struct FeedbackExport: ~Copyable {
  static let columns = [
    "feedback_id", "customer_id", "order_id", "submitted_at", "channel", "instrument", "rating", "language",
    "responded_at", "comment",
  ]

  /// How a comment points to a purchase.
  private enum Link: CaseIterable {
    case order, orderOfAnother, customer, stranger, anonymous, wrongOrder

    /// Percent of all comments.
    var share: Int {
      switch self {
      case .order: 69
      case .orderOfAnother: 1
      case .customer: 15
      case .stranger: 8
      case .anonymous: 5
      case .wrongOrder: 2
      }
    }
  }

  /// From a purchase to its comment, in the mean: ten days.
  private static let meanDelayMinutes = 14_400
  private static let meanResponseMinutes = 1500
  /// Comments with a response, per thousand.
  private static let responseShare = 400
  /// Strangers' numbers begin here, above all customers'.
  private static let firstStranger = 500_000_000
  /// Order numbers of this size exist nowhere.
  private static let firstWrongOrder = 9_000_000_000
  private static let wrongOrders = 1_000_000_000

  private static let links = Link.allCases
  private static let linkChoice = WeightedChoice(links.map(\.share))
  private static let channels = RowWriter.cells(["email", "phone", "chat", "in_person", "mail", "social"])
  private static let instruments = RowWriter.cells(["survey", "comment_card", "focus_group", "advisory_group"])
  private static let ratings = RowWriter.cells(["", "1", "2", "3", "4", "5"])

  private let composer: CommentComposer
  private let orders: GeneratedOrders
  private let languages: [[UInt8]]
  private var random: SplitMix64
  private var rows: RowWriter
  private var comment: [UInt8] = []

  init(
    _ rows: consuming RowWriter, composer: CommentComposer, orders: GeneratedOrders, includesLanguage: Bool,
    seed: UInt64
  ) {
    self.rows = rows
    self.composer = composer
    self.orders = orders
    languages = composer.languages.map { includesLanguage ? Array($0.code.utf8) : [] }
    random = SplitMix64(seed: seed)
  }

  mutating func write(rows count: Int, _ interruption: () -> RunError?) throws(RunError) {
    for number in 0..<count {
      appendLink(number)
      rows.append(Self.channels[random.below(Self.channels.count)])
      rows.append(Self.instruments[random.below(Self.instruments.count)])
      rows.append(Self.ratings[random.below(Self.ratings.count)])
      let language = composer.drawLanguage(&random)
      rows.append(languages[language])
      appendResponse()
      composer.compose(language: language, into: &comment, &random)
      rows.append(comment)
      if try rows.endRow(), let error = interruption() { throw error }
    }
  }

  consuming func finish() throws(RunError) -> ReplacingFile { try rows.finish() }

  private var submittedMinute = 0

  /// The comment's id, customer, order and time.
  private mutating func appendLink(_ number: Int) {
    // Without any order, every comment is about one that does not exist.
    let drawn = Self.links[Self.linkChoice.draw(&random)]
    let link = orders.count > 0 ? drawn : .wrongOrder
    let order = orders.order(random.below(max(1, orders.count)))
    rows.append("F", number, digits: 10)
    switch link {
    case .order, .customer: rows.append("C", order.customer, digits: 9)
    case .orderOfAnother: rows.append("C", (order.customer + 1) % orders.customers, digits: 9)
    case .stranger, .wrongOrder: rows.append("C", Self.firstStranger + number, digits: 9)
    case .anonymous: rows.appendEmpty()
    }
    switch link {
    case .order, .orderOfAnother: rows.append("O", order.number, digits: 10)
    case .wrongOrder: rows.append("O", Self.firstWrongOrder + random.below(Self.wrongOrders), digits: 10)
    case .customer, .stranger, .anonymous: rows.appendEmpty()
    }
    submittedMinute = order.minute + delay(Self.meanDelayMinutes)
    rows.append(timeOf: submittedMinute)
  }

  private mutating func appendResponse() {
    if random.happens(perThousand: Self.responseShare) {
      rows.append(timeOf: submittedMinute + delay(Self.meanResponseMinutes))
    } else {
      rows.appendEmpty()
    }
  }

  private mutating func delay(_ meanMinutes: Int) -> Int {
    QuantileTable.exponential.draw(&random) * meanMinutes / 1000
  }
}
