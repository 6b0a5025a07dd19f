import Buffers
import Glibc

/// Whole lines of a stream, in the order of the stream.
struct LineBlock: Sendable {
  var bytes: [UInt8] = []
  /// One past the last byte of each line, its line end excluded; where the next one begins.
  var ends: [Int] = []
  var starts: [Int] = []
}

/// Cuts files or standard input into blocks of whole lines: as much as a read gives, so that a pipe is answered at once.
///
/// A line ends at LF; a CR before it is left out. The last line may lack its line end.
struct LineSource: ChunkSource, ~Copyable, Sendable {
  private let paths: [String]
  private var opened = 0
  private var descriptor: Int32?
  private var carried: [UInt8] = []

  /// Bytes asked of one read: enough work for a worker, little enough to stay in its cache.
  private static let blockBytes = 256 << 10

  /// - Parameter paths: files; `-` is standard input.
  init(_ paths: [String]) {
    self.paths = paths
    descriptor = nil
  }

  mutating func next() throws(RunError) -> LineBlock? {
    while true {
      guard let descriptor else {
        guard opened < paths.count else { return nil }
        let path = paths[opened]
        opened += 1
        self.descriptor = try Self.open(path)
        continue
      }
      let path = paths[opened - 1]
      var block = LineBlock()
      swap(&block.bytes, &carried)
      let isAtEnd = try Self.read(descriptor, path, &block.bytes) == 0
      Self.cut(&block, isAtEnd: isAtEnd)
      let used = isAtEnd ? block.bytes.count : (block.ends.isEmpty ? 0 : Self.nextStart(block))
      carried = Array(block.bytes[used...])
      if isAtEnd {
        if descriptor != STDIN_FILENO { close(descriptor) }
        self.descriptor = nil
      }
      if !block.ends.isEmpty { return block }
    }
  }

  /// Behind the line end of the last whole line.
  private static func nextStart(_ block: LineBlock) -> Int {
    guard let last = block.ends.last else { return 0 }
    var next = last
    while next < block.bytes.count, block.bytes[next] != 0x0a { next += 1 }
    return min(next + 1, block.bytes.count)
  }

  private static func cut(_ block: inout LineBlock, isAtEnd: Bool) {
    var start = 0
    for index in block.bytes.indices where block.bytes[index] == 0x0a {
      append(&block, start, index)
      start = index + 1
    }
    if isAtEnd, start < block.bytes.count { append(&block, start, block.bytes.count) }
  }

  private static func append(_ block: inout LineBlock, _ start: Int, _ end: Int) {
    block.starts.append(start)
    block.ends.append(end > start && block.bytes[end - 1] == 0x0d ? end - 1 : end)
  }

  private static func open(_ path: String) throws(RunError) -> Int32 {
    if path == "-" { return STDIN_FILENO }
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw RunError(.noInput, "\(path): can't be opened: \(SystemMessage.last)") }
    return descriptor
  }

  private static func read(_ descriptor: Int32, _ path: String, _ bytes: inout [UInt8]) throws(RunError) -> Int {
    let old = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: blockBytes))
    let count = bytes.withUnsafeMutableBytes { buffer in
      SystemCalls.retrying { Glibc.read(descriptor, buffer.baseAddress.map { $0 + old }, blockBytes) }
    }
    if count < 0 {
      throw RunError(.io, "\(path == "-" ? "standard input" : path): can't be read: \(SystemMessage.last)")
    }
    bytes.removeLast(blockBytes - count)
    return count
  }
}
