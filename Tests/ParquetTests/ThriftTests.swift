import Parquet
import Testing

/// A struct with a field of each kind.
private struct Sample: ThriftStruct, Equatable {
  var truth: Bool?
  var lie: Bool?
  var byte: Int8?
  var short: Int16?
  var int: Int32?
  var long: Int64?
  var text: String?
  var longs: [Int64]?
  var flags: [Bool]?
  var strings: [[UInt8]]?
  var encodings: [Encoding]?
  var children: [Sample]?
  var far: Int32?

  init() {}

  init(from reader: inout ThriftReader) throws(ParquetError) {
    var sample = Sample()
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 1: sample.truth = try reader.boolean(field)
      case 2: sample.lie = try reader.boolean(field)
      case 3: sample.byte = try reader.i8(field)
      case 4: sample.short = try reader.i16(field)
      case 5: sample.int = try reader.i32(field)
      case 6: sample.long = try reader.i64(field)
      case 7: sample.text = try reader.text(field)
      case 8: sample.longs = try reader.i64s(field)
      case 9: sample.flags = try reader.booleans(field)
      case 10: sample.strings = try reader.binaries(field)
      case 11: sample.encodings = try reader.enumerations(field)
      case 12: sample.children = try reader.structures(field)
      case 300: sample.far = try reader.i32(field)
      default: try reader.skip(field)
      }
    }
    self = sample
  }

  func writeFields(to writer: inout ThriftWriter) {
    writer.field(1, truth)
    writer.field(2, lie)
    writer.field(3, byte)
    writer.field(4, short)
    writer.field(5, int)
    writer.field(6, long)
    writer.field(7, text)
    writer.field(8, list: longs)
    writer.field(9, list: flags)
    writer.field(10, list: strings)
    writer.field(11, list: encodings)
    writer.field(12, list: children)
    writer.field(300, far)
  }

  static func full() -> Sample {
    var sample = Sample()
    sample.truth = true
    sample.lie = false
    sample.byte = -128
    sample.short = Int16.min
    sample.int = Int32.max
    sample.long = Int64.min
    sample.text = "дом"
    sample.longs = (0..<20).map { Int64(1) << (3 * Int64($0)) }
    sample.flags = (0..<17).map { $0 % 3 == 0 }
    sample.strings = [[], [0, 255], Array(repeating: 7, count: 200)]
    sample.encodings = [.plain, Encoding(rawValue: 77)]
    sample.children = [Sample(), Sample()]
    sample.far = -1
    return sample
  }
}

/// A struct that reads nothing.
private struct Blind: ThriftStruct {
  init(from reader: inout ThriftReader) throws(ParquetError) {
    try reader.readFields { (reader, field) throws(ParquetError) in try reader.skip(field) }
  }

  func writeFields(to writer: inout ThriftWriter) {}
}

@Suite("Thrift compact protocol")
struct ThriftTests {
  private func bytes(_ sample: Sample) -> [UInt8] {
    var writer = ThriftWriter()
    writer.write(sample)
    return writer.bytes
  }

  @Test("What is written is read again")
  func roundTrip() throws {
    for sample in [Sample(), Sample.full()] {
      var reader = ThriftReader(bytes(sample))
      #expect(try Sample(from: &reader) == sample)
      #expect(reader.position == bytes(sample).count)
    }
  }

  @Test("The bytes are those of the protocol's specification")
  func golden() {
    var sample = Sample()
    sample.truth = true
    sample.int = -2
    sample.text = "ab"
    sample.far = 1
    // Field 1 true; field 5 = 1 + 4, i32, zigzag 3; field 7 = 5 + 2, binary of 2; field 300 by itself, zigzag 600.
    #expect(bytes(sample) == [0x11, 0x45, 0x03, 0x28, 0x02, 0x61, 0x62, 0x05, 0xd8, 0x04, 0x02, 0x00])
  }

  @Test("Unknown fields of every type are skipped")
  func skipping() throws {
    var reader = ThriftReader(bytes(.full()))
    _ = try Blind(from: &reader)
    #expect(reader.position == bytes(.full()).count)
    // Double, set, map and empty map.
    var others = ThriftReader([0x17, 1, 2, 3, 4, 5, 6, 7, 8, 0x1a, 0x25, 1, 2, 0x1b, 1, 0x58, 2, 1, 65, 0x1b, 0, 0])
    _ = try Blind(from: &others)
    #expect(others.position == 22)
  }

  @Test("Any cut and any changed byte is an error or a value, never a trap")
  func damage() {
    let whole = bytes(.full())
    for cut in whole.indices {
      var reader = ThriftReader(Array(whole[0..<cut]))
      #expect(throws: ParquetError.self) { try Sample(from: &reader) }
    }
    for index in whole.indices {
      for change in UInt8(1)...255 {
        var damaged = whole
        damaged[index] ^= change
        var reader = ThriftReader(damaged)
        _ = try? Sample(from: &reader)
        var blind = ThriftReader(damaged)
        _ = try? Blind(from: &blind)
      }
    }
  }

  @Test("Hostile sizes and depths are refused")
  func hostile() {
    let cases: [(String, [UInt8])] = [
      ("a binary of 2⁶³ bytes", [0x78, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0]),
      ("a list of 2³⁵ integers", [0x89, 0xf6, 0xff, 0xff, 0xff, 0xff, 0x7f, 0]),
      ("a number of 11 bytes", [0x66] + [UInt8](repeating: 0x80, count: 10) + [0, 0]),
      ("an i32 beyond 32 bits", [0x55, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0]),
      ("a field of another type", [0x15, 0x02, 0]),
      ("structs without end", [UInt8](repeating: 0x1c, count: 100_000)),
      ("lists without end", [0xd9] + [UInt8](repeating: 0x19, count: 100_000)),
      ("a field number beyond 16 bits", [0x05, 0xfe, 0xff, 0x03, 0x02, 0x15, 0x02, 0]),
    ]
    for (name, bytes) in cases {
      var reader = ThriftReader(bytes)
      #expect(throws: ParquetError.self, "\(name)") { try Sample(from: &reader) }
    }
  }
}
