import Buffers
import Testing

@Suite("Hashing")
struct HashingTests {
  /// Computed with a second implementation of the algorithm, in Python with integers of any size.
  static let known: [(text: String, plain: UInt64, seeded: UInt64)] = [
    ("", 0xa550_6ff5_2926_ac13, 0x9353_740e_f9c5_f2b5),
    ("a", 0x37c0_ab88_8779_f5ba, 0xb05b_f291_3c7f_2c63),
    ("ab", 0x982c_74f5_c1c7_41ba, 0x331e_7230_a174_a2ba),
    ("abc", 0xafb2_8318_1d8c_ea3f, 0x3836_c785_c689_36db),
    ("abcd", 0x4381_3bda_811f_b9b0, 0x3f9f_7713_c138_f8c7),
    ("хорошо", 0xd77a_5f43_032e_4059, 0x42b1_415f_2537_c3b4),
    ("12345678", 0x6132_b3b6_bc39_5efc, 0x5fff_1594_ebee_9f99),
    ("0123456789abcdef", 0xe609_3a35_da64_e5d3, 0x017b_23aa_128f_8a62),
    ("0123456789abcdefg", 0x9643_9445_669f_9e80, 0x687b_397f_8daa_cda0),
    ("The quick brown fox jumps over the lazy dog", 0xe9f1_bcb3_05d7_3b39, 0xbd86_c349_d6fd_65e0),
    (
      "The quick brown fox jumps over the lazy dog, and then it does so again and again until the night",
      0x9723_a727_8776_cdee, 0x3377_b32a_103e_b227
    ),
    (
      "The quick brown fox jumps over the lazy dog, and then it does so again and again until the night ",
      0xf894_3827_fda3_0f1b, 0xce1e_5939_fa7e_1351
    ),
    (
      "The quick brown fox jumps over the lazy dog, and then it does so again and again until the night has come at last, ",
      0x6714_a6d7_7a46_649c, 0x293a_ec8f_be0b_1a84
    ),
  ]

  @Test("the hash of known inputs never changes", arguments: known)
  func knownValues(text: String, plain: UInt64, seeded: UInt64) {
    let bytes = Array(text.utf8)
    #expect(hash64(bytes.span) == plain)
    #expect(hash64(bytes.span, seed: 0x9e37_79b9_7f4a_7c15) == seeded)
    let (first, second) = hash128(bytes.span)
    #expect([first, second] == [plain, seeded])
  }

  @Test("the hash depends on the bytes alone, not on where they lie")
  func placeIsNoMatter() {
    var random = SplitMix64(seed: 2)
    for length in 0...200 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      for offset in 0..<9 {
        let shifted = [UInt8](repeating: 0xaa, count: offset) + bytes + [0x55]
        #expect(hash64(shifted.span.extracting(offset..<offset + length)) == hash64(bytes.span))
      }
    }
  }

  @Test("every change of a byte, and every length of equal bytes, changes the hash")
  func sensitivity() {
    var seen: Set<UInt64> = []
    for length in 0...170 {
      var bytes = [UInt8](repeating: 0, count: length)
      #expect(seen.insert(hash64(bytes.span)).inserted)
      for index in 0..<length {
        for value in [1, 0x80, 0xff] as [UInt8] {
          bytes[index] = value
          #expect(seen.insert(hash64(bytes.span)).inserted)
        }
        bytes[index] = 0
      }
    }
  }

  @Test(
    "mix64 folds the product of two words",
    arguments: [
      (0, 5, 0), (1, 7, 7), (UInt64.max, UInt64.max, 0xffff_ffff_ffff_ffff), (1 << 32, 1 << 32, 1),
      (0x9e37_79b9_7f4a_7c15, 2, 0x3c6e_f372_fe94_f82b),
    ] as [(UInt64, UInt64, UInt64)])
  func mixing(first: UInt64, second: UInt64, expected: UInt64) {
    #expect(mix64(first, second) == expected)
  }
}
