import Text

/// Customers' texts as tools show them: personal data masked, on one line, without what a terminal would obey.
package enum CommentExcerpt {
  private static let mask = PersonalDataMask(Set(PersonalDataMask.Kind.allCases))

  /// The bytes with addresses and numbers masked; places stay true.
  static func masked(_ text: [UInt8]) -> [UInt8] {
    var result = text
    return mask.apply(text.span, into: &result) > 0 ? result : text
  }

  /// Bytes of a masked text on one line.
  static func plain(_ bytes: some Collection<UInt8>) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: shown.append(" ")
      case .format where scalar.properties.isBidiControl: break
      default: shown.append(scalar)
      }
    }
    return String(shown)
  }

  /// A whole comment.
  package static func whole(_ text: String) -> String { plain(masked(Array(text.utf8))) }

  /// At most `length` characters around the bytes `place` of a comment, cut between words; `…` stands for what is left out.
  package static func around(_ place: Range<Int>, of text: [UInt8], length: Int) -> String {
    let masked = masked(text)
    let before = plain(masked[..<place.lowerBound])
    let term = plain(masked[place])
    let after = plain(masked[place.upperBound...])
    let room = max(0, length - term.count)
    // What one side does not need is left to the other.
    let left = min(before.count, max(room / 2, room - after.count))
    let right = min(after.count, room - left)
    // One more on each side tells whether the cut is between two words.
    var start = before.suffix(left + 1)
    if left < before.count { start = "…" + start.drop { $0 != " " }.dropFirst() }
    var end = after.prefix(right + 1)
    if right < after.count {
      while let last = end.last, last != " " { end.removeLast() }
      while end.last == " " { end.removeLast() }
      end += "…"
    }
    return (start + term + end).trimmed
  }
}

extension StringProtocol {
  /// Without blanks at both ends.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
