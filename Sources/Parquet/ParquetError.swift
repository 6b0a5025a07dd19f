/// Why a Parquet file could not be written or read, and where.
public struct ParquetError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What kind of failure it is; decides what a caller does about it.
  public enum Kind: Sendable, Hashable {
    /// The operating system refused; the number is `errno`.
    case io(errno: Int32)
    /// The file is no Parquet file, or is cut off.
    case notParquet
    /// The file contradicts the format or itself.
    case corrupt
    /// The file uses a part of the format that is not implemented here.
    case unsupported
    /// A size is beyond what a limit, or the format, allows.
    case limit
    /// The schema or the options cannot be written.
    case invalidSchema
    /// The batch does not fit the schema.
    case invalidBatch
    /// The caller named a column or row group that the file does not have.
    case notFound
  }

  /// Where in a file; what is not known is nil.
  public struct Place: Sendable, Hashable {
    /// The file, as the caller named it.
    public var file: String?
    /// The row group, from 0.
    public var rowGroup: Int?
    /// The column's name; levels of nesting joined by a dot.
    public var column: String?
    /// The page within the column chunk, from 0, a dictionary page counted.
    public var page: Int?
    /// Bytes from the start of the file.
    public var byteOffset: Int?

    /// Makes a place.
    public init(
      file: String? = nil, rowGroup: Int? = nil, column: String? = nil, page: Int? = nil, byteOffset: Int? = nil
    ) {
      self.file = file
      self.rowGroup = rowGroup
      self.column = column
      self.page = page
      self.byteOffset = byteOffset
    }
  }

  /// What kind of failure it is.
  public let kind: Kind
  /// Where it is.
  public var place: Place
  /// What happened, what was expected and what was found.
  public let message: String

  /// Makes an error.
  public init(_ kind: Kind, _ message: String, at place: Place = Place()) {
    self.kind = kind
    self.place = place
    self.message = message
  }

  /// The place, then the message, on one line.
  public var description: String {
    var parts: [String] = []
    if let file = place.file { parts.append(file) }
    if let rowGroup = place.rowGroup { parts.append("row group \(rowGroup)") }
    if let column = place.column { parts.append("column \(column)") }
    if let page = place.page { parts.append("page \(page)") }
    if let byteOffset = place.byteOffset { parts.append("byte \(byteOffset)") }
    return parts.isEmpty ? message : parts.joined(separator: ", ") + ": " + message
  }

  /// The same error with what `outer` knows of the place and this one does not.
  func placed(in outer: Place) -> ParquetError {
    var copy = self
    copy.place.file = place.file ?? outer.file
    copy.place.rowGroup = place.rowGroup ?? outer.rowGroup
    copy.place.column = place.column ?? outer.column
    copy.place.page = place.page ?? outer.page
    copy.place.byteOffset = place.byteOffset ?? outer.byteOffset
    return copy
  }
}

/// Runs `body`; an error of it is given what `place` knows of where it happened.
func placing<Result>(
  _ place: @autoclosure () -> ParquetError.Place, _ body: () throws(ParquetError) -> Result
) throws(ParquetError) -> Result {
  do {
    return try body()
  } catch {
    throw error.placed(in: place())
  }
}
