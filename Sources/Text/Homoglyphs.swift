/// Latin letters that look like Cyrillic ones: in a word that has Cyrillic letters they are typing or disguise.
///
/// Source: the Latin–Cyrillic pairs of Unicode's confusables (UTS #39), lower case, one to one.
struct Homoglyphs: Sendable {
  private var cyrillic: [Unicode.Scalar?] = Array(repeating: nil, count: 128)

  init() {
    let pairs: [(Unicode.Scalar, UInt32)] = [
      ("a", 0x430), ("b", 0x432), ("c", 0x441), ("e", 0x435), ("h", 0x43d), ("k", 0x43a), ("m", 0x43c), ("n", 0x43f),
      ("o", 0x43e), ("p", 0x440), ("r", 0x433), ("t", 0x442), ("u", 0x438), ("x", 0x445), ("y", 0x443), ("i", 0x456),
    ]
    for (latin, value) in pairs { cyrillic[Int(latin.value)] = Unicode.Scalar(value) }
  }

  /// Replaces the Latin letters of a folded word, if each has a Cyrillic twin; leaves the word alone if one has none.
  func replaceLatin(in word: inout [UInt8]) {
    var replaced: [UInt8] = []
    var offset = 0
    while offset < word.count {
      let (scalar, length) = word.span.scalar(at: offset)
      if scalar.value >= 0x61, scalar.value <= 0x7a {
        guard let twin = cyrillic[Int(scalar.value)] else { return }
        replaced.append(scalar: twin)
      } else {
        replaced.append(scalar: scalar)
      }
      offset += length
    }
    word = replaced
  }
}
