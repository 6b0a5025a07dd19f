import Buffers
import Columnar
import Parquet
import Testing

@Suite("Dictionaries")
struct DictionaryTests {
  private func column(_ texts: [String?]) -> Column {
    var column = Column(type: .string, isNullable: true)
    for text in texts {
      if let text { column.append(text) } else { column.appendNull() }
    }
    return column
  }

  private func indexes(_ encoder: borrowing DictionaryEncoder) -> [UInt32] {
    encoder.indexes.withSpan(0..<encoder.valueCount) { span in span.indices.map { span[$0] } }
  }

  @Test("Values are numbered in order of first appearance, nulls left out")
  func order() {
    let texts = ["web", nil, "app", "web", "web", nil, "post", "app"]
    var encoder = DictionaryEncoder()
    let pays = encoder.encode(column(texts + texts + texts), limitBytes: 1000)
    #expect(pays)
    let (rows, width, numbers) = (encoder.firstRows, encoder.indexWidth, indexes(encoder))
    #expect(rows == [0, 2, 6])
    #expect(numbers.count == 18)
    #expect(numbers.prefix(6) == [0, 1, 0, 0, 2, 1])
    #expect(width == 2)
  }

  @Test("The numbers stand for the values, whatever was encoded before")
  func slowTwin() {
    var random = SplitMix64(seed: 4)
    var encoder = DictionaryEncoder()
    for distinct in [1, 2, 3, 100, 700, 5000, 40] {
      let texts = (0..<12_000).map { _ in random.next() % 9 == 0 ? nil : "value \(random.next() % UInt64(distinct))" }
      let column = column(texts)
      let pays = encoder.encode(column, limitBytes: 1 << 20)
      guard pays else {
        Issue.record("\(distinct) distinct values in 12,000 do not pay")
        continue
      }
      var numbers: [String: UInt32] = [:]
      var expected: [UInt32] = []
      for case let text? in texts {
        let number = numbers[text] ?? UInt32(numbers.count)
        numbers[text] = number
        expected.append(number)
      }
      let (rows, found) = (encoder.firstRows, indexes(encoder))
      #expect(found == expected)
      #expect(rows.map { column.strings.text(Int($0)) } == numbers.sorted { $0.1 < $1.1 }.map { $0.0 })
    }
  }

  @Test("Integers are numbered alike whether they lie close together or far apart")
  func integers() {
    var random = SplitMix64(seed: 8)
    var encoder = DictionaryEncoder()
    for step in [1, 3, 1 << 20, 1 << 40] as [Int64] {
      var column = Column(type: .int64, isNullable: true)
      var expected: [UInt32] = []
      var numbers: [Int64: UInt32] = [:]
      for _ in 0..<9000 {
        if random.next() % 5 == 0 {
          column.appendNull()
          continue
        }
        let value = (Int64(random.next() % 300) - 400) * step
        column.append(value)
        let number = numbers[value] ?? UInt32(numbers.count)
        numbers[value] = number
        expected.append(number)
      }
      let pays = encoder.encode(column, limitBytes: 1 << 20)
      let (rows, found) = (encoder.firstRows, indexes(encoder))
      #expect(pays)
      #expect(found == expected)
      #expect(rows.map { column.int64[Int($0)] } == numbers.sorted { $0.1 < $1.1 }.map { $0.0 })
    }
  }

  @Test("A coded column is written as the strings that it stands for")
  func codedColumns() throws {
    var random = SplitMix64(seed: 9)
    for distinct in [0, 1, 3, 400, 6000] as [UInt64] {
      var coded = Column(type: .string, isNullable: true, layout: .coded(StringDictionary(["web", "app"])))
      var texts: [String?] = []
      for _ in 0..<7000 {
        let isNull = distinct == 0 || random.next() % 7 == 0
        let text = isNull ? nil : random.next() % 3 == 0 ? "app" : "value \(random.next() % distinct)"
        texts.append(text)
        if let text { coded.append(text) } else { coded.appendNull() }
      }
      let whole = column(texts)
      let file = try SampleBatches.file(coded)
      #expect(file == (try SampleBatches.file(whole)), "\(distinct) distinct values")
      let reader = try ParquetReader(bytes: file, name: "coded")
      #expect(difference(try reader.readRowGroup(0).columns[0], whole) == nil)
    }
  }

  @Test("A chunk that a dictionary does not shorten has none")
  func fallback() throws {
    let distinct = column((0..<5000).map { "value \($0)" })
    let late = column((0..<9000).map { "value \($0 < 4000 ? $0 % 10 : $0)" })
    let few = column((0..<9000).map { "value \($0 % 10)" })
    var limited = WriterOptions()
    limited.dictionaryBytes = 50
    let cases: [(String, Column, WriterOptions, [Encoding])] = [
      ("all distinct", distinct, WriterOptions(), [.rle, .deltaByteArray]),
      ("distinct after a while", late, limited, [.rle, .deltaByteArray]),
      ("few, within the limit", few, WriterOptions(), [.plain, .rle, .rleDictionary]),
      ("few, beyond the limit", few, limited, [.rle, .deltaByteArray]),
    ]
    for (name, column, options, encodings) in cases {
      let reader = try ParquetReader(bytes: try SampleBatches.file(column, options: options), name: name)
      let metaData = try #require(reader.metaData.rowGroups[0].columns[0].metaData)
      #expect(metaData.encodings == encodings, "\(name)")
      #expect((metaData.dictionaryPageOffset != nil) == encodings.contains(.rleDictionary))
      #expect(metaData.statistics?.distinctCount == (encodings.contains(.rleDictionary) ? 10 : nil))
      #expect(difference(try reader.readRowGroup(0).columns[0], column) == nil)
    }
  }
}
