import Testing
import Text

@Suite("Spelling")
struct SpellingTests {
  @Test(
    "the nearest name is meant if a third of its letters, at least one, are wrong at most",
    arguments: [
      ("delivry", "delivery"), ("dleivery", "delivery"), ("Delivery", "delivery"), ("prise", "price"), ("ab", "abc"),
      ("delivery", "delivery"), ("xyz", nil), ("", nil), ("dlvr", nil), ("trusst", "trust"),
    ] as [(String, String?)])
  func table(name: String, expected: String?) {
    #expect(Spelling.nearest(name, among: ["delivery", "price", "trust", "abc"]) == expected)
  }

  @Test("of equally near names the first is taken, and among none there is none")
  func ties() {
    #expect(Spelling.nearest("bat", among: ["cat", "rat"]) == "cat")
    #expect(Spelling.nearest("bat", among: []) == nil)
  }
}
