/// Reads values of the Thrift compact protocol from bytes that may be damaged or hostile.
///
/// Every read is bounded by the bytes at hand; a list's count is never more than the bytes that are left, so that
/// nothing is allocated on a size's word alone; nesting ends at `maximumDepth`.
package struct ThriftReader {
  /// A field's header.
  package struct Field {
    /// The field's number in its struct.
    package let id: Int16
    /// The type of its value.
    package let type: ThriftType
  }

  /// How deep structs and lists may nest; parquet.thrift's own depth is below 8.
  package static let maximumDepth = 32

  private let bytes: [UInt8]
  private let end: Int
  private let origin: Int
  private var depth = 0
  /// The index of the next byte.
  package private(set) var position: Int

  /// Makes a reader of `range` of the bytes; byte 0 of them is byte `origin` of the file.
  package init(_ bytes: [UInt8], range: Range<Int>? = nil, origin: Int = 0) {
    let range = range ?? 0..<bytes.count
    self.bytes = bytes
    self.origin = origin
    position = range.lowerBound
    end = range.upperBound
  }

  /// Reads the fields of a struct up to its stop byte; `body` reads the value, or skips it.
  package mutating func readFields(
    _ body: (inout ThriftReader, Field) throws(ParquetError) -> Void
  ) throws(ParquetError) {
    depth += 1
    guard depth <= Self.maximumDepth else { throw corrupt("Thrift values nest deeper than \(Self.maximumDepth)") }
    var last: Int16 = 0
    while true {
      let header = try byte()
      if header == 0 { break }
      guard let type = ThriftType(rawValue: header & 0x0f) else {
        throw corrupt("unknown Thrift type \(header & 0x0f)")
      }
      if header >> 4 != 0 {
        let (id, overflow) = last.addingReportingOverflow(Int16(header >> 4))
        guard !overflow else { throw corrupt("Thrift field number beyond 16 bits") }
        last = id
      } else {
        last = try narrow(zigzag())
      }
      try body(&self, Field(id: last, type: type))
    }
    depth -= 1
  }

  /// Reads a boolean, whose value stands in the field's header.
  package mutating func boolean(_ field: Field) throws(ParquetError) -> Bool {
    switch field.type {
    case .booleanTrue: return true
    case .booleanFalse: return false
    default: throw mismatch(field, .booleanTrue)
    }
  }

  /// Reads an i8.
  package mutating func i8(_ field: Field) throws(ParquetError) -> Int8 {
    try expect(field, .i8)
    return Int8(bitPattern: try byte())
  }

  /// Reads an i16.
  package mutating func i16(_ field: Field) throws(ParquetError) -> Int16 {
    try expect(field, .i16)
    return try narrow(zigzag())
  }

  /// Reads an i32.
  package mutating func i32(_ field: Field) throws(ParquetError) -> Int32 {
    try expect(field, .i32)
    return try narrow(zigzag())
  }

  /// Reads an i64.
  package mutating func i64(_ field: Field) throws(ParquetError) -> Int64 {
    try expect(field, .i64)
    return try zigzag()
  }

  /// Reads an enum's value, known or not.
  package mutating func enumeration<E: ThriftEnumeration>(_ field: Field) throws(ParquetError) -> E {
    E(rawValue: try i32(field))
  }

  /// Reads bytes.
  package mutating func binary(_ field: Field) throws(ParquetError) -> [UInt8] {
    try expect(field, .binary)
    return try binary()
  }

  /// Reads text; invalid UTF-8 is replaced.
  package mutating func text(_ field: Field) throws(ParquetError) -> String {
    String(decoding: try binary(field), as: UTF8.self)
  }

  /// Reads a struct.
  package mutating func structure<S: ThriftStruct>(_ field: Field) throws(ParquetError) -> S {
    try expect(field, .structure)
    return try S(from: &self)
  }

  /// Reads a list of structs.
  package mutating func structures<S: ThriftStruct>(_ field: Field) throws(ParquetError) -> [S] {
    try list(field, .structure) { (reader) throws(ParquetError) in try S(from: &reader) }
  }

  /// Reads a list of enum values, known or not.
  package mutating func enumerations<E: ThriftEnumeration>(_ field: Field) throws(ParquetError) -> [E] {
    try list(field, .i32) { (reader) throws(ParquetError) in E(rawValue: try reader.narrow(reader.zigzag())) }
  }

  /// Reads a list of i64.
  package mutating func i64s(_ field: Field) throws(ParquetError) -> [Int64] {
    try list(field, .i64) { (reader) throws(ParquetError) in try reader.zigzag() }
  }

  /// Reads a list of booleans.
  package mutating func booleans(_ field: Field) throws(ParquetError) -> [Bool] {
    try list(field, .booleanTrue) { (reader) throws(ParquetError) in try reader.byte() == 1 }
  }

  /// Reads a list of byte strings.
  package mutating func binaries(_ field: Field) throws(ParquetError) -> [[UInt8]] {
    try list(field, .binary) { (reader) throws(ParquetError) in try reader.binary() }
  }

  /// Reads a list of texts.
  package mutating func texts(_ field: Field) throws(ParquetError) -> [String] {
    try binaries(field).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Skips a value that nobody asks for.
  package mutating func skip(_ field: Field) throws(ParquetError) {
    if field.type == .booleanTrue || field.type == .booleanFalse { return }
    try skip(field.type)
  }

  /// An error that says what is wrong with the bytes before the reader's place.
  package func corrupt(_ message: String) -> ParquetError {
    ParquetError(.corrupt, message, at: .init(byteOffset: origin + position))
  }

  /// The value of a field that the format requires.
  package func required<Value>(_ value: Value?, _ name: String) throws(ParquetError) -> Value {
    guard let value else { throw corrupt("required field \(name) is missing") }
    return value
  }
}

extension ThriftReader {
  private func expect(_ field: Field, _ type: ThriftType) throws(ParquetError) {
    guard field.type == type else { throw mismatch(field, type) }
  }

  private func mismatch(_ field: Field, _ type: ThriftType) -> ParquetError {
    corrupt("field \(field.id) has Thrift type \(field.type), expected \(type)")
  }

  private mutating func byte() throws(ParquetError) -> UInt8 {
    guard position < end else { throw corrupt("the metadata ends within a value") }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func varint() throws(ParquetError) -> UInt64 {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      result |= UInt64(next & 0x7f) << shift
      if next < 0x80 { return result }
      shift += 7
      guard shift < 64 else { throw corrupt("a Thrift number is longer than 10 bytes") }
    }
  }

  private mutating func zigzag() throws(ParquetError) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  private func narrow<T: FixedWidthInteger>(_ value: Int64) throws(ParquetError) -> T {
    guard let narrowed = T(exactly: value) else { throw corrupt("\(value) does not fit \(T.bitWidth) bits") }
    return narrowed
  }

  private mutating func count() throws(ParquetError) -> Int {
    let value = try varint()
    guard value <= UInt64(end - position) else {
      throw corrupt("a Thrift value claims \(value) bytes or elements, \(end - position) bytes are left")
    }
    return Int(value)
  }

  private mutating func binary() throws(ParquetError) -> [UInt8] {
    let count = try count()
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  private mutating func listHeader() throws(ParquetError) -> (ThriftType, Int) {
    let header = try byte()
    guard let type = ThriftType(rawValue: header & 0x0f) else {
      throw corrupt("unknown Thrift type \(header & 0x0f) of a list")
    }
    let short = Int(header >> 4)
    guard short != 15 else { return (type, try count()) }
    guard short <= end - position else { throw corrupt("the metadata ends within a list") }
    return (type, short)
  }

  private mutating func list<Element>(
    _ field: Field, _ type: ThriftType, _ body: (inout ThriftReader) throws(ParquetError) -> Element
  ) throws(ParquetError) -> [Element] {
    try expect(field, .list)
    let (found, count) = try listHeader()
    // Some writers announce a list of booleans with the type of false.
    guard found == type || (type == .booleanTrue && found == .booleanFalse) || count == 0 else {
      throw corrupt("field \(field.id) lists Thrift type \(found), expected \(type)")
    }
    var elements: [Element] = []
    for _ in 0..<count { elements.append(try body(&self)) }
    return elements
  }

  private mutating func skip(_ type: ThriftType) throws(ParquetError) {
    depth += 1
    guard depth <= Self.maximumDepth else { throw corrupt("Thrift values nest deeper than \(Self.maximumDepth)") }
    switch type {
    case .booleanTrue, .booleanFalse, .i8: _ = try byte()
    case .i16, .i32, .i64: _ = try varint()
    case .double:
      guard end - position >= 8 else { throw corrupt("the metadata ends within a double") }
      position += 8
    case .binary:
      let count = try count()
      position += count
    case .list, .set:
      let (element, count) = try listHeader()
      for _ in 0..<count { try skip(element) }
    case .map:
      let count = try count()
      guard count > 0 else { break }
      let types = try byte()
      guard let key = ThriftType(rawValue: types >> 4), let value = ThriftType(rawValue: types & 0x0f) else {
        throw corrupt("unknown Thrift types \(types) of a map")
      }
      for _ in 0..<count {
        try skip(key)
        try skip(value)
      }
    case .structure:
      try readFields { (reader, field) throws(ParquetError) in try reader.skip(field) }
    }
    depth -= 1
  }
}
