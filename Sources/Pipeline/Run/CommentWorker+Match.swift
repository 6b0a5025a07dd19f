import Buffers
import CSV
import Columnar
import Purchases
import Satisfaction
import Sentiment

// What the purchase records add to a comment's row, and the rows of the dependent tables.
extension CommentWorker {
  func appendMatch(
    _ row: Int, _ match: PurchaseMatch, _ reader: borrowing FeedbackReader, _ batch: inout CommentBatch,
    _ facts: inout CommentFacts
  ) {
    batch.append(.audience, Names.audiences[Int(match.audience.rawValue)])
    batch.append(.match, Names.matches[Int(match.kind.rawValue)])
    batch.append(.customerConflict, match.hasCustomerConflict)
    switch match.kind {
    case .order: batch.quality.matchedByOrder += 1
    case .customer: batch.quality.matchedByCustomer += 1
    case .none: break
    }
    if match.hasCustomerConflict { batch.quality.customerConflicts += 1 }
    facts.purchaseCustomer = match.customer
    let purchase = match.purchase == PurchaseTable.none ? nil : purchases.rows[Int(match.purchase)]
    appendOwn(.productID, .product, row, purchase?.product, reader, &batch)
    appendOwn(.category, .category, row, purchase?.category, reader, &batch)
    appendOwn(.country, .country, row, purchase?.country, reader, &batch)
    if match.purchase == PurchaseTable.none {
      for column in Self.purchaseColumns { batch.appendNull(column) }
    } else {
      facts.count(.matched)
      appendPurchase(match.purchase, &batch, &facts)
    }
    batch.append(.repurchased, match.repurchased)
    if let repurchased = match.repurchased {
      facts.count(.repurchaseKnown)
      if repurchased { facts.count(.repurchased) }
    }
    let next = match.next == PurchaseTable.none ? PurchaseLines.missingAmount : purchases.rows[Int(match.next)].amount
    batch.append(.nextAmount, next == PurchaseLines.missingAmount ? nil : next)
  }

  private static let purchaseColumns: [CommentColumn] = [
    .purchaseOrderID, .orderLines, .purchasedAt, .promisedAt, .deliveredAt, .onTime, .daysLate, .quantity, .amount,
    .currency, .returned,
  ]

  /// The comment's own value stands before the purchase's.
  private func appendOwn(
    _ column: CommentColumn, _ field: FeedbackField, _ row: Int, _ value: UInt32?,
    _ reader: borrowing FeedbackReader, _ batch: inout CommentBatch
  ) {
    if reader.constant(field) != nil || !reader.range(field, row).isEmpty {
      batch.append(column, field, row, reader)
    } else if let value {
      appendValue(column, value, &batch)
    } else {
      batch.appendNull(column)
    }
  }

  private func appendValue(_ column: CommentColumn, _ value: UInt32, _ batch: inout CommentBatch) {
    guard let range = purchases.range(ofValue: value) else { return batch.appendNull(column) }
    let bytes = purchases.values.bytes
    batch.append(column, bytes.span.extracting(range))
  }

  private func appendPurchase(_ purchase: UInt32, _ batch: inout CommentBatch, _ facts: inout CommentFacts) {
    let index = Int(purchase)
    let row = purchases.rows[index]
    let orders = purchases.orderIDs
    batch.append(.purchaseOrderID, orders.bytes.span.extracting(orders.range(index)))
    batch.append(.orderLines, Int32(clamping: row.lineCount))
    batch.append(.purchasedAt, row.purchasedAt.optionalMicroseconds)
    batch.append(.promisedAt, row.promisedAt.optionalMicroseconds)
    batch.append(.deliveredAt, row.deliveredAt.optionalMicroseconds)
    let delivery = purchases.delivery(of: purchase, lastDay: plan.windows.lastDay)
    batch.append(.onTime, delivery?.isOnTime)
    batch.append(.daysLate, delivery?.daysLate)
    if let delivery { facts.count(delivery.isOnTime ? .onTime : .late) }
    batch.append(.quantity, row.quantity)
    let amount = row.amount
    if amount == PurchaseLines.missingAmount {
      batch.appendNull(.amount)
    } else {
      batch.append(.amount, amount)
      facts.amount = amount
    }
    appendValue(.currency, row.currency, &batch)
    batch.append(.returned, row.isReturned)
  }

  func appendOrigin(_ row: Int, _ reader: borrowing FeedbackReader, _ file: PlannedFile, _ batch: inout CommentBatch) {
    var column = CommentColumn.allCases.count
    for place in file.extraPlaces {
      let range = reader.range(place: place, row)
      if range.isEmpty {
        batch.comments.columns[column].appendNull()
      } else {
        batch.comments.columns[column].append(reader.bytes.span.extracting(range))
      }
      column += 1
    }
    batch.comments.columns[column].append(reader.fileName)
    batch.comments.columns[column + 1].append(
      Int64(batch.input.chunk.records.lines[Int(reader.recordNumbers[row])]))
  }

  /// Drivers that the comment speaks about, and those that the survey rates.
  func appendDrivers(
    _ row: Int, _ analysis: CommentAnalysis, _ reader: borrowing FeedbackReader, _ file: PlannedFile,
    _ batch: inout CommentBatch
  ) {
    var rated: [(driver: Int, rating: Int32)] = []
    for (index, place) in file.ratingPlaces.enumerated() where place >= 0 {
      let range = reader.range(place: place, row)
      guard !range.isEmpty, let driver = plan.model.drivers.number(of: reader.source.driverRatings[index].column)
      else { continue }
      let scale = reader.source.ratingScale
      if let rating = reader.rating(range), rating >= scale.lowerBound * 100, rating <= scale.upperBound * 100 {
        rated.append((driver, rating))
      } else {
        batch.quality.ratingsOffScale += 1
      }
    }
    for driver in analysis.drivers {
      appendDriver(
        Int(driver.driver), driver, rated.first { $0.driver == Int(driver.driver) }?.rating, row, reader, &batch)
    }
    for item in rated where !analysis.drivers.contains(where: { Int($0.driver) == item.driver }) {
      appendDriver(item.driver, nil, item.rating, row, reader, &batch)
    }
    batch.driverEnds.append(UInt32(batch.drivers.rowCount))
  }

  private func appendDriver(
    _ driver: Int, _ sentiment: DriverSentiment?, _ rating: Int32?, _ row: Int, _ reader: borrowing FeedbackReader,
    _ batch: inout CommentBatch
  ) {
    func append(_ column: DriverColumn, _ value: Span<UInt8>, _ batch: inout CommentBatch) {
      batch.drivers.columns[column.rawValue].append(value)
    }
    batch.drivers.columns[DriverColumn.source.rawValue].append(reader.sourceName)
    append(.feedbackID, reader.bytes.span.extracting(reader.range(.id, row)), &batch)
    batch.drivers.columns[DriverColumn.driver.rawValue].append(driverNames[driver])
    if let sentiment {
      let label = Names.labels[Int(sentiment.label.rawValue)]
      append(.label, label.span, &batch)
      batch.drivers.columns[DriverColumn.score.rawValue].append(Double(sentiment.score) / 1000)
      batch.driverFacts.append(DriverFacts(label: Self.measure(sentiment.label), score: sentiment.score))
    } else {
      batch.drivers.columns[DriverColumn.label.rawValue].appendNull()
      batch.drivers.columns[DriverColumn.score.rawValue].appendNull()
      batch.driverFacts.append(DriverFacts(label: .unscored, score: 0))
    }
    if let rating {
      batch.drivers.columns[DriverColumn.rating.rawValue].append(Double(rating) / 100)
    } else {
      batch.drivers.columns[DriverColumn.rating.rawValue].appendNull()
    }
    batch.drivers.rowCount += 1
  }

  /// Places are those in the masked text, since that is what is stored: masks keep the number of bytes.
  func appendEvidence(
    _ row: Int, _ analysis: CommentAnalysis, _ reader: borrowing FeedbackReader, _ batch: inout CommentBatch
  ) {
    for evidence in analysis.evidence where evidence.role != .modifier {
      func append(_ column: EvidenceColumn, _ text: String?) {
        if let text {
          batch.evidence.columns[column.rawValue].append(text)
        } else {
          batch.evidence.columns[column.rawValue].appendNull()
        }
      }
      append(.source, reader.source.name)
      batch.evidence.columns[EvidenceColumn.feedbackID.rawValue].append(
        reader.bytes.span.extracting(reader.range(.id, row)))
      batch.evidence.columns[EvidenceColumn.start.rawValue].append(Int32(evidence.start))
      batch.evidence.columns[EvidenceColumn.end.rawValue].append(Int32(evidence.end))
      append(.entry, plan.model.entry(evidence, of: analysis)?.term)
      batch.evidence.columns[EvidenceColumn.weight.rawValue].append(Double(evidence.weight) / 1000)
      let rules = evidence.rules.names
      append(.rules, rules.isEmpty ? nil : rules.joined(separator: " "))
      let drivers = plan.model.drivers.names(of: evidence.drivers)
      append(.driver, drivers.isEmpty ? nil : drivers.joined(separator: " "))
      batch.evidence.rowCount += 1
    }
    batch.evidenceEnds.append(UInt32(batch.evidence.rowCount))
  }
}

extension Moment {
  /// Nil for no value.
  var optionalMicroseconds: Int64? { exists ? microseconds : nil }
}
