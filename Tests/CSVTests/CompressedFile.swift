import CSV

/// The same content in a compressed file.
struct CompressedFile: Sendable {
  let path: String
  let compression: ByteSource.Compression
  let bytes: [UInt8]
  /// Where a member or frame ends, and how much content there is up to there.
  let members: [Int: Int]

  static let all = [gzip, zstd]
  static let content = Array(
    ("id,text\n" + String(repeating: "1,\"kiitos, hyvä 😀\"\n", count: 200)).utf8)
  static let plain = CompressedFile(path: "plain.csv", compression: .none, bytes: content, members: [:])

  /// Three members of 1,000, 0 and the other bytes; made with Python's gzip module, level 9, time 0.
  static let gzip = CompressedFile(
    path: "export.csv.gz", compression: .gzip,
    bytes: bytes(
      "1f8b08000000000002ffcb4cd12949ad28e132d451cacecc2cc92fd651c8a82c3bbc44e1c3fc190d4aa3c2a3c2a3c2c3"
        + "41180007325f11e80300001f8b08000000000002ff030000000000000000001f8b08000000000002ffcbcecc2cc92fd6"
        + "51c8a82c3bbc44e1c3fc190d4a5c863a4ad9a3c2a3c2a3c2a3c2a3c2a3c2a3c2a3c2a3c2a3c2a3c2a3c2a3c223431800"
        + "840f33ff180e0000"),
    members: [59: 1_000, 79: 1_000])

  /// Two frames of 1,000 and the other bytes; made with `zstd -19 --check`, version 1.5.4.
  static let zstd = CompressedFile(
    path: "export.csv.zst", compression: .zstd,
    bytes: bytes(
      "28b52ffd0468350100f069642c746578740a312c226b6969746f732c20687976c3a420f09f98802201001ed76a3a01a8"
        + "c87ef628b52ffd0468fd0000b86b6969746f732c20687976c3a420f09f9880220a312c220100fdabfe6c026332df4c"),
    members: [51: 1_000])

  private static func bytes(_ digits: String) -> [UInt8] {
    let nibbles = digits.compactMap(\.hexDigitValue)
    return stride(from: 0, to: nibbles.count, by: 2).map { UInt8(nibbles[$0] << 4 | nibbles[$0 + 1]) }
  }
}
