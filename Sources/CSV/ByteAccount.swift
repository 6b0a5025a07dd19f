/// To what the bytes of a stretch of a file belong: each to one record, or to the line ends behind and between them.
///
/// Counted in the decompressed, not transcoded file.
public struct ByteAccount: Sendable, Equatable {
  /// Records that can be parsed, without their line ends.
  public var records = 0
  /// Records that can't, without their line ends.
  public var damaged = 0
  /// Line ends, those of empty lines too.
  public var lineEnds = 0

  /// All bytes.
  public var total: Int { records + damaged + lineEnds }
}

extension Chunk {
  /// Accounts for every byte of the chunk; nil where two records share a byte, or one that ends no line lies between them.
  ///
  /// Cost: the bytes between records are looked at, one or two a record.
  public func accountBytes() -> ByteAccount? {
    var account = ByteAccount()
    var position = 0
    var nextDamaged = 0
    for record in 0...records.count {
      let range = record < records.count ? records.range(record) : byteCount..<byteCount
      while nextDamaged < damaged.count, damaged[nextDamaged].start < range.lowerBound {
        let found = damaged[nextDamaged]
        guard endsLines(position, found.start) else { return nil }
        account.damaged += place(found).byteLength
        position = found.start + found.byteLength
        nextDamaged += 1
      }
      guard endsLines(position, range.lowerBound) else { return nil }
      position = range.upperBound
      if anchors.isEmpty {
        account.records += range.count
      } else if record < records.count {
        account.records += place(record: record).byteLength
      }
    }
    guard nextDamaged == damaged.count, position == byteCount else { return nil }
    account.lineEnds = place(0, byteCount).byteLength - account.records - account.damaged
    return account.lineEnds >= 0 ? account : nil
  }

  /// Whether all bytes of a stretch end lines; those that the chunk does not keep lie behind a record that is too long.
  private func endsLines(_ start: Int, _ end: Int) -> Bool {
    guard start <= end else { return false }
    let kept = min(end, bytes.count)
    guard start < kept else { return true }
    for index in start..<kept where !bytes[index].isLineEnd { return false }
    return true
  }
}
