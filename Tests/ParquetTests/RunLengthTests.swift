import Buffers
import Parquet
import Testing

@Suite("RLE and bit-packing")
struct RunLengthTests {
  /// Numbers below 2^width in runs and without, as indexes and levels come.
  private func values(width: Int, count: Int, runs: UInt64, _ random: inout SplitMix64) -> [UInt32] {
    var values: [UInt32] = []
    let mask = UInt32(truncatingIfNeeded: UInt64(1) << UInt64(width) - 1)
    while values.count < count {
      let value = UInt32(truncatingIfNeeded: random.next()) & mask
      let length = random.next() % 3 == 0 ? Int(random.next() % runs) + 1 : 1
      values += [UInt32](repeating: value, count: min(length, count - values.count))
    }
    return values
  }

  /// The obvious decoder: bit by bit, no bounds beyond those of the bytes.
  private func slowDecode(_ bytes: [UInt8], width: Int, count: Int) -> [UInt32] {
    var values: [UInt32] = []
    var position = 0
    while values.count < count, position < bytes.count {
      var header = 0
      var shift = 0
      repeat {
        header |= Int(bytes[position] & 0x7f) << shift
        shift += 7
        position += 1
      } while bytes[position - 1] >= 0x80
      if header & 1 == 0 {
        var value: UInt32 = 0
        for index in 0..<(width + 7) / 8 { value |= UInt32(bytes[position + index]) << UInt32(8 * index) }
        position += (width + 7) / 8
        values += [UInt32](repeating: value, count: header >> 1)
      } else {
        for number in 0..<(header >> 1) * 8 {
          var value: UInt32 = 0
          for bit in 0..<width {
            let place = number * width + bit
            value |= UInt32(bytes[position + place / 8] >> UInt8(place % 8) & 1) << UInt32(bit)
          }
          values.append(value)
        }
        position += (header >> 1) * width
      }
    }
    return Array(values.prefix(count))
  }

  @Test("Numbers of every width are read again, by the decoder and by its slow twin", arguments: 1...32)
  func roundTrip(width: Int) throws {
    var random = SplitMix64(seed: UInt64(width))
    for (count, runs) in [(0, 1), (1, 1), (7, 1), (8, 9), (9, 20), (100, 30), (1000, 5), (1000, 200), (3000, 17)] {
      let numbers = values(width: width, count: count, runs: UInt64(runs), &random)
      var page = PageBuffer()
      appendRuns(numbers.span, width: width, to: &page)
      let bytes = page.bytes
      #expect(slowDecode(bytes, width: width, count: count) == numbers)
      var decoded: [UInt32] = []
      var decoder = RunLengthDecoder(width: width, range: 0..<bytes.count)
      try decoder.decode(count, from: bytes.span, to: &decoded)
      #expect(decoded == numbers)
    }
  }

  @Test("Flags are read again, and as bits they are the plain encoding")
  func flags() throws {
    var random = SplitMix64(seed: 5)
    for count in Array(0...70) + [500, 1001] {
      for runs in [1, 40, 300] {
        let numbers = values(width: 1, count: count, runs: UInt64(runs), &random)
        let flags = numbers.map { UInt8($0) }
        var page = PageBuffer()
        appendRuns(flags: flags, 0..<count, to: &page)
        #expect(slowDecode(page.bytes, width: 1, count: count) == numbers)
        var bits = PageBuffer()
        appendBits(flags, to: &bits)
        #expect(bits.count == (count + 7) / 8)
        #expect((0..<count).allSatisfy { bits.bytes[$0 / 8] >> UInt8($0 % 8) & 1 == flags[$0] })
      }
    }
  }

  @Test("Equal numbers become one run")
  func oneRun() {
    var page = PageBuffer()
    appendRuns([UInt32](repeating: 3, count: 20_000).span, width: 2, to: &page)
    #expect(page.bytes == [0xc0, 0xb8, 0x02, 3])
    var levels = PageBuffer()
    appendRuns(flags: [UInt8](repeating: 1, count: 20_003), 0..<20_003, to: &levels)
    #expect(levels.bytes == [0xc6, 0xb8, 0x02, 1])
  }

  @Test("Any bytes are an error or exactly as many values as were asked for")
  func damage() {
    var random = SplitMix64(seed: 77)
    for _ in 0..<20_000 {
      let width = Int(random.next() % 33)
      let bytes = (0..<Int(random.next() % 20)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      let count = Int(random.next() % 100)
      var decoded: [UInt32] = []
      var decoder = RunLengthDecoder(width: width, range: 0..<bytes.count)
      do {
        try decoder.decode(count, from: bytes.span, to: &decoded)
        #expect(decoded.count == count)
      } catch {
        #expect(error.kind == .corrupt)
      }
    }
  }
}
