package import Sentiment

/// A comment of a user's file, with its rating where it has one.
package struct CommentRow: Sendable, Equatable {
  /// What the customer said of their satisfaction besides the text.
  package enum Rating: Sendable, Equatable {
    /// On a scale.
    case number(Double)
    /// Labelled by somebody.
    case label(SentimentLabel)
  }

  /// As it stands in the file.
  package var text: String
  /// Nil where the file gives none.
  package var rating: Rating?
  /// As the user named it.
  package var file: String
  /// From 1.
  package var line: Int

  /// Makes a row.
  package init(text: String, rating: Rating?, file: String, line: Int) {
    self.text = text
    self.rating = rating
    self.file = file
    self.line = line
  }

  /// The label, where the rating is one.
  var label: SentimentLabel? {
    if case .label(let label) = rating { return label }
    return nil
  }
}

/// What the lowest and the highest rating are.
package struct RatingScale: Sendable, Equatable {
  /// The lowest rating.
  package var lowest: Double
  /// The highest rating.
  package var highest: Double

  /// Ratings in the lowest and in the highest two fifths speak; of 1 to 5 that is 1, 2 and 4, 5.
  private static let share = 0.4

  /// Reads `1-5`; nil where it is no scale.
  package init?(_ text: String) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Double($0) }
    guard ends.count == 2, let low = ends[0], let high = ends[1], low.isFinite, high.isFinite, low < high else {
      return nil
    }
    lowest = low
    highest = high
  }

  /// Whether a rating is on the scale.
  func contains(_ rating: Double) -> Bool { rating >= lowest && rating <= highest }

  /// 1 for a good rating, −1 for a bad one, 0 between them.
  package func sign(_ rating: Double) -> Int {
    let place = (rating - lowest) / (highest - lowest)
    return place < Self.share ? -1 : place > 1 - Self.share ? 1 : 0
  }
}
