import Buffers
import Sentiment
import Text

/// An analysis as one line of JSON, with the keys of `voc classify`.
struct AnalysisJSON {
  private let model: SentimentModel
  private(set) var bytes: [UInt8] = []

  init(_ model: SentimentModel) { self.model = model }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Appends the object for a comment and a line end.
  ///
  /// `text` is the comment's own bytes, which evidence quotes.
  mutating func append(_ analysis: CommentAnalysis, text: Span<UInt8>) {
    raw("{\"language\":\"")
    raw(analysis.language?.code ?? Language.undetermined)
    raw("\",\"language_confidence\":")
    thousandths(analysis.languageConfidence)
    raw(",\"label\":")
    name(analysis.label?.name)
    if analysis.label == nil {
      raw(",\"score\":null,\"positive_strength\":null,\"negative_strength\":null")
    } else {
      raw(",\"score\":")
      thousandths(analysis.score)
      raw(",\"positive_strength\":")
      thousandths(analysis.positiveStrength)
      raw(",\"negative_strength\":")
      thousandths(analysis.negativeStrength)
    }
    drivers(analysis)
    raw(",\"expectation\":")
    name(analysis.expectation?.name)
    raw(",\"recommendation\":")
    name(analysis.recommendation?.name)
    raw(",\"loyalty\":")
    name(analysis.loyalty?.name)
    raw(",\"emotion\":")
    name(analysis.emotion?.name)
    raw(",\"emotion_strength\":")
    if analysis.emotion == nil { raw("null") } else { thousandths(analysis.emotionStrength) }
    raw(",\"complaint\":\(analysis.complaint),\"praise\":\(analysis.praise),\"request\":\(analysis.request)")
    evidence(analysis, text)
    raw("}\n")
  }

  private mutating func drivers(_ analysis: CommentAnalysis) {
    raw(",\"drivers\":[")
    for (index, driver) in analysis.drivers.enumerated() {
      if index > 0 { raw(",") }
      raw("{\"driver\":\"")
      raw(model.drivers.names[Int(driver.driver)])
      raw("\",\"label\":\"")
      raw(driver.label.name)
      raw("\",\"score\":")
      thousandths(driver.score)
      raw("}")
    }
    raw("]")
  }

  private mutating func evidence(_ analysis: CommentAnalysis, _ text: Span<UInt8>) {
    raw(",\"evidence\":[")
    var isFirst = true
    for evidence in analysis.evidence where evidence.role == .statement {
      if !isFirst { raw(",") }
      isFirst = false
      raw("{\"start\":\(evidence.start),\"end\":\(evidence.end),\"text\":")
      string(text.extracting(Int(evidence.start)..<Int(evidence.end)))
      raw(",\"entry\":")
      if let entry = model.entry(evidence, of: analysis) {
        let term = Array(entry.term.utf8)
        string(term.span)
      } else {
        raw("null")
      }
      raw(",\"weight\":")
      thousandths(evidence.weight)
      raw(",\"rules\":[")
      raw(evidence.rules.names.map { "\"\($0)\"" }.joined(separator: ","))
      raw("]}")
    }
    raw("]")
  }

  private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func name(_ text: String?) {
    guard let text else { return raw("null") }
    raw("\"")
    raw(text)
    raw("\"")
  }

  private mutating func thousandths(_ value: Int32) {
    raw(Thousandths.format(value))
    if value % 1000 == 0 { raw(".0") }
  }

  /// A JSON string; bytes that are no UTF-8 become U+FFFD.
  private mutating func string(_ text: Span<UInt8>) {
    raw("\"")
    for scalar in String(decoding: [UInt8](copying: text), as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\"": raw("\\\"")
      case "\\": raw("\\\\")
      case "\n": raw("\\n")
      case "\t": raw("\\t")
      case "\r": raw("\\r")
      default:
        if scalar.value < 0x20 {
          let digits = String(scalar.value, radix: 16)
          raw("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
        } else {
          bytes.append(contentsOf: String(scalar).utf8)
        }
      }
    }
    raw("\"")
  }
}
