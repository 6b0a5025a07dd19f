import Buffers
import Satisfaction
import Testing

@Suite("CellView")
struct CellViewTests {
  /// A comment as the twin knows it.
  private struct Comment {
    var key: [UInt8]
    var counted: UInt64
    var score: Int16
    var moment: Int64
    /// Nil for a comment without customer id.
    var customer: UInt32?
    var purchase: UInt32?
  }

  /// Customers below are those whom all workers number alike.
  private static let known = 15
  private static let window: Int64 = 30
  private static let labels: [Measure] = [.positive, .neutral, .negative, .mixed]

  private func comments(_ count: Int, customers: UInt32, _ random: inout SplitMix64) -> [Comment] {
    (0..<count).map { _ in
      let isAnonymous = Int.random(in: 0...5, using: &random) == 0
      var counted = Measure.comments.bit | (isAnonymous ? Measure.anonymous.bit : 0)
      let label = Int.random(in: 0...4, using: &random)
      counted |= label < 4 ? Self.labels[label].bit : Measure.unscored.bit
      for measure in [Measure.recommend, .repurchaseKnown, .complaint] where Bool.random(using: &random) {
        counted |= measure.bit
      }
      if counted & Measure.repurchaseKnown.bit != 0, Bool.random(using: &random) { counted |= Measure.repurchased.bit }
      let isKnown = counted & Measure.repurchaseKnown.bit != 0 && counted & Measure.complaint.bit != 0
      if isKnown, !isAnonymous { counted |= Measure.complaintOutcomeKnown.bit }
      return Comment(
        key: [UInt8.random(in: 0...1, using: &random), UInt8.random(in: 0...2, using: &random)], counted: counted,
        score: label < 4 ? Int16.random(in: -1000...1000, using: &random) : 0,
        moment: Int64.random(in: 0...200, using: &random),
        customer: isAnonymous ? nil : UInt32.random(in: 0..<customers, using: &random),
        purchase: Bool.random(using: &random) ? UInt32.random(in: 0...40, using: &random) : nil)
    }
  }

  /// What a run merges: counts of one cube, the log, and the numbers of customers.
  private struct Part: ~Copyable, Sendable {
    var counts = CubeCounts()
    var log = CommentLog()
    var customers = CustomerNumbers(known: CellViewTests.known)

    mutating func add(_ comments: [Comment]) {
      var block = CountedRows()
      var cells = FlatArray<UInt32>(count: CountedRows.capacity)
      for comment in comments {
        cells[0] = UInt32(counts.table.cell(comment.key.span))
        block.count = 1
        block.counted[0] = comment.counted
        block.scores[0] = Int32(comment.score)
        counts.add(block, to: cells, withResponses: true)
        counts.cells.append(cells[0])
        let customer = comment.customer.map { Int($0) < CellViewTests.known ? $0 : customers.number(UInt64($0)) }
        log.append(
          CommentLog.Entry(
            counted: comment.counted, moment: comment.moment, customer: customer ?? CountedRows.anonymous,
            purchase: comment.purchase ?? CommentLog.noPurchase, score: comment.score))
      }
    }

    mutating func merge(_ other: borrowing Part) {
      let further = customers.merge(other.customers)
      counts.merge(other.counts)
      log.append(other.log, known: customers.known, customers: further)
    }
  }

  /// Who a comment is of: those without customer id are each somebody else.
  private func owners(_ comments: [Comment]) -> [Int] {
    comments.enumerated().map { $0.element.customer.map(Int.init) ?? -1 - $0.offset }
  }

  private func isRecovered(_ comment: Comment, _ all: [Comment]) -> Bool {
    guard comment.counted & Measure.complaintOutcomeKnown.bit != 0 else { return false }
    return comment.counted & Measure.repurchased.bit != 0
      || all.contains {
        $0.customer == comment.customer && $0.counted & Measure.positive.bit != 0 && $0.moment > comment.moment
          && $0.moment <= comment.moment + Self.window
      }
  }

  /// Per comment: whether its customer's latest is negative.
  private func risks(_ all: [Comment]) -> [Bool] {
    let owners = owners(all)
    return all.indices.map { index in
      let mine = all.indices.filter { owners[$0] == owners[index] }
      let latest = mine.map { all[$0].moment }.max() ?? 0
      return mine.contains { all[$0].moment == latest && all[$0].counted & Measure.negative.bit != 0 }
    }
  }

  private func sums(_ cell: [Int], _ all: [Comment], base: UInt64, _ value: (Comment) -> Int64) -> ClusterSums {
    let owners = owners(all)
    var sums = ClusterSums()
    for mine in Dictionary(grouping: cell, by: { owners[$0] }).values {
      let counted = mine.filter { all[$0].counted & base != 0 }
      sums.add(total: counted.reduce(0) { $0 + value(all[$1]) }, base: Int64(counted.count))
    }
    return sums
  }

  @Test(
    "customers, outcomes and intervals are those of a slow count, however the comments are parted", arguments: [1, 2])
  func slowTwin(length: Int) throws {
    let complaintShare = try #require(Figure(column: "complaint_share"))
    let scoreMean = try #require(Figure(column: "score_mean"))
    var random = SplitMix64(seed: 71)
    for round in 0..<12 {
      let all = comments(round == 0 ? 0 : 250, customers: round % 2 == 0 ? 30 : 2_000, &random)
      let parts = (0..<3).map { _ in Parcel(Part()) }
      for comment in all {
        let parcel = parts[Int.random(in: 0..<3, using: &random)]
        var part = parcel.take()
        part.add([comment])
        parcel.put(part)
      }
      var whole = parts[0].take()
      for part in parts.dropFirst() { whole.merge(part.take()) }
      let customerCount = whole.customers.count
      var taken = CommentLog()
      swap(&taken, &whole.log)
      let log = SortedLog(taken, customerCount: customerCount, windowMicroseconds: Self.window)
      let view = CellView(whole.counts, log, countsDrivers: false) { cell in
        Array(whole.counts.table.keys.strings.copy(cell).prefix(length))
      }
      let groups = Dictionary(grouping: all.indices) { Array(all[$0].key.prefix(length)) }
      let count = view.table.count
      #expect(count == groups.count)
      let (owners, risks) = (owners(all), risks(all))
      for cell in 0..<count {
        let mine = groups[view.table.keys.strings.copy(cell)] ?? []
        let customers = view.customers(of: cell)
        #expect(customers == Int64(Set(mine.map { owners[$0] }).count))
        let recovered = view.state(.complaintRecovered, of: cell, log) { _ in nil }
        #expect(recovered == Int64(mine.count { isRecovered(all[$0], all) }))
        let revenue = view.state(.revenueAtRisk, of: cell, log) { $0 == 7 ? nil : Int64($0) * 3 }
        let purchases = Set(mine.filter { risks[$0] }.compactMap { all[$0].purchase })
        #expect(revenue == purchases.reduce(0) { $0 + ($1 == 7 ? 0 : Int64($1) * 3) })

        let comments = sums(mine, all, base: Measure.comments.bit) { $0.counted & Measure.complaint.bit != 0 ? 1 : 0 }
        let share = view.figure(complaintShare, of: cell, log)
        let expected = Wilson.interval(
          comments.total, of: comments.base, designEffect: comments.designEffect(squares: comments.total))
        #expect(share == expected)

        let scored = Self.labels.reduce(0) { $0 | $1.bit }
        let scores = sums(mine, all, base: scored) { Int64($0.score) }
        let mean = Mean(
          count: scores.base, sum: scores.total,
          squares: mine.reduce(0) { $0 + Int128(all[$1].score) * Int128(all[$1].score) })
        let hasSeveral = scores.clusters < scores.base
        let score = view.figure(scoreMean, of: cell, log)
        #expect(score == mean.interval(scale: 0.001, within: -1...1, clusters: hasSeveral ? scores : nil))
      }
    }
  }

  @Test("without a log customers are estimated, and what only the log tells is not said")
  func withoutLog() {
    var random = SplitMix64(seed: 72)
    let all = comments(6_000, customers: 5_000, &random)
    var part = Part()
    part.add(all)
    var entries = CommentLog()
    var customers = CustomerNumbers(known: Self.known)
    swap(&entries, &part.log)
    swap(&customers, &part.customers)
    part.counts.dropLog { row in
      let customer = entries.entries[row].customer
      return customer == CountedRows.anonymous ? 0 : customers.hash(customer)
    }
    let none = SortedLog()
    let view = CellView(part.counts, none, countsDrivers: false) { _ in [0] }
    let estimate = view.customers(of: 0)
    let exact = Set(owners(all)).count
    #expect(abs(Double(estimate) / Double(exact) - 1) < 0.05)
    let isExact = view.isExact
    #expect(!isExact)
    let recovered = view.state(.complaintRecovered, of: 0, none) { _ in 1 }
    let revenue = view.state(.revenueAtRisk, of: 0, none) { _ in 1 }
    #expect(recovered == nil && revenue == nil)
    let share = view.figure(Figure.all[0], of: 0, none)
    #expect(share != nil)
  }
}

@Suite("Response times")
struct ResponseTimeTests {
  /// The median of all rows of one cell.
  private func median(_ times: [(milliseconds: Int64, isWaiting: Bool)]) -> Double? {
    var counts = CubeCounts()
    var block = CountedRows()
    var cells = FlatArray<UInt32>(count: CountedRows.capacity)
    let key: [UInt8] = [0]
    for time in times {
      cells[0] = UInt32(counts.table.cell(key.span))
      block.count = 1
      block.counted[0] = Measure.comments.bit
      block.responses[0] = ResponseTime.code(milliseconds: time.milliseconds, isWaiting: time.isWaiting)
      counts.add(block, to: cells, withResponses: true)
    }
    let log = SortedLog()
    let view = CellView(counts, log, countsDrivers: false) { _ in [] }
    return view.figure(
      Figure.all.first { $0.name == "response_median_minutes" } ?? Figure.all[0], of: 0, log)?.value
  }

  @Test("where nobody waits, the median is that of the answered")
  func answered() {
    let minutes = median([(60_000, false), (120_000, false), (600_000, false)])
    #expect(abs((minutes ?? 0) / 2 - 1) <= ResponseTime.relativeError)
  }

  @Test("those who wait are not dropped: the median is later, or not known")
  func waiting() {
    // Two answered after one minute, one after ten; two wait for five minutes.
    let times: [(milliseconds: Int64, isWaiting: Bool)] = [
      (60_000, false), (60_000, false), (600_000, false), (300_000, true), (300_000, true),
    ]
    #expect(abs((median(times) ?? 0) / 10 - 1) <= ResponseTime.relativeError)
    #expect(median([(60_000, false), (300_000, true), (300_000, true)]) == nil)
  }
}
