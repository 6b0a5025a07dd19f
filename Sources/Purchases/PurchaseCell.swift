public import Buffers

/// What the order lines of one product, category, country, month and currency add up to.
public struct PurchaseCell: BitwiseCopyable, Sendable {
  /// Number in `PurchaseTable.values`, or none.
  public let product: UInt32
  /// Number in `PurchaseTable.values`, or none.
  public let category: UInt32
  /// Number in `PurchaseTable.values`, or none.
  public let country: UInt32
  /// Number in `PurchaseTable.values`, or none.
  public let currency: UInt32
  /// What the caller's calendar gives for the day of purchase.
  public let month: Int32
  /// Distinct orders.
  public internal(set) var orders: Int64 = 0
  /// Distinct customers; an order without customer counts as one.
  public internal(set) var customers: Int64 = 0
  /// Of these, those who have commented.
  public internal(set) var commenting: Int64 = 0
  /// Of the orders, those that somebody complained about.
  public internal(set) var complained: Int64 = 0
  /// In minor units; lines without amount left out.
  public internal(set) var amount: Int64 = 0

  fileprivate init(_ line: PurchaseLineCell, month: Int32) {
    product = line.product
    category = line.category
    country = line.country
    currency = line.currency
    self.month = month
  }
}

extension PurchaseTable {
  /// The cells of all lines that count and were bought until `lastDay`, in no order that means anything.
  ///
  /// - Parameters:
  ///   - month: the month of a day, both as days since 1970-01-01.
  ///   - isCommenting: whether a customer has commented.
  ///   - isComplained: whether somebody complained about an order.
  /// - Complexity: two passes over the lines; 12 bytes a line while they last.
  public func cells(
    lastDay: Int32, month: (Int32) -> Int32, isCommenting: (UInt32) -> Bool, isComplained: (UInt32) -> Bool
  ) -> [PurchaseCell] {
    var counter = PurchaseCellCounter(lineCount: rows.count + cells.lines.count, customerCount: customerCount)
    forEachLine { line in
      let row = rows[Int(line.purchase)]
      let day = row.purchasedAt.day
      if day <= lastDay { counter.add(line, day, row.customer, month) }
    }
    counter.countDistinct(isCommenting, isComplained)
    return counter.cells
  }
}

extension PurchaseCell {
  /// What makes cells one: dimensions, values by number.
  private var key: [UInt32] { [product, category, country, currency, UInt32(bitPattern: month)] }

  /// Adds up the cells of parts that share no order and no customer, whose values are of one table.
  public static func merged(_ parts: [[PurchaseCell]]) -> [PurchaseCell] {
    var cells: [PurchaseCell] = []
    var places: [[UInt32]: Int] = [:]
    for cell in parts.joined() {
      if let place = places[cell.key] {
        cells[place].orders += cell.orders
        cells[place].customers += cell.customers
        cells[place].commenting += cell.commenting
        cells[place].complained += cell.complained
        cells[place].amount &+= cell.amount
      } else {
        places[cell.key] = cells.count
        cells.append(cell)
      }
    }
    return cells
  }

  /// Cells in the order of their values: by bytes, none first.
  public static func inOrder(_ cells: [PurchaseCell], values: ByteStrings) -> [PurchaseCell] {
    let bytes = values.bytes
    let sorted = (0..<values.count).sorted {
      bytes.span.extracting(values.range($0)).isLess(than: bytes.span.extracting(values.range($1)))
    }
    var ranks = [UInt32](repeating: 0, count: values.count)
    for (rank, value) in sorted.enumerated() { ranks[value] = UInt32(rank) + 1 }
    func rank(_ value: UInt32) -> UInt32 { value == PurchaseTable.none ? 0 : ranks[Int(value)] }
    return cells.sorted {
      let first = (rank($0.product), rank($0.category), rank($0.country))
      let second = (rank($1.product), rank($1.category), rank($1.country))
      if first != second { return first < second }
      return ($0.month, rank($0.currency)) < ($1.month, rank($1.currency))
    }
  }
}

/// Counts cells: lines are numbered by cell, then gone through customer by customer, so that "distinct" needs no set.
private struct PurchaseCellCounter: ~Copyable {
  private struct Line: BitwiseCopyable {
    var cell: UInt32
    var purchase: UInt32
  }

  private(set) var cells: [PurchaseCell] = []
  private var numbers = KeyTable()
  private var lines: FlatList<Line>
  private var owners: FlatList<UInt32>
  /// Lines of each customer, two places further on; the last customer is nobody.
  private var starts: FlatArray<UInt32>
  private let nobody: Int
  /// Months of the days that were asked for last, by the last ten bits of the day.
  private var months = [(day: Int32, month: Int32)](repeating: (.min, 0), count: 1024)

  init(lineCount: Int, customerCount: Int) {
    lines = FlatList(capacity: lineCount)
    owners = FlatList(capacity: lineCount)
    nobody = customerCount
    starts = FlatArray(count: customerCount + 3)
  }

  mutating func add(_ line: PurchaseLineCell, _ day: Int32, _ customer: UInt32, _ month: (Int32) -> Int32) {
    let place = Int(day) & 1023
    if months[place].day != day { months[place] = (day, month(day)) }
    let first = months[place].month
    let key = Key128(
      UInt64(line.product) << 32 | UInt64(line.category), UInt64(line.country) << 32 | UInt64(line.currency),
      UInt64(UInt32(bitPattern: first)))
    let cell = numbers.insert(key, UInt32(cells.count)) ?? UInt32(cells.count)
    if Int(cell) == cells.count { cells.append(PurchaseCell(line, month: first)) }
    if line.amount != PurchaseLines.missingAmount { cells[Int(cell)].amount &+= line.amount }
    let owner = customer == PurchaseTable.none ? nobody : Int(customer)
    lines.append(Line(cell: cell, purchase: line.purchase))
    owners.append(UInt32(owner))
    starts[owner + 2] += 1
  }

  /// The lines of an order must have come one after the other.
  mutating func countDistinct(_ isCommenting: (UInt32) -> Bool, _ isComplained: (UInt32) -> Bool) {
    for index in 2..<starts.count { starts[index] += starts[index - 1] }
    var sorted = FlatArray<Line>(count: lines.count)
    for index in 0..<lines.count {
      let owner = Int(owners[index]) + 1
      sorted[Int(starts[owner])] = lines[index]
      starts[owner] += 1
    }
    // Who was counted last in each cell: numbers plus one.
    var lastOrder = FlatArray<UInt32>(count: cells.count)
    var lastCustomer = FlatArray<UInt32>(count: cells.count)
    for owner in 0...nobody {
      let isCommenting = owner < nobody && starts[owner] < starts[owner + 1] && isCommenting(UInt32(owner))
      for index in Int(starts[owner])..<Int(starts[owner + 1]) {
        let line = sorted[index]
        let cell = Int(line.cell)
        let isNewOrder = lastOrder[cell] != line.purchase &+ 1
        let isNewCustomer = owner == nobody ? isNewOrder : lastCustomer[cell] != UInt32(owner + 1)
        lastOrder[cell] = line.purchase &+ 1
        lastCustomer[cell] = UInt32(owner + 1)
        if isNewOrder {
          cells[cell].orders += 1
          if isComplained(line.purchase) { cells[cell].complained += 1 }
        }
        if isNewCustomer { cells[cell].customers += 1 }
        if isNewCustomer, isCommenting { cells[cell].commenting += 1 }
      }
    }
  }
}
