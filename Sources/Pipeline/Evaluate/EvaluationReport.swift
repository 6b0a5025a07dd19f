import Satisfaction
import Sentiment

/// The figures of an evaluation as JSON holds them; null where a figure has no base.
struct EvaluationReport: Encodable {
  /// A share with Wilson's 95 % interval.
  struct Share: Encodable {
    var count: Int
    var base: Int
    var value: Double?
    var low: Double?
    var high: Double?

    init(_ count: Int, of base: Int) {
      let interval = Wilson.interval(Int64(count), of: Int64(base))
      self.count = count
      self.base = base
      value = interval?.value
      low = interval?.low
      high = interval?.high
    }
  }

  /// Precision, recall and F1 of something that may be found.
  struct Detection: Encodable {
    var gold: Int
    var found: Int
    var hits: Int
    var precision: Double?
    var recall: Double?
    var f1: Double?

    init(_ counts: DetectionCounts) {
      gold = counts.gold
      found = counts.found
      hits = counts.hits
      precision = counts.precision
      recall = counts.recall
      f1 = counts.f1
    }
  }

  /// Figures of one way to tell classes apart.
  struct Classes: Encodable {
    var accuracy: Share
    var macroF1: Double?
    var kappa: Double?
    var classes: [Class]

    init(_ matrix: ConfusionMatrix, gold: [String], found: [String]) {
      accuracy = Share(matrix.right, of: matrix.total)
      macroF1 = matrix.macroF1
      kappa = matrix.kappa
      classes = gold.indices.map { number in
        Class(
          label: gold[number], detection: Detection(matrix.detection(of: number)),
          foundAs: zip(found, matrix.counts[number]).map { Class.Count(label: $0, count: $1) })
      }
    }
  }

  /// One class: how well it is found, and as what.
  struct Class: Encodable {
    struct Count: Encodable {
      var label: String
      var count: Int
    }

    var label: String
    var detection: Detection
    var foundAs: [Count]
  }

  /// One driver.
  struct Driver: Encodable {
    var driver: String
    var named: Detection
    var withPolarity: Detection
  }

  /// One aspect; values are left out of flags.
  struct AspectFigures: Encodable {
    struct Value: Encodable {
      var value: String
      var detection: Detection
    }

    var aspect: String
    var detection: Detection
    var values: [Value]?
  }

  /// A group of comments.
  struct Figures: Encodable {
    var name: String?
    var comments: Int
    var otherLanguages: Int
    var coverage: Share
    var language: Share?
    var label: Classes
    var label3: Classes
    var label3NoneNeutral: Classes
    var label2: Classes
    var drivers: Detection?
    var driversWithPolarity: Detection?
    var byDriver: [Driver]?
    var aspects: [AspectFigures]

    init(_ tally: EvaluationTally, name: String? = nil, drivers names: [String]) {
      self.name = name
      comments = tally.count
      otherLanguages = tally.otherLanguages
      coverage = Share(tally.covered, of: tally.count)
      language = tally.languageBase > 0 ? Share(tally.languageRight, of: tally.languageBase) : nil
      let labels = SentimentLabel.shown.map(\.name)
      label = Classes(tally.labels, gold: labels, found: labels + ["null"])
      let three = Array(labels.prefix(3))
      label3 = Classes(tally.threeClasses, gold: three, found: three + ["null"])
      label3NoneNeutral = Classes(tally.threeClassesOrNone, gold: three, found: three)
      let two = [SentimentLabel.negative.name, SentimentLabel.positive.name]
      label2 = Classes(tally.twoClasses, gold: two, found: two + ["null"])
      if tally.hasDrivers {
        drivers = Detection(tally.drivers.sum)
        driversWithPolarity = Detection(tally.driversWithPolarity.sum)
        byDriver = names.indices.map {
          Driver(
            driver: names[$0], named: Detection(tally.drivers[$0]),
            withPolarity: Detection(tally.driversWithPolarity[$0]))
        }
      }
      aspects = Aspect.allCases.filter { tally.hasAspect[$0.rawValue] }.map { aspect in
        let counts = tally.aspects[aspect.rawValue]
        return AspectFigures(
          aspect: aspect.name, detection: Detection(counts.sum),
          values: aspect.isFlag
            ? nil : zip(aspect.values, counts).map { AspectFigures.Value(value: $0, detection: Detection($1)) })
      }
    }
  }

  /// A wrong label.
  struct Miss: Encodable {
    struct Evidence: Encodable {
      var text: String
      var entry: String?
      var place: String?
      var weight: Double
      var rules: [String]
    }

    var file: String
    var line: Int
    var id: String?
    var expected: String
    var found: String?
    var score: Double
    var text: String
    var evidence: [Evidence]

    init(_ error: EvaluationError) {
      file = error.file
      line = error.line
      id = error.name.isEmpty ? nil : error.name
      expected = error.expected.name
      found = error.found?.name
      score = Double(error.score) / 1000
      text = error.text
      evidence = error.evidence.map {
        Evidence(
          text: $0.text, entry: $0.term, place: $0.place, weight: Double($0.weight) / 1000, rules: $0.rules)
      }
    }
  }

  var all: Figures
  var groups: [Figures]
  var wrongLabels: Int
  var worst: [Miss]
}

extension Evaluation {
  /// All figures and the wrong labels that are shown, for programs.
  ///
  /// - Throws: `defect` where JSON can't hold them.
  package func json() throws(RunError) -> [UInt8] {
    try JSONText.encode(
      EvaluationReport(
        all: EvaluationReport.Figures(all, drivers: driverNames),
        groups: groups.map { EvaluationReport.Figures($0.tally, name: $0.name, drivers: driverNames) },
        wrongLabels: errorCount, worst: errors.map(EvaluationReport.Miss.init)))
  }
}
