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
    case .table(let table): table.match(reader.requests, windows: plan.windows, into: &matches)
    case .parts: matches = input.joined?.matches ?? []
    }
  }

  mutating func appendMatches(
    _ reader: borrowing FeedbackReader, _ batch: inout CommentBatch, _ facts: inout [CommentFacts]
  ) {
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
    gatherPurchases(batch.input.joined)
    batch[.nextAmount].append(scratch.span) { $0 == PurchaseLines.missingAmount ? nil : $0 }
    appendOrderIDs(reader, batch.input.joined, to: &batch[.purchaseOrderID])
    appendOwn(.product, reader, to: &batch[.productID]) { $0.product }
    appendOwn(.category, reader, to: &batch[.category]) { $0.category }
    appendOwn(.country, reader, to: &batch[.country]) { $0.country }
    appendBought(&batch)
    appendDeliveries(reader, &batch, &facts)
  }

  private func appendBought(_ batch: inout CommentBatch) {
    let rows = bought.span
    batch[.orderLines].append(rows) { $0.isNone ? nil : Int32(clamping: $0.lineCount) }
    batch[.purchasedAt].append(rows) { $0.purchasedAt.optionalMicroseconds }
    batch[.promisedAt].append(rows) { $0.promisedAt.optionalMicroseconds }
    batch[.deliveredAt].append(rows) { $0.deliveredAt.optionalMicroseconds }
    batch[.quantity].append(rows) { $0.isNone ? nil : $0.quantity }
    batch[.amount].append(rows) { $0.isNone || $0.amount == PurchaseLines.missingAmount ? nil : $0.amount }
    batch[.currency].append(codes: rows) { $0.currency }
    batch[.returned].append(rows) { $0.isNone ? nil : $0.isReturned }
  }

  /// How many rows ahead a purchase is fetched: enough to hide the memory's latency.
  private static let lookahead = 16

  /// Puts the matched purchases into `bought`, and the amounts of the next ones into `scratch`.
  private mutating func gatherPurchases(_ joined: JoinedComments?) {
    guard case .table(let purchases) = purchases else {
      bought = joined?.bought ?? []
      scratch = joined?.nextAmounts ?? []
      return
    }
    bought.removeAll(keepingCapacity: true)
    scratch.removeAll(keepingCapacity: true)
    for row in matches.indices {
      if row + Self.lookahead < matches.count {
        let ahead = matches[row + Self.lookahead]
        if ahead.purchase != PurchaseTable.none { purchases.rows.prefetch(Int(ahead.purchase)) }
        if ahead.next != PurchaseTable.none { purchases.rows.prefetch(Int(ahead.next)) }
      }
      let (purchase, next) = (matches[row].purchase, matches[row].next)
      bought.append(purchase == PurchaseTable.none ? Purchase() : purchases.rows[Int(purchase)])
      scratch.append(next == PurchaseTable.none ? PurchaseLines.missingAmount : purchases.rows[Int(next)].amount)
    }
  }

  /// Of a comment that names its order, the order's id stands in the comment.
  private func appendOrderIDs(
    _ reader: borrowing FeedbackReader, _ joined: JoinedComments?, to column: inout Column
  ) {
    let orders = joined?.orderIDs ?? purchases.orderIDs
    for row in matches.indices {
      if joined == nil {
        // The ends are fetched first, then, with them, the bytes. What a join has found lies in the order of rows.
        if let far = orderOfCustomer(row + 2 * Self.lookahead) { orders.prefetchEnd(far) }
        if let near = orderOfCustomer(row + Self.lookahead) { orders.prefetchBytes(near) }
      }
      switch matches[row].kind {
      case .order: column.append(reader.bytes.span.extracting(reader.range(.order, row)))
      case .customer:
        let place = joined == nil ? Int(matches[row].purchase) : row
        column.append(orders.bytes.span.extracting(orders.range(place)))
      case .none: column.appendNull()
      }
    }
  }

  /// The purchase of a row that is matched by its customer.
  @inline(__always)
  private func orderOfCustomer(_ row: Int) -> Int? {
    row < matches.count && matches[row].kind == .customer ? Int(matches[row].purchase) : nil
  }

  /// The comment's own value stands before the purchase's.
  private mutating func appendOwn(
    _ field: FeedbackField, _ reader: borrowing FeedbackReader, to column: inout Column,
    _ value: (Purchase) -> UInt32
  ) {
    if let constant = reader.constant(field) {
      return column.append(code: column.code(of: constant.span), count: reader.rowCount)
    }
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
    scratch.removeAll(keepingCapacity: true)
    for row in bought.indices {
      if !bought[row].isNone {
        facts[row].count(.matched)
        if !bought[row].purchasedAt.isAtOrBefore(reader.submittedAt[row]) { batch.quality.beforePurchase += 1 }
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
