import Buffers
import Columnar
import Parquet
import Testing

@Suite("Differences")
struct DeltaTests {
  /// Integers of several shapes; `bits` is how wide the random ones are.
  private func integers(_ count: Int, shape: Int, bits: Int, _ random: inout SplitMix64) -> [Int64] {
    (0..<count).map { index in
      switch shape {
      case 0: Int64(index) * 3 - 50
      case 1: index % 200 < 150 ? 7 : Int64(index)
      default: Int64(bitPattern: random.next()) >> Int64(64 - bits)
      }
    }
  }

  /// The obvious decoder of well-formed bytes: bit by bit.
  private func slowDecode(_ bytes: [UInt8], bitWidth: Int) -> [Int64] {
    var position = 0
    func varint() -> UInt64 {
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while true {
        let byte = bytes[position]
        position += 1
        value |= UInt64(byte & 0x7f) << shift
        shift += 7
        if byte < 0x80 { return value }
      }
    }
    func zigzag() -> Int64 {
      let value = varint()
      return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }
    let (block, miniblocks, count) = (Int(varint()), Int(varint()), Int(varint()))
    var values = [zigzag()]
    while values.count < count {
      let least = zigzag()
      let widths = bytes[position..<position + miniblocks].map { Int($0) }
      position += miniblocks
      for width in widths where values.count < count {
        for number in 0..<block / miniblocks {
          var difference: UInt64 = 0
          for bit in 0..<width {
            let place = number * width + bit
            difference |= UInt64(bytes[position + place / 8] >> UInt8(place % 8) & 1) << UInt64(bit)
          }
          let sum = values[values.count - 1] &+ least &+ Int64(bitPattern: difference)
          if values.count < count { values.append(bitWidth == 32 ? Int64(Int32(truncatingIfNeeded: sum)) : sum) }
        }
        position += block / miniblocks / 8 * width
      }
    }
    return values
  }

  @Test("Integers of every width are read again, by the decoder and by its slow twin", arguments: [32, 64])
  func roundTrip(bitWidth: Int) throws {
    var random = SplitMix64(seed: UInt64(bitWidth))
    for count in [1, 2, 32, 33, 128, 129, 130, 1000, 1025] {
      for shape in 0..<5 {
        let bits = shape == 4 ? bitWidth : Int(random.next() % UInt64(bitWidth)) + 1
        let values = integers(count, shape: shape, bits: bits, &random)
        var page = PageBuffer()
        appendDeltas(values.span, bitWidth: bitWidth, to: &page)
        let bytes = page.bytes
        #expect(slowDecode(bytes, bitWidth: bitWidth) == values)
        var decoded: [Int64] = []
        var decoder = DeltaDecoder(range: 0..<bytes.count)
        try decoder.decode(count, bitWidth: bitWidth, from: bytes.span, to: &decoded)
        #expect(decoded == values)
        #expect(decoder.position == bytes.count)
      }
    }
  }

  @Test("Any bytes are an error or exactly as many integers as were asked for")
  func damage() {
    var random = SplitMix64(seed: 12)
    var page = PageBuffer()
    appendDeltas((0..<300).map { Int64($0 * $0 % 1009) }.span, bitWidth: 64, to: &page)
    let whole = page.bytes
    for _ in 0..<20_000 {
      var bytes = Array(whole.prefix(Int(random.next() % UInt64(whole.count + 1))))
      for _ in 0..<random.next() % 4 where !bytes.isEmpty {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      var decoded: [Int64] = []
      var decoder = DeltaDecoder(range: 0..<bytes.count)
      do {
        try decoder.decode(300, bitWidth: random.next() % 2 == 0 ? 32 : 64, from: bytes.span, to: &decoded)
        #expect(decoded.count == 300)
      } catch {
        #expect(error.kind == .corrupt)
      }
    }
  }

  @Test("Strings without a dictionary are read again, and those alike at their beginnings are short")
  func strings() throws {
    let cases: [(String, (Int) -> String?, Encoding)] = [
      ("numbered", { "F\(100_000 + $0)" }, .deltaByteArray),
      ("numbered, some null", { $0 % 3 == 1 ? nil : "order-\(7_000_000 + $0 * 7919 % 100_003)" }, .deltaByteArray),
      ("text", { "\($0 * 7919 % 65_537) ёж \(String(repeating: "x", count: $0 % 40))" }, .deltaLengthByteArray),
      ("prefixes of each other", { String(repeating: "a", count: $0 % 97) + "\($0)" }, .deltaByteArray),
    ]
    for (name, text, encoding) in cases {
      var column = Column(type: .string, isNullable: true)
      for row in 0..<25_000 { if let text = text(row) { column.append(text) } else { column.appendNull() } }
      let reader = try ParquetReader(bytes: try SampleBatches.file(column), name: name)
      let metaData = try #require(reader.metaData.rowGroups[0].columns[0].metaData)
      #expect(metaData.encodings == [.rle, encoding], "\(name)")
      #expect(difference(try reader.readRowGroup(0).columns[0], column) == nil, "\(name)")
      if name == "numbered" { #expect(metaData.totalUncompressedSize < 60_000) }
    }
  }

  @Test("Fractions are written as the doubles that they stand for")
  func fractions() throws {
    var random = SplitMix64(seed: 14)
    for distinct in [5, 40_000] as [UInt64] {
      var doubles = Column(type: .double, isNullable: true)
      var short = Column(type: .double, isNullable: true, layout: .fractions(of: 1000))
      var long = Column(type: .double, isNullable: true, layout: .longFractions(of: 1000))
      for _ in 0..<9000 {
        if random.next() % 4 == 0 {
          doubles.appendNull()
          short.appendNull()
          long.appendNull()
        } else {
          let value = Int32(random.next() % distinct) - 3
          doubles.append(Double(value) / 1000)
          short.append(value)
          long.append(Int64(value))
        }
      }
      let file = try SampleBatches.file(doubles)
      #expect(try SampleBatches.file(short) == file)
      #expect(try SampleBatches.file(long) == file)
    }
  }
}
