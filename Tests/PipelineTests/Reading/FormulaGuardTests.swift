import Pipeline
import Testing

@Suite("FormulaGuard")
struct FormulaGuardTests {
  @Test(
    "what a spreadsheet would run is told, also behind blanks and quotes and in full width",
    arguments: [
      "=1+1", "+cmd|'/c calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\rx", "\nx", " =1", "\"=1", "'=1", "\u{ff1d}1",
      "\u{ff0b}1",
      "\u{ff0d}1", "\u{ff20}x", "\u{a0}=1", "\u{feff}=1", "\u{200b}=1", "+358 40 1", "-1e5", "--",
    ])
  func formulas(text: String) {
    let isFormula = FormulaGuard.isFormula(Array(text.utf8).span)
    #expect(isFormula)
  }

  @Test(
    "numbers, single marks and other texts are left alone",
    arguments: ["", "-", "+", "=", "@", "-5", "+358401234567", "-1.234,56", "x=1", "a@b.fi", "1-2", "\u{201d}ok", "é"])
  func others(text: String) {
    let isFormula = FormulaGuard.isFormula(Array(text.utf8).span)
    #expect(!isFormula)
  }
}
