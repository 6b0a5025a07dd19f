import Glibc

/// Which file a path leads to, and its state: what differs once the file is replaced or written to.
///
/// Two writes within one tick of the file system's clock that leave the size alone are not told apart.
public struct FileIdentity: Sendable, Hashable {
  /// Size of the file.
  public let bytes: Int
  private let device: UInt64
  private let inode: UInt64
  private let seconds: Int
  private let nanoseconds: Int

  init(_ status: stat) {
    bytes = Int(status.st_size)
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
  }

  /// Whether both are the same file, whatever was written to it since.
  public func isSameFile(as other: FileIdentity) -> Bool { device == other.device && inode == other.inode }

  /// What is not the same, in words.
  func difference(_ other: FileIdentity) -> String {
    if !isSameFile(as: other) { return "it was replaced" }
    return bytes == other.bytes ? "it was written to" : "it had \(bytes) bytes, and has \(other.bytes)"
  }
}
