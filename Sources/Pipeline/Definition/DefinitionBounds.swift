import CSV

/// The bounds of the numbers of a pipeline file, each with its unit and reason; used by the reader and the docs.
public enum DefinitionBounds {
  /// The version of the pipeline file that this program reads.
  public static let version = 1
  /// Days: up to a century.
  public static let windowDays = 1...36_500
  /// Days: up to ten years; a repurchase is known only when its window has closed.
  public static let repurchaseDays = 1...3650
  /// Minutes: up to a year.
  public static let responseTargetMinutes = 1...525_600
  /// Distinct customers; 1 suppresses nothing.
  public static let minimumBase = 1...1_000_000
  /// Terms of a comparison.
  public static let keywordTerms = 1...1000
  /// Comments in which a term stands.
  public static let keywordComments = 1...1_000_000
  /// Dimensions of a change's cells.
  public static let changeDimensions = 0...8
  /// Dimensions whose mix is told apart: every set of them is gone through.
  public static let changeMix = 0...4
  /// Digits after the point: 18 digits of a decimal column leave nine before it.
  public static let amountScale = 0...9
  /// The ends of rating scales.
  public static let rating = -1000...1000
  /// Levels of zstd.
  public static let compressionLevel = 1...22
  /// Bytes of a record: what a place in a chunk can count.
  public static let maximumRecordBytes = 1...ReadLimits.largestBytes
  /// Lines before a header.
  public static let skippedLines = 0...1_000_000
  /// Records of a header.
  public static let headerLines = 0...DialectDescription.maximumHeaderLines
  /// Rows of a row group: what a worker can hold.
  public static let rowGroupRows = 1...10_000_000
  /// Characters of the name of a cube, which is a folder.
  public static let cubeNameLength = 1...100
}
