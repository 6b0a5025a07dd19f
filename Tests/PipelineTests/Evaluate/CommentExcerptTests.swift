import Pipeline
import Testing

@Suite("CommentExcerpt")
struct CommentExcerptTests {
  @Test(
    "an excerpt is cut between words around its term, and says where",
    arguments: [
      ("short enough", "short", 40, "short enough"),
      ("one two three four five six seven", "four", 16, "…three four five…"),
      ("one two three four five six seven", "one", 10, "one two…"),
      ("one two three four five six seven", "seven", 10, "…six seven"),
      ("averyveryverylongword next", "averyveryverylongword", 5, "averyveryverylongword…"),
    ])
  func around(_ text: String, _ term: String, _ length: Int, _ expected: String) throws {
    let bytes = Array(text.utf8)
    let range = try #require(text.utf8Range(of: term))
    #expect(CommentExcerpt.around(range, of: bytes, length: length) == expected)
  }

  @Test("tabs, line ends and escapes become blanks; addresses are masked")
  func whole() {
    #expect(CommentExcerpt.whole("a\tb\nc\u{1b}[31m me@shop.fi") == "a b c [31m **********")
  }
}

extension String {
  fileprivate func utf8Range(of part: String) -> Range<Int>? {
    guard let range = firstRange(of: part) else { return nil }
    return utf8.distance(from: startIndex, to: range.lowerBound)..<utf8.distance(from: startIndex, to: range.upperBound)
  }
}
