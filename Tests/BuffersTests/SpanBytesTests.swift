import Buffers
import Testing

@Suite("Spans of bytes")
struct SpanBytesTests {
  /// Arrays of every length up to 100, of bytes around the digits.
  private func samples() -> [[UInt8]] {
    var random = SplitMix64(seed: 6)
    let edge: [UInt8] = [0x00, 0x2f, 0x30, 0x35, 0x39, 0x3a, 0x80, 0xb0, 0xff]
    return (0..<2_000).map { number in (0..<number % 101).map { _ in edge.randomElement(using: &random) ?? 0 } }
  }

  @Test("countDigits counts what a loop counts")
  func digits() {
    for bytes in samples() {
      var expected = 0
      for byte in bytes where byte >= 0x30 && byte <= 0x39 { expected += 1 }
      #expect(bytes.span.countDigits() == expected)
    }
  }

  @Test("every byte value is a digit or not")
  func digitTable() {
    for byte in UInt8.min...UInt8.max {
      #expect([byte].span.countDigits() == ("0123456789".utf8.contains(byte) ? 1 : 0))
    }
  }

  @Test("firstIndex finds what a loop finds, from every start, also behind the end")
  func firstIndex() {
    for bytes in samples() where bytes.count <= 40 {
      for start in 0...bytes.count + 1 {
        for byte in [0x00, 0x30, 0xff, 0x77] as [UInt8] {
          let expected = bytes.indices.first { $0 >= start && bytes[$0] == byte }
          #expect(bytes.span.firstIndex(of: byte, from: start) == expected)
        }
      }
    }
  }

  @Test("order and equality are those of the arrays")
  func order() {
    let all = samples().filter { $0.count <= 6 }.prefix(150)
    for first in all {
      for second in all {
        #expect(first.span.isLess(than: second.span) == first.lexicographicallyPrecedes(second))
        #expect(first.span.hasSameBytes(as: second.span) == (first == second))
      }
    }
  }

  @Test("masks say of 64 bytes what a loop says of each, from every offset")
  func masks() {
    for bytes in samples() where bytes.count >= 64 {
      // Bytes have no padding that could be uninitialized.
      let raw = unsafe bytes.span.bytes
      for offset in 0...bytes.count - 64 {
        for bound in [0x00, 0x30, 0x80, 0xff] as [UInt8] {
          var (equal, atLeast): (UInt64, UInt64) = (0, 0)
          for index in 0..<64 {
            if bytes[offset + index] == bound { equal |= 1 << UInt64(index) }
            if bytes[offset + index] >= bound { atLeast |= 1 << UInt64(index) }
          }
          #expect(raw.equalMask(at: offset, bound) == equal)
          #expect(raw.atLeastMask(at: offset, bound) == atLeast)
        }
      }
    }
  }

  @Test("bytes copied from a span are the span's", arguments: ["", "a", "pitkähkö"])
  func copies(text: String) {
    let bytes = Array(text.utf8)
    #expect([UInt8](copying: bytes.span) == bytes)
    #expect(bytes.span.text == text)
  }
}
