import Buffers
import Columnar
import Satisfaction

/// Counts row groups into the cells of every cube: one a worker, merged at the end.
///
/// While counting, a cell's key is the numbers of its dimensions' values, four bytes each; values are numbered by each worker for
/// itself, once per row group and column. `canonical` gives the cells under keys of the values themselves, which merge.
struct CubeCounter: Sendable {
  private let plans: [CubePlan]
  private var tables: [CellTable]
  private var coders: [DimensionCoder]
  /// Per cube: its dimensions' places in `coders`.
  private let codersOfCube: [[Int]]
  private var key: [UInt8] = []
  private var states = [Int64](repeating: 0, count: Measure.count)

  init(_ plans: [CubePlan]) {
    self.plans = plans
    tables = plans.map { _ in CellTable() }
    var sources: [Dimension.Source] = []
    codersOfCube = plans.map { plan in
      plan.dimensions.map { dimension in
        if let known = sources.firstIndex(of: dimension.source) { return known }
        sources.append(dimension.source)
        return sources.count - 1
      }
    }
    coders = sources.map { DimensionCoder($0) }
  }

  /// Adds the rows of a group.
  mutating func add(
    _ comments: RecordBatch, _ facts: [CommentFacts], _ drivers: RecordBatch, _ driverFacts: [DriverFacts],
    _ driverEnds: [UInt32]
  ) {
    for coder in coders.indices { coders[coder].code(comments, drivers) }
    for cube in plans.indices {
      for row in facts.indices {
        guard plans[cube].countsDrivers else {
          count(cube, facts[row], row, 0)
          continue
        }
        for driver in CommentBatch.dependent(driverEnds, row..<row + 1) {
          var ofDriver = facts[row]
          ofDriver.counted = ofDriver.counted & ~CommentFacts.labelBits
          ofDriver.count(driverFacts[driver].label)
          ofDriver.score = driverFacts[driver].score
          count(cube, ofDriver, row, driver)
        }
      }
    }
  }

  private mutating func count(_ cube: Int, _ facts: CommentFacts, _ row: Int, _ driver: Int) {
    key.removeAll(keepingCapacity: true)
    for coder in codersOfCube[cube] { coders[coder].appendCode(row, driver, to: &key) }
    for measure in 0..<Measure.count { states[measure] = Int64(facts.counted >> UInt64(measure) & 1) }
    states[Measure.scoreSum.rawValue] = Int64(facts.score)
    states[Measure.amountSum.rawValue] = facts.amount
    states[Measure.ratingSum.rawValue] = facts.counts(.rated) ? Int64(facts.rating) : 0
    let cell = tables[cube].add(states, toCellOf: key)
    if !facts.counts(.anonymous) { tables[cube].addCustomer(facts.customerHash, to: cell) }
  }

  /// The cells of every cube under keys of values (`DimensionKey`), which are the same for all workers.
  func canonical() -> [CellTable] {
    zip(tables, codersOfCube).map { table, used in
      table.rekeyed { key in
        var canonical: [UInt8] = []
        for (place, coder) in used.enumerated() { coders[coder].appendValue(ofCodeAt: place, in: key, to: &canonical) }
        return canonical
      }
    }
  }
}

/// Numbers the values of one dimension, in order of first appearance.
struct DimensionCoder: Sendable {
  private let source: Dimension.Source
  /// Values as `DimensionKey` writes them; number 0 is null.
  private var values = Interner()
  /// Of the current row group.
  private var codes: [UInt32] = []

  init(_ source: Dimension.Source) {
    self.source = source
    var value: [UInt8] = []
    DimensionKey.appendNull(to: &value)
    _ = values.intern(value.span)
  }

  /// Numbers the values of a row group's rows.
  mutating func code(_ comments: RecordBatch, _ drivers: RecordBatch) {
    codes.removeAll(keepingCapacity: true)
    switch source {
    case .string(let column): codeStrings(comments.columns[column])
    case .driver: codeStrings(drivers.columns[DriverColumn.driver.rawValue])
    case .flag(let column):
      let flags = comments.columns[column]
      codeEach(comments.rowCount) { flags.isNull($0) ? nil : Int64(flags.boolean[$0]) } write: {
        DimensionKey.append($0 != 0, to: &$1)
      }
    case .rating:
      let ratings = comments.columns[CommentColumn.rating.rawValue]
      codeEach(comments.rowCount) { ratings.isNull($0) ? nil : Int64((ratings.double[$0] * 100).rounded()) } write: {
        DimensionKey.append(Int32($0), to: &$1)
      }
    case .period(let period):
      let days = comments.columns[CommentColumn.submittedOn.rawValue].int32
      codeEach(comments.rowCount) { Int64(period.firstDay(days[$0])) } write: {
        DimensionKey.append(Int32($0), to: &$1)
      }
    }
  }

  /// Appends the number of a row's value; of the dimension `driver`, of the driver row's.
  @inline(__always)
  func appendCode(_ row: Int, _ driver: Int, to key: inout [UInt8]) {
    let code = codes[source == .driver ? driver : row]
    key.append(UInt8(truncatingIfNeeded: code))
    key.append(UInt8(truncatingIfNeeded: code >> 8))
    key.append(UInt8(truncatingIfNeeded: code >> 16))
    key.append(UInt8(truncatingIfNeeded: code >> 24))
  }

  /// Appends the value whose number stands at `place` of a key of numbers.
  func appendValue(ofCodeAt place: Int, in key: [UInt8], to canonical: inout [UInt8]) {
    var code = 0
    for byte in key[(place * 4)..<(place * 4 + 4)].reversed() { code = code << 8 | Int(byte) }
    canonical += values.strings.copy(code)
  }

  private mutating func codeStrings(_ column: Column) {
    let bytes = column.strings.bytes
    var last: (row: Int, code: UInt32)?
    var value: [UInt8] = []
    for row in 0..<column.count {
      if column.isNull(row) {
        codes.append(0)
        continue
      }
      let string = bytes.span.extracting(column.strings.range(row))
      // Neighbours are often alike.
      if let last, bytes.span.extracting(column.strings.range(last.row)).hasSameBytes(as: string) {
        codes.append(last.code)
        continue
      }
      value.removeAll(keepingCapacity: true)
      DimensionKey.append(string, to: &value)
      let code = values.intern(value.span)
      codes.append(code)
      last = (row, code)
    }
  }

  private mutating func codeEach(
    _ count: Int, read: (Int) -> Int64?, write: (Int64, inout [UInt8]) -> Void
  ) {
    var last: (value: Int64, code: UInt32)?
    var value: [UInt8] = []
    for row in 0..<count {
      guard let number = read(row) else {
        codes.append(0)
        continue
      }
      if let last, last.value == number {
        codes.append(last.code)
        continue
      }
      value.removeAll(keepingCapacity: true)
      write(number, &value)
      let code = values.intern(value.span)
      codes.append(code)
      last = (number, code)
    }
  }
}
