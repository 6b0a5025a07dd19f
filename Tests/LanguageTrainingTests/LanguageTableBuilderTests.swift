import Buffers
import LanguageTraining
import Testing
import Text

@Suite("Languages counted from samples")
struct LanguageTableBuilderTests {
  private static let samples = [
    LanguageSample(
      code: "fi", content: "# language: fi\n# words\nja on ei se\nhyvä tuote\n# sentences\nTuote on hyvä ja halpa.\n"),
    LanguageSample(
      code: "it", content: "# language: it\n# words\nne il di che\nbuono\n# sentences\nIl prodotto è molto buono.\n"),
    LanguageSample(
      code: "en", content: "# language: en\n# words\nthe and of to\n# sentences\nThe product is very good.\n"),
  ]
  private static let builder = LanguageTableBuilder(samples)
  private static let identifier = LanguageIdentifier(table: builder.table())

  private func distances(_ word: String) -> SIMD16<UInt8> {
    Self.identifier.distances(ofWord: Array(word.utf8).span)
  }

  private func decide(_ text: String) -> (language: Language?, confidence: Int32) {
    var tokenizer = Tokenizer()
    var tokens = TokenBuffer()
    tokenizer.tokenize(Array(text.utf8).span, into: &tokens)
    var distances = LanguageDistances()
    for index in 0..<tokens.count where tokens[index].kind == .word && !distances.isFull {
      distances.add(Self.identifier.distances(ofWord: tokens.form(index).span))
    }
    return Self.identifier.decide(distances)
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

  @Test(
    "the likeliest lane of a word has 0, the others are farther, up to 127",
    arguments: ["tuote", "buono", "xyzzy", "щщщ", String(repeating: "abcdefgh", count: 12)])
  func relative(word: String) {
    let distances = distances(word)
    #expect(distances.min() == 0)
    #expect(distances.max() <= 127)
  }

  @Test("a word with digits says nothing", arguments: ["3g", "tele2", "7"])
  func digits(word: String) {
    #expect(distances(word) == .zero)
  }

  @Test("stretched letters count once", arguments: [("hyvääää", "hyvä"), ("buonooo", "buono"), ("jaaa", "ja")])
  func stretched(typed: String, plain: String) {
    #expect(distances(typed) == distances(plain))
  }

  @Test("a table found again from its bytes measures as before, and its bytes are ASCII")
  func roundTrip() {
    let bytes = Self.builder.serialized()
    #expect(bytes.costs.allSatisfy { $0 < 0x80 } && bytes.tags.allSatisfy { $0 < 0x80 })
    let table = LanguageTable(
      codes: Self.builder.codes, costs: ConstantBytes(copying: bytes.costs), tags: ConstantBytes(copying: bytes.tags))
    let again = LanguageIdentifier(table: table)
    for word in ["tuote", "the", "prodotto", "halpa", "zzz"] {
      #expect(again.distances(ofWord: Array(word.utf8).span) == distances(word))
    }
  }

  @Test("counting the same samples twice gives the same bytes")
  func deterministic() {
    let again = LanguageTableBuilder(Self.samples).serialized()
    #expect(again == Self.builder.serialized())
  }

  @Test("a language that shares its letters with another is told from it by words alone")
  func sharedLetters() {
    let first = "# words\nalpha beta\n# sentences\nalpha beta gamma\n"
    let second = "# shares letters with: fi\n# words\ndelta\n# sentences\ndelta delta delta\n"
    let samples = [LanguageSample(code: "fi", content: first), LanguageSample(code: "en", content: second)]
    let shared = LanguageIdentifier(table: LanguageTableBuilder(samples).table())
    let alone = LanguageSample(code: "en", content: String(second.drop { $0 != "\n" }))
    let apart = LanguageIdentifier(table: LanguageTableBuilder([samples[0], alone]).table())
    let word = Array("alpham".utf8)
    #expect(shared.distances(ofWord: word.span)[1] < apart.distances(ofWord: word.span)[1])
    #expect(shared.distances(ofWord: Array("alpha".utf8).span)[1] > 0)
  }
}

@Suite("Samples of languages")
struct LanguageSampleTests {
  @Test("words, sentences and vocabulary stand in their parts, all else is left out")
  func parts() {
    let sample = LanguageSample(
      code: "fi",
      content: "outside\n# language: fi\n#words\na b\n\nc\r\n# sentences\nA b c.\n# vocabulary\nd e\n")
    #expect(sample.code == "fi")
    #expect(sample.words == ["a", "b", "c"])
    #expect(sample.sentences == ["A b c.", "d e"])
    #expect(sample.sharedLetters == [])
  }

  @Test("a file can name the languages with which it shares its letters")
  func shares() {
    #expect(LanguageSample(code: "ms", content: "# shares letters with: id jv\n").sharedLetters == ["id", "jv"])
  }

  @Test("tables of terms give their examples, tables of cases their texts")
  func tables() {
    var sample = LanguageSample(code: "fi", content: "")
    sample.addSentences(ofTable: "# language: fi\nterm\tweight\ttags\texample\nhyvä\t2\t\tHyvä tuote.\nrikki\n")
    sample.addSentences(ofTable: "label\ttext\texpect\npositive\tKiva.\t\n")
    #expect(sample.lexiconSentences == ["Hyvä tuote.", "Kiva."])
  }
}
