import Synchronization

/// How far a run has come: counted where records are read, shown elsewhere.
public final class Progress: Sendable {
  private let bytes = Atomic<Int>(0)
  private let records = Atomic<Int>(0)
  private let total = Atomic<Int>(0)

  /// Begins at nothing.
  public init() {}

  func add(bytes: Int, records: Int) {
    self.bytes.add(bytes, ordering: .relaxed)
    self.records.add(records, ordering: .relaxed)
  }

  /// More bytes are to be read: inputs are read twice.
  func add(total bytes: Int) {
    if totalBytes > 0 { total.add(bytes, ordering: .relaxed) }
  }

  /// What was read so far is read again.
  func repeatBytes() { add(total: bytesRead) }

  func setTotal(bytes: Int) { total.store(bytes, ordering: .relaxed) }

  /// Bytes of all inputs; 0 before it is known, and where inputs are compressed.
  public var totalBytes: Int { total.load(ordering: .relaxed) }

  /// Decompressed bytes of whole chunks read so far.
  public var bytesRead: Int { bytes.load(ordering: .relaxed) }

  /// Records read so far, damaged ones left out.
  public var recordsRead: Int { records.load(ordering: .relaxed) }
}
