/// Every default of a pipeline, with its unit and reason; used by the reader, the help texts and the docs.
public enum Defaults {
  /// Times without offset are UTC where nobody says otherwise.
  public static let timeZone = "UTC"
  /// Thousandths: better no language than the wrong one.
  public static let minimumConfidence: Int32 = 500
  /// Days: a year covers what a customer still has in mind.
  public static let windowDays = 365
  /// Days: a quarter, after which a further order is a new decision.
  public static let repurchaseDays = 90
  /// Minutes: one day.
  public static let responseTargetMinutes = 1440
  /// Distinct customers: below five, a cell may point at somebody.
  public static let minimumBase = 5
  /// Millionths: one record in a hundred.
  public static let maximumRejectShare = 10_000
  /// Millionths: not asked for, since anonymous comments have no purchase.
  public static let minimumMatchShare = 0
  /// Terms of a comparison: what fits a page.
  public static let keywordTerms = 20
  /// Comments: a term that fewer have is chance.
  public static let keywordComments = 5
  /// Dimensions whose mix changes by itself, without anybody being more or less content.
  public static let changeMix = ["language", "channel", "product_id"]
  /// Thousandths: two points in a hundred.
  public static let materialChange = 20
  /// Thousandths: one finding in twenty may be false.
  public static let falseDiscoveryRate = 50
  /// Digits after the point: cents.
  public static let amountScale = 2
  /// zstd's own default: most of the gain at a quarter of the cost of level 9.
  public static let compressionLevel = 3
  /// Rows: what DuckDB and others read as one unit of work.
  public static let rowGroupRows = 122_880
}
