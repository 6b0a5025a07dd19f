import Satisfaction
import Testing

@Suite("Measures and figures")
struct FigureTests {
  @Test("measures are numbered from 0 without gaps, and their columns differ")
  func numbers() {
    #expect(Measure.allCases.map(\.rawValue) == Array(0..<Measure.count))
    #expect(Set(Measure.allCases.map(\.column)).count == Measure.count)
    #expect(Set(Measure.allCases.map(\.meaning)).count == Measure.count)
    for measure in Measure.allCases { #expect(Measure(column: measure.column) == measure) }
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
    #expect(Measure(column: column)?.kind == (column == "n_customers" ? .distinct : .count))
  }

  @Test("figures have names of their own, say what they are and are made of counts")
  func figures() {
    let names = Figure.all.map(\.name) + Measure.allCases.map(\.column)
    #expect(Set(names).count == names.count)
    for figure in Figure.all {
      #expect(!figure.parts.isEmpty && !figure.parts.contains(.customers), "\(figure.name)")
      #expect(!figure.meaning.isEmpty && !figure.formula.isEmpty && !figure.source.isEmpty, "\(figure.name)")
      #expect(figure.intervalFormula.isEmpty != figure.hasInterval, "\(figure.name)")
      #expect(Figure(column: figure.name)?.name == figure.name)
    }
  }
}
