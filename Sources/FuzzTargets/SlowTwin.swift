package import CSV

/// The splitter's rules byte by byte over a whole document in memory: slow, and short enough to be seen right.
package struct SlowTwin {
  package let bytes: [UInt8]
  package let dialect: Dialect
  package let maximumRecordBytes: Int

  /// Takes a document, whose longest legal record has so many bytes.
  package init(bytes: [UInt8], dialect: Dialect, maximumRecordBytes: Int) {
    self.bytes = bytes
    self.dialect = dialect
    self.maximumRecordBytes = maximumRecordBytes
  }

  /// Nil where the header record is damaged.
  package func reading() -> Reading? {
    var reading = Reading()
    guard let headerStart = recordStart(from: 0) else { return reading }
    let header = end(ofRecordAt: headerStart, columns: nil)
    guard header.damage == nil, let names = fields(headerStart..<header.end) else { return nil }
    reading.header = names
    reading.headerLine = line(at: headerStart)
    var position = header.end
    while let start = recordStart(from: position) {
      let (end, damage, hasStrayQuote) = end(ofRecordAt: start, columns: reading.header.count)
      if let damage {
        reading.damages.append(
          Reading.Damage(
            start: start, byteLength: end - start, line: line(at: start), reason: damage,
            kept: Array(bytes[start..<min(end, start + maximumRecordBytes)])))
      } else if let fields = fields(start..<end) {
        reading.records.append(
          Reading.Record(start: start, end: end, line: line(at: start), hasStrayQuote: hasStrayQuote))
        reading.rows.append(fields)
      }
      position = end
    }
    return reading
  }

  private enum Place { case fieldStart, unquoted, quoted, afterQuote }

  private func end(
    ofRecordAt start: Int, columns: Int?
  ) -> (end: Int, damage: DamagedRecord.Reason?, hasStrayQuote: Bool) {
    var place = Place.fieldStart
    var fieldCount = 1
    var firstLineEnd: Int?
    var hasStrayQuote = false
    var index = start
    func damaged(_ reason: DamagedRecord.Reason) -> (Int, DamagedRecord.Reason?, Bool) {
      (firstLineEnd ?? bytes[index...].firstIndex(where: isLineEnd) ?? bytes.count, reason, false)
    }
    while index < bytes.count {
      let byte = bytes[index]
      if isLineEnd(byte), place != .quoted { break }
      if index - start == maximumRecordBytes { return damaged(.tooLong) }
      switch (place, byte) {
      case (.fieldStart, dialect.quote): place = .quoted
      case (.quoted, dialect.quote): place = .afterQuote
      case (.afterQuote, dialect.quote): place = .quoted
      case (.quoted, _):
        if isLineEnd(byte), firstLineEnd == nil {
          firstLineEnd = index
          if let columns, fieldCount > columns { return damaged(.wrongFieldCount(found: fieldCount)) }
        }
      case (_, dialect.delimiter):
        place = .fieldStart
        fieldCount += 1
        if let columns, fieldCount > columns, firstLineEnd != nil {
          return damaged(.wrongFieldCount(found: fieldCount))
        }
      case (.afterQuote, _): return damaged(.textAfterQuote)
      default:
        if byte == dialect.quote { hasStrayQuote = true }
        place = .unquoted
      }
      index += 1
    }
    if place == .quoted { return damaged(.unclosedQuote) }
    if let columns, fieldCount != columns { return damaged(.wrongFieldCount(found: fieldCount)) }
    return (index, nil, hasStrayQuote)
  }

  private func recordStart(from position: Int) -> Int? { bytes[position...].firstIndex { !isLineEnd($0) } }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

  private func line(at offset: Int) -> Int {
    var line = 1
    for index in 0..<offset where isLineEnd(bytes[index]) {
      if bytes[index] == 10, index > 0, bytes[index - 1] == 13 { continue }
      line += 1
    }
    return line
  }

  /// The fields of one record, as libcsv alone reads it.
  private func fields(_ range: Range<Int>) -> [[UInt8]]? {
    try? RecordParser.rows(of: Array(bytes[range]), dialect: dialect).first
  }
}
