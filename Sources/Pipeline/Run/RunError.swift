public import CSV
public import Parquet

/// Why a run ended without a result: what happened, and with which status the command leaves.
public struct RunError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The classes of failure, each with the exit status of the contract.
  public enum Kind: Int32, Sendable {
    /// Wrong options.
    case usage = 64
    /// The data failed the quality gate, lacks a required column, is corrupt, or does not verify.
    case data = 65
    /// An input is missing or unreadable.
    case noInput = 66
    /// A defect of this program.
    case defect = 70
    /// The output can't be created.
    case cannotCreate = 73
    /// I/O error while running.
    case io = 74
    /// Another run holds this output.
    case busy = 75
    /// The pipeline or lexicon file is wrong.
    case definition = 78
    /// Stopped by SIGHUP (128 + 1).
    case hungUp = 129
    /// Stopped by SIGINT (128 + 2).
    case interrupted = 130
    /// Stopped by SIGTERM (128 + 15).
    case terminated = 143
  }

  /// The class.
  public var kind: Kind
  /// What happened and where, what was expected, what to type.
  public var message: String

  /// Makes an error.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// The message.
  public var description: String { message }

  /// The status that the command leaves with.
  public var exitStatus: Int32 { kind.rawValue }

  /// A failure of reading an export.
  public init(_ error: ReadError) {
    let kind: Kind =
      switch error.kind {
      case .missing, .unreadable: .noInput
      case .corrupt, .tooLarge, .header, .encoding: .data
      case .dialect: .usage
      case .io, .changed, .stopped: .io
      case .defect: .defect
      }
    self.init(kind, error.description)
  }

  /// A failure of writing Parquet, which only a defect can cause.
  public init(_ error: ParquetError) { self.init(.defect, "\(error)") }
}
