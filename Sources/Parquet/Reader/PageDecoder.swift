import Buffers
import Columnar

/// Decodes the pages of one column chunk after the other into a column of stored values; keeps its scratch room.
struct PageDecoder {
  /// The values so far.
  private(set) var column = Column(type: .boolean, isNullable: false)
  /// Bytes of strings that the column may still take.
  private(set) var budget = 0

  private var leaf: LeafColumn?
  private var rowCount = 0
  private var dictionary: Column?
  private var levels: [UInt32] = []
  private var indexes: [UInt32] = []
  private var integers: [Int64] = []
  private var strings = DeltaStringDecoder()

  /// Begins a chunk of `rowCount` rows.
  mutating func begin(_ leaf: LeafColumn, rowCount: Int, budget: Int) {
    column = Column(type: leaf.storedType, isNullable: leaf.maximumDefinitionLevel > 0)
    dictionary = nil
    self.leaf = leaf
    self.rowCount = rowCount
    self.budget = budget
  }

  /// Decodes a dictionary page.
  mutating func decodeDictionary(_ header: DictionaryPageHeader, _ page: [UInt8]) throws(ParquetError) {
    guard dictionary == nil, column.count == 0 else {
      throw ParquetError(.corrupt, "a dictionary page that is not the first page of its chunk")
    }
    guard header.encoding == .plain || header.encoding == .plainDictionary else {
      throw ParquetError(.unsupported, "a dictionary page encoded as \(header.encoding); PLAIN is read")
    }
    guard header.valueCount >= 0, column.storage != .boolean else {
      throw ParquetError(.corrupt, "a dictionary of \(header.valueCount) values of type \(column.type)")
    }
    var values = Column(type: column.type, isNullable: false)
    // A dictionary's values are bounded by its page and are not part of the batch.
    var room = page.count
    try appendPlainValues(
      page, 0..<page.count, count: Int(header.valueCount), length: leaf?.storedLength, to: &values, budget: &room)
    dictionary = values
  }

  /// Decodes a data page of version 1, decompressed as a whole.
  mutating func decode(_ header: DataPageHeader, _ page: [UInt8]) throws(ParquetError) {
    let count = try check(header.valueCount)
    var start = 0
    levels.removeAll(keepingCapacity: true)
    if column.isNullable {
      guard header.definitionLevelEncoding == .rle else {
        throw ParquetError(
          .unsupported, "definition levels encoded as \(header.definitionLevelEncoding); RLE is read")
      }
      guard page.count >= 4, let end = Int(exactly: page.span.halfWord(at: 0)), end <= page.count - 4 else {
        throw ParquetError(.corrupt, "the definition levels leave the page of \(page.count) bytes")
      }
      try decodeLevels(page, 4..<4 + end, count)
      start = 4 + end
    }
    try decodeValues(page, start, header.encoding, count)
  }

  /// Decodes a data page of version 2, of which the values alone were decompressed.
  mutating func decode(_ header: DataPageHeaderV2, levels bytes: [UInt8], values: [UInt8]) throws(ParquetError) {
    let count = try check(header.valueCount)
    guard header.rowCount == header.valueCount else {
      throw ParquetError(.corrupt, "\(header.valueCount) values in \(header.rowCount) rows of a flat column")
    }
    levels.removeAll(keepingCapacity: true)
    if column.isNullable { try decodeLevels(bytes, 0..<bytes.count, count) }
    let nulls = levels.reduce(0) { $0 + ($1 == 0 ? 1 : 0) }
    guard nulls == Int(header.nullCount) else {
      throw ParquetError(.corrupt, "\(nulls) nulls, the page's header says \(header.nullCount)")
    }
    try decodeValues(values, 0, header.encoding, count)
  }

  private func check(_ valueCount: Int32) throws(ParquetError) -> Int {
    guard valueCount >= 0, Int(valueCount) <= rowCount - column.count else {
      throw ParquetError(
        .corrupt, "the page claims \(valueCount) values, \(rowCount - column.count) are left of its chunk's")
    }
    return Int(valueCount)
  }

  private mutating func decodeLevels(_ bytes: [UInt8], _ range: Range<Int>, _ count: Int) throws(ParquetError) {
    var decoder = RunLengthDecoder(width: 1, range: range)
    try decoder.decode(count, from: bytes.span, to: &levels)
  }

  /// Appends the values that stand in the page from `start` on, and a null for each level of 0.
  private mutating func decodeValues(
    _ page: [UInt8], _ start: Int, _ encoding: Encoding, _ count: Int
  ) throws(ParquetError) {
    guard let leaf else { return }
    let firstRow = column.count
    let range = start..<page.count
    let valueCount = levels.reduce(column.isNullable ? 0 : count) { $0 + Int($1) }
    let physicalType = leaf.physicalType
    switch encoding {
    case .plain:
      try appendPlainValues(
        page, range, count: valueCount, length: leaf.storedLength, to: &column, budget: &budget)
    case .rleDictionary, .plainDictionary:
      try decodeIndexes(page, start, valueCount)
      try appendDictionaryValues()
    case .rle where physicalType == .boolean:
      try appendBooleans(page, start, valueCount)
    case .deltaBinaryPacked where physicalType == .int32 || physicalType == .int64:
      try appendDifferences(page, range, valueCount, bitWidth: physicalType == .int32 ? 32 : 64)
    case .deltaLengthByteArray where physicalType == .byteArray,
      .deltaByteArray where physicalType == .byteArray || physicalType == .fixedLengthByteArray:
      try strings.decode(
        page, range, count: valueCount, sharePrefixes: encoding == .deltaByteArray, length: leaf.storedLength,
        to: &column, budget: &budget)
    case .byteStreamSplit where leaf.splitWidth != nil:
      let values = try joinedByteStreams(page, range, count: valueCount, width: leaf.splitWidth ?? 1)
      try appendPlainValues(
        values, 0..<values.count, count: valueCount, length: leaf.storedLength, to: &column, budget: &budget)
    default:
      throw ParquetError(.unsupported, "\(physicalType) encoded as \(encoding) is not read")
    }
    column.spread(levels, from: firstRow)
  }

  private mutating func decodeIndexes(_ page: [UInt8], _ start: Int, _ valueCount: Int) throws(ParquetError) {
    indexes.removeAll(keepingCapacity: true)
    guard valueCount > 0 else { return }
    guard start < page.count, page[start] <= 32 else {
      throw ParquetError(.corrupt, "the dictionary indexes have no bit width of 0 to 32")
    }
    var decoder = RunLengthDecoder(width: Int(page[start]), range: start + 1..<page.count)
    try decoder.decode(valueCount, from: page.span, to: &indexes)
  }

  private mutating func appendDictionaryValues() throws(ParquetError) {
    guard let dictionary else { throw ParquetError(.corrupt, "dictionary indexes without a dictionary page") }
    guard indexes.allSatisfy({ Int($0) < dictionary.count }) else {
      throw ParquetError(.corrupt, "a dictionary index beyond the dictionary's \(dictionary.count) values")
    }
    switch column.storage {
    case .int32: for index in indexes { column.int32.append(dictionary.int32[Int(index)]) }
    case .int64: for index in indexes { column.int64.append(dictionary.int64[Int(index)]) }
    case .double: for index in indexes { column.double.append(dictionary.double[Int(index)]) }
    case .boolean: for index in indexes { column.boolean.append(dictionary.boolean[Int(index)]) }
    case .strings:
      for index in indexes {
        let string = dictionary.strings.range(Int(index))
        try column.take(string.count, from: &budget)
        column.strings.append(dictionary.strings.bytes.span.extracting(string))
      }
    case .codes: preconditionFailure("columns are read value by value")
    }
  }

  private mutating func appendBooleans(_ page: [UInt8], _ start: Int, _ valueCount: Int) throws(ParquetError) {
    guard page.count - start >= 4, let end = Int(exactly: page.span.halfWord(at: start)),
      end <= page.count - start - 4
    else { throw ParquetError(.corrupt, "the booleans' runs leave the page of \(page.count) bytes") }
    indexes.removeAll(keepingCapacity: true)
    var decoder = RunLengthDecoder(width: 1, range: start + 4..<start + 4 + end)
    try decoder.decode(valueCount, from: page.span, to: &indexes)
    for index in indexes { column.boolean.append(UInt8(index)) }
  }

  private mutating func appendDifferences(
    _ page: [UInt8], _ range: Range<Int>, _ valueCount: Int, bitWidth: Int
  ) throws(ParquetError) {
    integers.removeAll(keepingCapacity: true)
    var decoder = DeltaDecoder(range: range)
    try decoder.decode(valueCount, bitWidth: bitWidth, from: page.span, to: &integers)
    if bitWidth == 32 {
      for integer in integers { column.int32.append(Int32(truncatingIfNeeded: integer)) }
    } else {
      column.int64 += integers
    }
  }
}
