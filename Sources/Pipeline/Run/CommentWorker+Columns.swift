import Buffers
import Columnar
import Purchases
import Satisfaction
import Sentiment
import Text

// The columns of one comment, group by group, in the order of `CommentColumn`.
extension CommentWorker {
  func appendIdentity(
    _ row: Int, _ submittedAt: Moment, _ reader: borrowing FeedbackReader, _ batch: inout CommentBatch,
    _ facts: inout CommentFacts
  ) {
    batch.append(.source, reader.sourceName)
    let id = reader.range(.id, row)
    let customer = reader.range(.customer, row)
    batch.append(.feedbackID, id, reader)
    batch.append(.customerID, customer, reader)
    batch.append(.orderID, reader.range(.order, row), reader)
    batch.append(.submittedAt, submittedAt.microseconds)
    batch.append(.submittedOn, submittedAt.day)
    batch.append(.channel, .channel, row, reader)
    batch.append(.instrument, .instrument, row, reader)
    if customer.isEmpty {
      facts.count(.anonymous)
    } else {
      facts.customerHash = reader.requests.customers[row].first
    }
    let key = hash128(reader.bytes.span.extracting(id))
    batch.keys.append(SIMD2(key.0 ^ reader.sourceHash, key.1 &+ reader.sourceHash))
    batch.digests.append(reader.digest(row))
    batch.records.append(reader.recordNumbers[row])
  }

  /// A rating off its scale is counted and null; it is never averaged.
  func appendRating(
    _ row: Int, _ reader: borrowing FeedbackReader, _ batch: inout CommentBatch, _ facts: inout CommentFacts
  ) {
    guard let rating = readRating(reader.range(.rating, row), reader, &batch) else {
      return batch.appendNull(.rating)
    }
    batch.append(.rating, Double(rating) / 100)
    facts.rating = rating
    facts.count(.rated)
    switch (reader.source.ratingScale.lowerBound, reader.source.ratingScale.upperBound) {
    case (1, 5):
      facts.count(.ratedFive)
      if rating >= 400 { facts.count(.topBox) }
    case (0, 10):
      facts.count(.ratedTen)
      if rating >= 900 { facts.count(.promoters) } else if rating < 700 { facts.count(.detractors) }
    default: break
    }
  }

  private func readRating(_ range: Range<Int>, _ reader: borrowing FeedbackReader, _ batch: inout CommentBatch)
    -> Int32?
  {
    if range.isEmpty { return nil }
    guard let rating = reader.rating(range) else {
      batch.quality.unreadableValues += 1
      return nil
    }
    let scale = reader.source.ratingScale
    guard rating >= scale.lowerBound * 100, rating <= scale.upperBound * 100 else {
      batch.quality.ratingsOffScale += 1
      return nil
    }
    return rating
  }

  func appendAnalysis(
    _ analysis: CommentAnalysis, isGiven: Bool, _ batch: inout CommentBatch, _ facts: inout CommentFacts
  ) {
    batch.append(.language, analysis.language.map { Names.languages[Int($0.rawValue)] } ?? Names.undetermined)
    batch.quality.languages[analysis.language.map { Int($0.rawValue) } ?? FileQuality.undeterminedLanguage] += 1
    batch.append(.languageConfidence, Double(analysis.languageConfidence) / 1000)
    batch.append(.languageSource, isGiven ? Names.column : Names.text)
    if let label = analysis.label {
      batch.append(.label, Names.labels[Int(label.rawValue)])
      batch.append(.score, Double(analysis.score) / 1000)
      batch.append(.positiveStrength, Double(analysis.positiveStrength) / 1000)
      batch.append(.negativeStrength, Double(analysis.negativeStrength) / 1000)
      facts.score = analysis.score
      facts.count(Self.measure(label))
    } else {
      for column in [CommentColumn.label, .score, .positiveStrength, .negativeStrength] { batch.appendNull(column) }
      facts.count(.unscored)
    }
    batch.append(.expectation, analysis.expectation.map { Names.expectations[Int($0.rawValue)] })
    let isDelighted =
      analysis.expectation == .exceeded && (analysis.recommendation == .recommend || analysis.loyalty == .buyAgain)
    batch.append(.delighted, isDelighted)
    batch.append(.recommendation, analysis.recommendation.map { Names.recommendations[Int($0.rawValue)] })
    batch.append(.loyalty, analysis.loyalty.map { Names.loyalties[Int($0.rawValue)] })
    batch.append(.emotion, analysis.emotion.map { Names.emotions[Int($0.rawValue)] })
    if analysis.emotion == nil {
      batch.appendNull(.emotionStrength)
    } else {
      batch.append(.emotionStrength, Double(analysis.emotionStrength) / 1000)
    }
    batch.append(.complaint, analysis.complaint)
    batch.append(.praise, analysis.praise)
    batch.append(.request, analysis.request)
    if isDelighted { facts.count(.delighted) }
    countMarkers(analysis, &facts)
  }

  private func countMarkers(_ analysis: CommentAnalysis, _ facts: inout CommentFacts) {
    switch analysis.expectation {
    case .exceeded: facts.count(.exceeded)
    case .met: facts.count(.met)
    case .missed: facts.count(.missed)
    case nil: break
    }
    switch analysis.recommendation {
    case .recommend: facts.count(.recommend)
    case .adviseAgainst: facts.count(.adviseAgainst)
    case nil: break
    }
    switch analysis.loyalty {
    case .buyAgain: facts.count(.buyAgain)
    case .leave: facts.count(.leave)
    case nil: break
    }
    switch analysis.emotion {
    case .happy: facts.count(.happy)
    case .angry: facts.count(.angry)
    case nil: break
    }
    if analysis.complaint { facts.count(.complaint) }
    if analysis.praise { facts.count(.praise) }
    if analysis.request { facts.count(.request) }
  }

  static func measure(_ label: SentimentLabel) -> Measure {
    switch label {
    case .positive: .positive
    case .negative: .negative
    case .neutral: .neutral
    case .mixed: .mixed
    }
  }

  mutating func appendText(_ row: Int, _ reader: borrowing FeedbackReader, _ batch: inout CommentBatch) {
    let range = reader.range(.text, row)
    if keepsText {
      let text = reader.bytes.span.extracting(range)
      let found = mask.apply(text, into: &buffer)
      batch.quality.masked += Int64(found)
      if found == 0 { batch.append(.text, text) } else { batch.append(.text, buffer.span) }
    } else {
      batch.appendNull(.text)
    }
    batch.append(.textBytes, Int32(range.count))
  }

  func appendResponse(
    _ row: Int, _ submittedAt: Moment, _ reader: borrowing FeedbackReader, _ batch: inout CommentBatch,
    _ facts: inout CommentFacts
  ) {
    let respondedAt = reader.respondedAt[row].optionalMicroseconds
    batch.append(.respondedAt, respondedAt)
    let microseconds = (respondedAt ?? .min).subtractingReportingOverflow(submittedAt.microseconds)
    let isAfter = respondedAt != nil && !microseconds.overflow && microseconds.partialValue >= 0
    batch.append(.responseMinutes, isAfter ? Double(microseconds.partialValue / 1000) / 60_000 : nil)
    batch.append(.resolvedAt, reader.resolvedAt[row].optionalMicroseconds)
    facts.count(respondedAt == nil ? .unanswered : .answered)
  }
}
