import Buffers
import Purchases

/// An order line as it is written aside; the order's id follows.
struct SpilledLine: BitwiseCopyable {
  /// Its values are numbered across all lines: n + 1 for number n, 0 for none.
  var line: PurchaseLines.Line
  /// Its place among all lines.
  var number: Int
  /// Its file.
  var file: Int
}

/// Writes order lines to parts by their order, where the table of purchases would not fit into memory.
struct LineSpill: LineGatherer, ~Copyable, Sendable {
  static let name = "lines"

  private var writer: SpillWriter
  private let parts: SpillParts
  private(set) var values = Interner()
  private var mapped: [UInt32] = []
  private(set) var lineCount = 0

  init(_ folder: SpillFolder, _ parts: SpillParts) {
    writer = SpillWriter(folder, Self.name, parts: parts.count)
    self.parts = parts
  }

  /// Gives no duplicates back: they are known when the parts are read.
  mutating func append(_ batch: PurchaseLines, file: Int, chunkBytes: Int) throws(RunError) -> [DuplicateLine] {
    mapped.removeAll(keepingCapacity: true)
    mapped.append(0)
    for value in 1..<max(1, batch.values.count) {
      mapped.append(values.intern(batch.values.bytes.span.extracting(batch.values.range(value))) + 1)
    }
    let bytes = batch.orders.bytes
    for row in batch.lines.indices {
      var line = batch.lines[row]
      line.purchase.product = mapped[Int(line.purchase.product)]
      line.purchase.category = mapped[Int(line.purchase.category)]
      line.purchase.country = mapped[Int(line.purchase.country)]
      line.purchase.currency = mapped[Int(line.purchase.currency)]
      let part = parts.part(of: line.order)
      try writer.append(SpilledLine(line: line, number: lineCount, file: file), to: part)
      try writer.append(bytes: bytes.span.extracting(batch.orders.range(row)), to: part)
      lineCount += 1
    }
    return []
  }

  /// Writes what is left.
  mutating func flush() throws(RunError) { try writer.flush() }

  var conflictingCustomers: Int { 0 }
}

/// Into how many parts both sides of a join are divided, by bits of the key that tables do not place it by.
struct SpillParts: Sendable {
  /// A power of two.
  let count: Int

  /// More parts than this cost more in buffers than they save in tables.
  static let maximum = 1024

  /// As many parts as are needed for tables of at most `limit` bytes, were all keys alike.
  init(bytes: Int, limit: Int) {
    var count = 2
    // Parts differ in size: half of the limit is aimed at.
    while count < Self.maximum, bytes / count > limit / 2 { count *= 2 }
    self.count = count
  }

  func part(of key: Key128) -> Int { Int(truncatingIfNeeded: key.first) & (count - 1) }
}
