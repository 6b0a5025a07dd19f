import Buffers
import Purchases

/// The purchases of a run, as comments are joined to them: one table, or parts that are on disk.
enum PurchaseSide: Sendable {
  case table(PurchaseTable)
  case parts(PurchaseParts)

  /// Products, categories, countries and currencies.
  var values: ByteStrings {
    switch self {
    case .table(let table): table.values
    case .parts(let parts): parts.values
    }
  }

  /// Customers are numbered below this.
  var customerCount: Int {
    switch self {
    case .table(let table): table.customerCount
    case .parts(let parts): parts.firstCustomers.last ?? 0
    }
  }

  /// Purchases are numbered below this.
  var purchaseCount: Int {
    switch self {
    case .table(let table): table.rows.count
    case .parts(let parts): parts.firstPurchases.last ?? 0
    }
  }

  /// Purchases that count.
  var count: Int {
    switch self {
    case .table(let table): table.count
    case .parts(let parts): parts.count
    }
  }

  /// Purchases after the run date.
  var futureCount: Int {
    switch self {
    case .table(let table): table.futureCount
    case .parts(let parts): parts.futureCount
    }
  }

  /// Order ids by number of purchase; none where the purchases are in parts.
  var orderIDs: ByteStrings {
    if case .table(let table) = self { table.orderIDs } else { ByteStrings() }
  }

  /// What the order lines of each product, category, country, month and currency add up to.
  func cells(commented: CommentedPurchases, lastDay: Int32) throws(RunError) -> [PurchaseCell] {
    switch self {
    case .table(let table):
      return PurchaseCells.count(table, commented: commented, lastDay: lastDay)
    case .parts(let parts):
      var counted: [PurchaseCell] = []
      for part in 0..<parts.parts.count {
        let table = try PurchaseJoin.table(parts.folder, part, lastDay: lastDay, span: parts.span)
        let own = PurchaseCells.count(
          table, commented: commented, first: (parts.firstCustomers[part], parts.firstPurchases[part]),
          lastDay: lastDay)
        counted = PurchaseCell.merged([counted, own])
      }
      return counted
    }
  }
}

/// Purchases that were joined part by part.
struct PurchaseParts: Sendable {
  let folder: SpillFolder
  let parts: SpillParts
  let values: ByteStrings
  let count: Int
  let futureCount: Int
  let span: PurchaseSpan?
  /// The number of each part's first customer, and at last how many there are.
  let firstCustomers: [Int]
  /// The number of each part's first purchase, and at last how many there are.
  let firstPurchases: [Int]
}
