internal import CSV

/// Writes the rows of an export cell by cell; full buffers go to the file.
struct RowWriter: ~Copyable {
  private var file: ReplacingFile
  private var csv = CSVWriter(lineEnd: .lf)
  private var cell: [UInt8] = []

  /// One write of the system per MiB.
  private static let bufferBytes = 1 << 20

  /// Begins with the header.
  init(_ file: consuming ReplacingFile, columns: [String]) {
    self.file = file
    for column in columns { csv.append(column) }
    csv.endRow()
  }

  /// The cells of a column with few values.
  static func cells(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }

  /// A cell as it is.
  mutating func append(_ bytes: [UInt8]) { csv.append(bytes.span) }

  /// A missing value.
  mutating func appendEmpty() { endCell() }

  /// A letter and a number with leading zeros: `O0000000042`.
  mutating func append(_ letter: Unicode.Scalar, _ number: Int, digits: Int) {
    cell.append(UInt8(ascii: letter))
    appendDigits(number, atLeast: digits)
    endCell()
  }

  /// A number that is not negative.
  mutating func append(_ number: Int) {
    appendDigits(number, atLeast: 1)
    endCell()
  }

  /// Hundredths as a decimal: `12.05`.
  mutating func append(hundredths: Int) {
    appendDigits(hundredths / 100, atLeast: 1)
    cell.append(UInt8(ascii: "."))
    appendDigits(hundredths % 100, atLeast: 2)
    endCell()
  }

  /// A day: `2026-11-21`.
  mutating func append(dateOf minute: Int) {
    appendDate(minute)
    endCell()
  }

  /// A minute in UTC: `2026-11-21T14:05:00Z`.
  mutating func append(timeOf minute: Int) {
    appendDate(minute)
    cell.append(UInt8(ascii: "T"))
    let minuteOfDay = minute % GeneratedTime.minutesPerDay
    appendDigits(minuteOfDay / 60, atLeast: 2)
    cell.append(UInt8(ascii: ":"))
    appendDigits(minuteOfDay % 60, atLeast: 2)
    cell += Self.fullMinute
    endCell()
  }

  /// Ends the row; true when a buffer was full and has been written.
  mutating func endRow() throws(RunError) -> Bool {
    csv.endRow()
    guard csv.bytes.count >= Self.bufferBytes else { return false }
    try flush()
    return true
  }

  /// Writes what is left, and gives the finished file back.
  consuming func finish() throws(RunError) -> ReplacingFile {
    try flush()
    try file.finish()
    return file
  }

  private static let fullMinute = Array(":00Z".utf8)

  /// Writes the cell that has been put together, and begins a new one in the same memory.
  private mutating func endCell() {
    var complete: [UInt8] = []
    swap(&complete, &cell)
    csv.append(complete.span)
    complete.removeAll(keepingCapacity: true)
    swap(&complete, &cell)
  }

  private mutating func flush() throws(RunError) {
    try file.write(csv.bytes)
    csv.removeAll()
  }

  private mutating func appendDate(_ minute: Int) {
    let date = GeneratedTime.date(minute: minute)
    appendDigits(Int(date.year), atLeast: 4)
    cell.append(UInt8(ascii: "-"))
    appendDigits(Int(date.month), atLeast: 2)
    cell.append(UInt8(ascii: "-"))
    appendDigits(Int(date.day), atLeast: 2)
  }

  /// A number that is not negative, with leading zeros.
  private mutating func appendDigits(_ number: Int, atLeast width: Int) {
    var divisor = 1
    for _ in 1..<max(1, width) { divisor *= 10 }
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      cell.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }
}
