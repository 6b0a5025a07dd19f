/// Joins a letter and a combining mark that follows it into the letter that NFC has for the pair.
///
/// Exports from some systems hold й as и + breve and ä as a + diaeresis; words must be found all the same. Covers the
/// Latin and Cyrillic blocks. Source: canonical equivalence as the standard library compares characters (UAX #15).
struct Composition: Sendable {
  /// Made when the first mark is met: most runs meet none.
  private static let composed: [Character: Unicode.Scalar] = {
    var composed: [Character: Unicode.Scalar] = [:]
    for range in [0x00c0...0x024f, 0x0400...0x04ff, 0x1e00...0x1eff] as [ClosedRange<UInt32>] {
      for value in range {
        guard let scalar = Unicode.Scalar(value), scalar.properties.isAlphabetic else { continue }
        composed[Character(scalar)] = scalar
      }
    }
    return composed
  }()

  /// The one letter for `letter` and `mark`, or nil where there is none.
  ///
  /// A dictionary look-up: for rare input.
  func compose(_ letter: Unicode.Scalar, _ mark: Unicode.Scalar) -> Unicode.Scalar? {
    var pair = String.UnicodeScalarView()
    pair.append(letter)
    pair.append(mark)
    guard let character = String(pair).first else { return nil }
    return Self.composed[character]
  }
}
