internal import Text

/// One row of a lexicon: a term, what it weighs, and what else it says.
public struct LexiconEntry: Sendable, Equatable {
  /// The term as written.
  public var term: String
  /// −4000 … 4000 thousandths; 0 where the term does not evaluate.
  public var weight: Int32 = 0
  /// Bits of the drivers it speaks about.
  public var drivers: UInt32 = 0
  /// What else it says or does.
  public var tags: EntryTags = []
  /// Of an intensifier or diminisher, in thousandths.
  public var factor: Int32 = 1000
  /// Of joy or anger, in thousandths.
  public var emotionStrength: Int32 = 0
  /// A sentence that contains the term.
  public var example: String
  /// Where it is written.
  public var file: String
  /// Line in the file, from 1.
  public var line: Int

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
      case ("driver", 2):
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
  public static func parse(_ text: some StringProtocol) -> Int32? {
    var digits = Array(text.utf8)
    var isNegative = false
    if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      digits.removeFirst()
    }
    let parts = digits.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, !whole.isEmpty || parts.count == 2 else { return nil }
    let fraction = parts.count == 2 ? Array(parts[1]) : []
    guard whole.count <= 5, fraction.count <= 3, whole.count + fraction.count > 0 else { return nil }
    var value: Int32 = 0
    for digit in Array(whole) + fraction + Array(repeating: UInt8(ascii: "0"), count: 3 - fraction.count) {
      guard digit >= 0x30, digit <= 0x39 else { return nil }
      value = value * 10 + Int32(digit - 0x30)
    }
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
