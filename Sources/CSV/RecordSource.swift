/// What the splitter reads: the content of a file as it is, or translated where libcsv could not take it.
struct RecordSource: ~Copyable {
  /// Content that is translated at once; at least enough for a byte order mark.
  private static let blockBytes = 64...(64 << 10)

  /// What is done to the content; nil where nothing is.
  let translation: Translation?

  private var bytes: ByteSource
  private var translator: Translator?
  /// Translated content that has not been delivered, from `delivered` on.
  private var ready: [UInt8] = []
  private var delivered = 0
  private var isAtEnd = false

  private let blockBytes: Int

  init(_ bytes: consuming ByteSource, _ translation: Translation?, chunkBytes: Int) throws(ReadError) {
    blockBytes = min(max(chunkBytes, Self.blockBytes.lowerBound), Self.blockBytes.upperBound)
    let path = bytes.path
    let translator: Translator? = if let translation { try Translator(translation, path: path) } else { nil }
    self.translation = translation
    self.bytes = bytes
    self.translator = translator
  }

  var path: String { bytes.path }
  var identity: FileIdentity? { bytes.identity }
  var rawByteCount: Int { bytes.rawByteCount }
  var byteCount: Int { bytes.byteCount }
  var compression: ByteSource.Compression { bytes.compression }
  var isTranslated: Bool { translation != nil }

  /// Appends content to `buffer` until it has `count` bytes; it has fewer only at the end.
  mutating func read(into buffer: inout [UInt8], upTo count: Int) throws(ReadError) {
    guard isTranslated else { return try bytes.read(into: &buffer, upTo: count) }
    while buffer.count < count {
      if delivered < ready.count {
        let end = min(ready.count, delivered + count - buffer.count)
        buffer.append(contentsOf: ready[delivered..<end])
        delivered = end
      } else if isAtEnd {
        return
      } else {
        try translate()
      }
    }
  }

  /// The anchors of translated content up to a place; none where nothing is translated.
  mutating func takeAnchors(upTo place: Int) -> [Anchor] { translator?.takeAnchors(upTo: place) ?? [] }

  /// Where a byte that the splitter sees, on a line by its count, lies in the file's content.
  func origin(of place: Int, line: Int) -> Anchor {
    switch translator {
    case .some(let translator): translator.origin(of: place)
    case .none: Anchor(translated: place, original: place, line: line)
    }
  }

  private mutating func translate() throws(ReadError) {
    var block: [UInt8] = []
    try bytes.read(into: &block, upTo: blockBytes)
    isAtEnd = block.count < blockBytes
    ready.removeAll(keepingCapacity: true)
    delivered = 0
    try translator?.append(block, isEnd: isAtEnd, into: &ready)
  }
}
