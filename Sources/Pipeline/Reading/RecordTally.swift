import Buffers
import Columnar
import Satisfaction

/// Counts rows by the texts of a few columns, such as source and file.
struct RecordTally: Sendable {
  private var keys = Interner()
  private var counts: [Int64] = []

  /// Counts all rows of a batch by the texts of some columns, which are of type `string`.
  mutating func count(_ batch: RecordBatch, by columns: [Int]) {
    var key: [UInt8] = []
    for row in 0..<batch.rowCount {
      batch.copyKey(of: row, columns, to: &key)
      let number = Int(keys.intern(key.span))
      if number == counts.count { counts.append(0) }
      counts[number] += 1
    }
  }

  /// How many rows have these texts.
  func rows(_ texts: [String]) -> Int64 {
    var key: [UInt8] = []
    for text in texts { DimensionKey.append(Array(text.utf8).span, to: &key) }
    return keys.find(key.span).map { counts[Int($0)] } ?? 0
  }

  /// The texts that occurred, in order of first appearance, with their rows.
  var groups: [(texts: [String], rows: Int64)] {
    counts.indices.map { number in
      let bytes = keys.strings.copy(number)
      var reader = DimensionKey.Reader(bytes)
      var texts: [String] = []
      var length = 0
      while length < bytes.count {
        let text = reader.string() ?? []
        texts.append(String(decoding: text, as: UTF8.self))
        // A value is its mark, its bytes with each zero escaped, and two zeros.
        length += text.count + text.count { $0 == 0 } + 3
      }
      return (texts, counts[number])
    }
  }
}

extension RecordBatch {
  /// Replaces `key` by the texts of a row's columns, in a form in which different texts are different keys.
  func copyKey(of row: Int, _ columns: [Int], to key: inout [UInt8]) {
    key.removeAll(keepingCapacity: true)
    for column in columns {
      let strings = self.columns[column].strings
      DimensionKey.append(strings.bytes.span.extracting(strings.range(row)), to: &key)
    }
  }
}
