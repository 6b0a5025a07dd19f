import CSV
import Testing

@Suite("Byte source")
struct ByteSourceTests {
  @Test("every compression gives the same content, whatever is read at once", arguments: CompressedFile.all)
  func roundTrip(file: CompressedFile) throws {
    for count in [1, 3, 100, 999, 1000, 1001, 1 << 20] {
      var source = try ByteSource(contents: file.bytes, path: "export")
      #expect(source.compression == file.compression)
      let content = try source.content(at: count)
      #expect(content == CompressedFile.content)
      #expect(source.byteCount == content.count)
      #expect(source.rawByteCount == file.bytes.count)
    }
  }

  @Test("a file that is cut off is an error, or whole members", arguments: CompressedFile.all)
  func truncation(file: CompressedFile) throws {
    for length in 0..<file.bytes.count {
      let cut = Array(file.bytes.prefix(length))
      if let content = file.members[length] {
        var source = try ByteSource(contents: cut, path: file.path)
        #expect(try source.content(at: 64) == Array(CompressedFile.content.prefix(content)))
      } else {
        let error = #expect(throws: ReadError.self) {
          var source = try ByteSource(contents: cut, path: file.path)
          _ = try source.content(at: 64)
        }
        #expect(error?.kind == .corrupt)
        #expect((error?.byteOffset ?? .max) <= length)
      }
    }
  }

  @Test("a flipped bit never gives other content in silence", arguments: CompressedFile.all)
  func corruption(file: CompressedFile) throws {
    for index in file.bytes.indices {
      for bit in 0..<8 {
        var bytes = file.bytes
        bytes[index] ^= 1 << UInt8(bit)
        guard var source = try? ByteSource(contents: bytes, path: file.path),
          let content = try? source.content(at: 500)
        else { continue }
        // Header fields that do not concern the content (time, system) are in no checksum.
        #expect(content == CompressedFile.content, "byte \(index), bit \(bit)")
      }
    }
  }

  @Test("zeros after a gzip member are padding, other bytes an error that names the byte")
  func trailingBytes() throws {
    let gzip = CompressedFile.gzip
    var padded = try ByteSource(contents: gzip.bytes + [UInt8](repeating: 0, count: 700_000), path: "a.gz")
    #expect(try padded.content(at: 1 << 20) == CompressedFile.content)
    for file in CompressedFile.all {
      let error = #expect(throws: ReadError.self) {
        var source = try ByteSource(contents: file.bytes + Array("garbage".utf8), path: file.path)
        _ = try source.content(at: 1 << 20)
      }
      #expect(error?.kind == .corrupt)
      #expect((file.bytes.count...file.bytes.count + 7).contains(error?.byteOffset ?? -1))
    }
  }

  @Test(
    "a name that ends in .gz or .zst must be true",
    arguments: [("a.gz", "id\n"), ("a.GZ", "id\n"), ("a.zst", "id\n"), ("a.gz", ""), ("a.zst", "\u{28}")])
  func names(path: String, content: String) {
    let error = #expect(throws: ReadError.self) { _ = try ByteSource(contents: Array(content.utf8), path: path) }
    #expect(error?.kind == .corrupt)
  }

  /// A frame of 128 KiB in four bytes (RFC 8878, a block of type RLE), 32,768 times.
  @Test("content out of all proportion to its compressed bytes is refused before it is unpacked")
  func bomb() throws {
    // Magic number; no content size; a window of 128 KiB.
    var bytes: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38]
    let blockBytes = 128 << 10
    for block in 0..<32_768 {
      let header = UInt32(blockBytes) << 3 | 1 << 1 | (block == 32_767 ? 1 : 0)
      bytes += [UInt8(header & 0xff), UInt8(header >> 8 & 0xff), UInt8(header >> 16), UInt8(ascii: "x")]
    }
    let path = "bomb.zst"
    var source = try ByteSource(contents: bytes, path: path)
    var read = 0
    let error = #expect(throws: ReadError.self) {
      while true {
        var content: [UInt8] = []
        try source.read(into: &content, upTo: 1 << 20)
        read += content.count
      }
    }
    #expect(error?.kind == .tooLarge)
    #expect(read <= ByteSource.expansionCheckBytes)
  }

  @Test("reading from disk gives what reading from memory does, and names what is wrong with a path")
  func files() throws {
    let folder = try TemporaryFolder()
    for file in CompressedFile.all + [.plain] {
      let path = try folder.write(file.bytes, to: file.path)
      var source = try ByteSource(path: path)
      #expect(try source.content(at: 1 << 20) == CompressedFile.content)
    }
    #expect(kind(of: folder.path + "/none.csv") == .missing)
    #expect(kind(of: folder.path + "/plain.csv/none.csv") == .missing)
    #expect(kind(of: folder.path) == .unreadable)
    #expect(kind(of: try folder.makePipe("pipe")) == .unreadable)
  }

  @Test("a file that grows while it is read is an error")
  func changedFile() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(CompressedFile.content, to: "grows.csv")
    var source = try ByteSource(path: path)
    var first: [UInt8] = []
    try source.read(into: &first, upTo: 100)
    _ = try folder.write(CompressedFile.content + CompressedFile.content, to: "grows.csv")
    let error = #expect(throws: ReadError.self) { _ = try source.content(at: 1 << 20) }
    #expect(error?.kind == .changed)
  }

  private func kind(of path: String) -> ReadError.Kind? {
    do throws(ReadError) {
      _ = try ByteSource(path: path)
      return nil
    } catch {
      return error.kind
    }
  }
}

extension ByteSource {
  /// What remains of the content, read `count` bytes at once.
  mutating func content(at count: Int) throws -> [UInt8] {
    var content: [UInt8] = []
    while true {
      var bytes: [UInt8] = []
      try read(into: &bytes, upTo: count)
      content += bytes
      if bytes.count < count { return content }
    }
  }
}
