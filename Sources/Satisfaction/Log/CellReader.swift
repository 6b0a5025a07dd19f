internal import Buffers

/// Reads cells one after the other: counts, sums, and figures with their intervals.
///
/// One pass over a cell's rows adds up all of them. The sums by customer that intervals need are those of comments by as many
/// customers, which follow from the counts, and what the few customers with several comments in the cell add to them.
/// Owns its buffers and reuses them; one a thread.
public struct CellReader: ~Copyable {
  private let terms: FlatArray<FigureTerms>
  /// Quantiles: of whom, per cents in ascending order, and the figures' places.
  private let quantiles: [(complaintsOnly: Bool, percents: [Int], places: [Int])]
  /// Of the cell: counts and sums, by the measures' raw values.
  private var states = FlatArray<Int64>(count: max(Measure.count, CellTotals.capacity))
  private var scoreSquares: Int64 = 0
  private var isExact = true
  private var excess: FlatArray<ClusterExcess>
  private var hasExcess = false
  private var intervals: FlatArray<Interval>
  /// Bit n is 1 where figure n is known.
  private var known: UInt64 = 0
  private var responses = ResponseCounts()
  private var minutes: FlatArray<Double>
  /// Purchases of customers at risk, each with the place of a comment in the log behind it.
  private var risks: [UInt64] = []

  /// How many rows ahead a row is fetched, and its comment.
  private static let lookahead = (row: 32, comment: 16)

  /// - Parameter figures: that are read.
  public init(_ figures: [Figure]) {
    precondition(figures.count <= UInt64.bitWidth, "more figures than bits")
    terms = FlatArray(figures.map { FigureTerms($0) })
    var quantiles: [(complaintsOnly: Bool, percents: [Int], places: [Int])] = []
    for complaintsOnly in [false, true] {
      var asked: [(percent: Int, place: Int)] = []
      for (place, figure) in figures.enumerated() {
        if case .response(let percent, complaintsOnly) = figure.kind { asked.append((percent, place)) }
      }
      asked.sort { $0.percent < $1.percent }
      if !asked.isEmpty { quantiles.append((complaintsOnly, asked.map(\.percent), asked.map(\.place))) }
    }
    self.quantiles = quantiles
    excess = FlatArray(count: figures.count)
    intervals = FlatArray(count: figures.count)
    minutes = FlatArray(count: figures.count)
  }

  /// Reads a cell.
  public mutating func read(_ cell: Int, of view: borrowing CellView, _ log: borrowing SortedLog) {
    for measure in 0..<states.count { states[measure] = 0 }
    if hasExcess { excess.clear() }
    hasExcess = false
    isExact = view.isExact
    if isExact {
      readRows(view.rows.places(of: cell), view, log)
      states[Measure.revenueAtRisk.rawValue] = revenueAtRisk(log)
    } else {
      for measure in Measure.allCases { states[measure.rawValue] = view.table.state(measure, of: cell) }
      scoreSquares = view.table.scoreSquares(of: cell)
      if !quantiles.isEmpty {
        for pair in view.responses[cell] { responses.add(UInt16(truncatingIfNeeded: pair.code), pair.number) }
      }
    }
    states[Measure.customers.rawValue] = view.customers(of: cell)
    computeFigures()
  }

  /// A count or sum of the cell; nil where no log was kept and it would be needed.
  public func state(_ measure: Measure) -> Int64? {
    switch measure.kind {
    case .outcome, .outcomeSum: isExact ? states[measure.rawValue] : nil
    case .count, .distinct, .sum: states[measure.rawValue]
    }
  }

  /// A figure of the cell by its place, with its interval; nil without a base, or where too many wait still.
  package func figure(_ place: Int) -> Interval? {
    known >> UInt64(place) & 1 != 0 ? intervals[place] : nil
  }
}

// One pass over the rows of a cell.
extension CellReader {
  private mutating func readRows(_ places: Range<Int>, _ view: borrowing CellView, _ log: borrowing SortedLog) {
    let countsDrivers = view.countsDrivers
    let wantsResponses = !quantiles.isEmpty
    var totals = CellTotals()
    risks.removeAll(keepingCapacity: true)
    var start = places.lowerBound
    // Where the rows of the current customer begin.
    var first = start
    while start < places.upperBound {
      let end = min(start + CellTotals.room, places.upperBound)
      for place in start..<end {
        prefetch(place, view, log)
        if !view.rows.isAnother(place) {
          if place - first > 1 { addCustomer(first..<place, view, log) }
          first = place
        }
        let row = view.rows.row(place)
        let entry = log.log.entry(row, countsDrivers: countsDrivers)
        totals.add(entry)
        if entry.counted & Measure.revenueAtRisk.bit != 0, entry.purchase != CommentLog.noPurchase {
          let comment = log.log.comment(row, countsDrivers: countsDrivers)
          risks.append(UInt64(entry.purchase) << 32 | UInt64(comment))
        }
        if wantsResponses, entry.response != ResponseTime.none { responses.add(ResponseTime.cellCode(entry), 1) }
      }
      for number in 0..<CellTotals.capacity { states[number] += totals.count(number) }
      totals.clearCounts()
      start = end
    }
    if places.upperBound - first > 1 { addCustomer(first..<places.upperBound, view, log) }
    states[Measure.scoreSum.rawValue] = totals.scoreSum
    states[Measure.amountSum.rawValue] = totals.amountSum
    scoreSquares = totals.scoreSquares
  }

  /// Rows and comments lie anywhere in the log; those of the next cell are likely to be read next.
  @inline(__always)
  private func prefetch(_ place: Int, _ view: borrowing CellView, _ log: borrowing SortedLog) {
    let far = min(place + Self.lookahead.row, view.rows.count - 1)
    if view.countsDrivers {
      log.log.drivers.prefetch(view.rows.row(far))
      let near = min(place + Self.lookahead.comment, view.rows.count - 1)
      log.log.entries.prefetch(Int(log.log.drivers[view.rows.row(near)].owner))
    } else {
      log.log.entries.prefetch(view.rows.row(far))
    }
  }

  /// Adds a customer with several rows to what customers add to the figures' sums.
  private mutating func addCustomer(_ places: Range<Int>, _ view: borrowing CellView, _ log: borrowing SortedLog) {
    hasExcess = true
    for figure in 0..<terms.count {
      let terms = terms[figure]
      guard terms.base != 0 else { continue }
      var (base, total, squares): (Int64, Int64, Int64) = (0, 0, 0)
      for place in places {
        let entry = log.log.entry(view.rows.row(place), countsDrivers: view.countsDrivers)
        guard entry.counted & terms.base != 0 else { continue }
        base &+= 1
        let value =
          terms.kind == .score
          ? Int64(entry.score)
          : (entry.counted & terms.more != 0 ? 1 : 0) - (entry.counted & terms.less != 0 ? 1 : 0)
        total &+= value
        squares &+= value &* value
      }
      excess[figure].add(base: base, total: total, squares: squares)
    }
  }

  /// The sum of the amounts of the distinct purchases.
  private mutating func revenueAtRisk(_ log: borrowing SortedLog) -> Int64 {
    sortRisks()
    var sum: Int64 = 0
    var last = UInt64.max
    for risk in risks where risk >> 32 != last {
      last = risk >> 32
      sum &+= log.log.entries[Int(risk & 0xffff_ffff)].amount
    }
    return sum
  }
}

extension CellReader {
  /// Most cells have few, which insertion sorts fastest.
  private mutating func sortRisks() {
    guard risks.count <= 24 else { return risks.sort() }
    for place in 1..<max(1, risks.count) {
      let risk = risks[place]
      var target = place
      while target > 0, risks[target - 1] > risk {
        risks[target] = risks[target - 1]
        target -= 1
      }
      risks[target] = risk
    }
  }
}

// Figures out of counts and sums.
extension CellReader {
  private mutating func computeFigures() {
    known = 0
    for figure in 0..<terms.count {
      guard let interval = interval(figure) else { continue }
      intervals[figure] = interval
      known |= 1 << UInt64(figure)
    }
    guard !quantiles.isEmpty else { return }
    responses.sort()
    for (complaintsOnly, percents, places) in quantiles {
      responses.quantiles(percents, complaintsOnly: complaintsOnly, into: &minutes)
      for (place, figure) in places.enumerated() where minutes[place].isFinite {
        intervals[figure] = Interval(value: minutes[place], low: minutes[place], high: minutes[place])
        known |= 1 << UInt64(figure)
      }
    }
    responses.removeAll()
  }

  private func interval(_ figure: Int) -> Interval? {
    let terms = terms[figure]
    let base = sum(terms.base)
    guard base > 0 else { return nil }
    let (more, less) = (sum(terms.more), sum(terms.less))
    switch terms.kind {
    case .share:
      if terms.more & Measure.complaintRecovered.bit != 0, !isExact { return nil }
      return Wilson.interval(more, of: base, designEffect: designEffect(figure, base, more, less))
    case .net:
      return NetShare.interval(
        positive: more, negative: less, of: base, designEffect: designEffect(figure, base, more, less))
    case .promoters:
      return NetShare.promoterInterval(
        promoters: more, detractors: less, of: base, designEffect: designEffect(figure, base, more, less))
    case .score:
      let sum = states[Measure.scoreSum.rawValue]
      let clusters = hasExcess ? excess[figure].sums(base: base, total: sum, squares: scoreSquares) : nil
      return Mean(count: base, sum: sum, squares: Int128(scoreSquares))
        .interval(scale: 0.001, within: -1...1, clusters: clusters)
    case .response: return nil
    }
  }

  private func designEffect(_ figure: Int, _ base: Int64, _ more: Int64, _ less: Int64) -> Double {
    guard hasExcess, let sums = excess[figure].sums(base: base, total: more - less, squares: more + less) else {
      return 1
    }
    return sums.designEffect(squares: more + less)
  }

  /// The sum of the counts of measures, given as bits.
  private func sum(_ measures: UInt64) -> Int64 {
    var (rest, sum): (UInt64, Int64) = (measures, 0)
    while rest != 0 {
      sum += states[rest.trailingZeroBitCount]
      rest &= rest - 1
    }
    return sum
  }
}
