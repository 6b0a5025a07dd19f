import Buffers
import Columnar
import Purchases
import Satisfaction

// What the purchase records add to the rows of a chunk's comments.
extension CommentWorker {
  /// Matches the comments of a chunk, or takes what a join has found.
  mutating func match(_ reader: borrowing FeedbackReader, _ input: InputChunk) throws(RunError) {
    if let expected = input.expectedRows, expected != reader.rowCount { throw SpilledFeedback.changed }
    switch purchases {
    case .table(let table): table.match(reader.requests, windows: plan.windows, into: &matched)
    case .parts: matched = input.joined?.matched ?? MatchedPurchases()
    }
  }

  func appendMatches(_ batch: inout CommentBatch, _ facts: inout [CommentFacts]) {
    let matches = matched.matches
    batch[.audience].append(codes: matches.span) { UInt32($0.audience.rawValue) }
    batch[.match].append(codes: matches.span) { UInt32($0.kind.rawValue) }
    batch[.customerConflict].append(matches.span) { $0.hasCustomerConflict }
    batch[.repurchased].append(matches.span) { $0.repurchased }
    for row in matches.indices {
      switch matches[row].kind {
      case .order: batch.quality.matchedByOrder += 1
      case .customer: batch.quality.matchedByCustomer += 1
      case .none: break
      }
      if matches[row].hasCustomerConflict { batch.quality.customerConflicts += 1 }
      facts[row].purchaseCustomer = matches[row].customer
      facts[row].purchase = matches[row].purchase
      if let repurchased = matches[row].repurchased {
        facts[row].count(.repurchaseKnown)
        if repurchased { facts[row].count(.repurchased) }
      }
    }
  }

  mutating func appendPurchases(
    _ reader: borrowing FeedbackReader, _ batch: inout CommentBatch, _ facts: inout [CommentFacts]
  ) {
    batch[.nextAmount].append(matched.nextAmounts.span) { $0 == PurchaseLines.missingAmount ? nil : $0 }
    appendOrderIDs(reader, batch.input.joined, to: &batch[.purchaseOrderID])
    appendOwn(.product, reader, to: &batch[.productID]) { $0.product }
    appendOwn(.category, reader, to: &batch[.category]) { $0.category }
    appendOwn(.country, reader, to: &batch[.country]) { $0.country }
    appendBought(&batch)
    appendDeliveries(reader, &batch, &facts)
  }

  private func appendBought(_ batch: inout CommentBatch) {
    let rows = matched.purchases.span
    batch[.orderLines].append(rows) { $0.isNone ? nil : Int32(clamping: $0.lineCount) }
    batch[.purchasedAt].append(rows) { $0.purchasedMicroseconds }
    batch[.promisedAt].append(rows) { $0.promisedMicroseconds }
    batch[.deliveredAt].append(rows) { $0.deliveredMicroseconds }
    batch[.quantity].append(rows) { $0.isNone ? nil : $0.quantity }
    batch[.amount].append(rows) { $0.isNone || $0.amount == PurchaseLines.missingAmount ? nil : $0.amount }
    batch[.currency].append(codes: rows) { $0.currency }
    batch[.returned].append(rows) { $0.isNone ? nil : $0.isReturned }
  }

  /// How many rows ahead an order id is fetched: enough to hide the memory's latency.
  private static let lookahead = 16

  /// Of a comment that names its order, the order's id stands in the comment.
  private mutating func appendOrderIDs(
    _ reader: borrowing FeedbackReader, _ joined: JoinedComments?, to column: inout Column
  ) {
    let orders = joined?.orderIDs ?? purchases.orderIDs
    let matches = matched.matches
    orderPlaces.removeAll(keepingCapacity: true)
    areOrdersNamed.removeAll(keepingCapacity: true)
    for row in matches.indices {
      // The ends are fetched here, the bytes, with them, by the column. What a join has found lies in the order of rows.
      if joined == nil, row + Self.lookahead < matches.count, matches[row + Self.lookahead].kind == .customer {
        orders.prefetchEnd(Int(matches[row + Self.lookahead].purchase))
      }
      areOrdersNamed.append(matches[row].kind == .order)
      switch matches[row].kind {
      case .order: orderPlaces.append(BytePlace(reader.range(.order, row)))
      case .customer: orderPlaces.append(BytePlace(orders.range(joined == nil ? Int(matches[row].purchase) : row)))
      case .none: orderPlaces.append(.empty)
      }
    }
    column.append(orderPlaces.span, of: orders.bytes.span, or: reader.bytes.span, areOrdersNamed.span)
  }

  /// The comment's own value stands before the purchase's.
  private mutating func appendOwn(
    _ field: FeedbackField, _ reader: borrowing FeedbackReader, to column: inout Column,
    _ value: (Purchase) -> UInt32
  ) {
    if let constant = reader.constant(field) {
      return column.append(code: column.code(of: constant.span), count: reader.rowCount)
    }
    let bought = matched.purchases
    codes.removeAll(keepingCapacity: true)
    for row in bought.indices {
      let own = reader.range(field, row)
      // "None" of the purchases is "no code" of columns: both are the greatest number.
      codes.append(own.isEmpty ? value(bought[row]) : column.code(of: reader.bytes.span.extracting(own)))
    }
    column.append(codes: codes.span) { $0 }
  }

  private mutating func appendDeliveries(
    _ reader: borrowing FeedbackReader, _ batch: inout CommentBatch, _ facts: inout [CommentFacts]
  ) {
    let bought = matched.purchases
    scratch.removeAll(keepingCapacity: true)
    for row in bought.indices {
      if !bought[row].isNone {
        facts[row].count(.matched)
        if !bought[row].wasMade(atOrBefore: reader.submittedAt[row]) { batch.quality.beforePurchase += 1 }
      }
      guard let delivery = bought[row].delivery(lastDay: plan.windows.lastDay) else {
        scratch.append(.min)
        continue
      }
      scratch.append(Int64(delivery.daysLate))
      facts[row].count(delivery.isOnTime ? .onTime : .late)
    }
    // What is on time is not a day late.
    batch[.onTime].append(scratch.span) { $0 == .min ? nil : $0 <= 0 }
    batch[.daysLate].append(scratch.span) { $0 == .min ? nil : Int32(truncatingIfNeeded: $0) }
  }
}

extension Purchase {
  /// Whether it stands for "no purchase": every matched one has lines.
  fileprivate var isNone: Bool { lineCount == 0 }
}
