import Buffers
import Testing

@Suite("KeySet")
struct KeySetTests {
  /// What the set keeps of a key: 64 bits and the upper half of the next 64.
  private struct Kept: Hashable {
    var first: UInt64
    var second: UInt64

    init(_ key: (UInt64, UInt64)) {
      first = max(1, key.0)
      second = key.1 >> 32
    }
  }

  @Test("admissions are those of a dictionary of first digests, through every growth", arguments: [0, 1, 4_000])
  func dictionaryTwin(capacity: Int) {
    var random = SeededGenerator(seed: 3)
    var set = KeySet(capacity: capacity)
    var twin: [Kept: UInt32] = [:]
    var wrong = 0
    for _ in 0..<80_000 {
      // Few low bits, so that slots collide; zero in either half among them.
      let key = (UInt64.random(in: 0...200, using: &random), UInt64.random(in: 0...150, using: &random) << 32)
      let digest = UInt32.random(in: 0...3, using: &random)
      let expected: KeySet.Admission =
        switch twin[Kept(key)] {
        case nil: .new
        case digest: .repeated
        default: .changed
        }
      if expected == .new { twin[Kept(key)] = digest }
      if set.insert(key, digest: digest) != expected { wrong += 1 }
    }
    #expect(wrong == 0)
    #expect(set.count == twin.count)
    #expect(set.count > 20_000, "the table has grown many times")
  }

  @Test("a changed record does not replace the digest of the first")
  func changedIsNotKept() {
    var set = KeySet()
    let key = hash128(Array("order 1".utf8).span)
    #expect(set.insert(key, digest: 1) == .new)
    #expect(set.insert(key, digest: 2) == .changed)
    #expect(set.insert(key, digest: 2) == .changed)
    #expect(set.insert(key, digest: 1) == .repeated)
    #expect(set.count == 1)
  }

  @Test("keys that differ in the low half of the second word alone are one key")
  func keyBits() {
    var set = KeySet()
    #expect(set.insert((9, 0x1_0000_0000), digest: 0) == .new)
    #expect(set.insert((9, 0x1_ffff_ffff), digest: 0) == .repeated)
    #expect(set.insert((9, 0x2_0000_0000), digest: 0) == .new)
  }
}
