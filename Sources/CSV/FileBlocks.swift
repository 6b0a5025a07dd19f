/// The bytes of a file as they lie on disk, block by block: for checksums.
package struct FileBlocks: ~Copyable {
  /// 256 KiB: stays in a core's second-level cache.
  private static let blockBytes = 256 << 10

  private var raw: RawBytes
  /// The block that was read last; its room is used again.
  package private(set) var block: [UInt8] = []

  /// Opens the regular file at `path`.
  ///
  /// - Throws: `missing`, `unreadable`, `io`; `changed` where it is not the file that is expected.
  package init(path: String, expecting identity: FileIdentity? = nil) throws(ReadError) {
    raw = try RawBytes(path: path, expecting: identity)
  }

  /// Reads the next block; false at the end of the file.
  ///
  /// - Throws: `io`, `changed`.
  package mutating func next() throws(ReadError) -> Bool {
    block.removeAll(keepingCapacity: true)
    try ByteSource.append(&raw, to: &block, count: Self.blockBytes)
    return !block.isEmpty
  }
}
