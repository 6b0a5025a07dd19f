import Buffers
import Columnar

/// Decodes the pages of one column chunk after the other into a column; keeps its scratch room.
struct PageDecoder {
  /// The values so far.
  private(set) var column = Column(type: .boolean, isNullable: false)
  /// Bytes of strings that the column may still take.
  private(set) var budget = 0

  private var rowCount = 0
  private var dictionary: Column?
  private var levels: [UInt32] = []
  private var indexes: [UInt32] = []
  private var integers: [Int64] = []
  private var prefixes: [Int64] = []

  /// Begins a chunk of `rowCount` rows.
  mutating func begin(_ field: ColumnField, rowCount: Int, budget: Int) {
    column = Column(field)
    dictionary = nil
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
    try appendPlainValues(page, 0..<page.count, count: Int(header.valueCount), [], to: &values, budget: &room)
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
      guard page.count >= 4, let end = Int(exactly: length(page, 0)), end <= page.count - 4 else {
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

  private mutating func decodeValues(
    _ page: [UInt8], _ start: Int, _ encoding: Encoding, _ count: Int
  ) throws(ParquetError) {
    let valueCount = levels.reduce(column.isNullable ? 0 : count) { $0 + Int($1) }
    switch encoding {
    case .plain:
      try appendPlainValues(page, start..<page.count, count: count, levels, to: &column, budget: &budget)
    case .rleDictionary, .plainDictionary:
      try decodeIndexes(page, start, valueCount)
      try appendDictionaryValues(count)
    case .rle where column.storage == .boolean:
      guard page.count - start >= 4, let end = Int(exactly: length(page, start)), end <= page.count - start - 4 else {
        throw ParquetError(.corrupt, "the booleans' runs leave the page of \(page.count) bytes")
      }
      indexes.removeAll(keepingCapacity: true)
      var decoder = RunLengthDecoder(width: 1, range: start + 4..<start + 4 + end)
      try decoder.decode(valueCount, from: page.span, to: &indexes)
      appendBooleans(count)
    case .deltaBinaryPacked where column.storage == .int32 || column.storage == .int64:
      try appendDifferences(page, start..<page.count, count, valueCount)
    case .deltaLengthByteArray where column.storage == .strings:
      try appendStrings(page, start..<page.count, count, valueCount, sharePrefixes: false)
    case .deltaByteArray where column.storage == .strings:
      try appendStrings(page, start..<page.count, count, valueCount, sharePrefixes: true)
    default:
      throw ParquetError(
        .unsupported,
        "\(column.type) encoded as \(encoding) is not read; PLAIN, dictionaries, RLE booleans, and DELTA_BINARY_PACKED, "
          + "DELTA_LENGTH_BYTE_ARRAY and DELTA_BYTE_ARRAY of integers and byte arrays are")
    }
    for level in levels { column.validity.append(UInt8(level)) }
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

  private mutating func appendDictionaryValues(_ count: Int) throws(ParquetError) {
    guard let dictionary else { throw ParquetError(.corrupt, "dictionary indexes without a dictionary page") }
    guard indexes.allSatisfy({ Int($0) < dictionary.count }) else {
      throw ParquetError(.corrupt, "a dictionary index beyond the dictionary's \(dictionary.count) values")
    }
    var next = 0
    for row in 0..<count {
      guard levels.isEmpty || levels[row] == 1 else {
        column.appendZero()
        continue
      }
      let index = Int(indexes[next])
      next += 1
      switch column.storage {
      case .int32: column.int32.append(dictionary.int32[index])
      case .int64: column.int64.append(dictionary.int64[index])
      case .double: column.double.append(dictionary.double[index])
      case .boolean: column.boolean.append(dictionary.boolean[index])
      case .strings:
        let string = dictionary.strings.range(index)
        try column.take(string.count, from: &budget)
        column.strings.append(dictionary.strings.bytes.span.extracting(string))
      case .codes: preconditionFailure("columns are read value by value")
      }
    }
  }

  private mutating func appendBooleans(_ count: Int) {
    var next = 0
    for row in 0..<count {
      guard levels.isEmpty || levels[row] == 1 else {
        column.appendZero()
        continue
      }
      column.boolean.append(UInt8(indexes[next]))
      next += 1
    }
  }

  private mutating func appendDifferences(
    _ page: [UInt8], _ range: Range<Int>, _ count: Int, _ valueCount: Int
  ) throws(ParquetError) {
    integers.removeAll(keepingCapacity: true)
    var decoder = DeltaDecoder(range: range)
    let bitWidth = column.storage == .int32 ? 32 : 64
    try decoder.decode(valueCount, bitWidth: bitWidth, from: page.span, to: &integers)
    var next = 0
    for row in 0..<count {
      guard levels.isEmpty || levels[row] == 1 else {
        column.appendZero()
        continue
      }
      if bitWidth == 32 {
        column.int32.append(Int32(truncatingIfNeeded: integers[next]))
      } else {
        column.int64.append(integers[next])
      }
      next += 1
    }
  }

  private mutating func appendStrings(
    _ page: [UInt8], _ range: Range<Int>, _ count: Int, _ valueCount: Int, sharePrefixes: Bool
  ) throws(ParquetError) {
    prefixes.removeAll(keepingCapacity: true)
    integers.removeAll(keepingCapacity: true)
    var decoder = DeltaDecoder(range: range)
    if sharePrefixes { try decoder.decode(valueCount, bitWidth: 32, from: page.span, to: &prefixes) }
    try decoder.decode(valueCount, bitWidth: 32, from: page.span, to: &integers)
    var position = decoder.position
    var value: [UInt8] = []
    var next = 0
    for row in 0..<count {
      guard levels.isEmpty || levels[row] == 1 else {
        column.appendZero()
        continue
      }
      let prefix = sharePrefixes ? prefixes[next] : 0
      let length = integers[next]
      next += 1
      guard prefix >= 0, prefix <= Int64(value.count) else {
        throw ParquetError(.corrupt, "a value shares \(prefix) bytes with one of \(value.count)")
      }
      guard length >= 0, length <= Int64(range.upperBound - position) else {
        throw ParquetError(
          .corrupt, "a value claims \(length) bytes, the page has \(range.upperBound - position) left")
      }
      try column.take(Int(prefix) + Int(length), from: &budget)
      value.removeLast(value.count - Int(prefix))
      value.append(copying: page.span.extracting(position..<position + Int(length)))
      position += Int(length)
      column.strings.append(value)
    }
  }

  /// The four bytes at `offset` as a number, least significant first.
  ///
  /// Precondition: they are there.
  private func length(_ page: [UInt8], _ offset: Int) -> UInt32 {
    var value: UInt32 = 0
    for index in 0..<4 { value |= UInt32(page[offset + index]) << UInt32(8 * index) }
    return value
  }
}
