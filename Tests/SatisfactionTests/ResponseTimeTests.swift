import Buffers
import Satisfaction
import Testing

@Suite("Response times")
struct ResponseTimeTests {
  /// The median and the 90th percentile of all rows of one cell, with a log or without; or of complaints alone.
  private func quantiles(
    _ times: [(milliseconds: Int64, isWaiting: Bool)], isLogged: Bool = true, complaints: Int = 0
  ) -> [Double?] {
    var counts = CubeCounts(dimensions: 1, countsDrivers: false)
    var log = CommentLog()
    let (kept, code): ([UInt8], [UInt32]) = ([], [1])
    counts.tuples.fit(code)
    for (row, time) in times.enumerated() {
      counts.tuples.set(0, code.span)
      counts.count(1, kept: kept.span)
      log.append(
        CommentLog.Entry(
          counted: Measure.comments.bit | (row < complaints ? Measure.complaint.bit : 0), amount: 0, moment: 0,
          purchase: CommentLog.noPurchase,
          response: ResponseTime.code(milliseconds: time.milliseconds, isWaiting: time.isWaiting), score: 0),
        customer: CommentLog.anonymous)
    }
    if !isLogged { counts.fold(log, withResponses: true) { UInt64($0) } }
    var sorted = SortedLog()
    if isLogged { sorted = SortedLog(log, customerCount: 0, countsDrivers: false, windowMicroseconds: 0) }
    var cells = FlatArray<UInt32>(count: 0)
    let keys = CellKeys(counts.tuples, ranks: [[0, 1]], level: 0, cells: &cells)
    let view = CellView(counts, keys: keys, cells: cells, sorted)
    let figures = Figure.all.filter { !$0.hasInterval && $0.name.hasPrefix("complaint") == (complaints > 0) }
    var reader = CellReader(figures)
    // Read twice: nothing is left of the first time.
    reader.read(0, of: view, sorted)
    reader.read(0, of: view, sorted)
    return figures.indices.map { reader.figure($0)?.value }
  }

  private func isNear(_ minutes: Double?, _ expected: Double) -> Bool {
    abs((minutes ?? 0) / expected - 1) <= ResponseTime.relativeError
  }

  @Test("where nobody waits, the quantiles are those of the answered", arguments: [true, false])
  func answered(isLogged: Bool) {
    let times = [(60_000, false), (120_000, false), (600_000, false)] as [(milliseconds: Int64, isWaiting: Bool)]
    let all = quantiles(times, isLogged: isLogged)
    #expect(isNear(all[0], 2) && isNear(all[1], 10))
    let complaints = quantiles(times, isLogged: isLogged, complaints: 1)
    #expect(isNear(complaints[0], 1) && isNear(complaints[1], 1))
  }

  @Test("those who wait are not dropped: the median is later, or not known", arguments: [true, false])
  func waiting(isLogged: Bool) {
    // Two answered after one minute, one after ten; two wait for five minutes.
    let times: [(milliseconds: Int64, isWaiting: Bool)] = [
      (60_000, false), (60_000, false), (600_000, false), (300_000, true), (300_000, true),
    ]
    #expect(isNear(quantiles(times, isLogged: isLogged)[0], 10))
    let few: [(milliseconds: Int64, isWaiting: Bool)] = [(60_000, false), (300_000, true), (300_000, true)]
    #expect(quantiles(few, isLogged: isLogged)[0] == nil)
  }
}
