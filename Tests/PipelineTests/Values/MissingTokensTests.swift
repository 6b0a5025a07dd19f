import Pipeline
import Testing

@Suite("MissingTokens")
struct MissingTokensTests {
  static func contains(_ tokens: [String], _ cell: String) -> Bool {
    let bytes = Array(cell.utf8)
    return MissingTokens(tokens).contains(bytes.span)
  }

  @Test(
    "a cell is missing when it is one of the tokens, byte for byte, blanks around it left out",
    arguments: [
      ("", true), ("  ", true), ("\u{a0}", true), ("NULL", true), (" NULL\t", true), ("null", false), ("-", true),
      ("--", false), ("NUL", false), ("NULLS", false), ("n/a", true), ("sen. väärä", true), ("0", false),
    ])
  func contains(cell: String, isMissing: Bool) {
    #expect(Self.contains(["", "NULL", "-", " n/a", "sen. väärä"], cell) == isMissing)
  }

  @Test("without the empty token a blank cell is a value")
  func blank() {
    #expect(!Self.contains(["NULL"], ""))
    #expect(!Self.contains(["NULL"], " "))
    #expect(!Self.contains([], ""))
  }

  @Test("tokens of any length are told apart")
  func long() {
    let long = String(repeating: "x", count: 100)
    #expect(Self.contains([long], long))
    #expect(!Self.contains([long], String(long.dropLast())))
  }
}
