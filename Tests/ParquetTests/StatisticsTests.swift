import Buffers
import Columnar
import Parquet
import Testing

@Suite("Statistics")
struct StatisticsTests {
  private func read(
    _ column: Column, pageRows: Int = 20_000
  ) throws -> (statistics: Statistics, index: ColumnIndex) {
    var options = WriterOptions()
    options.pageRows = pageRows
    let reader = try ParquetReader(bytes: try SampleBatches.file(column, options: options), name: "statistics")
    let statistics = try #require(reader.metaData.rowGroups[0].columns[0].metaData?.statistics)
    return (statistics, try #require(try reader.columnIndex(rowGroup: 0, column: 0)))
  }

  private func doubles(_ values: [Double?]) -> Column {
    var column = Column(type: .double, isNullable: true)
    for value in values {
      if let value { column.append(value) } else { column.appendNull() }
    }
    return column
  }

  private func bytes(_ value: Double) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt64(8 * $0)) }
  }

  @Test("NaN is no bound, and a zero is -0 below and +0 above")
  func doubleBounds() throws {
    let cases: [(String, [Double?], (Double, Double)?)] = [
      ("numbers", [2, -1, nil, 7], (-1, 7)),
      ("NaN among numbers", [.nan, 2, .nan], (2, 2)),
      ("NaN alone", [.nan, nil, .nan], nil),
      ("nulls alone", [nil, nil], nil),
      ("+0 alone", [0.0], (-0.0, 0.0)),
      ("-0 alone", [-0.0], (-0.0, 0.0)),
      ("-0 above a negative number", [-0.0, -3], (-3, 0.0)),
      ("+0 below a positive number", [0.0, 3], (-0.0, 3)),
      ("infinities", [.infinity, -.infinity], (-.infinity, .infinity)),
      ("one infinity", [.infinity], (.infinity, .infinity)),
    ]
    for (name, values, bounds) in cases {
      let statistics = try read(doubles(values)).statistics
      #expect(statistics.minValue == bounds.map { bytes($0.0) }, "\(name)")
      #expect(statistics.maxValue == bounds.map { bytes($0.1) }, "\(name)")
      #expect(statistics.nullCount == Int64(values.count { $0 == nil }))
      #expect(statistics.distinctCount == nil)
    }
  }

  @Test("A page of NaN alone is bounded by the infinities, a page of nulls by nothing")
  func pagesWithoutNumbers() throws {
    let index = try read(doubles([1, 2, .nan, .nan, nil, nil, 3, nil]), pageRows: 2).index
    #expect(index.nullPages == [false, false, true, false])
    #expect(index.minValues == [bytes(1), bytes(-.infinity), [], bytes(3)])
    #expect(index.maxValues == [bytes(2), bytes(.infinity), [], bytes(3)])
    #expect(index.nullCounts == [0, 0, 2, 1])
    #expect(index.boundaryOrder == .unordered)
  }

  @Test("The order of the pages' bounds is told")
  func boundaryOrder() throws {
    let cases: [([Double?], BoundaryOrder)] = [
      ([1, 2, 3, 4, 5, 6], .ascending), ([6, 5, 4, 3, 2, 1], .descending), ([1, 2, 5, 6, 3, 4], .unordered),
      ([1, 1, 1, 1], .ascending), ([2, 1, nil, nil, 1, 0], .descending), ([0.0, 0.0, -0.0, -0.0], .ascending),
      ([1, 9, 2, 3], .unordered), ([nil, nil], .ascending),
    ]
    for (values, order) in cases {
      #expect(try read(doubles(values), pageRows: 2).index.boundaryOrder == order, "\(values)")
      var texts = Column(type: .string, isNullable: true)
      for value in values {
        if let value { texts.append("\(value + 0)") } else { texts.appendNull() }
      }
      #expect(try read(texts, pageRows: 2).index.boundaryOrder == order, "\(values) as text")
    }
  }

  @Test("Bounds of strings compare unsigned bytes, long ones are shortened and say so")
  func stringBounds() throws {
    var column = Column(type: .string, isNullable: false)
    let long = String(repeating: "😀", count: 40)
    for text in ["zebra", "älg", long, "", "apple"] { column.append(text) }
    let (statistics, index) = try read(column)
    #expect(statistics.minValue == [])
    #expect(statistics.isMinValueExact == true)
    #expect(statistics.maxValue == Array((String(repeating: "😀", count: 15) + "😁").utf8))
    #expect(statistics.isMaxValueExact == false)
    #expect(index.maxValues == [statistics.maxValue ?? []])
  }

  @Test("The bounds of every page enclose its values")
  func pagesEnclose() throws {
    let batch = SampleBatches.batch(600, seed: 21)
    var options = WriterOptions()
    options.pageRows = 50
    let reader = try ParquetReader(bytes: try SampleBatches.file([batch], options: options), name: "pages")
    for (number, column) in batch.columns.enumerated() where column.storage == .strings {
      let index = try #require(try reader.columnIndex(rowGroup: 0, column: number))
      let offsets = try #require(try reader.offsetIndex(rowGroup: 0, column: number))
      let starts = offsets.pageLocations.map { Int($0.firstRowIndex) } + [600]
      for page in index.nullPages.indices {
        let rows = (starts[page]..<starts[page + 1]).filter { !column.isNull($0) }
        #expect(index.nullPages[page] == rows.isEmpty)
        for value in rows.map({ column.strings.copy($0) }) {
          #expect(!value.lexicographicallyPrecedes(index.minValues[page]))
          #expect(!index.maxValues[page].lexicographicallyPrecedes(value))
        }
      }
    }
  }

  @Test("Integers, dates, decimals and booleans are bounded in their own order")
  func numberBounds() throws {
    let batch = SampleBatches.batch(500, seed: 5)
    let reader = try ParquetReader(bytes: try SampleBatches.file([batch]), name: "numbers")
    for (number, column) in batch.columns.enumerated() {
      let statistics = try #require(reader.metaData.rowGroups[0].columns[number].metaData?.statistics)
      let valid = (0..<500).filter { !column.isNull($0) }
      #expect(statistics.nullCount == Int64(500 - valid.count))
      let values: [Int64]
      switch column.storage {
      case .boolean: values = valid.map { Int64(column.boolean[$0]) }
      case .int32: values = valid.map { Int64(column.int32[$0]) }
      case .int64: values = valid.map { column.int64[$0] }
      case .double, .strings, .codes: continue
      }
      let width = column.storage == .boolean ? 1 : column.storage == .int32 ? 4 : 8
      func encoded(_ value: Int64) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> Int64(8 * $0)) }
      }
      #expect(statistics.minValue == values.min().map(encoded))
      #expect(statistics.maxValue == values.max().map(encoded))
      if let distinct = statistics.distinctCount { #expect(Int(distinct) == Set(values).count) }
    }
  }
}
