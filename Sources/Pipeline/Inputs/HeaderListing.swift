import Text

/// The names of a header for a message: of a file that has none, the first record is a customer's, and is not shown.
struct HeaderListing {
  /// Longer ones are no names.
  private static let longestName = 40
  /// More names make a message that nobody reads.
  private static let mostNames = 60

  private let header: [String]
  private let expected: [String]

  /// - Parameter expected: the names that the pipeline looks for.
  init(_ header: [String], expected: [String]) {
    self.header = header
    self.expected = expected
  }

  /// What was found, to stand at the end of a message.
  var text: String {
    if header.count == 1, expected.contains(where: { header[0].contains($0) && header[0] != $0 }) {
      return "Found: one column that holds several names: set the source's 'delimiter:'"
    }
    guard expected.contains(where: { header.contains($0) }) else {
      let fields = "\(header.count) field\(header.count == 1 ? "" : "s")"
      return
        "Found: a first record of \(fields), none of which is a name that the pipeline reads: does the file lack a "
        + "header, or is it another file?"
    }
    let more = header.count > Self.mostNames ? ", and \(header.count - Self.mostNames) more" : ""
    return "Found: " + header.prefix(Self.mostNames).enumerated().map(Self.shown).joined(separator: ", ") + more
  }

  private static func shown(_ number: Int, _ name: String) -> String {
    let isPlain = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
    var masked: [UInt8] = []
    let isPersonal =
      PersonalDataMask(Set(PersonalDataMask.Kind.allCases)).apply(Array(name.utf8).span, into: &masked) > 0
    guard name.count <= longestName, isPlain, !isPersonal else {
      return "column \(number + 1) of \(name.count) characters"
    }
    return "'\(name)'"
  }
}
