/// Turns fields in a single-byte encoding into UTF-8.
///
/// Reads every encoding that iconv(3) knows in which one byte is one character and ASCII is ASCII: windows-1251,
/// windows-1252, koi8-r, iso-8859-1, iso-8859-15 and so on. UTF-8 needs none (`readsAsUTF8`). iconv is asked once for
/// each byte when the transcoder is made; the hot path is a table. Keeps a buffer: one transcoder a worker.
public struct Transcoder: Sendable {
  /// A byte of a field that the encoding does not define.
  public struct UndefinedByte: Sendable, Equatable {
    /// The row of the field.
    public let row: Int
    /// The column of the field.
    public let column: Int
    /// The byte.
    public let byte: UInt8
  }

  /// The encoding as it was named.
  public let encoding: String

  /// For each byte its UTF-8, first byte lowest, and in the highest byte how many there are; 0 where it is undefined.
  let sequences: [UInt32]
  private var buffer: [UInt8] = []

  /// Whether fields in `encoding` are UTF-8 as they are; ASCII is a part of it.
  public static func readsAsUTF8(_ encoding: String) -> Bool {
    ["utf-8", "utf8", "ascii", "us-ascii"].contains(encoding.lowercased())
  }

  /// Makes the table of `encoding`, a name that iconv knows.
  ///
  /// - Throws: `encoding` where iconv does not know it, or where it is not a single-byte superset of ASCII.
  public init(encoding: String) throws(ReadError) {
    self.encoding = encoding
    sequences = try Iconv(encoding: encoding).table()
  }

  /// Turns all fields of `table` into UTF-8, in place but for one copy.
  ///
  /// The bytes that the encoding does not define are given back, at most one of each field, in the order of the table;
  /// U+FFFD stands for them, so that their rows are better rejected.
  public mutating func transcode(_ table: inout FieldTable) -> [UndefinedByte] {
    var undefined: [UndefinedByte] = []
    let columnCount = table.columnCount
    let source = table.bytes
    var ends: [UInt32] = []
    swap(&ends, &table.ends)
    var target = buffer
    buffer = []
    target.removeAll(keepingCapacity: true)
    target.append(addingCapacity: source.count * Self.longestSequence) { output in
      // The output has room for the longest sequence of each byte of the source.
      unsafe output.withUnsafeMutableBufferPointer { room, filled in
        var start = 0
        for index in ends.indices {
          let end = Int(ends[index])
          if let byte = unsafe transcode(source.span.extracting(start..<end), into: room, &filled) {
            undefined.append(UndefinedByte(row: index / columnCount, column: index % columnCount, byte: byte))
          }
          ends[index] = UInt32(filled)
          start = end
        }
      }
    }
    swap(&ends, &table.ends)
    buffer = table.bytes
    table.bytes = target
    return undefined
  }

  /// Turns bytes into UTF-8, each undefined one into U+FFFD: for headers and reports, not for the hot path.
  public func text(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8](capacity: bytes.count * Self.longestSequence) { output in
      // As in `transcode`.
      unsafe output.withUnsafeMutableBufferPointer { room, filled in
        _ = unsafe transcode(bytes.span, into: room, &filled)
      }
    }
  }

  /// The first byte that the encoding does not define; nil where there is none.
  public func undefinedByte(_ bytes: [UInt8]) -> UInt8? { bytes.first { $0 >= 0x80 && sequences[Int($0)] == 0 } }

  /// Bytes of UTF-8 that a byte can become: every character of these encodings is in the Basic Multilingual Plane.
  static let longestSequence = 3
  /// U+FFFD in the form of a table's entry.
  private static let replacement: UInt32 = 0x03bd_bfef

  /// Appends a field to `room`, which has space for it; the first byte that is undefined.
  @inline(__always)
  private func transcode(
    _ field: Span<UInt8>, into room: UnsafeMutableBufferPointer<UInt8>, _ filled: inout Int
  ) -> UInt8? {
    var undefined: UInt8?
    for index in field.indices {
      let byte = field[index]
      if byte < 0x80 {
        // The caller has made room for three bytes of each byte of the field.
        unsafe room[filled] = byte
        filled += 1
        continue
      }
      var sequence = sequences[Int(byte)]
      if sequence == 0 {
        if undefined == nil { undefined = byte }
        sequence = Self.replacement
      }
      for _ in 0..<(sequence >> 24) {
        unsafe room[filled] = UInt8(truncatingIfNeeded: sequence)
        sequence >>= 8
        filled += 1
      }
    }
    return undefined
  }
}
