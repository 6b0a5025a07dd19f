import Buffers
import Testing
import Text

@Suite("Tokenizer: composed and decomposed letters")
struct NormalizationTests {
  /// Letters of the languages, composed and decomposed.
  ///
  /// Source: UnicodeData.txt, canonical decompositions.
  static let pairs: [(composed: String, decomposed: String)] = [
    ("й", "и\u{306}"), ("ё", "е\u{308}"), ("ä", "a\u{308}"), ("ö", "o\u{308}"), ("å", "a\u{30a}"), ("é", "e\u{301}"),
    ("è", "e\u{300}"), ("ê", "e\u{302}"), ("ë", "e\u{308}"), ("à", "a\u{300}"), ("â", "a\u{302}"), ("ç", "c\u{327}"),
    ("î", "i\u{302}"), ("ï", "i\u{308}"), ("ô", "o\u{302}"), ("ò", "o\u{300}"), ("û", "u\u{302}"), ("ù", "u\u{300}"),
    ("ü", "u\u{308}"), ("ÿ", "y\u{308}"), ("ì", "i\u{300}"), ("ñ", "n\u{303}"), ("š", "s\u{30c}"), ("ž", "z\u{30c}"),
    ("Й", "И\u{306}"), ("Ё", "Е\u{308}"), ("Ä", "A\u{308}"), ("Ö", "O\u{308}"), ("Å", "A\u{30a}"), ("É", "E\u{301}"),
    ("È", "E\u{300}"), ("À", "A\u{300}"), ("Ç", "C\u{327}"), ("Î", "I\u{302}"), ("Ü", "U\u{308}"),
  ]

  @Test("a text gives the same forms composed and decomposed")
  func texts() {
    var random = SplitMix64(seed: 12)
    var listing = TokenListing()
    let plain = ["a", "b", "n", "ж", "о", "T", "Р", " ", "'", "-", ". ", "7", "😀"].map { ($0, $0) }
    for _ in 0..<5_000 {
      var composed = ""
      var decomposed = ""
      var last = ""
      while composed.unicodeScalars.count < 20 {
        let table = Bool.random(using: &random) ? plain : Self.pairs
        guard let pair = table.randomElement(using: &random), pair.0.lowercased() != last else { continue }
        last = pair.0.lowercased()
        composed += pair.0
        decomposed += pair.1
      }
      #expect(listing.forms(composed) == listing.forms(decomposed), "\(composed)")
    }
  }

  @Test("every letter and mark that Unicode has one Latin or Cyrillic letter for give that letter")
  func everyPair() {
    var listing = TokenListing()
    var letters: [Character: String] = [:]
    for block in [0x00c0...0x024f, 0x0400...0x04ff, 0x1e00...0x1eff] as [ClosedRange<UInt32>] {
      for case let scalar? in block.map(Unicode.Scalar.init) where scalar.properties.isAlphabetic {
        letters[Character(scalar)] = String(scalar)
      }
    }
    var found = 0
    for case let base? in (Array(0x41...0x7a) + Array(0x410...0x44f) as [UInt32]).map(Unicode.Scalar.init)
    where base.properties.isAlphabetic {
      for case let mark? in (0x300...0x36f as ClosedRange<UInt32>).map(Unicode.Scalar.init) {
        var pair = String.UnicodeScalarView([base])
        pair.append(mark)
        guard let character = String(pair).first, let letter = letters[character] else { continue }
        found += 1
        #expect(listing.list(String(pair)) == listing.list(letter), "\(letter)")
      }
    }
    #expect(found > 400)
  }

  @Test("a stretched letter is kept three times, composed and decomposed", arguments: ["é", "й", "ä", "ё"])
  func stretched(letter: String) throws {
    let pair = try #require(Self.pairs.first { $0.composed.unicodeScalars.elementsEqual(letter.unicodeScalars) })
    var listing = TokenListing()
    let composed = String(repeating: pair.composed, count: 5)
    let decomposed = String(repeating: pair.decomposed, count: 5)
    #expect(listing.list(decomposed) == listing.list(composed))
  }
}
