import Buffers
import CSV
import Columnar
import Purchases
import Satisfaction
import Sentiment
import Text

// The columns of a chunk's comments, group by group, in the order of `CommentColumn`.
extension CommentWorker {
  func appendIdentity(
    _ reader: borrowing FeedbackReader, _ batch: inout CommentBatch, _ facts: inout [CommentFacts]
  ) {
    let source = batch[.source].code(of: reader.sourceName.span)
    batch[.source].append(code: source, count: reader.rowCount)
    appendStrings(.id, reader, to: &batch[.feedbackID])
    appendStrings(.customer, reader, to: &batch[.customerID])
    appendStrings(.order, reader, to: &batch[.orderID])
    batch[.submittedAt].append(reader.submittedAt.span) { $0.microseconds }
    batch[.submittedOn].append(reader.submittedAt.span) { $0.day }
    appendCodes(.channel, reader, to: &batch[.channel])
    let firstRow = batch[.instrument].count
    appendCodes(.instrument, reader, to: &batch[.instrument])
    let instruments = batch[.instrument].codes
    let isInstrument = batch[.instrument].validity
    for row in 0..<reader.rowCount {
      if isInstrument[firstRow + row] != 0, instruments[firstRow + row] == Names.commentCard {
        facts[row].count(.cardComments)
      }
      if reader.submittedAt[row].day > plan.windows.lastDay { batch.quality.inFuture += 1 }
      let customer = reader.requests.customers[row]
      if customer.exists { facts[row].customerHash = customer.first } else { facts[row].count(.anonymous) }
      batch.keys.append(reader.key(row))
      batch.digests.append(reader.digest(row))
    }
    batch.records.append(contentsOf: reader.recordNumbers)
  }

  /// The cells of a field as they stand; null for empty ones where the column may be null.
  private func appendStrings(_ field: FeedbackField, _ reader: borrowing FeedbackReader, to column: inout Column) {
    let bytes = reader.bytes
    reader.withPlaces(of: field) { column.append($0, of: bytes.span) { $0.place } }
  }

  /// A field of few values: the source's constant, else the cells.
  private func appendCodes(_ field: FeedbackField, _ reader: borrowing FeedbackReader, to column: inout Column) {
    if let constant = reader.constant(field) {
      return column.append(code: column.code(of: constant.span), count: reader.rowCount)
    }
    let bytes = reader.bytes
    reader.withPlaces(of: field) { column.append(coding: $0, of: bytes.span) { $0.place } }
  }

  /// A rating off its scale is counted and null; it is never averaged.
  mutating func appendRatings(
    _ reader: borrowing FeedbackReader, _ batch: inout CommentBatch, _ facts: inout [CommentFacts]
  ) {
    let scale = reader.source.ratingScale
    let (isFive, isTen) = (scale == 1...5, scale == 0...10)
    scratch.removeAll(keepingCapacity: true)
    for row in 0..<reader.rowCount {
      guard let rating = readRating(reader.range(.rating, row), reader, &batch) else {
        scratch.append(.min)
        continue
      }
      scratch.append(Int64(rating))
      facts[row].count(.rated)
      if isFive {
        facts[row].count(.ratedFive)
        if rating >= 400 { facts[row].count(.topBox) }
      } else if isTen {
        facts[row].count(.ratedTen)
        if rating >= 900 { facts[row].count(.promoters) } else if rating < 700 { facts[row].count(.detractors) }
      }
    }
    batch[.rating].append(scratch.span) { $0 == .min ? nil : Int32(truncatingIfNeeded: $0) }
  }

  private func readRating(
    _ range: Range<Int>, _ reader: borrowing FeedbackReader, _ batch: inout CommentBatch
  ) -> Int32? {
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

  func appendUnderstanding(_ batch: inout CommentBatch) {
    let rows = understood.span
    for row in rows.indices { batch.quality.languages[Int(rows[row].language)] += 1 }
    batch[.language].append(codes: rows) { $0.language }
    batch[.languageConfidence].append(rows) { $0.languageConfidence }
    batch[.languageSource].append(codes: rows) { $0.isGiven ? 1 : 0 }
    batch[.label].append(codes: rows) { Column.code($0.label) }
    batch[.score].append(rows) { $0.label == UnderstoodComment.none ? nil : $0.score }
    batch[.positiveStrength].append(rows) { $0.label == UnderstoodComment.none ? nil : $0.positiveStrength }
    batch[.negativeStrength].append(rows) { $0.label == UnderstoodComment.none ? nil : $0.negativeStrength }
    batch[.expectation].append(codes: rows) { Column.code($0.expectation) }
    batch[.delighted].append(rows) { $0.delighted }
    batch[.recommendation].append(codes: rows) { Column.code($0.recommendation) }
    batch[.loyalty].append(codes: rows) { Column.code($0.loyalty) }
    batch[.emotion].append(codes: rows) { Column.code($0.emotion) }
    batch[.emotionStrength].append(rows) { $0.emotion == UnderstoodComment.none ? nil : $0.emotionStrength }
    batch[.complaint].append(rows) { $0.complaint }
    batch[.praise].append(rows) { $0.praise }
    batch[.request].append(rows) { $0.request }
  }

  mutating func appendTexts(_ reader: borrowing FeedbackReader, _ batch: inout CommentBatch) {
    if keepsText {
      batch.quality.masked += appendMasked(reader, to: &batch[.text])
    } else {
      batch[.text].appendNulls(reader.rowCount)
    }
    for row in 0..<reader.rowCount
    where plan.mojibake.encoding(of: reader.bytes.span.extracting(reader.range(.text, row))) != nil {
      batch.quality.mojibake += 1
    }
    reader.withPlaces(of: .text) { batch[.textBytes].append($0) { Int32(truncatingIfNeeded: $0.place.count) } }
  }

  /// Appends the texts, personal data masked, and gives how many masks there are.
  private mutating func appendMasked(_ reader: borrowing FeedbackReader, to column: inout Column) -> Int64 {
    var masks: Int64 = 0
    for row in 0..<reader.rowCount {
      let text = reader.range(.text, row)
      let found = mask.apply(reader.bytes.span.extracting(text), into: &buffer)
      masks += Int64(found)
      if found == 0 { column.append(reader.bytes.span.extracting(text)) } else { column.append(buffer.span) }
    }
    return masks
  }

  /// Without a response a comment of a source that records responses waits until the run date's end.
  mutating func appendResponses(
    _ reader: borrowing FeedbackReader, _ file: PlannedFile, _ batch: inout CommentBatch, _ facts: inout [CommentFacts]
  ) {
    let recordsResponses = file.places[FeedbackField.respondedAt.rawValue] >= 0
    batch[.respondedAt].append(reader.respondedAt.span) { $0.optionalMicroseconds }
    scratch.removeAll(keepingCapacity: true)
    for row in 0..<reader.rowCount {
      let respondedAt = reader.respondedAt[row]
      let elapsed = respondedAt.microseconds.subtractingReportingOverflow(reader.submittedAt[row].microseconds)
      let isAfter = respondedAt.exists && !elapsed.overflow && elapsed.partialValue >= 0
      scratch.append(isAfter ? elapsed.partialValue / 1000 : .min)
      if respondedAt.exists {
        facts[row].count(.answered)
        if isAfter { countTime(elapsed.partialValue / 1000, isWaiting: false, &facts[row]) }
        if !isAfter { batch.quality.answeredBefore += 1 }
      } else if recordsResponses {
        facts[row].count(.unanswered)
        let waited = plan.dayEnd.subtractingReportingOverflow(reader.submittedAt[row].microseconds)
        if !waited.overflow, waited.partialValue >= 0 {
          countTime(waited.partialValue / 1000, isWaiting: true, &facts[row])
        }
      }
    }
    batch[.responseMinutes].append(scratch.span) { $0 == .min ? nil : $0 }
    batch[.resolvedAt].append(reader.resolvedAt.span) { $0.optionalMicroseconds }
  }

  private func countTime(_ milliseconds: Int64, isWaiting: Bool, _ facts: inout CommentFacts) {
    facts.response = ResponseTime.code(milliseconds: milliseconds, isWaiting: isWaiting)
    let isWithin = milliseconds <= Int64(plan.definition.responseTargetMinutes) * Names.millisecondsPerMinute
    if isWaiting {
      if !isWithin { facts.count(.overdue) }
    } else {
      facts.count(.timed)
      if isWithin { facts.count(.inTime) }
    }
  }

  func appendOrigin(_ reader: borrowing FeedbackReader, _ file: PlannedFile, _ batch: inout CommentBatch) {
    var column = CommentColumn.allCases.count
    for place in file.extraPlaces {
      if place < 0 {
        batch.comments.columns[column].appendNulls(reader.rowCount)
      } else {
        appendExtra(place, reader, to: &batch.comments.columns[column])
      }
      column += 1
    }
    let name = batch.comments.columns[column].code(of: reader.fileName.span)
    batch.comments.columns[column].append(code: name, count: reader.rowCount)
    let lines = batch.input.chunk.records.lines
    batch.comments.columns[column + 1].append(reader.recordNumbers.span) { Int64(lines[Int($0)]) }
  }

  private func appendExtra(_ place: Int, _ reader: borrowing FeedbackReader, to column: inout Column) {
    for row in 0..<reader.rowCount {
      let range = reader.range(place: place, row)
      if range.isEmpty { column.appendNull() } else { column.append(reader.bytes.span.extracting(range)) }
    }
  }
}

extension CommentFacts {
  /// What was understood of a comment; the rest is counted as its columns are written.
  init(_ understood: UnderstoodComment) { counted = Measure.comments.bit | understood.counted }
}

extension Column {
  /// The code of a raw value that may be none.
  @inline(__always)
  static func code(_ rawValue: UInt8) -> UInt32 { rawValue == UnderstoodComment.none ? noCode : UInt32(rawValue) }
}

extension Moment {
  /// Nil for no value.
  var optionalMicroseconds: Int64? { exists ? microseconds : nil }
}
