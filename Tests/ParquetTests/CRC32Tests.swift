import Buffers
import Parquet
import Testing

@Suite("CRC-32")
struct CRC32Tests {
  /// The definition, bit by bit.
  private func slowCRC(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var state = ~UInt32(0)
    for byte in bytes {
      state ^= UInt32(byte)
      for _ in 0..<8 { state = state & 1 == 1 ? state >> 1 ^ 0xedb8_8320 : state >> 1 }
    }
    return ~state
  }

  @Test("The check value is that of the standard")
  func checkValue() {
    let digits = Array("123456789".utf8)
    #expect(crc32(digits.span) == 0xcbf4_3926)
    #expect(crc32([UInt8]().span) == 0)
  }

  @Test("Any length and any split gives what the definition gives")
  func slowTwin() {
    var random = SplitMix64(seed: 3)
    let bytes = (0..<100).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    for start in 0..<9 {
      for end in start...100 {
        let whole = crc32(bytes.span.extracting(start..<end))
        #expect(whole == slowCRC(bytes[start..<end]))
        let middle = (start + end) / 2
        let first = crc32(bytes.span.extracting(start..<middle))
        #expect(crc32(bytes.span.extracting(middle..<end), after: first) == whole)
      }
    }
  }
}
