internal import Text

/// One row of a lexicon: a term, what it weighs, and what else it says.
public struct LexiconEntry: Sendable {
  /// −4000 … 4000 thousandths; 0 where the term does not evaluate.
  public internal(set) var weight: Int32 = 0
  /// Bits of the drivers it speaks about.
  public internal(set) var drivers: UInt32 = 0
  /// Whether it speaks about them only where something is said of it: a mention alone is none.
  public internal(set) var isTentative = false
  /// What else it says or does.
  public internal(set) var tags: EntryTags = []
  /// Of an intensifier or diminisher, in thousandths.
  public internal(set) var factor: Int32 = 1000
  /// Of joy or anger, in thousandths.
  public internal(set) var emotionStrength: Int32 = 0
  /// Line in the file, from 1.
  public let line: Int

  private let source: LexiconSource
  private let termRange: Range<UInt32>
  private let exampleRange: Range<UInt32>

  /// The row of a file whose term and example stand in these places of it.
  init(_ source: LexiconSource, line: Int, term: Range<Int>, example: Range<Int>) {
    self.source = source
    self.line = line
    termRange = UInt32(term.lowerBound)..<UInt32(term.upperBound)
    exampleRange = UInt32(example.lowerBound)..<UInt32(example.upperBound)
  }

  /// The term as written.
  public var term: String { source.text(termRange) }
  /// A sentence that contains the term.
  public var example: String { source.text(exampleRange) }
  /// Where it is written.
  public var file: String { source.name }

  /// The bytes of the file, and where the term stands in them.
  var termPlace: (bytes: [UInt8], range: Range<Int>) {
    (source.bytes, Int(termRange.lowerBound)..<Int(termRange.upperBound))
  }

  /// Whether the entry takes part in scoring: it weighs, says or changes something, or blocks its words.
  var scores: Bool { weight != 0 || !tags.isEmpty }

  /// Default strength of an emotion without a figure, in thousandths.
  static let defaultEmotionStrength: Int32 = 600

  /// Reads the tags of a row into the entry; what is wrong with them comes back as messages.
  mutating func read(tags text: Substring, drivers list: DriverList) -> [String] {
    var mistakes: [String] = []
    for tag in text.split(separator: " ") {
      let parts = tag.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      switch (parts[0], parts.count) {
      case ("driver", 2), ("driver?", 2):
        isTentative = isTentative || parts[0] == "driver?"
        if let number = list.number(of: parts[1]) {
          drivers |= 1 << UInt32(number)
        } else {
          let near = Spelling.nearest(String(parts[1]), among: list.names).map { ", did you mean '\($0)'?" } ?? ""
          mistakes.append("unknown driver '\(parts[1])'\(near)")
        }
      case ("negator", 1): tags.insert(.negatesAfter)
      case ("negator", 2) where parts[1] == "before": tags.insert(.negatesBefore)
      case ("negator", 2) where parts[1] == "both": tags.formUnion(.negators)
      case ("intensifier", 2): readFactor(parts[1], .intensifier, 1001...2000, &mistakes)
      case ("diminisher", 2): readFactor(parts[1], .diminisher, 100...999, &mistakes)
      case ("emotion", 2), ("emotion", 3): readEmotion(parts, &mistakes)
      case ("sense", _): break
      default:
        if let known = Self.plainTags[String(tag)] {
          tags.insert(known)
        } else {
          let near = Spelling.nearest(String(tag), among: Self.plainTags.keys.sorted()).map {
            ", did you mean '\($0)'?"
          }
          mistakes.append("unknown tag '\(tag)'\(near ?? "; the tags are listed in lexicons/README.md")")
        }
      }
    }
    if isTentative, !tags.isEmpty || text.split(separator: " ").contains(where: { $0.hasPrefix("driver:") }) {
      mistakes.append("'driver?' stands without other tags: write 'driver', or take them away")
    }
    return mistakes
  }

  private mutating func readFactor(
    _ text: Substring, _ tag: EntryTags, _ range: ClosedRange<Int32>, _ mistakes: inout [String]
  ) {
    tags.insert(tag)
    guard let value = Thousandths.parse(text), range.contains(value) else {
      let low = Double(range.lowerBound) / 1000
      let high = Double(range.upperBound) / 1000
      return mistakes.append("the factor '\(text)' is not between \(low) and \(high)")
    }
    factor = value
  }

  private mutating func readEmotion(_ parts: [Substring], _ mistakes: inout [String]) {
    switch parts[1] {
    case "happy": tags.insert(.happy)
    case "angry": tags.insert(.angry)
    default: mistakes.append("unknown emotion '\(parts[1])': write emotion:happy or emotion:angry")
    }
    emotionStrength = Self.defaultEmotionStrength
    guard parts.count == 3 else { return }
    guard let value = Thousandths.parse(parts[2]), (100...1000).contains(value) else {
      return mistakes.append("the strength '\(parts[2])' is not between 0.1 and 1.0")
    }
    emotionStrength = value
  }

  private static let plainTags: [String: EntryTags] = [
    "contrast": .contrast, "concession": .concession, "irrealis": .irrealis, "question": .question,
    "expectation:exceeded": .exceeded, "expectation:met": .met, "expectation:missed": .missed,
    "recommendation:recommend": .recommend, "recommendation:advise_against": .adviseAgainst,
    "loyalty:buy_again": .buyAgain, "loyalty:leave": .leave, "complaint": .complaint, "praise": .praise,
    "request": .request, "problem": .problem, "solved": .solved, "idiom": .idiom,
  ]
}

/// Decimals as whole thousandths.
public enum Thousandths {
  /// Reads a decimal with at most three digits after the point; nil where it is none.
  public static func parse(_ text: some StringProtocol) -> Int32? { parse(Array(text.utf8).span) }

  /// The same of bytes.
  static func parse(_ text: Span<UInt8>) -> Int32? {
    var offset = 0
    let isNegative = !text.isEmpty && text[0] == UInt8(ascii: "-")
    if isNegative || !text.isEmpty && text[0] == UInt8(ascii: "+") { offset = 1 }
    var value: Int32 = 0
    var whole = 0
    var fraction: Int?
    while offset < text.count {
      let byte = text[offset]
      offset += 1
      if byte == UInt8(ascii: "."), fraction == nil {
        fraction = 0
        continue
      }
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      if let digits = fraction { fraction = digits + 1 } else { whole += 1 }
      guard whole <= 5, fraction ?? 0 <= 3 else { return nil }
      value = value * 10 + Int32(byte - 0x30)
    }
    guard whole + (fraction ?? 0) > 0 else { return nil }
    for _ in (fraction ?? 0)..<3 { value *= 10 }
    return isNegative ? -value : value
  }

  /// The shortest decimal for a number of thousandths: `-1.9`.
  public static func format(_ value: Int32) -> String {
    let magnitude = value.magnitude
    var text = "\(magnitude / 1000)"
    var fraction = String(1000 + magnitude % 1000).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    if !fraction.isEmpty { text += ".\(fraction)" }
    return (value < 0 ? "-" : "") + text
  }
}
