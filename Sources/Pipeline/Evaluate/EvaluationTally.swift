import Sentiment
import Text

/// Counts of a group of comments, from which all its figures follow.
package struct EvaluationTally: Sendable {
  /// Gold by label, found by label; a last column for comments that got none.
  package private(set) var labels = ConfusionMatrix(gold: 4, found: 5)
  /// Gold by label; found by the sign of the score: negative, none, positive.
  private var signs = ConfusionMatrix(gold: 4, found: 3)
  /// Comments in which at least one term or rating weighed.
  package private(set) var covered = 0
  /// Comments of other languages, of which only the language is judged.
  package private(set) var otherLanguages = 0
  /// Comments whose language was identified and is annotated.
  package private(set) var languageBase = 0
  /// Of these, those with the right one.
  package private(set) var languageRight = 0
  /// By number of the driver: found at all.
  package private(set) var drivers: [DetectionCounts]
  /// By number of the driver: found with the right polarity.
  package private(set) var driversWithPolarity: [DetectionCounts]
  /// Whether any comment has drivers annotated.
  private(set) var hasDrivers = false
  /// By aspect, by value.
  package private(set) var aspects: [[DetectionCounts]]
  /// By aspect: whether any comment has it annotated.
  private(set) var hasAspect: [Bool]

  init(driverCount: Int) {
    drivers = Array(repeating: DetectionCounts(), count: driverCount)
    driversWithPolarity = drivers
    aspects = Aspect.allCases.map { Array(repeating: DetectionCounts(), count: $0.values.count) }
    hasAspect = Array(repeating: false, count: Aspect.allCases.count)
  }

  /// How many comments are judged.
  package var count: Int { labels.total }

  /// Negative, neutral, positive: what is mixed is neutral; a last column for comments that got no label.
  package var threeClasses: ConfusionMatrix { labels.folded(gold: [0, 1, 2, 1], found: [0, 1, 2, 1, 3]) }

  /// As `threeClasses`, but what got no label is neutral too.
  package var threeClassesOrNone: ConfusionMatrix { labels.folded(gold: [0, 1, 2, 1], found: [0, 1, 2, 1, 1]) }

  /// How many comments got no label.
  var unlabelled: Int { labels.counts.reduce(0) { $0 + $1[4] } }

  /// Negative and positive gold alone, a forced choice by the sign of the score; a score of 0 is wrong.
  package var twoClasses: ConfusionMatrix { signs.folded(gold: [0, nil, 1, nil], found: [0, 2, 1]) }

  /// Counts the language of a comment that was identified.
  mutating func addLanguage(_ gold: GoldComment.AnnotatedLanguage, found: Language?) {
    languageBase += 1
    let isRight =
      switch gold {
      case .known(let language): language == found
      case .other: found == nil
      }
    if isRight { languageRight += 1 }
  }

  /// Counts everything else of a comment.
  mutating func add(_ gold: GoldComment, _ analysis: CommentAnalysis, drivers list: DriverList) {
    if gold.language == .other { otherLanguages += 1 }
    guard let label = gold.label, gold.language != .other else { return }
    labels.add(gold: label.shownIndex, found: analysis.label?.shownIndex ?? 4)
    signs.add(gold: label.shownIndex, found: 1 + Int(analysis.score.signum()))
    if analysis.evidence.contains(where: { $0.weight != 0 }) { covered += 1 }
    if let annotated = gold.drivers {
      hasDrivers = true
      for (number, name) in list.names.enumerated() {
        let goldLabel = annotated.first { $0.name == name }?.label
        let foundLabel = analysis.drivers.first { Int($0.driver) == number }?.label
        drivers[number].add(isGold: goldLabel != nil, isFound: foundLabel != nil)
        // A wrong polarity is both a false alarm and a miss.
        if goldLabel == foundLabel {
          if goldLabel != nil { driversWithPolarity[number].hits += 1 }
        } else {
          if goldLabel != nil { driversWithPolarity[number].misses += 1 }
          if foundLabel != nil { driversWithPolarity[number].falseAlarms += 1 }
        }
      }
    }
    for aspect in Aspect.allCases { add(aspect, gold.annotations[aspect.rawValue], aspect.found(in: analysis)) }
  }

  private mutating func add(_ aspect: Aspect, _ annotation: GoldComment.Annotation, _ found: Int?) {
    if annotation == .missing { return }
    hasAspect[aspect.rawValue] = true
    for value in aspect.values.indices {
      aspects[aspect.rawValue][value].add(isGold: annotation == .value(value), isFound: found == value)
    }
  }
}
