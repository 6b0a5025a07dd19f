/// How long comments waited for a response, or wait still, as buckets of a sketch; and the quantiles of the time within which
/// comments are answered.
///
/// Comments that wait still are censored and not dropped: how long they have waited is known, not how long they will. The
/// quantile is that of Kaplan and Meier 1958; where nobody waits, it is that of the answered. It is off by at most
/// `QuantileSketch.relativeError`.
public enum ResponseTime {
  /// Stands for a comment without a time.
  public static let none: UInt32 = 0

  /// The share of itself by which a quantile is off at most, and as people write it.
  public static let relativeError = QuantileSketch.relativeError

  /// A time as a row carries it.
  ///
  /// - Parameters:
  ///   - milliseconds: until the response, or until now.
  ///   - isWaiting: there is no response yet.
  @inline(__always)
  public static func code(milliseconds: Int64, isWaiting: Bool) -> UInt32 {
    1 + (UInt32(QuantileSketch.bucket(of: milliseconds)) << 1 | (isWaiting ? 1 : 0))
  }

  /// The same of a complaint or of another comment, as a cell counts it.
  @inline(__always)
  static func cellCode(_ code: UInt32, isComplaint: Bool) -> UInt32 { code << 1 | (isComplaint ? 1 : 0) }

  /// The time in minutes within which so many per cent are answered; nil where it is not known, since too many wait still.
  ///
  /// - Parameter counts: a cell's counts by code, in the order of codes.
  static func quantile(_ percent: Int, complaintsOnly: Bool, _ counts: ArraySlice<CellPairs.Pair>) -> Double? {
    var atRisk: UInt64 = 0
    for pair in counts where !complaintsOnly || pair.code & 1 != 0 { atRisk += pair.number }
    let limit = Double(100 - percent) / 100 + rounding
    var waiting = 1.0
    var place = counts.startIndex
    while place < counts.endIndex {
      let bucket = self.bucket(counts[place].code)
      var (events, censored): (UInt64, UInt64) = (0, 0)
      while place < counts.endIndex, self.bucket(counts[place].code) == bucket {
        let pair = counts[place]
        place += 1
        if complaintsOnly, pair.code & 1 == 0 { continue }
        if isWaiting(pair.code) { censored += pair.number } else { events += pair.number }
      }
      if events > 0 {
        waiting *= Double(atRisk - events) / Double(atRisk)
        if waiting <= limit { return Double(QuantileSketch.value(of: bucket)) / millisecondsPerMinute }
      }
      atRisk -= events + censored
    }
    return nil
  }

  /// Products of shares that should be a round number miss it by less.
  private static let rounding = 1e-12
  private static let millisecondsPerMinute = 60_000.0

  private static func bucket(_ cellCode: UInt32) -> UInt16 { UInt16(truncatingIfNeeded: (cellCode >> 1 - 1) >> 1) }

  private static func isWaiting(_ cellCode: UInt32) -> Bool { (cellCode >> 1 - 1) & 1 != 0 }
}
