import Buffers
import Columnar
import Parquet

/// What the footer of a Parquet file says of it.
package struct FileInspection: Sendable, Encodable {
  /// Rows that are stored together.
  struct Group: Sendable, Encodable {
    var rows: Int64
    var compressedBytes: Int64
    var uncompressedBytes: Int64
  }

  /// A column, over all row groups.
  struct Column: Sendable, Encodable {
    var name: String
    var type: String
    var isNullable: Bool
    var description: String
    var codecs: [String]
    var encodings: [String]
    var compressedBytes: Int64
    var uncompressedBytes: Int64
    /// Nil where a row group does not say.
    var nulls: Int64?
    /// Nil where no row has a value, or a row group does not say.
    var minimum: Bound?
    var maximum: Bound?
  }

  /// A value that none is beyond.
  struct Bound: Sendable, Encodable {
    var value: String
    /// Whether it is a value of the column, not a shortened one.
    var isExact: Bool
  }

  /// A pair that the writer added.
  struct Pair: Sendable, Encodable {
    var key: String
    var value: String
  }

  var file: String
  var bytes: Int
  var createdBy: String
  var table: String
  var description: String
  var rows: Int64
  var rowGroups: [Group]
  var columns: [Column]
  /// Without the descriptions of the table and its columns.
  var metadata: [Pair]

  /// Reads a file's footer.
  ///
  /// - Throws: `noInput` for a missing file, `data` where it is no Parquet file or its footer is damaged, `io`.
  package init(file: String) throws(RunError) {
    let reader = try reading { () throws(ParquetError) in try ParquetReader(path: file) }
    let metaData = reader.metaData
    self.file = file
    bytes = reader.fileBytes
    createdBy = metaData.createdBy ?? ""
    table = metaData.schema.first?.name ?? ""
    rows = metaData.rowCount
    rowGroups = metaData.rowGroups.map { group in
      Group(
        rows: group.rowCount,
        compressedBytes: group.columns.reduce(0) { $0 &+ ($1.metaData?.totalCompressedSize ?? 0) },
        uncompressedBytes: group.totalByteSize)
    }
    let values = metaData.values
    description = values[TableSchema.tableKey] ?? ""
    columns = reader.columns.indices.map { Self.column($0, of: reader, values) }
    metadata = (metaData.keyValueMetadata ?? [])
      .filter { $0.key != TableSchema.tableKey && !$0.key.hasPrefix(TableSchema.columnKeyPrefix) }
      .map { Pair(key: $0.key, value: $0.value ?? "") }
  }

  /// Several files as a JSON array of objects, for programs.
  ///
  /// - Throws: `defect` where JSON can't hold them.
  package static func json(_ files: [FileInspection]) throws(RunError) -> [UInt8] { try JSONText.encode(files) }

  private static func column(_ index: Int, of reader: borrowing ParquetReader, _ values: [String: String]) -> Column {
    let leaf = reader.columns[index]
    var column = Column(
      name: leaf.name, type: leaf.typeName, isNullable: leaf.maximumDefinitionLevel > 0,
      description: values[TableSchema.columnKeyPrefix + leaf.name] ?? "", codecs: [], encodings: [], compressedBytes: 0,
      uncompressedBytes: 0, nulls: 0)
    var bounds = leaf.type.map { BoundsUnion(leaf, $0) }
    for group in reader.metaData.rowGroups {
      guard let chunk = group.columns[index].metaData else {
        column.nulls = nil
        bounds = nil
        continue
      }
      for encoding in chunk.encodings where !column.encodings.contains("\(encoding)") {
        column.encodings.append("\(encoding)")
      }
      if !column.codecs.contains("\(chunk.codec)") { column.codecs.append("\(chunk.codec)") }
      // The sizes of a damaged footer may have any sum.
      column.compressedBytes &+= chunk.totalCompressedSize
      column.uncompressedBytes &+= chunk.totalUncompressedSize
      let nulls = column.isNullable ? chunk.statistics?.nullCount : 0
      if let sum = column.nulls, let nulls { column.nulls = sum &+ nulls } else { column.nulls = nil }
      if nulls != chunk.valueCount { bounds?.include(chunk.statistics) }
    }
    column.minimum = bounds?.minimum
    column.maximum = bounds?.maximum
    return column
  }
}

/// The bounds of several row groups taken together.
private struct BoundsUnion {
  /// The bounds so far, as rows of a column, so that they compare and print as the column's values do.
  private var minima: Column
  private var maxima: Column
  private var least = (row: 0, isExact: false)
  private var greatest = (row: 0, isExact: false)
  private var isKnown = true
  private let leaf: LeafColumn

  init(_ leaf: LeafColumn, _ type: ColumnType) {
    self.leaf = leaf
    minima = Column(type: type, isNullable: false)
    maxima = minima
  }

  /// Takes a row group that holds values; where it lacks bounds, none are known of the whole.
  mutating func include(_ statistics: Statistics?) {
    guard isKnown, let min = statistics?.minValue, let max = statistics?.maxValue, let least = leaf.bound(min),
      let greatest = leaf.bound(max), minima.canHold(min.count), maxima.canHold(max.count)
    else {
      isKnown = false
      return
    }
    minima.append(contentsOf: least, rows: 0..<1)
    maxima.append(contentsOf: greatest, rows: 0..<1)
    let row = minima.count - 1
    if row == 0 || minima.isLess(row, than: self.least.row) { self.least = (row, statistics?.isMinValueExact ?? true) }
    if row == 0 || maxima.isLess(self.greatest.row, than: row) {
      self.greatest = (row, statistics?.isMaxValueExact ?? true)
    }
  }

  var minimum: FileInspection.Bound? { bound(minima, least) }
  var maximum: FileInspection.Bound? { bound(maxima, greatest) }

  private func bound(_ column: Column, _ place: (row: Int, isExact: Bool)) -> FileInspection.Bound? {
    guard isKnown, column.count > 0 else { return nil }
    var text: [UInt8] = []
    ParquetText.append(column, row: place.row, to: &text)
    return FileInspection.Bound(value: String(decoding: text, as: UTF8.self), isExact: place.isExact)
  }
}

extension Column {
  fileprivate func isLess(_ row: Int, than other: Int) -> Bool {
    switch storage {
    case .boolean: return boolean[row] < boolean[other]
    case .int32: return int32[row] < int32[other]
    case .int64 where type == .uint64: return UInt64(bitPattern: int64[row]) < UInt64(bitPattern: int64[other])
    case .int64: return int64[row] < int64[other]
    case .double: return double[row] < double[other]
    case .strings, .codes:
      if case .decimal = type, isNegative(row) != isNegative(other) { return isNegative(row) }
      return withString(row) { mine in withString(other) { mine.isLess(than: $0) } }
    }
  }

  /// Whether the number in two's complement that stands in a row begins with a sign.
  private func isNegative(_ row: Int) -> Bool { withString(row) { !$0.isEmpty && $0[0] >= 0x80 } }
}
