internal import Buffers

/// The cells of a cube at one level, with everything that is published of them: counts, sums and figures.
///
/// Made at the end of a run out of what was counted and, where it was kept, the log of all comments.
public struct CellView: ~Copyable, Sendable {
  /// The cells with their keys.
  public let table: CellTable
  /// Whether the cells count rows of `drivers`.
  private let countsDrivers: Bool
  /// Whether there is a log.
  public let isExact: Bool
  /// Rows of the log cell by cell, and where each cell's begin.
  private let rows: FlatArray<UInt32>
  private var starts = FlatArray<UInt32>(count: 1)
  private let responses: CellPairs
  /// Distinct customers of each cell, comments without customer id counted as one each.
  private var customers: [Int64] = []

  /// Takes the cells of a cube, or of a coarser level of it.
  ///
  /// - Parameters:
  ///   - counts: what was counted of the cube.
  ///   - log: all comments, where a log was kept.
  ///   - key: the key at this level of each of the cube's cells.
  public init(
    _ counts: borrowing CubeCounts, _ log: borrowing SortedLog, countsDrivers: Bool, key: (Int) -> [UInt8]
  ) {
    var table = CellTable()
    let mapped = table.merge(counts.table, as: key)
    self.countsDrivers = countsDrivers
    var responses = PairTable(.sum)
    responses.merge(counts.responses, cells: mapped)
    self.responses = responses.byCell(table.count)
    let cellCount = table.count
    self.table = table
    isExact = log.isKept
    guard log.isKept else {
      rows = FlatArray(count: 0)
      estimate(counts.registers, mapped)
      return
    }
    let rowCount = log.rowCount(countsDrivers: countsDrivers)
    var cells = FlatArray<UInt32>(count: rowCount)
    starts = FlatArray(count: cellCount + 2)
    for row in 0..<rowCount {
      let cell = counts.cells[log.origin(row, countsDrivers: countsDrivers)]
      cells[row] = cell == CountedRows.noCell ? cell : mapped[Int(cell)]
      if cells[row] != CountedRows.noCell { starts[Int(cells[row]) + 2] += 1 }
    }
    for cell in 2..<starts.count { starts[cell] += starts[cell - 1] }
    var rows = FlatArray<UInt32>(count: Int(starts[starts.count - 1]))
    for row in 0..<rowCount where cells[row] != CountedRows.noCell {
      let next = Int(cells[row]) + 1
      rows[Int(starts[next])] = UInt32(row)
      starts[next] += 1
    }
    self.rows = rows
    countCustomers(log)
  }

  /// Distinct customers of a cell.
  public func customers(of cell: Int) -> Int64 { customers[cell] }

  /// A count or sum of a cell; nil where no log was kept and it would be needed.
  ///
  /// - Parameter amount: the amount of a purchase by its number, nil where it is not known.
  public func state(
    _ measure: Measure, of cell: Int, _ log: borrowing SortedLog, amount: (UInt32) -> Int64?
  ) -> Int64? {
    switch measure {
    case .customers: return customers[cell]
    case .complaintRecovered:
      guard isExact else { return nil }
      var count: Int64 = 0
      forEachRow(of: cell) { row in
        if log.counted(row, countsDrivers: countsDrivers) & measure.bit != 0 { count += 1 }
      }
      return count
    case .revenueAtRisk: return isExact ? revenueAtRisk(of: cell, log, amount) : nil
    default: return table.state(measure, of: cell)
    }
  }

  /// A figure of a cell with its interval; nil without a base, or where no log was kept and it would be needed.
  package func figure(_ figure: Figure, of cell: Int, _ log: borrowing SortedLog) -> Interval? {
    let sums = clusterSums(figure, of: cell, log)
    func count(_ measure: Measure) -> Int64? { state(measure, of: cell, log) { _ in nil } }
    func total(_ measures: [Measure]) -> Int64 { measures.reduce(0) { $0 + (count($1) ?? 0) } }
    switch figure.kind {
    case .share(let part, let base):
      guard let part = count(part) else { return nil }
      return Wilson.interval(part, of: total(base), designEffect: sums?.designEffect(squares: part) ?? 1)
    case .net(let more, let less, let base):
      let (more, less) = (total([more]), total([less]))
      let effect = sums?.designEffect(squares: more + less) ?? 1
      return NetShare.interval(positive: more, negative: less, of: total(base), designEffect: effect)
    case .promoters(let more, let less, let base):
      let (more, less) = (total([more]), total([less]))
      let effect = sums?.designEffect(squares: more + less) ?? 1
      return NetShare.promoterInterval(promoters: more, detractors: less, of: total(base), designEffect: effect)
    case .score:
      let mean = Mean(
        count: total(figure.parts.filter { $0 != .scoreSum }), sum: table.state(.scoreSum, of: cell),
        squares: Int128(table.scoreSquares(of: cell)))
      return mean.interval(scale: 0.001, within: -1...1, clusters: sums)
    case .response(let percent, let complaintsOnly):
      return ResponseTime.quantile(percent, complaintsOnly: complaintsOnly, responses[cell]).map {
        Interval(value: $0, low: $0, high: $0)
      }
    }
  }

  private func forEachRow(of cell: Int, _ body: (_ row: Int) -> Void) {
    for place in range(of: cell) { body(Int(rows[place])) }
  }

  private func range(of cell: Int) -> Range<Int> { Int(starts[cell])..<Int(starts[cell + 1]) }

  private mutating func countCustomers(_ log: borrowing SortedLog) {
    var counted: [Int64] = []
    counted.reserveCapacity(table.count)
    for cell in 0..<table.count {
      var (distinct, last): (Int64, UInt32) = (0, CountedRows.anonymous)
      forEachRow(of: cell) { row in
        let customer = log.entries[log.comment(row, countsDrivers: countsDrivers)].customer
        if customer == CountedRows.anonymous || customer != last { distinct += 1 }
        last = customer
      }
      counted.append(distinct)
    }
    customers = counted
  }

  private mutating func estimate(_ registers: borrowing PairTable, _ mapped: [UInt32]) {
    var merged = PairTable(.maximum)
    merged.merge(registers, cells: mapped)
    let byCell = merged.byCell(table.count)
    customers = (0..<table.count).map { cell in
      var sketch = HyperLogLog()
      for pair in byCell[cell] { sketch.insert(register: Int(pair.code), run: UInt8(truncatingIfNeeded: pair.number)) }
      return sketch.count + table.state(.anonymous, of: cell)
    }
  }

  private func revenueAtRisk(of cell: Int, _ log: borrowing SortedLog, _ amount: (UInt32) -> Int64?) -> Int64 {
    var purchases: [UInt32] = []
    forEachRow(of: cell) { row in
      let comment = log.comment(row, countsDrivers: countsDrivers)
      let purchase = log.entries[comment].purchase
      if purchase != CommentLog.noPurchase, log.isAtRisk(comment) { purchases.append(purchase) }
    }
    purchases.sort()
    var sum: Int64 = 0
    for place in purchases.indices where place == 0 || purchases[place] != purchases[place - 1] {
      sum &+= amount(purchases[place]) ?? 0
    }
    return sum
  }
}

// Sums by customer, for the variance of figures.
extension CellView {
  /// Nil where no customer has several comments that the figure counts, or there is no log.
  private func clusterSums(_ figure: Figure, of cell: Int, _ log: borrowing SortedLog) -> ClusterSums? {
    guard isExact, customers[cell] < table.state(.comments, of: cell), let values = RowValues(figure) else {
      return nil
    }
    var sums = ClusterSums()
    var hasSeveral = false
    var (last, total, base): (UInt32, Int64, Int64) = (CountedRows.anonymous, 0, 0)
    forEachRow(of: cell) { row in
      let customer = log.entries[log.comment(row, countsDrivers: countsDrivers)].customer
      if customer == CountedRows.anonymous || customer != last {
        sums.add(total: total, base: base)
        if base > 1 { hasSeveral = true }
        (last, total, base) = (customer, 0, 0)
      }
      let counted = log.counted(row, countsDrivers: countsDrivers)
      guard counted & values.base != 0 else { return }
      base += 1
      total += values.isScore ? log.score(row, countsDrivers: countsDrivers) : values.value(counted)
    }
    sums.add(total: total, base: base)
    return hasSeveral || base > 1 ? sums : nil
  }

  /// How a row counts in a figure.
  private struct RowValues {
    var base: UInt64
    var more: UInt64 = 0
    var less: UInt64 = 0
    var isScore = false

    init?(_ figure: Figure) {
      func bits(_ measures: [Measure]) -> UInt64 { measures.reduce(0) { $0 | $1.bit } }
      switch figure.kind {
      case .share(let part, let base): (self.base, more) = (bits(base), part.bit)
      case .net(let more, let less, let base), .promoters(let more, let less, let base):
        (self.base, self.more, self.less) = (bits(base), more.bit, less.bit)
      case .score: (base, isScore) = (bits(figure.parts.filter { $0 != .scoreSum }), true)
      case .response: return nil
      }
    }

    func value(_ counted: UInt64) -> Int64 { (counted & more != 0 ? 1 : 0) - (counted & less != 0 ? 1 : 0) }
  }
}
