import Buffers
import Testing

@Suite("ByteWriter")
struct ByteWriterTests {
  @Test(
    "ULEB128 writes seven bits a byte, the least significant first",
    arguments: [
      (0, [0x00]), (1, [0x01]), (127, [0x7f]), (128, [0x80, 0x01]), (300, [0xac, 0x02]), (16_383, [0xff, 0x7f]),
      (16_384, [0x80, 0x80, 0x01]), (624_485, [0xe5, 0x8e, 0x26]),
      (UInt64.max, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
    ] as [(UInt64, [UInt8])])
  func knownNumbers(value: UInt64, expected: [UInt8]) {
    var writer = ByteWriter()
    writer.appendULEB128(value)
    #expect(writer.bytes == expected)
  }

  @Test("ULEB128 can be read back for numbers of every length")
  func roundTrip() {
    var random = SplitMix64(seed: 5)
    for bits in 0..<64 {
      for _ in 0..<50 {
        let value = random.next() >> UInt64(bits)
        var writer = ByteWriter()
        writer.appendULEB128(value)
        var read: UInt64 = 0
        for (index, byte) in writer.bytes.enumerated() {
          read |= UInt64(byte & 0x7f) << UInt64(index * 7)
          #expect((byte & 0x80 != 0) == (index < writer.count - 1))
        }
        #expect(read == value)
      }
    }
  }

  @Test("numbers are written with the least significant byte first")
  func littleEndian() {
    var writer = ByteWriter()
    writer.append(UInt8(0xfe))
    writer.append(Int16(-2))
    writer.append(UInt32(0x0102_0304))
    writer.append(1.0)
    #expect(writer.bytes == [0xfe, 0xfe, 0xff, 4, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f])
    #expect(writer.count == 15)
  }

  @Test("writing a span of numbers is writing each of them")
  func spans() {
    let values: [Int64] = [0, -1, .min, .max, 1 << 40]
    var whole = ByteWriter()
    whole.append(contentsOf: values.span)
    var single = ByteWriter()
    for value in values { single.append(value) }
    #expect(whole.bytes == single.bytes)
    whole.removeAll()
    whole.append([9, 8].span)
    #expect(whole.bytes == [9, 8])
  }
}
