import Buffers
import Testing
import Text

@Suite("Language")
struct LanguageTests {
  @Test("a code names the language it is the code of", arguments: Language.allCases)
  func roundTrip(language: Language) {
    #expect(Language(code: language.code) == language)
    #expect(Language(tag: Array(language.code.utf8).span) == language)
  }

  @Test(
    "values of exports name languages as codes, locales or three letters",
    arguments: [
      ("ru", "ru"), ("RU", "ru"), ("rus", "ru"), ("fr-CH", "fr"), ("it_IT", "it"), ("fin", "fi"), ("IND", "id"),
      ("in", "id"), ("fre", "fr"), ("fra", "fr"), ("en", nil), ("", nil), ("french", nil), ("f", nil), ("und", nil),
      ("russian-RU", nil), ("-fr", nil),
    ] as [(String, String?)])
  func tags(tag: String, code: String?) {
    #expect(Language(tag: Array(tag.utf8).span)?.code == code)
  }

  @Test("only lower-case codes are codes", arguments: ["RU", "rus", "", "en"])
  func wrongCodes(code: String) {
    #expect(Language(code: code) == nil)
  }

  private func identifier() -> LanguageIdentifier {
    let samples = [
      LanguageSample(
        code: "fi", content: "# language: fi\n# words\nja on ei se\nhyvä tuote\n# sentences\nTuote on hyvä ja halpa.\n"),
      LanguageSample(
        code: "it", content: "# language: it\n# words\ne il di che\nbuono\n# sentences\nIl prodotto è molto buono.\n"),
      LanguageSample(
        code: "en", content: "# language: en\n# words\nthe and of to\n# sentences\nThe product is very good.\n"),
    ]
    return LanguageIdentifier(samples: samples, tokenizer: Tokenizer())
  }

  private func decide(_ text: String) -> (language: Language?, confidence: Int32) {
    let identifier = identifier()
    var tokenizer = Tokenizer()
    var tokens = TokenBuffer()
    tokenizer.tokenize(Array(text.utf8).span, into: &tokens)
    var sum = SIMD16<Int32>.zero
    for index in 0..<tokens.count where tokens[index].kind == .word {
      sum &+= SIMD16<Int32>(truncatingIfNeeded: identifier.scores(tokens.form(index).span))
    }
    return identifier.decide(sum, wordCount: tokens.wordCount)
  }

  @Test(
    "the likeliest sample decides; a sample of another language is none of the known ones",
    arguments: [
      ("Tuote on hyvä", "fi"), ("il prodotto è buono", "it"), ("the product is very good", nil), ("ありがとう", nil),
    ] as [(String, String?)])
  func ownSamples(text: String, code: String?) {
    let (language, confidence) = decide(text)
    #expect(language?.code == code)
    #expect((0...1000).contains(confidence))
  }

  @Test("without words there is no language and no confidence", arguments: ["", "!!!", "12 😀"])
  func noWords(text: String) {
    let (language, confidence) = decide(text)
    #expect(language == nil)
    #expect(confidence == 0)
  }

  @Test("a sample's words and sentences stand in their parts, all else is left out")
  func sample() {
    let sample = LanguageSample(
      code: "fi", content: "outside\n# language: fi\n#words\na b\n\nc\r\n# sentences\nA b c.\n# notes\nD.\n")
    #expect(sample.code == "fi")
    #expect(sample.words == ["a", "b", "c"])
    #expect(sample.sentences == ["A b c.", "D."])
  }
}
