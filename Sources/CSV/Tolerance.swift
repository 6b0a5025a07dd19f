/// How much of what is damaged is read all the same.
public enum Tolerance: Sendable {
  /// Nothing.
  case none
  /// Stray quotes in the header: without it, all of the file would be lost.
  case strayQuotesInHeader
  /// Everything that has a reading: also the header, and records of another number of fields are not damaged.
  case damage

  func accepts(_ reason: DamagedRecord.Reason) -> Bool {
    switch self {
    case .none: false
    case .strayQuotesInHeader: reason == .textAfterQuote
    case .damage: reason != .tooLong
    }
  }
}

/// A header record that is damaged.
public struct HeaderDamage: Sendable {
  /// What is wrong.
  public let reason: DamagedRecord.Reason
  /// The physical line of the file, from 1.
  public let line: Int
  /// The record's first byte in the decompressed, not transcoded file.
  public let byteOffset: Int
  /// How many bytes it has there.
  public let byteLength: Int
  /// The record as the file has it, in UTF-8 where the file is translated.
  public let source: [UInt8]
}
