import Satisfaction
import Testing

@Suite("Measures")
struct MeasureTests {
  @Test("measures are numbered from 0 without gaps, and their columns differ")
  func numbers() {
    #expect(Measure.allCases.map(\.rawValue) == Array(0..<Measure.count))
    #expect(Set(Measure.allCases.map(\.column)).count == Measure.count)
    #expect(Set(Measure.allCases.map(\.meaning)).count == Measure.count)
    #expect(Measure.allCases.allSatisfy { $0.column.hasPrefix("n_") || $0.column.hasSuffix("_sum") })
  }

  @Test(
    "the counts that the domain names are there",
    arguments: [
      "n_comments", "n_customers", "n_anonymous", "n_unscored", "n_rated", "n_positive", "n_neutral", "n_negative",
      "n_mixed",
      "n_complaint", "n_praise", "n_request", "n_happy", "n_angry", "n_exceeded", "n_met", "n_missed", "n_delighted",
      "n_recommend", "n_advise_against", "n_buy_again", "n_leave", "n_matched", "n_on_time", "n_late",
      "n_repurchase_known",
      "n_repurchased", "n_answered", "n_unanswered",
    ])
  func domain(column: String) {
    #expect(Measure.allCases.contains { $0.column == column })
  }

  @Test("a share's part is no more than its base can be, and its columns differ")
  func shares() {
    #expect(Set(Share.all.map(\.column)).count == Share.all.count)
    for share in Share.all { #expect(!share.base.isEmpty && !share.base.contains(.customers), "\(share.column)") }
    for share in Share.all where share.base.count > 1 && share.column != "complaint_share" {
      #expect(share.base.contains(share.part), "\(share.column)")
    }
  }
}
