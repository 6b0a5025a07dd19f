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

  @Test("Values are numbered in order of first appearance, nulls left out")
  func order() {
    let texts = ["web", nil, "app", "web", "web", nil, "post", "app"]
    var encoder = DictionaryEncoder()
    let pays = encoder.encode(column(texts + texts + texts), limitBytes: 1000)
    #expect(pays)
    #expect(encoder.firstRows == [0, 2, 6])
    #expect(encoder.valueCount == 18)
    #expect(encoder.indexes.prefix(6) == [0, 1, 0, 0, 2, 1])
    #expect(encoder.indexWidth == 2)
  }

  @Test("The numbers stand for the values, whatever was encoded before")
  func slowTwin() {
    var random = SplitMix64(seed: 4)
    var encoder = DictionaryEncoder()
    for distinct in [1, 2, 3, 100, 700, 5000, 40] {
      let texts = (0..<12_000).map { _ in random.next() % 9 == 0 ? nil : "value \(random.next() % UInt64(distinct))" }
      let column = column(texts)
      guard encoder.encode(column, limitBytes: 1 << 20) else {
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
      #expect(Array(encoder.indexes[0..<encoder.valueCount]) == expected)
      #expect(encoder.firstRows.map { column.strings.text(Int($0)) } == numbers.sorted { $0.1 < $1.1 }.map { $0.0 })
    }
  }

  @Test("A chunk that a dictionary does not shorten is plain as a whole")
  func fallback() throws {
    let distinct = column((0..<5000).map { "value \($0)" })
    let late = column((0..<9000).map { "value \($0 < 4000 ? $0 % 10 : $0)" })
    let few = column((0..<9000).map { "value \($0 % 10)" })
    var limited = WriterOptions()
    limited.dictionaryBytes = 50
    let cases: [(String, Column, WriterOptions, [Encoding])] = [
      ("all distinct", distinct, WriterOptions(), [.plain, .rle]),
      ("distinct after a while", late, limited, [.plain, .rle]),
      ("few, within the limit", few, WriterOptions(), [.plain, .rle, .rleDictionary]),
      ("few, beyond the limit", few, limited, [.plain, .rle]),
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
