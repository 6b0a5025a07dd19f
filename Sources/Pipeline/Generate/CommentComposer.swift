internal import Buffers
package import Text

/// Makes comments of one to four sentences, each of one to four examples of a lexicon with commas between them.
///
/// An example alone has about 35 bytes; so made, a comment has about 200, and hardly any comes twice.
package struct CommentComposer: Sendable {
  /// The languages of the comments, by number.
  package let languages: [Language]

  private let pools: [SentencePool]
  private let symbols: [[UInt8]]
  private let languageChoice: WeightedChoice
  private let sentenceCounts = WeightedChoice([24, 32, 26, 18])
  private let clauseCounts = WeightedChoice([28, 34, 24, 14])

  /// Parts of all comments, in percent.
  private static let shares: [(language: Language, percent: Int)] = [
    (.russian, 30), (.indonesian, 20), (.finnish, 15), (.italian, 15), (.french, 20),
  ]
  /// Comments of several lines, per thousand.
  static let multiLineShare = 30
  /// Comments that end with a symbol, per thousand.
  static let symbolShare = 60
  /// Symbols that are repeated, per thousand of them.
  static let repeatedSymbolShare = 250
  /// Comments with a sentence between quotation marks, per thousand.
  static let quoteShare = 20

  /// Takes the sentences of every language from `pool`.
  package init(symbols: SymbolPool, pool: (Language) throws(RunError) -> SentencePool) throws(RunError) {
    self.symbols = symbols.symbols
    var pools: [SentencePool] = []
    for share in Self.shares { pools.append(try pool(share.language)) }
    self.pools = pools
    languages = Self.shares.map(\.language)
    languageChoice = WeightedChoice(Self.shares.map(\.percent))
  }

  /// Draws the number of a language.
  func drawLanguage(_ random: inout SplitMix64) -> Int { languageChoice.draw(&random) }

  /// Puts a new comment in place of what `comment` holds.
  func compose(language: Int, into comment: inout [UInt8], _ random: inout SplitMix64) {
    comment.removeAll(keepingCapacity: true)
    let isMultiLine = random.happens(perThousand: Self.multiLineShare)
    let sentences = max(isMultiLine ? 2 : 1, 1 + sentenceCounts.draw(&random))
    let quoted = random.happens(perThousand: Self.quoteShare) ? random.below(sentences) : sentences
    for sentence in 0..<sentences {
      if sentence > 0 { comment.append(isMultiLine ? .lineFeed : .blank) }
      // A single example alone would come again and again.
      let clauses = max(sentences == 1 ? 2 : 1, 1 + clauseCounts.draw(&random))
      append(clauses: clauses, isQuoted: sentence == quoted, pools[language], to: &comment, &random)
    }
    appendSymbol(to: &comment, &random)
  }

  private func append(
    clauses: Int, isQuoted: Bool, _ pool: SentencePool, to comment: inout [UInt8], _ random: inout SplitMix64
  ) {
    if isQuoted { comment.append(.quote) }
    var last: Int?
    for clause in 0..<clauses {
      let drawn = pool.draw(after: last, &random)
      last = drawn
      if clause == 0 {
        comment.append(copying: pool.openings, drawn)
      } else {
        comment.append(.comma)
        comment.append(.blank)
        comment.append(copying: pool.continuations, drawn)
      }
    }
    if isQuoted { comment.append(.quote) }
    if let last { comment.append(copying: pool.endings, last) }
  }

  private func appendSymbol(to comment: inout [UInt8], _ random: inout SplitMix64) {
    guard !symbols.isEmpty, random.happens(perThousand: Self.symbolShare) else { return }
    let symbol = symbols[random.below(symbols.count)]
    let count = random.happens(perThousand: Self.repeatedSymbolShare) ? 2 + random.below(2) : 1
    comment.append(.blank)
    for _ in 0..<count { comment += symbol }
  }
}

extension [UInt8] {
  fileprivate mutating func append(copying strings: ByteStrings, _ index: Int) {
    append(copying: strings.bytes.span.extracting(strings.range(index)))
  }
}

extension UInt8 {
  fileprivate static let lineFeed = UInt8(ascii: "\n")
  fileprivate static let blank = UInt8(ascii: " ")
  fileprivate static let comma = UInt8(ascii: ",")
  fileprivate static let quote = UInt8(ascii: "\"")
}
