import Buffers
import Testing
import Text

@Suite("Stemmer")
struct StemmerTests {
  @Test(
    "forms of a word have one stem",
    arguments: [
      (.russian, ["вежливый", "вежливая", "вежливого", "вежливыми"], "вежлив"),
      (.russian, ["доставка", "доставку", "доставки"], "доставк"),
      (.indonesian, ["makanan", "makan", "makannya"], "makan"),
      (.indonesian, ["pelayanan", "melayani", "dilayani"], "layan"),
      (.finnish, ["talossa", "talosta", "talot", "talo"], "talo"),
      (.finnish, ["palvelu", "palvelusta", "palvelut"], "palvelu"),
      (.italian, ["gentile", "gentili", "gentilmente"], "gentil"),
      (.italian, ["abbandonare", "abbandonato", "abbandonata"], "abbandon"),
      (.french, ["continu", "continua", "continuait"], "continu"),
      (.french, ["rapide", "rapides", "rapidement"], "rapid"),
    ] as [(Language, [String], String)])
  func pairs(language: Language, words: [String], stem: String) {
    let stemmer = Stemmer(language)
    for word in words { #expect(String(decoding: stemmer.stem(Array(word.utf8)), as: UTF8.self) == stem, "\(word)") }
  }

  @Test(
    "any bytes have a stem, not longer by more than a letter, and the same one each time", arguments: Language.allCases)
  func anyBytes(language: Language) {
    var random = SplitMix64(seed: 13)
    let stemmer = Stemmer(language)
    let again = Stemmer(language)
    for _ in 0..<3_000 {
      let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      let stem = stemmer.stem(bytes)
      #expect(stem.count <= bytes.count + 4)
      #expect(again.stem(bytes) == stem)
    }
  }
}
