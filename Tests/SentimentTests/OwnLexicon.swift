import Sentiment
import Text

/// Models of a few words written for the tests, so that no test depends on the real lexicons.
enum OwnLexicon {
  /// Every rule, with numbers that tell the rules apart.
  static let rules: KeyValuePairs = [
    "negation_reach_after": "2", "negation_reach_before": "1", "negated_positive_factor": "-0.5",
    "negated_negative_factor": "-0.25", "unattached_negator_weight": "-0.4", "degree_reach_after": "1",
    "degree_reach_before": "1", "degree_follows": "0", "contrast_after_factor": "1.5",
    "contrast_before_factor": "0.75", "concession_factor": "0.6", "irrealis_positive_factor": "0.1",
    "irrealis_negative_factor": "0.5", "question_positive_factor": "0.3", "question_negative_factor": "0.8",
    "solved_problem_factor": "-0.6", "capitals_factor": "1.2", "exclamation_factor": "1.1", "stretched_factor": "1.3",
    "evidence_constant": "2.5", "positive_threshold": "0.2", "negative_threshold": "-0.15", "mixed_minimum": "1.2",
    "mixed_ratio": "0.4", "complaint_minimum": "0.9", "praise_minimum": "0.9", "driver_reach": "3",
  ]

  /// Rows `term; weight; tags` of the words that most tests use, each in one form alone.
  static let words = [
    "=good; 2", "=great; 3", "=fine; 1", "=bad; -2", "=awful; -3", "=slow; -1",
    "=not; ; negator", "=never; ; negator:before", "=nor; ; negator:both",
    "=very; ; intensifier:1.5", "=somewhat; ; diminisher:0.5",
    "=but; ; contrast", "=although; ; concession", "=would; ; irrealis", "=why; ; question",
    "=broken; -2; problem", "=repaired; ; solved",
    "=exceeded; ; expectation:exceeded", "=met; ; expectation:met", "=missed; ; expectation:missed",
    "=recommend; ; recommendation:recommend", "=discourage; ; recommendation:advise_against",
    "=endorse; 2; recommendation:recommend", "=return; ; loyalty:buy_again", "=leave; ; loyalty:leave",
    "=happy; ; emotion:happy", "=furious; ; emotion:angry:0.9", "=annoyed; ; emotion:angry:0.3",
    "=grumble; ; complaint", "=thanks; ; praise", "=please; ; request",
    "=delivery; ; driver:delivery", "=price; ; driver:price_value", "=staff; ; driver:customer_service driver:courtesy",
    "=cheap; 1; driver:price_value", "=parcel; ; driver?:delivery",
  ]

  static let symbols = ["=😀; 2; emotion:happy:0.8", "=😡; -3; emotion:angry:0.9", "=:); 1"]

  /// The content of a file of terms.
  static func table(_ language: String, _ rows: [String]) -> String {
    let lines = rows.map { row in
      let cells = row.split(separator: "; ", omittingEmptySubsequences: false) + ["", ""]
      return "\(cells[0])\t\(cells[1])\t\(cells[2])\tExample."
    }
    return (["# language: \(language)", "term\tweight\ttags\texample"] + lines).joined(separator: "\n") + "\n"
  }

  /// The content of a file of rules, some with other values than usual.
  static func rules(_ changed: [String: String]) -> String {
    "rule\tvalue\treason\n" + rules.map { "\($0)\t\(changed[$0] ?? $1)\tfor the test\n" }.joined()
  }

  /// The tables that a model needs besides its own files.
  static func tables(_ changedRules: [String: String] = [:]) -> (String) -> String? {
    { name in
      if name.hasSuffix("rules.tsv") { return rules(changedRules) }
      return name == "neutral/symbols.tsv" ? table("neutral", symbols) : nil
    }
  }

  /// A model of these rows alone, in one language.
  static func model(
    _ rows: [String] = words, _ language: Language = .finnish, rules: [String: String] = [:]
  ) throws -> SentimentModel {
    try SentimentModel.load(
      usesBuiltin: false, files: [LexiconFile(name: "own.tsv", content: table(language.code, rows))],
      identifiesLanguages: false, tables: tables(rules))
  }
}

/// What a model understands of a comment, in words.
struct Reading {
  let analysis: CommentAnalysis
  private let bytes: [UInt8]
  private let model: SentimentModel

  /// Reads a comment in a language; nil is none.
  init(_ text: String, _ model: SentimentModel, _ language: Language? = .finnish) {
    var analyzer = CommentAnalyzer(model)
    self.init(text, model, language, &analyzer)
  }

  init(_ text: String, _ model: SentimentModel, _ language: Language?, _ analyzer: inout CommentAnalyzer) {
    let bytes = Array(text.utf8)
    self.bytes = bytes
    self.model = model
    var analysis = CommentAnalysis()
    let choice = language.map { LanguageChoice.given($0) } ?? .identify(minimumConfidence: 1001)
    analyzer.analyze(bytes.span, choice, into: &analysis)
    self.analysis = analysis
  }

  /// The evidence: `term weight rules @drivers`, terms without `=`; the weight only of what says something.
  var evidence: String {
    analysis.evidence.map { item in
      let place = String(decoding: bytes[Int(item.start)..<Int(item.end)], as: UTF8.self)
      var words = [model.entry(item, of: analysis)?.term.filter { $0 != "=" } ?? place]
      if item.role == .statement { words.append("\(item.weight)") }
      words += item.rules.names
      words += model.drivers.names(of: item.drivers).map { "@\($0)" }
      return words.joined(separator: " ")
    }.joined(separator: "; ")
  }

  /// The drivers: `delivery positive 444`.
  var drivers: String {
    analysis.drivers.map { "\(model.drivers.names[Int($0.driver)]) \($0.label.name) \($0.score)" }
      .joined(separator: "; ")
  }

  /// Everything besides score and drivers, in a fixed order.
  var markers: String {
    var words: [String] = []
    if let expectation = analysis.expectation { words.append(expectation.name) }
    if let recommendation = analysis.recommendation { words.append(recommendation.name) }
    if let loyalty = analysis.loyalty { words.append(loyalty.name) }
    if let emotion = analysis.emotion { words.append("\(emotion.name):\(analysis.emotionStrength)") }
    if analysis.complaint { words.append("complaint") }
    if analysis.praise { words.append("praise") }
    if analysis.request { words.append("request") }
    return words.joined(separator: " ")
  }

  /// All of it, for comparing two readings.
  var everything: String {
    let label = analysis.label?.name ?? "null"
    let scores = "\(analysis.score) \(analysis.positiveStrength) \(analysis.negativeStrength)"
    let language = "\(analysis.language?.code ?? "und") \(analysis.languageConfidence)"
    let places = analysis.evidence.map { "\($0.start)-\($0.end) \($0.baseWeight)" }.joined(separator: ",")
    return [language, label, scores, evidence, places, drivers, markers].joined(separator: " | ")
  }
}
