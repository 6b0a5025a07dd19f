/// How much more often a word stands in one group of comments than in another: weighted log-odds with an informative
/// Dirichlet prior, and how sure that is.
///
/// Source: Monroe, Colaresi, Quinn: Fightin' Words, Political Analysis 16 (2008), equations 16 to 22. The prior of a word is
/// its share in all comments, so that a word seen twice by chance in one group is no discovery.
package struct LogOdds: Sendable {
  /// What is said of a word.
  package struct Score: Sendable, Equatable {
    /// The logarithm of the ratio of its odds; above 0 where the first group has it more often.
    package var logOdds: Double
    /// Its standard error.
    package var standardError: Double

    /// The logarithm in standard errors.
    package var z: Double { logOdds / standardError }

    /// The 95 % interval of the logarithm.
    package var interval: Interval {
      let half = NormalDistribution.z95 * standardError
      return Interval(value: logOdds, low: logOdds - half, high: logOdds + half)
    }
  }

  /// Words of the first group, each once a comment.
  package var firstTotal: Int
  /// Words of the second group.
  package var secondTotal: Int
  /// Words of all comments, those of both groups included.
  package var total: Int
  /// How many words the prior is worth.
  package var priorWords: Double

  /// Makes the scale for two groups.
  package init(firstTotal: Int, secondTotal: Int, total: Int, priorWords: Double) {
    self.firstTotal = firstTotal
    self.secondTotal = secondTotal
    self.total = total
    self.priorWords = priorWords
  }

  /// What the counts of a word say.
  ///
  /// - Parameters:
  ///   - first: how often it stands in the first group; likewise `second`.
  ///   - all: how often it stands in all comments; at least 1.
  package func score(first: Int, second: Int, all: Int) -> Score {
    let prior = priorWords * Double(all) / Double(total)
    let inFirst = Double(first) + prior
    let inSecond = Double(second) + prior
    let restOfFirst = Double(firstTotal) + priorWords - inFirst
    let restOfSecond = Double(secondTotal) + priorWords - inSecond
    let logOdds = Elementary.log(inFirst / restOfFirst) - Elementary.log(inSecond / restOfSecond)
    return Score(logOdds: logOdds, standardError: (1 / inFirst + 1 / inSecond).squareRoot())
  }
}
