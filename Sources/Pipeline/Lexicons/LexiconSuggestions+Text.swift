import Foundation
import Sentiment
import Text

extension LexiconSuggestions {
  /// A lexicon file: above each row a comment with the counts.
  package func text() -> String {
    let others = otherLanguageCount > 0 ? " (\(otherLanguageCount) in other languages are left out)" : ""
    let basis = usesRatings ? "by their ratings" : "by what the lexicon finds in them"
    var text = """
      # language: \(language.code)
      # Proposed from \(commentCount) comments, \(positiveCount) positive and \(negativeCount) negative \(basis)\(others).
      # Keep what evaluates wherever it stands, mend weights, write examples of your own, delete the rest.
      term\tweight\ttags\texample

      """
    for suggestion in suggestions {
      let z = String(format: "%+.1f", suggestion.z)
      text +=
        "# z \(z): in \(suggestion.positive) positive, \(suggestion.negative) negative of \(suggestion.all) comments; "
        + "written \(suggestion.forms.joined(separator: ", "))\n"
      text += "\(suggestion.term)\t\(Thousandths.format(suggestion.weight))\t\t\(suggestion.example)\n"
    }
    return text
  }
}
