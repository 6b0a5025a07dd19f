import Buffers
import Satisfaction
import Testing

/// A comment as the slow twin knows it.
private struct Comment {
  /// Values of the cube's two dimensions.
  var key: [UInt8]
  var counted: UInt64
  var score: Int16
  var moment: Int64
  /// Nil for a comment without customer id.
  var customer: UInt32?
  var purchase: UInt32?
  var drivers: [Driver]

  struct Driver {
    var driver: UInt8
    var label: Measure
    var score: Int16
  }

  var amount: Int64 { purchase.map { $0 == 7 ? 0 : Int64($0) * 3 } ?? 0 }

  func counts(_ measure: Measure) -> Bool { counted & measure.bit != 0 }
}

/// A row of a cell: a comment, or what it says of a driver.
private struct Row {
  var comment: Int
  var counted: UInt64
  var score: Int16
  /// Who it is of: rows without customer id are each of somebody else.
  var owner: Int
}

@Suite("CellView and CellReader")
struct CellViewTests {
  /// Customers below are those whom all workers number alike.
  private static let known = 15
  private static let window: Int64 = 30
  private static let labels: [Measure] = [.positive, .neutral, .negative, .mixed]
  private static let labelBits = (labels + [.unscored]).reduce(0) { $0 | $1.bit }

  /// Measures of which a comment is counted in one at most.
  private static let alternatives: [[Measure]] = [
    [.exceeded, .met, .missed], [.recommend, .adviseAgainst], [.onTime, .late], [.answered, .unanswered],
    [.timed, .overdue], [.complaintTimed, .complaintOverdue],
  ]
  /// Measures whose comments are of those of another one.
  private static let parts: [(part: Measure, whole: Measure)] = [
    (.repurchased, .repurchaseKnown), (.topBox, .ratedFive), (.promoters, .ratedTen), (.cardPraise, .cardComments),
    (.inTime, .timed), (.complaintInTime, .complaintTimed),
  ]

  private func comments(_ count: Int, customers: UInt32, _ random: inout SplitMix64) -> [Comment] {
    (0..<count).map { _ in
      let isAnonymous = Int.random(in: 0...5, using: &random) == 0
      var counted = Measure.comments.bit | (isAnonymous ? Measure.anonymous.bit : 0)
      let label = Int.random(in: 0...4, using: &random)
      counted |= label < 4 ? Self.labels[label].bit : Measure.unscored.bit
      for measures in Self.alternatives {
        if let measure = measures.randomElement(using: &random), Bool.random(using: &random) { counted |= measure.bit }
      }
      for measure in [Measure.repurchaseKnown, .complaint, .praise, .angry, .ratedFive, .ratedTen, .cardComments]
      where Bool.random(using: &random) { counted |= measure.bit }
      for (part, whole) in Self.parts where counted & whole.bit != 0 && Bool.random(using: &random) {
        counted |= part.bit
      }
      if counted & Measure.ratedTen.bit != 0, counted & Measure.promoters.bit == 0 { counted |= Measure.detractors.bit }
      let isKnown = counted & Measure.repurchaseKnown.bit != 0 && counted & Measure.complaint.bit != 0
      if isKnown, !isAnonymous { counted |= Measure.complaintOutcomeKnown.bit }
      return Comment(
        key: [UInt8.random(in: 0...1, using: &random), UInt8.random(in: 0...2, using: &random)], counted: counted,
        score: label < 4 ? Int16.random(in: -1000...1000, using: &random) : 0,
        moment: Int64.random(in: 0...200, using: &random),
        customer: isAnonymous ? nil : UInt32.random(in: 0..<customers, using: &random),
        purchase: Bool.random(using: &random) ? UInt32.random(in: 0...40, using: &random) : nil,
        drivers: (0..<UInt8.random(in: 0...3, using: &random)).map { driver in
          let label = Int.random(in: 0...4, using: &random)
          return Comment.Driver(
            driver: driver, label: label < 4 ? Self.labels[label] : .unscored,
            score: label < 4 ? Int16.random(in: -1000...1000, using: &random) : 0)
        })
    }
  }

  /// What a worker counts: a cube of comments, a cube of drivers, the log, and numbers of customers and values.
  private struct Part: ~Copyable, Sendable {
    var commentCube = CubeCounts(dimensions: 2, countsDrivers: false)
    var driverCube = CubeCounts(dimensions: 2, countsDrivers: true)
    var log = CommentLog()
    var customers = CustomerNumbers(known: CellViewTests.known)
    /// Values of the three dimensions (two keys, and the driver) by code less 1, in the order in which this worker met them.
    var values: [[UInt8]] = [[], [], []]

    mutating func code(_ value: UInt8, of dimension: Int) -> UInt32 {
      if let known = values[dimension].firstIndex(of: value) { return UInt32(known + 1) }
      values[dimension].append(value)
      return UInt32(values[dimension].count)
    }

    mutating func add(_ comment: Comment) {
      let codes = [code(comment.key[0], of: 0), code(comment.key[1], of: 1)]
      Self.add(codes, to: &commentCube)
      let customer = comment.customer.map { Int($0) < CellViewTests.known ? $0 : customers.number(UInt64($0)) }
      for driver in comment.drivers {
        log.append(CommentLog.DriverEntry(owner: UInt32(log.count), score: driver.score, label: driver.label))
        let codes = [code(driver.driver, of: 2), codes[0]]
        Self.add(codes, to: &driverCube)
      }
      log.append(
        CommentLog.Entry(
          counted: comment.counted, amount: comment.amount, moment: comment.moment,
          purchase: comment.purchase ?? CommentLog.noPurchase, response: ResponseTime.none, score: comment.score),
        customer: customer ?? CommentLog.anonymous)
    }

    private static func add(_ codes: [UInt32], to counts: inout CubeCounts) {
      counts.tuples.fit(codes)
      for place in codes.indices {
        let code = [codes[place]]
        counts.tuples.set(place, code.span)
      }
      let kept: [UInt8] = []
      counts.count(1, kept: kept.span)
    }

    mutating func merge(_ other: borrowing Part) {
      let further = customers.merge(other.customers)
      let codes = (0..<3).map { dimension in [0] + other.values[dimension].map { code($0, of: dimension) } }
      commentCube.merge(other.commentCube, codes: [codes[0], codes[1]])
      driverCube.merge(other.driverCube, codes: [codes[2], codes[0]])
      log.append(other.log, known: customers.known, customers: further)
    }

    mutating func fold() {
      commentCube.fold(log, withResponses: true) { customers.hash($0) }
      driverCube.fold(log, withResponses: true) { customers.hash($0) }
      log = CommentLog()
    }

    /// The rank of each code among the values of a dimension.
    func ranks(_ dimension: Int) -> [UInt32] {
      let sorted = values[dimension].sorted()
      return [0] + values[dimension].map { value in UInt32(sorted.firstIndex(of: value) ?? 0) + 1 }
    }

    func view(countsDrivers: Bool, isCoarse: Bool, _ log: borrowing SortedLog) -> CellView {
      if countsDrivers { return Self.view(driverCube, [ranks(2), ranks(0)], isCoarse, log) }
      return Self.view(commentCube, [ranks(0), ranks(1)], isCoarse, log)
    }

    private static func view(
      _ counts: borrowing CubeCounts, _ ranks: [[UInt32]], _ isCoarse: Bool, _ log: borrowing SortedLog
    ) -> CellView {
      var cells = FlatArray<UInt32>(count: 0)
      let fine = CellKeys(counts.tuples, ranks: ranks, level: 1, cells: &cells)
      guard isCoarse else { return CellView(counts, keys: fine, cells: cells, log) }
      var coarser = FlatArray<UInt32>(count: 0)
      // Of drivers the second dimension is kept, so that a comment has several rows in a cell.
      let keys = CellKeys(
        fine, keeping: counts.countsDrivers ? [false, true] : [true, false], level: 0, cells: &coarser)
      for tuple in 0..<cells.count { cells[tuple] = coarser[Int(cells[tuple])] }
      return CellView(counts, keys: keys, cells: cells, log)
    }
  }

  /// All comments, counted by several workers.
  private func count(_ all: [Comment], parts partCount: Int, _ random: inout SplitMix64) -> Part {
    let parts = (0..<partCount).map { _ in Parcel(Part()) }
    for comment in all {
      let parcel = parts[Int.random(in: 0..<partCount, using: &random)]
      var part = parcel.take()
      part.add(comment)
      parcel.put(part)
    }
    var whole = parts[0].take()
    for part in parts.dropFirst() { whole.merge(part.take()) }
    return whole
  }

  private func isRecovered(_ comment: Comment, _ all: [Comment]) -> Bool {
    guard comment.counts(.complaintOutcomeKnown) else { return false }
    return comment.counts(.repurchased)
      || all.contains {
        $0.customer == comment.customer && $0.counts(.positive) && $0.moment > comment.moment
          && $0.moment <= comment.moment + Self.window
      }
  }

  /// Per comment: whether its customer's latest is negative.
  private func risks(_ all: [Comment]) -> [Bool] {
    all.indices.map { index in
      let customer = all[index].customer
      let mine = all.indices.filter { $0 == index || customer != nil && all[$0].customer == customer }
      let latest = mine.map { all[$0].moment }.max() ?? 0
      return mine.contains { all[$0].moment == latest && all[$0].counts(.negative) }
    }
  }

  /// The rows of each cell, by the values that the cell tells apart.
  private func cells(_ all: [Comment], countsDrivers: Bool, isCoarse: Bool) -> [[UInt8]: [Row]] {
    var cells: [[UInt8]: [Row]] = [:]
    var others = -1
    for (index, comment) in all.enumerated() {
      func add(_ key: [UInt8], _ counted: UInt64, _ score: Int16) {
        let told = counted | (isRecovered(comment, all) ? Measure.complaintRecovered.bit : 0)
        others -= 1
        cells[key, default: []].append(
          Row(comment: index, counted: told, score: score, owner: comment.customer.map(Int.init) ?? others))
      }
      if countsDrivers {
        for driver in comment.drivers {
          let key = isCoarse ? [comment.key[0]] : [driver.driver, comment.key[0]]
          add(key, comment.counted & ~Self.labelBits | driver.label.bit, driver.score)
        }
      } else {
        add(isCoarse ? [comment.key[0]] : comment.key, comment.counted, comment.score)
      }
    }
    return cells
  }

  /// A figure with its interval, from customers one by one.
  private func interval(_ figure: Figure, _ rows: [Row]) -> Interval? {
    func sums(_ base: [Measure], _ value: (Row) -> Int64) -> ClusterSums {
      let bits = base.reduce(0) { $0 | $1.bit }
      var sums = ClusterSums()
      for mine in Dictionary(grouping: rows, by: \.owner).values {
        let counted = mine.filter { $0.counted & bits != 0 }
        sums.add(total: counted.reduce(0) { $0 + value($1) }, base: Int64(counted.count))
      }
      return sums
    }
    func has(_ row: Row, _ measure: Measure) -> Int64 { row.counted & measure.bit != 0 ? 1 : 0 }
    func count(_ measure: Measure) -> Int64 { rows.reduce(0) { $0 + has($1, measure) } }
    switch figure.kind {
    case .share(let part, let base):
      let sums = sums(base) { has($0, part) }
      return Wilson.interval(count(part), of: sums.base, designEffect: sums.designEffect(squares: count(part)))
    case .net(let more, let less, let base), .promoters(let more, let less, let base):
      let sums = sums(base) { has($0, more) - has($0, less) }
      let effect = sums.designEffect(squares: count(more) + count(less))
      if case .promoters = figure.kind {
        return NetShare.promoterInterval(
          promoters: count(more), detractors: count(less), of: sums.base, designEffect: effect)
      }
      return NetShare.interval(positive: count(more), negative: count(less), of: sums.base, designEffect: effect)
    case .score:
      let sums = sums(Self.labels) { Int64($0.score) }
      let squares = rows.reduce(0) { $0 + Int128($1.score) * Int128($1.score) }
      return Mean(count: sums.base, sum: sums.total, squares: squares)
        .interval(scale: 0.001, within: -1...1, clusters: sums.clusters < sums.base ? sums : nil)
    case .response: return nil
    }
  }

  @Test(
    "all counts, sums and intervals are those of a slow count, however the comments are parted, at every level",
    arguments: [false, true], [false, true])
  func slowTwin(countsDrivers: Bool, isCoarse: Bool) {
    var random = SplitMix64(seed: 71)
    for round in 0..<8 {
      let all = comments([0, 1, 300][min(round, 2)], customers: round % 2 == 0 ? 30 : 2_000, &random)
      var whole = count(all, parts: 3, &random)
      let customerCount = whole.customers.count
      var taken = CommentLog()
      swap(&taken, &whole.log)
      let log = SortedLog(taken, customerCount: customerCount, countsDrivers: true, windowMicroseconds: Self.window)
      let view = whole.view(countsDrivers: countsDrivers, isCoarse: isCoarse, log)
      let expected = cells(all, countsDrivers: countsDrivers, isCoarse: isCoarse)
        .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      let cellCount = view.keys.count
      #expect(cellCount == expected.count)
      let risks = risks(all)
      var reader = CellReader(Figure.all)
      for (cell, (_, rows)) in expected.enumerated() {
        reader.read(cell, of: view, log)
        for measure in Measure.allCases where measure.kind == .count || measure.kind == .outcome {
          let counted = reader.state(measure)
          #expect(counted == Int64(rows.count { $0.counted & measure.bit != 0 }), "\(measure)")
        }
        let (customers, same) = (reader.state(.customers), view.customers(of: cell))
        #expect(customers == Int64(Set(rows.map(\.owner)).count) && same == customers)
        let (scores, amounts, revenue) = (
          reader.state(.scoreSum), reader.state(.amountSum), reader.state(.revenueAtRisk)
        )
        #expect(scores == rows.reduce(0) { $0 + Int64($1.score) })
        #expect(amounts == rows.reduce(0) { $0 + all[$1.comment].amount })
        let purchases = Set(rows.filter { risks[$0.comment] }.compactMap { all[$0.comment].purchase })
        #expect(revenue == purchases.reduce(0) { $0 + ($1 == 7 ? 0 : Int64($1) * 3) })
        for (place, figure) in Figure.all.enumerated() where figure.hasInterval {
          let found = reader.figure(place)
          #expect(found == interval(figure, rows), "\(figure.name)")
        }
      }
    }
  }

  @Test("cells have the keys of their values, in order, and know the cells of a coarser level that they are part of")
  func keys() {
    var random = SplitMix64(seed: 73)
    let all = comments(100, customers: 30, &random)
    let whole = count(all, parts: 2, &random)
    let none = SortedLog()
    let fine = whole.view(countsDrivers: false, isCoarse: false, none)
    let coarse = whole.view(countsDrivers: false, isCoarse: true, none)
    let keys = Set(all.map(\.key)).sorted { $0.lexicographicallyPrecedes($1) }
    let found = (0..<fine.keys.count).map { cell in
      (0..<2).map { UInt8(fine.keys.rank($0, of: cell) - 1) }
    }
    #expect(found == keys)
    let same = [[0, 1, 2, 3], []] as [[UInt32]]
    let parents = coarse.keys.parents(of: fine.keys, sources: [0, nil], ranks: same, level: 0)
    #expect(parents == keys.map { Int($0[0]) })
    let unknown = coarse.keys.parents(of: fine.keys, sources: [0, nil], ranks: same, level: 1)
    #expect(unknown == nil)
    let isBefore = coarse.keys.isBefore(0, fine.keys, 0)
    #expect(isBefore)
  }

  @Test("without a log customers are estimated, what only the log tells is not said, and counts are the same")
  func withoutLog() {
    var random = SplitMix64(seed: 72)
    let all = comments(6_000, customers: 5_000, &random)
    // One worker had to forget its log, the other not yet.
    var first = count(Array(all[..<2_000]), parts: 1, &random)
    first.fold()
    var whole = count(Array(all[2_000...]), parts: 1, &random)
    whole.merge(first)
    whole.fold()
    let none = SortedLog()
    for countsDrivers in [false, true] {
      let view = whole.view(countsDrivers: countsDrivers, isCoarse: false, none)
      let expected = cells(all, countsDrivers: countsDrivers, isCoarse: false)
        .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      let (count, isExact) = (view.keys.count, view.isExact)
      #expect(count == expected.count && !isExact)
      var reader = CellReader(Figure.all)
      for (cell, (_, rows)) in expected.enumerated() {
        reader.read(cell, of: view, none)
        for measure in Measure.allCases where measure.kind == .count {
          let counted = reader.state(measure)
          #expect(counted == Int64(rows.count { $0.counted & measure.bit != 0 }), "\(measure)")
        }
        let (scores, recovered, revenue) = (
          reader.state(.scoreSum), reader.state(.complaintRecovered), reader.state(.revenueAtRisk)
        )
        #expect(scores == rows.reduce(0) { $0 + Int64($1.score) })
        #expect(recovered == nil && revenue == nil)
        let exact = Double(Set(rows.map(\.owner)).count)
        let estimate = reader.state(.customers).map { Double($0) } ?? 0
        #expect(abs(estimate / exact - 1) < 0.05)
        let share = reader.figure(0)
        let positive = rows.count { $0.counted & Measure.positive.bit != 0 }
        let base = rows.count { row in Self.labels.contains { row.counted & $0.bit != 0 } }
        #expect(share == Wilson.interval(Int64(positive), of: Int64(base)))
      }
    }
  }
}
