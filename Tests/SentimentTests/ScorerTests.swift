import Buffers
import Sentiment
import Testing

@Suite("Rules of scoring")
struct ScorerTests {
  private func expect(_ cases: [(text: String, evidence: String)], rules: [String: String] = [:]) throws {
    let model = try OwnLexicon.model(rules: rules)
    for (text, evidence) in cases { #expect(Reading(text, model).evidence == evidence, "\(text)") }
  }

  @Test("a weight counts as listed where no rule applies")
  func plain() throws {
    try expect([
      ("", ""), ("x y", ""), ("good", "good 2000"), ("x Good, y bad.", "good 2000; bad -2000"),
      ("good good", "good 2000; good 2000"), ("😀", "😀 2000"), ("ok :)", ":) 1000"),
    ])
  }

  @Test("a negator turns what follows within its reach")
  func negatorAfter() throws {
    try expect([
      ("not good", "not; good -1000 negated"), ("not x y good", "not; good -1000 negated"),
      ("not x y z good", "not -400 unattached; good 2000"), ("not 1 2 good", "not; good -1000 negated"),
      ("good not", "good 2000; not -400 unattached"), ("not, good", "not -400 unattached; good 2000"),
      ("not. good", "not -400 unattached; good 2000"),
    ])
  }

  @Test("a negator tagged before turns what precedes within its reach")
  func negatorBefore() throws {
    try expect([
      ("good never", "good -1000 negated; never"), ("good x never", "good -1000 negated; never"),
      ("good x y never", "good 2000; never -400 unattached"), ("never good", "never -400 unattached; good 2000"),
      ("good, never", "good 2000; never -400 unattached"), ("bad never good", "bad 500 negated; never; good 2000"),
    ])
  }

  @Test("a negator tagged both turns what follows, else what precedes")
  func negatorBoth() throws {
    try expect([
      ("good nor great", "good 2000; nor; great -1500 negated"), ("good nor", "good -1000 negated; nor"),
      ("nor good", "nor; good -1000 negated"), ("good nor x y z great", "good -1000 negated; nor; great 3000"),
    ])
  }

  @Test("a negator turns the nearest word alone, and two negators turn a word once")
  func nearestTarget() throws {
    try expect([
      ("not good great", "not; good -1000 negated; great 3000"),
      ("not not good", "not; not; good -1000 negated"),
      ("not good never", "not; good -1000 negated; never"),
    ])
  }

  @Test("a contrast or concession stops a negator")
  func stoppedNegators() throws {
    try expect([
      ("not but good", "not -400 unattached; but; good 3000 after_contrast"),
      ("not although good", "not -400 unattached; although; good 1200 conceded"),
      ("good but never", "good 1500 before_contrast; but; never -400 unattached"),
    ])
  }

  @Test("a modifier of several words that spans a mark changes the clause of its last word")
  func spanningModifiers() throws {
    let model = try OwnLexicon.model(
      OwnLexicon.words + ["=hardly =that; ; negator", "=hope =that; ; irrealis", "=yet =then; ; contrast"])
    for (text, evidence) in [
      ("hardly, that good", "hardly that; good -1000 negated"),
      ("good hardly, that x", "good 2000; hardly that -400 unattached"),
      ("good hope, that good", "good 2000; hope that; good 200 irrealis"),
      ("bad yet, then x, good", "bad -1500 before_contrast; yet then; good 3000 after_contrast"),
    ] { #expect(Reading(text, model).evidence == evidence, "\(text)") }
  }

  @Test("every contrast or concession opens a part of its clause, for evaluations and drivers alike")
  func partsOfClauses() throws {
    try expect([
      (
        "x, price x x x good but delivery bad",
        "price @price_value; good 1500 before_contrast @price_value; but; delivery @delivery; "
          + "bad -3000 after_contrast @delivery"
      ),
      (
        "delivery bad but price x x x good although cheap delivery great, price",
        "delivery @delivery; bad -1500 before_contrast @delivery; but; price @price_value; "
          + "good 3000 after_contrast @price_value; although; cheap 900 after_contrast conceded @price_value; "
          + "delivery @delivery; great 2700 after_contrast conceded @delivery; price @price_value"
      ),
    ])
  }

  @Test("a negator passes over symbols and terms with a negator of their own")
  func passedOver() throws {
    try expect([("not 😀 good", "not; 😀 2000; good -1000 negated"), ("not 😡", "not -400 unattached; 😡 -3000")])
    let model = try OwnLexicon.model(OwnLexicon.words + ["=not =bad; 1", "=not|=hardly =worth; -1"])
    #expect(Reading("nor not bad good", model).evidence == "nor; not bad 1000; good -1000 negated")
    #expect(Reading("nor hardly worth good", model).evidence == "nor; not|hardly worth -1000; good -1000 negated")
  }

  @Test("a negated bad word is faint praise")
  func negatedNegative() throws {
    try expect([("not bad", "not; bad 500 negated"), ("not slow", "not; slow 250 negated")])
  }

  @Test("a negator that negates nothing listed weighs by itself, once a clause")
  func unattached() throws {
    try expect([
      ("not x", "not -400 unattached"), ("not x not y", "not -400 unattached; not"),
      ("not x, not y", "not -400 unattached; not -400 unattached"), ("not recommend", "not; recommend 0 negated"),
    ])
    try expect([("not x", "not")], rules: ["unattached_negator_weight": "0"])
  }

  @Test("an intensifier or diminisher changes the nearest weight within its reach, rather the one behind it")
  func degrees() throws {
    try expect([
      ("very good", "very; good 3000 intensified"), ("very x good", "very; good 3000 intensified"),
      ("very x y good", "very; good 2000"), ("good very", "good 3000 intensified; very"),
      ("good x y very", "good 2000; very"), ("bad very good", "bad -2000; very; good 3000 intensified"),
      ("somewhat bad", "somewhat; bad -1000 diminished"), ("very, good", "very; good 2000"),
      ("very very good", "very; very; good 4500 intensified"),
      ("very somewhat great", "very; somewhat; great 2250 intensified diminished"),
    ])
    try expect(
      [("bad very good", "bad -3000 intensified; very; good 2000"), ("very good", "very; good 3000 intensified")],
      rules: ["degree_follows": "1"])
  }

  @Test("a degree word does not strengthen what is negated")
  func negatedDegree() throws {
    try expect([("not very good", "not; very; good -1000 negated")])
  }

  @Test("after a contrast weights count more, before it in the sentence less")
  func contrast() throws {
    try expect([
      ("good but bad", "good 1500 before_contrast; but; bad -3000 after_contrast"),
      ("good, but, x, bad", "good 1500 before_contrast; but; bad -3000 after_contrast"),
      ("good. but bad", "good 2000; but; bad -3000 after_contrast"), ("but. good", "but; good 2000"),
      (
        "good but bad but great",
        "good 1125 before_contrast; but; bad -2250 after_contrast before_contrast; but; great 6000 after_contrast"
      ),
    ])
  }

  @Test("in a clause that a concession opens weights count less")
  func concession() throws {
    try expect([
      ("although good, bad", "although; good 1200 conceded; bad -2000"),
      ("good although bad", "good 2000; although; bad -1200 conceded"), ("although x, good", "although; good 2000"),
    ])
  }

  @Test("in a clause with a wish or condition praise hardly counts and blame half, wherever its word stands")
  func irrealis() throws {
    try expect([
      ("would x good", "would; good 200 irrealis"), ("good would", "good 200 irrealis; would"),
      ("would bad", "would; bad -1000 irrealis"), ("would x, good", "would; good 2000"),
      ("would would good", "would; would; good 200 irrealis"),
    ])
  }

  @Test("in a question praise hardly counts and blame less, though it shouts")
  func question() throws {
    try expect([
      ("good?", "good 600 questioned"), ("bad, x?", "bad -1600 questioned"), ("good?!", "good 600 questioned"),
      ("good. x?", "good 2000"), ("x? good", "good 2000"),
    ])
  }

  @Test("a question word without a question mark changes no weight: many are conjunctions as well")
  func questionWord() throws {
    try expect([("why good", "why; good 2000")])
  }

  @Test("an exclamation mark strengthens its sentence")
  func exclamation() throws {
    try expect([
      ("good, bad!", "good 2200 exclaimed; bad -2200 exclaimed"), ("good. x!", "good 2000"),
      ("x! good", "good 2000"), ("good!!!", "good 2200 exclaimed"),
    ])
  }

  @Test("however often a contrast is repeated, praise stays praise", arguments: [1, 10, 60, 120, 1000])
  func manyContrasts(count: Int) throws {
    let model = try OwnLexicon.model()
    let contrasts = String(repeating: "but ", count: count)
    #expect(Reading(contrasts + "good", model).analysis.label == .positive)
    #expect(Reading("good " + contrasts, model).analysis.score >= 0)
  }

  /// As many bytes as a record may have; what looks at each term for each other term takes hours for them.
  @Test(
    "a comment of a million bytes is scored in one pass",
    arguments: ["good but bad ", "broken, would repaired, ", "not good, broken, repaired, bad ", "very good not "])
  func longComment(part: String) throws {
    let model = try OwnLexicon.model()
    let text = String(repeating: part, count: (1 << 20) / part.utf8.count)
    let analysis = Reading(text, model).analysis
    #expect(analysis.label != nil && analysis.evidence.count > 100_000)
  }

  @Test("a problem is praise where it was solved in its clause or behind it in its sentence, else a complaint")
  func solvedProblems() throws {
    try expect([
      ("broken repaired", "broken 1200 solved; repaired 0"), ("repaired x broken", "repaired 0; broken 1200 solved"),
      ("broken, repaired", "broken 1200 solved; repaired 0"), ("repaired, broken", "repaired 0; broken -2000"),
      ("broken x, y, repaired, good", "broken 1200 solved; repaired 0; good 2000"),
      ("broken. repaired", "broken -2000; repaired 0"), ("bad repaired", "bad -2000; repaired 0"),
      ("broken, not repaired", "broken -2000; not; repaired 0 negated"),
      ("broken not repaired", "broken -2000; not; repaired 0 negated"), ("not broken", "not; broken 500 negated"),
    ])
  }

  @Test("what another clause asks or wishes, or follows with blame, has solved no problem")
  func unsolvedProblems() throws {
    try expect([
      ("broken, repaired?", "broken -1600 questioned; repaired 0 questioned"),
      ("broken, would repaired", "broken -2000; would; repaired 0 irrealis"),
      ("broken, repaired, bad", "broken -2000; repaired 0; bad -2000"),
      ("broken, repaired. bad", "broken 1200 solved; repaired 0; bad -2000"),
    ])
  }

  @Test("a word in capitals counts more, unless most of the comment is in capitals")
  func capitals() throws {
    try expect([
      ("GOOD x y", "good 2400 capitals"), ("GOOD x", "good 2400 capitals"), ("GOOD", "good 2000"),
      ("GOOD BAD x", "good 2000; bad -2000"), ("Good GOod x", "good 2000; good 2000"),
    ])
  }

  @Test("stretched letters and repeated emoji count more, and are tried with two letters and with one")
  func stretched() throws {
    try expect([
      ("gooood", "good 2600 stretched"), ("awwwwful", "awful -3900 stretched"), ("baaaad", "bad -2600 stretched"),
      ("😀😀😀", "😀 2600 stretched"),
    ])
  }

  @Test("factors apply one after the other, each product cut to whole thousandths towards zero, up to a limit of 6")
  func product() throws {
    try expect([
      ("not slow!", "not; slow 275 negated exclaimed"),
      ("very very very great", "very; very; very; great 6000 intensified"),
      ("x y z although very AWFUL!", "although; very; awful -3564 intensified conceded capitals exclaimed"),
      ("not fine x? ", "not; fine -400 negated questioned"),
    ])
  }

  @Test("a rule whose factor is one changes no weight, whatever the comment")
  func neutralFactors() throws {
    let factors = OwnLexicon.rules.map(\.key).filter { $0.hasSuffix("_factor") }
    let model = try OwnLexicon.model(
      rules: Dictionary(uniqueKeysWithValues: factors.map { ($0, "1") } + [("unattached_negator_weight", "0")]))
    var random = SplitMix64(seed: 15)
    for _ in 0..<2_000 {
      let reading = Reading(RandomComment.text(&random, without: ["very", "somewhat"]), model)
      for item in reading.analysis.evidence { #expect(item.weight == item.baseWeight) }
    }
  }
}
