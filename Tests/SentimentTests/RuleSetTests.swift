import Sentiment
import Testing

@Suite("Rules: reading")
struct RuleSetTests {
  private func read(_ content: String) -> (rules: RuleSet, issues: [String]) {
    var issues: [LexiconIssue] = []
    let rules = RuleSet(file: "rules.tsv", content: content, issues: &issues)
    return (rules, issues.map(\.description))
  }

  @Test("every rule is read into its place")
  func values() {
    let (rules, issues) = read("# comment\n\n" + OwnLexicon.rules(["degree_follows": "1"]))
    #expect(issues == [])
    #expect(rules.negationReachAfter == 2)
    #expect(rules.negationReachBefore == 1)
    #expect(rules.negatedPositiveFactor == -500)
    #expect(rules.negatedNegativeFactor == -250)
    #expect(rules.unattachedNegatorWeight == -400)
    #expect(rules.degreeReachAfter == 1)
    #expect(rules.degreeReachBefore == 1)
    #expect(rules.degreeFollows == 1)
    #expect(rules.contrastAfterFactor == 1500)
    #expect(rules.contrastBeforeFactor == 750)
    #expect(rules.concessionFactor == 600)
    #expect(rules.irrealisPositiveFactor == 100)
    #expect(rules.irrealisNegativeFactor == 500)
    #expect(rules.questionPositiveFactor == 300)
    #expect(rules.questionNegativeFactor == 800)
    #expect(rules.solvedProblemFactor == -600)
    #expect(rules.capitalsFactor == 1200)
    #expect(rules.exclamationFactor == 1100)
    #expect(rules.stretchedFactor == 1300)
    #expect(rules.evidenceConstant == 2500)
    #expect(rules.positiveThreshold == 200)
    #expect(rules.negativeThreshold == -150)
    #expect(rules.mixedMinimum == 1200)
    #expect(rules.mixedRatio == 400)
    #expect(rules.complaintMinimum == 900)
    #expect(rules.praiseMinimum == 900)
    #expect(rules.driverReach == 3)
  }

  @Test(
    "a mistake in a row is reported with file and line",
    arguments: [
      ("mixed_ratio\t0.4", "2 columns, expected 3: rule, value, reason"),
      ("mixed_ration\t0.4\tx", "unknown rule 'mixed_ration', did you mean 'mixed_ratio'?"),
      ("zzz\t0.4\tx", "unknown rule 'zzz'"), ("mixed_ratio\t0.4\tx", "the rule 'mixed_ratio' is given twice"),
    ])
  func rows(row: String, message: String) {
    #expect(read(OwnLexicon.rules([:]) + row + "\n").issues == ["rules.tsv:29: \(message)"])
  }

  @Test(
    "a value beyond its range is reported with the range",
    arguments: [
      ("negation_reach_after", "11", "a whole number from 0 to 10"),
      ("degree_follows", "1.5", "a whole number from 0 to 1"),
      ("mixed_ratio", "1.001", "a decimal from 0.001 to 1"),
      ("negative_threshold", "0", "a decimal from -0.999 to -0.001"),
      ("capitals_factor", "0.9", "a decimal from 1 to 3"), ("evidence_constant", "x", "a decimal from 0.1 to 20"),
    ])
  func ranges(rule: String, value: String, range: String) {
    let line = (OwnLexicon.rules.firstIndex { $0.key == rule } ?? 0) + 2
    let message = "the value '\(value)' of \(rule) is not \(range)"
    #expect(read(OwnLexicon.rules([rule: value])).issues == ["rules.tsv:\(line): \(message)"])
  }

  @Test("a missing reason, missing columns and missing rules are reported")
  func missing() {
    let content = OwnLexicon.rules([:])
    #expect(
      read(content.replacing("driver_reach\t3\tfor the test", with: "driver_reach\t3\t")).issues
        == ["rules.tsv:28: the reason of driver_reach is missing"])
    #expect(
      read(content.replacing("driver_reach\t3\tfor the test\n", with: "")).issues
        == ["rules.tsv: the rule 'driver_reach' is missing"])
    #expect(
      read(content.replacing("rule\tvalue\treason", with: "rule")).issues
        == ["rules.tsv:1: the columns are 'rule', expected 'rule<TAB>value<TAB>reason'"])
    #expect(read("").issues.count == OwnLexicon.rules.count)
  }

  @Test("every number of thousandths is read back as it was written")
  func thousandths() {
    for value in Int32(-12_345)...12_345 { #expect(Thousandths.parse(Thousandths.format(value)) == value) }
  }

  @Test(
    "decimals are read to three digits",
    arguments: [
      ("1", 1000), ("-1.9", -1900), ("+.5", 500), ("0.001", 1), ("99999.999", 99_999_999), ("1.", 1000), ("007", 7000),
      ("", nil), (".", nil), ("-", nil), ("1.2345", nil), ("1e3", nil), ("1,5", nil), ("100000", nil), ("1.2.3", nil),
      ("٣", nil), ("--1", nil),
    ] as [(String, Int32?)])
  func decimals(text: String, value: Int32?) {
    #expect(Thousandths.parse(text) == value)
  }
}
