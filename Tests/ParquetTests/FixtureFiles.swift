import Glibc
import Testing

/// The files of other writers in `fixtures/parquet`, made by `fixtures/make_parquet.py`.
enum FixtureFiles {
  private static let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined() + "/fixtures/parquet"

  /// The bytes of a file; its name begins with its folder and has no suffix.
  static func bytes(_ name: String) throws -> [UInt8] {
    let path = "\(root)/\(name).parquet"
    // The path is valid for the call.
    let descriptor = unsafe open(path, O_RDONLY)
    try #require(descriptor >= 0, "\(path) is missing")
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    // The room holds as many bytes as are asked for; the files are smaller.
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
    try #require(count > 0 && count < bytes.count)
    return Array(bytes[0..<count])
  }
}
