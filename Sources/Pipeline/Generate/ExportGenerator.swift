import Buffers
/// Makes exports of any size for trying and measuring: `feedback.csv` and `purchases.csv`.
///
/// The bytes are a function of the arguments and of the version, whose lexicons give the sentences; no machine, locale
/// or time has a part in them. Memory does not grow with the size: an order is made again from its number when a
/// comment names it.
public struct ExportGenerator: Sendable {
  /// What has been written.
  public struct Summary: Sendable, Equatable {
    /// Rows of `feedback.csv` without the header.
    public var comments: Int
    /// Rows of `purchases.csv` without the header.
    public var purchaseLines: Int
    /// Bytes of `feedback.csv`.
    public var feedbackBytes: Int
    /// Bytes of `purchases.csv`.
    public var purchaseBytes: Int
  }

  /// The most rows of a file: so far the numbers of strangers, from 500,000,000 on, have nine digits like all others.
  public static let maximumRows = 400_000_000
  /// Name of the file of comments.
  public static let feedbackName = "feedback.csv"
  /// Name of the file of purchase lines.
  public static let purchasesName = "purchases.csv"

  private let rows: Int
  private let purchaseLines: Int
  private let seed: UInt64
  private let includesLanguage: Bool
  private let composer: CommentComposer

  /// Prepares exports of `rows` comments and as many purchase lines, unless their number is given.
  ///
  /// - Throws: `usage` where a number is out of bounds.
  public init(rows: Int, purchaseLines: Int? = nil, seed: UInt64, includesLanguage: Bool = true) throws(RunError) {
    let composer = try CommentComposer(symbols: .builtin()) { (language) throws(RunError) in try .builtin(language) }
    try self.init(
      rows: rows, purchaseLines: purchaseLines, seed: seed, includesLanguage: includesLanguage, composer: composer)
  }

  /// As the public one, with sentences of the caller's.
  package init(
    rows: Int, purchaseLines: Int? = nil, seed: UInt64, includesLanguage: Bool = true, composer: CommentComposer
  ) throws(RunError) {
    for (option, number) in [("--rows", rows), ("--purchases", purchaseLines ?? 0)]
    where !(0...Self.maximumRows).contains(number) {
      throw RunError(.usage, "\(option) is \(number): give a number from 0 to \(Self.maximumRows)")
    }
    self.rows = rows
    self.purchaseLines = purchaseLines ?? rows
    self.seed = seed
    self.includesLanguage = includesLanguage
    self.composer = composer
  }

  /// Writes both files into a folder, which is made where it is missing; files of these names are replaced.
  ///
  /// Neither file appears before both are complete. About 350 MB and two seconds for a million rows.
  ///
  /// - Parameter interruption: asked about once per MiB; its error ends the writing.
  /// - Throws: `cannotCreate` for the folder and the files, `io` where writing fails, and what `interruption` gives.
  public func write(to folder: String, interruption: () -> RunError? = { nil }) throws(RunError) -> Summary {
    guard !folder.isEmpty else { throw RunError(.usage, "--output is empty: give a folder") }
    try ExportFolder.create(folder)
    var streams = SplitMix64(seed: seed)
    let orderSeed = streams.next()
    let commentSeed = streams.next()

    var purchases = PurchaseExport(
      RowWriter(try ReplacingFile(folder: folder, name: Self.purchasesName), columns: PurchaseExport.columns))
    let orders = try purchases.write(lines: purchaseLines, seed: orderSeed, interruption)
    let purchasesFile = try purchases.finish()

    var feedback = FeedbackExport(
      RowWriter(try ReplacingFile(folder: folder, name: Self.feedbackName), columns: FeedbackExport.columns),
      composer: composer, orders: orders, includesLanguage: includesLanguage, seed: commentSeed)
    try feedback.write(rows: rows, interruption)
    let feedbackFile = try feedback.finish()

    let summary = Summary(
      comments: rows, purchaseLines: purchaseLines, feedbackBytes: feedbackFile.byteCount,
      purchaseBytes: purchasesFile.byteCount)
    try purchasesFile.publish()
    try feedbackFile.publish()
    try ExportFolder.sync(folder)
    return summary
  }
}
