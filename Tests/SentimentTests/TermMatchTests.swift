import Buffers
import Sentiment
import Testing
import Text

@Suite("Matching of terms")
struct TermMatchTests {
  private func expect(
    _ rows: [String], in language: Language = .finnish, _ cases: [(text: String, evidence: String)]
  ) throws {
    let model = try OwnLexicon.model(rows, language)
    for (text, evidence) in cases { #expect(Reading(text, model, language).evidence == evidence, "\(text)") }
  }

  @Test("the longest term wins, and its words do not count again")
  func longest() throws {
    try expect(
      ["=piece; 1", "=cake; -1", "=piece =of; 2", "=piece =of =cake; 3"],
      [
        ("piece of cake", "piece of cake 3000"), ("piece of cake cake", "piece of cake 3000; cake -1000"),
        ("piece of x cake", "piece of 2000; cake -1000"), ("piece cake", "piece 1000; cake -1000"),
        ("piece piece of cake", "piece 1000; piece of cake 3000"),
      ])
  }

  @Test("a term reaches across commas, not across the end of a sentence")
  func marks() throws {
    try expect(
      ["=piece; 1", "=piece =of =cake; 3"],
      [
        ("piece, of: cake", "piece of cake 3000"), ("piece - of (cake)", "piece of cake 3000"),
        ("piece. of cake", "piece 1000"), ("piece of? cake", "piece 300 questioned"), ("piece\nof cake", "piece 1000"),
      ])
  }

  @Test("the most specific way of writing wins: form, stem, prefix, suffix")
  func specificity() throws {
    try expect(
      ["*talo; 4", "talo*; 3", "talo; 2", "=talossa; 1"],
      [
        ("talossa", "talossa 1000"), ("talosta", "talo 2000"), ("talo", "talo 2000"),
        ("TALOT x x", "talo 2400 capitals"),
        ("talonmies", "talo* 3000"), ("kerrostalo", "*talo 4000"), ("kerrostalossa", "*talo 4000"), ("tal", ""),
      ])
  }

  @Test("a prefix is any beginning, and of several the longest wins; a suffix is no whole word")
  func prefixes() throws {
    try expect(
      ["toimi*; 1", "toimitus*; 2", "*palvelu; 3"],
      [
        ("toimi", "toimi* 1000"), ("toimitus", "toimitus* 2000"), ("toimitusaika", "toimitus* 2000"),
        ("asiakaspalvelusta", "*palvelu 3000"), ("palvelu", ""),
      ])
  }

  @Test("one of several words may stand in a place, each written in its own way")
  func alternatives() throws {
    try expect(
      ["=hei|moikka*|*terve =vaan|talo; 2"],
      [
        ("hei vaan", "hei|moikka*|*terve vaan|talo 2000"), ("moikkamoi talossa", "hei|moikka*|*terve vaan|talo 2000"),
        ("iloterve vaan", "hei|moikka*|*terve vaan|talo 2000"), ("hei moi", ""),
      ])
  }

  @Test("a gap is up to two words of the clause, none of them a negator")
  func gaps() throws {
    try expect(
      ["=made ~ =day; 3", "=made; 1", "=not|=never; ; negator"],
      [
        ("made day", "made ~ day 3000"), ("made my day", "made ~ day 3000"), ("made my whole day", "made ~ day 3000"),
        ("made my very whole day", "made 1000"), ("made not day", "made 1000; not|never -400 unattached"),
        ("made x never day", "made 1000; not|never -400 unattached"), ("made, my day", "made 1000"),
        ("made my. day", "made 1000"), ("made day day", "made ~ day 3000"),
      ])
  }

  @Test("terms with two gaps find their words")
  func twoGaps() throws {
    try expect(
      ["=a1 ~ =b1 ~ =c1; 2"],
      [
        ("a1 b1 c1", "a1 ~ b1 ~ c1 2000"), ("a1 x y b1 x y c1", "a1 ~ b1 ~ c1 2000"),
        ("a1 b1 b1 c1", "a1 ~ b1 ~ c1 2000"),
        ("a1 x y b1 x y z c1", ""),
      ])
  }

  @Test("an idiom keeps its words from counting")
  func idioms() throws {
    try expect(
      ["=not; ; negator", "=bad; -2", "=not =bad =at =all; ; idiom", "=not =half =bad; 2; idiom"],
      [
        ("not bad at all", "not bad at all"), ("not half bad", "not half bad 2000"),
        ("not bad", "not; bad 500 negated"),
      ])
  }

  @Test("an elided word is two words, with either apostrophe, also where a blank stands for it")
  func elisions() throws {
    try expect(
      ["d'accord; 2", "=n' ~ =pas; -1", "=l'attente; -2"], in: .french,
      [
        ("d'accord", "d'accord 2000"), ("d’accords", "d'accord 2000"), ("d accord", "d'accord 2000"), ("accord", ""),
        ("n'est pas", "n' ~ pas -1000"), ("n est pas", "n' ~ pas -1000"),
        ("L’ATTENTE x x x", "l'attente -2400 capitals"),
        ("l'attentes", ""),
      ])
  }

  @Test("accents may be missing in French, Italian and long Finnish words, unless an entry is written without them")
  func accents() throws {
    try expect(
      ["déçu; -2", "=pêche; 1", "=peche; -1", "=été; 1"], in: .french,
      [
        ("déçu", "déçu -2000"), ("decu", "déçu -2000"), ("pêche", "pêche 1000"),
        ("peche", "peche -1000"), ("ete", ""), ("dêcu", ""),
      ])
    try expect(["=perché; 1"], in: .italian, [("perche", "perché 1000")])
    try expect(
      ["=hyvää; 2", "=pätö; -1"], in: .finnish,
      [("hyvaa", "hyvää 2000"), ("hyvää", "hyvää 2000"), ("pato", ""), ("pätö", "pätö -1000")])
  }

  @Test("ё and е are one letter, case is folded, and й may be typed as two")
  func cyrillic() throws {
    try expect(
      ["=ещё; 1", "хороший; 2"], in: .russian,
      [
        ("Ещё", "ещё 1000"), ("еще", "ещё 1000"), ("хорошего", "хороший 2000"),
        ("хороши\u{438}\u{306}", "хороший 2000"),
      ])
  }

  @Test("a hyphenated word matches entries with the hyphen, else its parts count, a doubled word once as emphasis")
  func hyphens() throws {
    try expect(
      ["=wi-fi; 1", "=cepat; 2", "=kilat; 1"], in: .indonesian,
      [
        ("wi-fi", "wi-fi 1000"), ("cepat-kilat", "cepat 2000; kilat 1000"), ("cepat-cepat", "cepat 2600 stretched"),
        ("cepat-x-cepat", "cepat 2000; cepat 2000"), ("x-y", ""),
      ])
  }

  @Test("evidence lies where its words stand")
  func places() throws {
    let model = try OwnLexicon.model(["=été; 1", "=made ~ =day; 2", "=cepat; 1"])
    let reading = Reading("😀 Été, made my day; x-cepat", model)
    #expect(reading.analysis.evidence.map { "\($0.start)-\($0.end)" } == ["0-4", "5-10", "12-23", "25-32"])
  }

  @Test("nothing is counted twice: what scores never overlaps, and stands in the order of the comment")
  func disjoint() throws {
    let phrases = [
      "=good =bad; 1", "=x ~ =good; 1", "=not =good; ; idiom", "=very ~ =y; -1", "=x-good; 3", "=bad =bad; 2",
    ]
    let model = try OwnLexicon.model(OwnLexicon.words + phrases)
    var random = SplitMix64(seed: 18)
    for _ in 0..<10_000 {
      let text = RandomComment.text(&random)
      let scoring = Reading(text, model).analysis.evidence.filter { $0.role != .driver && $0.entry != nil }
      for (first, second) in zip(scoring, scoring.dropFirst()) {
        // The parts of a hyphenated word share its place.
        let isSameWord = first.start == second.start && first.end == second.end
        #expect(first.end <= second.start || isSameWord, "\(text)")
      }
    }
  }
}
