import Buffers
import Pipeline
import Testing
import Text

@Suite struct CommentPartsTests {
  @Test("Draws a share and a value of every table within its bounds")
  func chances() {
    var random = SplitMix64(seed: 9)
    let count = (0..<100_000).count { _ in random.happens(perThousand: 250) }
    #expect(abs(count - 25_000) < 600)
    #expect(!(0..<1000).contains { _ in random.happens(perThousand: 0) })
    #expect((0..<1000).allSatisfy { _ in random.happens(perThousand: 1000) })
  }

  @Test("Has a pool of sentences for every language, and none without sentences", arguments: Language.allCases)
  func pools(language: Language) throws {
    _ = try SentencePool.builtin(language)
    #expect(SentencePool([]) == nil)
  }

  @Test("Has symbols to end a comment with")
  func symbols() {
    let symbols = SymbolPool.builtin().symbols
    #expect(symbols.count > 20)
    #expect(symbols.allSatisfy { !$0.isEmpty })
  }
}
