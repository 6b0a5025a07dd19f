/// What a run has done, for its summary.
public struct RunSummary: Sendable {
  /// Folder of the run.
  public var folder: String
  /// Comments written.
  public var comments: Int64
  /// Feedback records rejected.
  public var feedbackRejects: Int64
  /// Purchases that count.
  public var purchases: Int
  /// Purchase records rejected.
  public var purchaseRejects: Int64
  /// Comments matched to a purchase.
  public var matched: Int64
  /// Comments that are UTF-8 read with a wrong encoding.
  public var mojibake: Int64
  /// Tables with their rows.
  public var tables: [(name: String, rows: Int)]
  /// How many workers were live at once.
  public var liveWorkers: Int
  /// Where the time went; nil unless it was measured.
  public var timings: RunTimings?
}
