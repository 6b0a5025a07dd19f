extension TimestampFormat {
  /// What the directives of a pattern have said so far.
  private struct Parts {
    var year: Int32 = 0
    var month: Int32 = 0
    var day: Int32 = 0
    var dayOfYear: Int32 = 0
    var hour: Int32 = 0
    var minute: Int32 = 0
    var second: Int32 = 0
    var isAfternoon = false
    var isHalfDayHour = false
  }

  /// Reads the bytes of `range`, all of them, by the steps of a pattern.
  static func readPattern(_ bytes: Span<UInt8>, _ range: Range<Int>, _ steps: [Step]) -> WrittenTime? {
    var parts = Parts()
    var time = WrittenTime()
    var index = range.lowerBound
    for step in steps.indices {
      guard read(steps[step], bytes, &index, range.upperBound, &parts, &time) else { return nil }
    }
    guard index == range.upperBound else { return nil }
    if parts.isHalfDayHour { parts.hour = parts.hour % 12 + (parts.isAfternoon ? 12 : 0) }
    time.secondOfDay = parts.hour * 3600 + parts.minute * 60 + parts.second
    if parts.dayOfYear > 0 {
      guard years.contains(parts.year), parts.dayOfYear <= (CivilDate.isLeap(parts.year) ? 366 : 365) else {
        return nil
      }
      time.days = CivilDate.days(year: parts.year, month: 1, day: 1) + parts.dayOfYear - 1
      return time
    }
    return setDate(&time, year: parts.year, month: parts.month, day: parts.day) ? time : nil
  }

  /// Passes what one step stands for; false where the bytes say something else.
  @inline(__always)
  private static func read(
    _ step: Step, _ bytes: Span<UInt8>, _ index: inout Int, _ end: Int, _ parts: inout Parts, _ time: inout WrittenTime
  ) -> Bool {
    switch step.element {
    case .literal(let byte):
      guard index < end, bytes[index] == byte else { return false }
      index += 1
      return true
    case .year:
      guard let value = number(bytes, &index, end, 4, isFixedWidth: true) else { return false }
      parts.year = value
      return true
    case .shortYear:
      guard let value = number(bytes, &index, end, 2, isFixedWidth: true) else { return false }
      parts.year = value + (value < 69 ? 2000 : 1900)
      return true
    case .month: return readPart(step, bytes, &index, end, 2, 1...12, &parts.month)
    case .day:
      if step.mayBeginBlank, index + 1 < end, bytes[index] == UInt8(ascii: " ") {
        index += 1
        guard let value = number(bytes, &index, end, 1, isFixedWidth: true) else { return false }
        parts.day = value
        return true
      }
      return readPart(step, bytes, &index, end, 2, 1...31, &parts.day)
    case .dayOfYear: return readPart(step, bytes, &index, end, 3, 1...366, &parts.dayOfYear)
    case .hour:
      time.hasTime = true
      return readPart(step, bytes, &index, end, 2, 0...23, &parts.hour)
    case .halfDayHour:
      time.hasTime = true
      parts.isHalfDayHour = true
      return readPart(step, bytes, &index, end, 2, 1...12, &parts.hour)
    case .halfDay:
      guard index + 2 <= end, bytes[index + 1] | 0x20 == UInt8(ascii: "m") else { return false }
      parts.isAfternoon = bytes[index] | 0x20 == UInt8(ascii: "p")
      defer { index += 2 }
      return parts.isAfternoon || bytes[index] | 0x20 == UInt8(ascii: "a")
    case .minute: return readPart(step, bytes, &index, end, 2, 0...59, &parts.minute)
    case .second: return readPart(step, bytes, &index, end, 2, 0...59, &parts.second)
    case .fraction:
      guard let microseconds = readFraction(bytes, &index, end) else { return false }
      time.microseconds = microseconds
      return true
    case .offset:
      guard index < end, let offset = readOffset(bytes, &index, end) else { return false }
      time.offset = offset
      return true
    }
  }

  /// Passes a number within bounds.
  @inline(__always)
  private static func readPart(
    _ step: Step, _ bytes: Span<UInt8>, _ index: inout Int, _ end: Int, _ width: Int, _ bounds: ClosedRange<Int32>,
    _ part: inout Int32
  ) -> Bool {
    guard let value = number(bytes, &index, end, width, isFixedWidth: step.isFixedWidth), bounds.contains(value) else {
      return false
    }
    part = value
    return true
  }

  /// Passes at most `width` digits, exactly as many where the width is fixed.
  @inline(__always)
  private static func number(
    _ bytes: Span<UInt8>, _ index: inout Int, _ end: Int, _ width: Int, isFixedWidth: Bool
  ) -> Int32? {
    let start = index
    var value: Int32 = 0
    while index < end, index - start < width, bytes[index] &- UInt8(ascii: "0") <= 9 {
      value = value * 10 + Int32(bytes[index] &- UInt8(ascii: "0"))
      index += 1
    }
    let count = index - start
    return count == width || (count > 0 && !isFixedWidth) ? value : nil
  }
}
