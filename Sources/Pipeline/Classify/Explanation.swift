public import Sentiment
public import Text

/// One comment explained for people: the text with its evidence marked, each rule that changed a weight, the sum.
public enum Explanation {
  /// The language in which the comment will be explained, or nil where it is in none of the known ones.
  public static func language(of comment: String, model: SentimentModel) -> Language? {
    var analyzer = CommentAnalyzer(model, collectsEvidence: false)
    var analysis = CommentAnalysis()
    analyzer.analyze(
      Array(comment.utf8).span, .identify(minimumConfidence: Defaults.minimumConfidence), into: &analysis)
    return analysis.language
  }

  /// Several lines of text.
  ///
  /// - Parameters:
  ///   - language: nil to identify it.
  ///   - isColoured: whether positive and negative evidence is coloured with ANSI escapes.
  public static func text(_ comment: String, model: SentimentModel, language: Language?, isColoured: Bool) -> String {
    let bytes = Array(comment.utf8)
    var analyzer = CommentAnalyzer(model)
    var analysis = CommentAnalysis()
    let choice = language.map { LanguageChoice.given($0) } ?? .identify(minimumConfidence: Defaults.minimumConfidence)
    analyzer.analyze(bytes.span, choice, into: &analysis)
    var lines = [marked(bytes, analysis, isColoured), ""]
    lines.append(
      row("language", "\(analysis.language?.code ?? Language.undetermined) (\(format(analysis.languageConfidence)))"))
    lines.append(
      row(
        "label", analysis.label.map { "\($0.name), score \(format(analysis.score))" } ?? "none: nothing can be scored"))
    if analysis.label != nil { lines += evidence(bytes, analysis, model) }
    if !analysis.drivers.isEmpty {
      lines.append("drivers")
      for driver in analysis.drivers {
        lines.append(
          "  " + padded(model.drivers.names[Int(driver.driver)], 22) + padded(driver.label.name, 10)
            + format(driver.score))
      }
    }
    lines += markers(analysis)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func evidence(_ bytes: [UInt8], _ analysis: CommentAnalysis, _ model: SentimentModel) -> [String] {
    var lines: [String] = []
    var positive: Int64 = 0
    var negative: Int64 = 0
    for evidence in analysis.evidence {
      if evidence.weight > 0 { positive += Int64(evidence.weight) } else { negative -= Int64(evidence.weight) }
      let place = Int(evidence.start)..<Int(evidence.end)
      let quoted = "'" + String(decoding: bytes[place], as: UTF8.self) + "'"
      var what: [String] = []
      if let entry = model.entry(evidence, of: analysis) {
        what.append("entry '\(entry.term)' (\(entry.file):\(entry.line))")
      } else if evidence.rules != .unattached {
        what.append("a rating")
      }
      if evidence.baseWeight != evidence.weight { what.append("weight \(format(evidence.baseWeight))") }
      what += evidence.rules.names
      if evidence.role == .modifier { what.append("modifier") }
      let drivers = model.drivers.names(of: evidence.drivers)
      if !drivers.isEmpty {
        what.append((evidence.role == .driver ? "names " : "for ") + drivers.joined(separator: ", "))
      }
      let weight = evidence.weight == 0 ? "" : (evidence.weight > 0 ? "+" : "") + format(evidence.weight)
      lines.append("  " + padded(weight, 8) + padded(quoted, 28) + what.joined(separator: "; "))
    }
    let sum = "positive \(format(Int32(clamping: positive))), negative \(format(Int32(clamping: negative)))"
    return (lines.isEmpty ? [] : ["evidence"] + lines) + [row("sum", sum)]
  }

  private static func markers(_ analysis: CommentAnalysis) -> [String] {
    var lines: [String] = []
    if let expectation = analysis.expectation { lines.append(row("expectation", expectation.name)) }
    if let recommendation = analysis.recommendation { lines.append(row("recommends", recommendation.name)) }
    if let loyalty = analysis.loyalty { lines.append(row("loyalty", loyalty.name)) }
    if let emotion = analysis.emotion {
      lines.append(row("emotion", "\(emotion.name) (\(format(analysis.emotionStrength)))"))
    }
    let said = [(analysis.complaint, "complaint"), (analysis.praise, "praise"), (analysis.request, "request")]
    let names = said.filter(\.0).map(\.1)
    if !names.isEmpty { lines.append(row("voices", names.joined(separator: ", "))) }
    return lines
  }

  /// Evidence in brackets: `[+` … `]` and `[-` … `]`, or in colour.
  private static func marked(_ bytes: [UInt8], _ analysis: CommentAnalysis, _ isColoured: Bool) -> String {
    var text = ""
    var offset = 0
    for evidence in analysis.evidence where evidence.weight != 0 && Int(evidence.start) >= offset {
      text += String(decoding: bytes[offset..<Int(evidence.start)], as: UTF8.self)
      let term = String(decoding: bytes[Int(evidence.start)..<Int(evidence.end)], as: UTF8.self)
      if isColoured {
        text += (evidence.weight > 0 ? "\u{1b}[32m" : "\u{1b}[31m") + term + "\u{1b}[0m"
      } else {
        text += (evidence.weight > 0 ? "[+" : "[-") + term + "]"
      }
      offset = Int(evidence.end)
    }
    return text + String(decoding: bytes[offset...], as: UTF8.self)
  }

  private static func row(_ name: String, _ value: String) -> String { padded(name, 12) + value }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private static func format(_ thousandths: Int32) -> String { Thousandths.format(thousandths) }
}
