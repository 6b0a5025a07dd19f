/// Why an export could not be read: what happened, where, and what to do about it.
public struct ReadError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The classes of failure.
  public enum Kind: Sendable, Equatable {
    /// There is no such file.
    case missing
    /// The file exists but can't be opened, or is not a regular file.
    case unreadable
    /// The compressed bytes are cut off, fail their checksum, or are followed by others.
    case corrupt
    /// The file was changed while it was being read.
    case changed
    /// The operating system failed to deliver bytes.
    case io
    /// Whoever reads asked to stop.
    case stopped
    /// The content unpacks beyond all proportion, or needs more memory than is allowed.
    case tooLarge
    /// The header record can't be read.
    case header
    /// The file is in an encoding that is not read, or an encoding's name is unknown.
    case encoding
    /// The characters of a dialect contradict each other.
    case dialect
    /// A defect of this program: two ways of reading the same bytes disagree.
    case defect
  }

  /// The class of failure.
  public let kind: Kind
  /// The file as it was named to the reader; empty where no file is concerned.
  public let path: String
  /// The byte at fault, in the file as it lies on disk (`corrupt`, `io`, `tooLarge`) or in its decompressed content
  /// (`header`, `encoding`, `defect`); nil where the file as a whole is concerned.
  public let byteOffset: Int?
  /// What happened, what was expected and found, and what to do; without the path and the byte.
  public let message: String

  /// Makes an error.
  public init(_ kind: Kind, path: String, byteOffset: Int? = nil, message: String) {
    self.kind = kind
    self.path = path
    self.byteOffset = byteOffset
    self.message = message
  }

  /// One line: path, byte and message.
  public var description: String {
    var place = path
    if let byteOffset { place += place.isEmpty ? "byte \(byteOffset)" : ", byte \(byteOffset)" }
    return place.isEmpty ? message : "\(place): \(message)"
  }
}
