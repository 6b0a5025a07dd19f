import Buffers
import Purchases

/// A gathered purchase as it is written to the part of its customer; its order's id and its lines follow.
struct SpilledPurchase: BitwiseCopyable {
  var purchase: Purchase
  var order: Key128
  /// None where the order names no customer.
  var customer: Key128
  /// Lines that follow: none of an order that has one alone.
  var lines: Int
}

/// Joins comments and purchases part by part, where the table of all purchases would not fit into memory.
///
/// A grace hash join (Kitsuregawa, Tanaka and Moto-oka 1983). First the parts by order: lines are gathered into purchases, and comments find the order that they name. Then the parts by
/// customer: comments find what their customer bought. A purchase lies in one part of each kind, and so does everything that
/// is compared with it; what a comment is matched to is therefore the same as with one table.
struct PurchaseJoin: ~Copyable {
  static let purchases = "purchases"

  private let folder: SpillFolder
  private let parts: SpillParts
  private let windows: MatchWindows
  private let values: ByteStrings
  /// Which lines repeat others.
  private(set) var lines: RowFlags
  /// Customer conflicts by file.
  private(set) var conflicts: [Int: Int64] = [:]
  private(set) var count = 0
  private(set) var futureCount = 0
  private(set) var span: PurchaseSpan?
  /// The number, of all parts, of each part's first customer.
  private(set) var firstCustomers: [Int] = []
  private(set) var customerCount = 0
  /// The number, of all parts, of each part's first purchase, and at last how many there are.
  private(set) var firstPurchases: [Int] = []
  /// Purchases written so far to each part by customer.
  private var written: [UInt32]

  init(_ folder: SpillFolder, _ parts: SpillParts, windows: MatchWindows, values: ByteStrings, lineCount: Int) {
    self.folder = folder
    self.parts = parts
    self.windows = windows
    self.values = values
    lines = RowFlags(count: lineCount)
    written = Array(repeating: 0, count: parts.count)
  }

  /// Goes through the parts by order, then through those by customer.
  ///
  /// - Parameter rowCount: comments, whose probes have been written.
  mutating func run(rowCount: Int, interruption: () -> RunError?) throws(RunError) {
    var purchases = SpillWriter(folder, Self.purchases, parts: parts.count)
    var probes = SpillWriter(folder, ExtractionSink.customerProbes, parts: parts.count)
    for part in 0..<parts.count {
      if let error = interruption() { throw error }
      try joinOrders(part, &purchases, &probes)
    }
    try purchases.flush()
    try probes.flush()
    firstPurchases = written.reduce(into: [0]) { $0.append(($0.last ?? 0) + Int($1)) }
    var joined = SpillWriter(folder, JoinedRows.name, parts: rowCount / JoinedRows.rowsPerPart + 1)
    for part in 0..<parts.count {
      if let error = interruption() { throw error }
      try joinCustomers(part, &joined)
    }
    try joined.flush()
  }

  /// The table of a part by customer, made again for what is counted at the end.
  static func table(
    _ folder: SpillFolder, _ part: Int, lastDay: Int32, span: PurchaseSpan?
  ) throws(RunError) -> PurchaseTable {
    var builder = PurchaseTableBuilder(numberedValues: 0)
    var reader = try SpillReader(folder, purchases, part)
    var id: [UInt8] = []
    while let record = try reader.next(SpilledPurchase.self) {
      try reader.next(bytes: &id)
      var lines: [PurchaseLineCell] = []
      while lines.count < record.lines, let line = try reader.next(PurchaseLineCell.self) { lines.append(line) }
      builder.append(
        gathered: record.purchase, order: record.order, customer: record.customer, id: id.span, lines: lines)
    }
    return builder.finish(lastDay: lastDay, span: span)
  }

  private mutating func joinOrders(
    _ part: Int, _ purchases: inout SpillWriter, _ probes: inout SpillWriter
  ) throws(RunError) {
    let table = try gather(part)
    folder.remove(LineSpill.name, part)
    count += table.count
    futureCount += table.futureCount
    if let own = table.span, span?.formUnion(own) == nil { span = own }
    let owners = table.customerKeys()
    let places = try writePurchases(table, owners, &purchases)
    var reader = try SpillReader(folder, ExtractionSink.orderProbes, part)
    while var probe = try reader.next(MatchProbe.self) {
      probe.matchOrder(in: table, owners: owners, places: places, windows: windows)
      try probes.append(probe, to: parts.part(of: probe.customer.exists ? probe.customer : probe.order))
    }
    folder.remove(ExtractionSink.orderProbes, part)
  }

  /// Lines gathered at once: enough that calls cost little.
  private static let batchLines = 4096

  /// Gathers the lines of a part into purchases, those of one file at a time, since conflicts are counted by file.
  private mutating func gather(_ part: Int) throws(RunError) -> PurchaseTable {
    var builder = PurchaseTableBuilder(numberedValues: values.count)
    var reader = try SpillReader(folder, LineSpill.name, part)
    var batch = PurchaseLines()
    var numbers: [Int] = []
    var file = 0
    var id: [UInt8] = []
    while let record = try reader.next(SpilledLine.self) {
      try reader.next(bytes: &id)
      if record.file != file || batch.count == Self.batchLines { add(&batch, &numbers, file, to: &builder) }
      file = record.file
      batch.append(record.line, order: id.span)
      numbers.append(record.number)
    }
    add(&batch, &numbers, file, to: &builder)
    return builder.finish(lastDay: windows.lastDay)
  }

  private mutating func add(
    _ batch: inout PurchaseLines, _ numbers: inout [Int], _ file: Int, to builder: inout PurchaseTableBuilder
  ) {
    let before = builder.conflictingCustomers
    for line in builder.append(batch) { lines.mark(numbers[line.row], isChanged: line.isChanged) }
    conflicts[file, default: 0] += Int64(builder.conflictingCustomers - before)
    batch = PurchaseLines(capacity: Self.batchLines)
    numbers.removeAll(keepingCapacity: true)
  }

  /// Writes the purchases that can be matched to the parts of their customers; where each is.
  private mutating func writePurchases(
    _ table: PurchaseTable, _ owners: borrowing FlatArray<Key128>, _ writer: inout SpillWriter
  ) throws(RunError) -> [PurchasePlace?] {
    var places = [PurchasePlace?](repeating: nil, count: table.rows.count)
    var further: [UInt32: [PurchaseLineCell]] = [:]
    table.forEachFurtherLine { further[$0.purchase, default: []].append($0) }
    let ids = table.orderIDs
    for number in 0..<table.rows.count {
      let row = table.rows[number]
      guard row.lineCount > 0, row.purchasedAt.day <= windows.lastDay else { continue }
      let order = table.orderKey(number)
      let customer = row.customer == PurchaseTable.none ? Key128.none : owners[Int(row.customer)]
      let lines = further[UInt32(number)] ?? []
      let part = parts.part(of: customer.exists ? customer : order)
      try writer.append(
        SpilledPurchase(purchase: row, order: order, customer: customer, lines: lines.count), to: part)
      try writer.append(bytes: ids.bytes.span.extracting(ids.range(number)), to: part)
      for line in lines { try writer.append(line, to: part) }
      places[number] = PurchasePlace(part: part, number: written[part])
      written[part] += 1
    }
    return places
  }

  private mutating func joinCustomers(_ part: Int, _ joined: inout SpillWriter) throws(RunError) {
    let table = try Self.table(folder, part, lastDay: windows.lastDay, span: span)
    let ids = table.orderIDs
    var reader = try SpillReader(folder, ExtractionSink.customerProbes, part)
    while let probe = try reader.next(MatchProbe.self) {
      var purchase = probe.follow(in: table, windows: windows)
      let id = purchase.match.kind == .customer ? ids.range(Int(purchase.match.purchase)) : 0..<0
      number(&purchase.match, probe.place, part)
      let place = purchase.row / JoinedRows.rowsPerPart
      try joined.append(purchase, to: place)
      try joined.append(bytes: ids.bytes.span.extracting(id), to: place)
    }
    folder.remove(ExtractionSink.customerProbes, part)
    firstCustomers.append(customerCount)
    customerCount += table.customerCount
  }

  /// Makes numbers of a part numbers of all parts.
  private func number(_ match: inout PurchaseMatch, _ place: PurchasePlace?, _ part: Int) {
    if match.customer != PurchaseTable.none { match.customer += UInt32(customerCount) }
    if let place {
      match.purchase = UInt32(firstPurchases[Int(place.part)]) + place.number
    } else if match.purchase != PurchaseTable.none {
      match.purchase += UInt32(firstPurchases[part])
    }
    if match.next != PurchaseTable.none { match.next += UInt32(firstPurchases[part]) }
  }
}
