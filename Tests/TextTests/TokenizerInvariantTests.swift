import Buffers
import Testing
import Text

@Suite("Tokenizer: invariants")
struct TokenizerInvariantTests {
  private static let documents = 20_000

  /// Pieces from which texts are put together: everything the tokenizer knows, in odd company.
  private static let pieces: [String] = [
    " ", "  ", "\n", "\r\n", "\t", "a", "Z", "é", "e\u{301}", "й", "и\u{306}", "ё", "Ё", "ä", "ß", "İ", "ﬁ", "日", "ّ",
    "aaaa",
    "0", "12", "9/10", "1,5", "/", "-", "‑", "–", "'", "’", ",", ".", "!", "?", "…", ":", ";", "(", ")", "((", "))",
    "«", "»",
    ":)", ":-(", "<3", ":D", "😀", "👍🏽", "❤️", "👨‍👩‍👧", "🇫🇷", "★", "☆", "⭐️", "@", "http://x.y", "www.", "https:", "_", "\u{0}",
    "\u{200b}", "\u{feff}", "\u{ad}", "\u{301}", "\u{fffd}", "\u{10ffff}", "%", "€", "²", "Ⅷ", "l'", "не", "cупер",
  ]

  private func check(_ tokens: borrowing TokenBuffer, _ bytes: [UInt8], boundaries: Bool) -> Bool {
    func isBoundary(_ offset: Int) -> Bool { offset == bytes.count || bytes[offset] & 0xc0 != 0x80 }
    var last = 0
    var words = 0
    for index in 0..<tokens.count {
      let start = Int(tokens[index].start)
      let end = Int(tokens[index].end)
      guard start >= last, start < end, end <= bytes.count else { return false }
      if boundaries, !isBoundary(start) || !isBoundary(end) { return false }
      last = end
      let isMark = tokens[index].kind == .clauseEnd || tokens[index].kind == .sentenceEnd
      let form = tokens.form(index)
      guard form.isEmpty == isMark, form.count <= Tokenizer.maximumWordBytes + 4 else { return false }
      if boundaries, String(validating: form, as: UTF8.self) == nil { return false }
      if tokens[index].kind == .word { words += 1 }
    }
    return words == tokens.wordCount
  }

  @Test("tokens of any bytes lie in them, ascending, and none is empty")
  func randomBytes() {
    var random = SplitMix64(seed: 7)
    var tokenizer = Tokenizer(emoticons: TokenListing.emoticons)
    var tokens = TokenBuffer()
    for _ in 0..<Self.documents {
      let length = Int.random(in: 0...40, using: &random)
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      tokenizer.tokenize(bytes.span, into: &tokens)
      let isSound = check(tokens, bytes, boundaries: false)
      #expect(isSound, "\(bytes)")
    }
  }

  @Test("tokens of any text begin and end between code points")
  func randomText() {
    var random = SplitMix64(seed: 8)
    var tokenizer = Tokenizer(emoticons: TokenListing.emoticons)
    var tokens = TokenBuffer()
    for number in 0..<Self.documents {
      var scalars = String.UnicodeScalarView()
      while scalars.count < 24 {
        let limit: UInt32 = [0x7f, 0x7ff, 0xffff, 0x1fffff][number % 4]
        if let scalar = Unicode.Scalar(UInt32.random(in: 0...min(limit, 0x10ffff), using: &random)) {
          scalars.append(scalar)
        }
      }
      let bytes = Array(String(scalars).utf8)
      tokenizer.tokenize(bytes.span, into: &tokens)
      let isSound = check(tokens, bytes, boundaries: true)
      #expect(isSound, "\(String(scalars).debugDescription)")
    }
  }

  @Test(
    "tokens of texts as people type them begin and end between code points, and cut anywhere they still lie in them")
  func randomPieces() {
    var random = SplitMix64(seed: 9)
    var tokenizer = Tokenizer(emoticons: TokenListing.emoticons)
    var tokens = TokenBuffer()
    for _ in 0..<Self.documents {
      let count = Int.random(in: 1...12, using: &random)
      let text = (0..<count).map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined()
      let bytes = Array(text.utf8)
      tokenizer.tokenize(bytes.span, into: &tokens)
      let isSound = check(tokens, bytes, boundaries: true)
      #expect(isSound, "\(text.debugDescription)")
      let cut = Array(bytes[..<Int.random(in: 0...bytes.count, using: &random)])
      tokenizer.tokenize(cut.span, into: &tokens)
      let cutIsSound = check(tokens, cut, boundaries: false)
      #expect(cutIsSound, "\(cut)")
    }
  }

  @Test("words read as typed and folded afterwards are the same tokens as words read letter by letter")
  func slowTwin() {
    var random = SplitMix64(seed: 11)
    var fast = TokenListing(asTyped: true)
    var slow = TokenListing()
    let letters = [
      "a", "b", "A", "Z", "é", "É", "ё", "Ж", "ж", "ы", "ж", "l'", "www", ".", "-", "'", "’", " ", "http", ":", "7",
      "@", "×", "÷", "é", "й", "ǆ", "ω", "\u{301}",
    ]
    for _ in 0..<Self.documents {
      let count = Int.random(in: 1...30, using: &random)
      let pool = Bool.random(using: &random) ? letters : letters + Self.pieces
      let text = (0..<count).map { _ in
        String(
          repeating: pool.randomElement(using: &random) ?? "",
          count: [1, 1, 1, 2, 3, 9][Int.random(in: 0..<6, using: &random)])
      }.joined()
      let (short, long) = (fast.list(text), slow.list(text))
      #expect(short == long, "\(text.debugDescription)")
      var agree = fast.tokens.count == slow.tokens.count
      for index in 0..<fast.tokens.count { agree = agree && fast.tokens[index].start == slow.tokens[index].start }
      #expect(agree)
    }
  }

  @Test("words as typed are known by all their bytes, cut or not, and by what follows them")
  func typedKeys() {
    var tokenizer = Tokenizer()
    var tokens = TokenBuffer()
    var words: [String: WordKey] = [:]
    var random = SplitMix64(seed: 12)
    for _ in 0..<Self.documents {
      let letters = ["a", "B", "é", "Ж", "ё", "ab", "жж"]
      let word = (0..<Int.random(in: 1...12, using: &random)).map { _ in letters.randomElement(using: &random) ?? "" }
        .joined()
      for (text, name) in [
        (word, word), ("\(word), x", word), ("x \(word) and more words", word), ("\(word)'a", "\(word)'"),
      ] {
        tokenizer.tokenize(Array(text.utf8).span, into: &tokens, asTyped: true)
        let token = tokens[text.hasPrefix("x ") ? 1 : 0]
        #expect(words[name] == nil || words[name] == token.key, "\(text)")
        words[name] = token.key
      }
    }
    #expect(Set(words.values.map { "\($0)" }).count == words.count)
  }

  @Test("a tokenizer gives the same tokens whatever it has read before")
  func noMemory() {
    var random = SplitMix64(seed: 10)
    var used = TokenListing()
    for _ in 0..<2_000 {
      let text = (0..<8).map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined()
      var fresh = TokenListing()
      #expect(used.list(text) == fresh.list(text))
    }
  }

  @Test("folding a folded word changes nothing")
  func foldingIsIdempotent() {
    var random = SplitMix64(seed: 11)
    var listing = TokenListing()
    let alphabets = ["aAbzZéÉèçŒœäÖåßñÿ'-1", "жЖйЙёЁыЭіїѣаА'-1"].map { Array($0) }
    for _ in 0..<Self.documents {
      let count = Int.random(in: 1...10, using: &random)
      let letters = alphabets[Int.random(in: 0...1, using: &random)]
      let word = String((0..<count).map { _ in letters.randomElement(using: &random) ?? "a" })
      let folded = listing.fold(word)
      #expect(listing.fold(folded) == folded, "\(word.debugDescription)")
    }
  }

  @Test(
    "folding a folded word changes nothing where Latin and Cyrillic letters that look alike are mixed and stretched")
  func foldingOfStretchedHomoglyphs() {
    var listing = TokenListing()
    let folded = listing.fold("ааaaкк")
    #expect(listing.fold(folded) == folded)
    #expect(folded == "ааакк")
  }
}
