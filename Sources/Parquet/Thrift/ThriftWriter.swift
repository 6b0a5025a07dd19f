/// Writes values in the Thrift compact protocol; the caller gives a struct's fields in ascending order.
package struct ThriftWriter: Sendable {
  /// What has been written.
  package private(set) var bytes: [UInt8] = []
  private var lastField: Int16 = 0

  /// Makes an empty writer.
  package init() {}

  /// Forgets what has been written and keeps the room.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    lastField = 0
  }

  /// Writes a struct that stands by itself, as a page header or the footer does.
  package mutating func write(_ value: some ThriftStruct) {
    let outer = lastField
    lastField = 0
    value.writeFields(to: &self)
    bytes.append(0)
    lastField = outer
  }

  /// Writes a boolean field.
  package mutating func field(_ id: Int16, _ value: Bool?) {
    guard let value else { return }
    header(id, value ? .booleanTrue : .booleanFalse)
  }

  /// Writes an i8 field.
  package mutating func field(_ id: Int16, _ value: Int8?) {
    guard let value else { return }
    header(id, .i8)
    bytes.append(UInt8(bitPattern: value))
  }

  /// Writes an i16 field.
  package mutating func field(_ id: Int16, _ value: Int16?) {
    guard let value else { return }
    header(id, .i16)
    zigzag(Int64(value))
  }

  /// Writes an i32 field.
  package mutating func field(_ id: Int16, _ value: Int32?) {
    guard let value else { return }
    header(id, .i32)
    zigzag(Int64(value))
  }

  /// Writes an i64 field.
  package mutating func field(_ id: Int16, _ value: Int64?) {
    guard let value else { return }
    header(id, .i64)
    zigzag(value)
  }

  /// Writes a field of text.
  package mutating func field(_ id: Int16, _ value: String?) {
    guard let value else { return }
    header(id, .binary)
    binary(Array(value.utf8))
  }

  /// Writes a field of bytes.
  package mutating func field(_ id: Int16, bytes value: [UInt8]?) {
    guard let value else { return }
    header(id, .binary)
    binary(value)
  }

  /// Writes an enum's field, an i32.
  package mutating func field<E: RawRepresentable<Int32>>(_ id: Int16, enumeration value: E?) {
    field(id, value?.rawValue)
  }

  /// Writes a field that is a struct.
  package mutating func field<S: ThriftStruct>(_ id: Int16, structure value: S?) {
    guard let value else { return }
    header(id, .structure)
    write(value)
  }

  /// Writes a field that is a struct without fields, as the unions of logical types have them.
  package mutating func emptyStructure(_ id: Int16) {
    header(id, .structure)
    bytes.append(0)
  }

  /// Writes a list of structs.
  package mutating func field<S: ThriftStruct>(_ id: Int16, list values: [S]?) {
    guard let values else { return }
    listHeader(id, .structure, values.count)
    for value in values { write(value) }
  }

  /// Writes a list of enum values.
  package mutating func field<E: RawRepresentable<Int32>>(_ id: Int16, list values: [E]?) {
    guard let values else { return }
    listHeader(id, .i32, values.count)
    for value in values { zigzag(Int64(value.rawValue)) }
  }

  /// Writes a list of i64.
  package mutating func field(_ id: Int16, list values: [Int64]?) {
    guard let values else { return }
    listHeader(id, .i64, values.count)
    for value in values { zigzag(value) }
  }

  /// Writes a list of booleans.
  package mutating func field(_ id: Int16, list values: [Bool]?) {
    guard let values else { return }
    listHeader(id, .booleanTrue, values.count)
    for value in values { bytes.append(value ? 1 : 2) }
  }

  /// Writes a list of byte strings.
  package mutating func field(_ id: Int16, list values: [[UInt8]]?) {
    guard let values else { return }
    listHeader(id, .binary, values.count)
    for value in values { binary(value) }
  }

  /// Writes a list of texts.
  package mutating func field(_ id: Int16, list values: [String]?) {
    field(id, list: values?.map { Array($0.utf8) })
  }

  private mutating func header(_ id: Int16, _ type: ThriftType) {
    let delta = Int(id) - Int(lastField)
    if (1...15).contains(delta) {
      bytes.append(UInt8(delta) << 4 | type.rawValue)
    } else {
      bytes.append(type.rawValue)
      zigzag(Int64(id))
    }
    lastField = id
  }

  private mutating func listHeader(_ id: Int16, _ type: ThriftType, _ count: Int) {
    header(id, .list)
    if count < 15 {
      bytes.append(UInt8(count) << 4 | type.rawValue)
    } else {
      bytes.append(0xf0 | type.rawValue)
      varint(UInt64(count))
    }
  }

  private mutating func binary(_ value: [UInt8]) {
    varint(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  private mutating func zigzag(_ value: Int64) {
    varint(UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
