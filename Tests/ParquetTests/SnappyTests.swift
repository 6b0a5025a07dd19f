import Buffers
import Parquet
import Testing

@Suite("Snappy")
struct SnappyTests {
  private func decompressed(_ bytes: [UInt8], byteCount: Int) throws -> [UInt8] {
    var output: [UInt8] = [1, 2, 3]
    // What stands around the range is not looked at.
    try SnappyDecoder.decompress([9] + bytes + [9], 1..<bytes.count + 1, byteCount: byteCount, to: &output)
    #expect(Array(output.prefix(3)) == [1, 2, 3])
    return Array(output.dropFirst(3))
  }

  /// A stream of random elements, written from the format's description, and what it stands for.
  private func sample(_ random: inout SplitMix64) -> (stream: [UInt8], content: [UInt8]) {
    var elements: [UInt8] = []
    var content: [UInt8] = []
    func little(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    for _ in 0..<Int(random.next() % 12) + 1 {
      let kind = content.isEmpty ? 0 : Int(random.next() % 4)
      if kind == 0 {
        let length = [1, 60, 61, 256, 257, Int(random.next() % 400) + 1][Int(random.next() % 6)]
        let byteCount = length <= 60 ? 0 : Int(random.next() % 3) + (length <= 256 ? 1 : 2)
        elements += [UInt8((byteCount == 0 ? length - 1 : 59 + byteCount) << 2)] + little(length - 1, byteCount)
        let literal = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        elements += literal
        content += literal
        continue
      }
      let reach = min(content.count, kind == 1 ? 2_047 : content.count)
      let offset = random.next() % 3 == 0 ? 1 : Int(random.next() % UInt64(reach)) + 1
      let length = kind == 1 ? Int(random.next() % 8) + 4 : Int(random.next() % 64) + 1
      if kind == 1 {
        elements += [UInt8(1 | (length - 4) << 2 | (offset >> 8) << 5), UInt8(offset & 0xff)]
      } else {
        elements += [UInt8(kind | (length - 1) << 2)] + little(offset, kind == 2 ? 2 : 4)
      }
      for _ in 0..<length { content.append(content[content.count - offset]) }
    }
    var size = content.count
    var stream: [UInt8] = []
    while size >= 0x80 {
      stream.append(UInt8(size & 0x7f | 0x80))
      size >>= 7
    }
    return (stream + [UInt8(size)] + elements, content)
  }

  @Test("Literals and copies of every kind and length, overlapping ones too, come out as they went in")
  func roundTrip() throws {
    var random = SplitMix64(seed: 11)
    for _ in 0..<2_000 {
      let (stream, content) = sample(&random)
      #expect(try decompressed(stream, byteCount: content.count) == content)
    }
  }

  @Test("A cut stream, a changed byte and a wrong size are errors or data, never a trap")
  func damage() throws {
    var random = SplitMix64(seed: 12)
    for _ in 0..<200 {
      let (stream, content) = sample(&random)
      for cut in stream.indices {
        #expect(throws: ParquetError.self) { try decompressed(Array(stream[..<cut]), byteCount: content.count) }
      }
      for index in stream.indices {
        var damaged = stream
        damaged[index] = UInt8(truncatingIfNeeded: random.next())
        _ = try? decompressed(damaged, byteCount: content.count)
      }
      #expect(throws: ParquetError.self) { try decompressed(stream, byteCount: content.count + 1) }
      #expect(throws: ParquetError.self) { try decompressed(stream + [0], byteCount: content.count) }
    }
  }

  @Test(
    "What contradicts itself is refused and said",
    arguments: [
      ([0x05, 0x05, 0x01], 5, "a copy of 5 bytes from 1 bytes before leaves the page"),
      ([0x05, 0x00, 0x61, 0x01, 0x00], 5, "a copy of 4 bytes from 0 bytes before leaves the page"),
      ([0x02, 0x10, 0x61, 0x61], 2, "a literal of 5 bytes is longer than the page"),
      ([0x80, 0x80, 0x80, 0x80, 0x80, 0x01], 5, "the length is longer than 5 bytes"),
      ([0xff, 0xff, 0xff, 0xff, 0x07, 0x00], 0x7fff_ffff, "6 bytes of Snappy cannot hold the 2147483647"),
      ([0x06, 0x00, 0x61], 5, "the page decompresses to 6 bytes, its header says 5"),
    ] as [([UInt8], Int, String)])
  func refused(stream: [UInt8], byteCount: Int, message: String) {
    let error = #expect(throws: ParquetError.self) { try decompressed(stream, byteCount: byteCount) }
    #expect(error?.kind == .corrupt)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }
}
