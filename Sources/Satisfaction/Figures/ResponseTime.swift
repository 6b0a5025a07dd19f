/// How long comments waited for a response, or wait still, as buckets of a sketch (`QuantileSketch`).
public enum ResponseTime {
  /// Stands for a comment without a time.
  public static let none: UInt16 = 0

  /// The share of itself by which a quantile is off at most, and as people write it.
  public static let relativeError = QuantileSketch.relativeError

  /// A time as a row carries it.
  ///
  /// - Parameters:
  ///   - milliseconds: until the response, or until now.
  ///   - isWaiting: there is no response yet.
  @inline(__always)
  public static func code(milliseconds: Int64, isWaiting: Bool) -> UInt16 {
    1 + (QuantileSketch.bucket(of: milliseconds) << 1 | (isWaiting ? 1 : 0))
  }

  /// The same of a complaint or of another comment, as a cell counts it.
  @inline(__always)
  static func cellCode(_ entry: CommentLog.Entry) -> UInt16 {
    entry.response << 1 | (entry.counted & Measure.complaint.bit != 0 ? 1 : 0)
  }

  /// The bucket of a time as a cell counts it, whether it is of one who waits still, and whether of a complaint.
  @inline(__always)
  static func parts(_ cellCode: UInt16) -> (bucket: UInt16, isWaiting: Bool, isComplaint: Bool) {
    let time = cellCode >> 1 - 1
    return (time >> 1, time & 1 != 0, cellCode & 1 != 0)
  }
}
