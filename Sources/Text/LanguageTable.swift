public import Buffers

/// What each letter sequence and each frequent word costs in each of the known languages: the counted and quantised
/// language model, ready for look-ups.
///
/// A flat hash table of sixteen costs a key, each in sixteenths of a nat above the cheapest of them and at most 127, so
/// that all bytes are ASCII and a table can be a literal of the binary. Fifteen lanes are languages, the last is any other.
public struct LanguageTable: Sendable {
  /// Lanes of a vector of costs: languages, and the last one for all others.
  public static let lanes = 16
  /// The lane of languages that are not known.
  public static let otherLane = lanes - 1
  /// Costs are in these parts of a nat.
  public static let scale = 16
  /// The largest cost.
  public static let maximumCost: UInt8 = 127
  /// Bytes of a tag: seven bits each, least significant first.
  public static let tagBytes = 3

  /// ISO 639-1 codes of the lanes, at most 15.
  public let codes: [String]
  private let costs: ConstantBytes
  private let tags: ConstantBytes
  private let mask: Int
  /// What a letter costs that no language of the samples has.
  private(set) var unknownLetter: SIMD16<UInt16>

  /// Makes a table over its bytes.
  ///
  /// - Parameters:
  ///   - costs: sixteen a slot.
  ///   - tags: three a slot, zeros in an empty one; there is a power of two of slots, of which some are empty.
  public init(codes: [String], costs: ConstantBytes, tags: ConstantBytes) {
    let slots = tags.count / Self.tagBytes
    precondition(codes.count < Self.lanes, "at most \(Self.lanes - 1) languages fit a vector")
    precondition(slots.nonzeroBitCount == 1 && costs.count == slots * Self.lanes, "costs and tags are of one table")
    self.codes = codes
    self.costs = costs
    self.tags = tags
    mask = slots - 1
    unknownLetter = .zero
    unknownLetter = (find(LetterSequence.unknownKey) ?? .zero).widened
  }

  /// The costs that stand under a key, or nil.
  public func find(_ key: UInt64) -> SIMD16<UInt8>? {
    let wanted = Self.tag(key)
    var slot = Self.slot(key, mask)
    while true {
      let first = slot * Self.tagBytes
      let tag = UInt32(tags[first]) | UInt32(tags[first + 1]) << 7 | UInt32(tags[first + 2]) << 14
      if tag == wanted { return costs.vector(at: slot * Self.lanes) }
      if tag == 0 { return nil }
      slot = (slot + 1) & mask
    }
  }

  /// Where a key is looked for first.
  public static func slot(_ key: UInt64, _ mask: Int) -> Int { Int(truncatingIfNeeded: key) & mask }

  /// The 21 bits that tell keys of neighbouring slots apart, never 0: one of a million absent keys is found by mistake.
  public static func tag(_ key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: (key >> 40) % 0x1f_ffff) + 1 }
}

extension SIMD16<UInt8> {
  /// The same numbers in sixteen bits.
  var widened: SIMD16<UInt16> { SIMD16<UInt16>(truncatingIfNeeded: self) }
}
