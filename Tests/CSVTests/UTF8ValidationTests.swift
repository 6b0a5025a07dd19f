import Buffers
import CSV
import Testing

@Suite("UTF-8 validation")
struct UTF8ValidationTests {
  @Test(
    "the table of well-formed sequences is kept to, at every place of a word",
    arguments: [
      ([], nil), ([0x00], nil), ([0x7f], nil), ([0x80], 0), ([0xc1, 0xbf], 0), ([0xc2, 0x80], nil),
      ([0xdf, 0xbf], nil),
      ([0xc2], 0), ([0xc2, 0x41], 0), ([0xe0, 0x9f, 0xbf], 0), ([0xe0, 0xa0, 0x80], nil), ([0xed, 0x9f, 0xbf], nil),
      ([0xed, 0xa0, 0x80], 0), ([0xef, 0xbf, 0xbf], nil), ([0xe2, 0x82], 0), ([0xf0, 0x8f, 0xbf, 0xbf], 0),
      ([0xf0, 0x90, 0x80, 0x80], nil), ([0xf4, 0x8f, 0xbf, 0xbf], nil), ([0xf4, 0x90, 0x80, 0x80], 0),
      ([0xf5, 0x80, 0x80, 0x80], 0), ([0xf0, 0x9f, 0x98], 0), ([0xff], 0), ([0x61, 0xc3, 0xa4, 0xc3], 3),
    ] as [([UInt8], Int?)])
  func table(bytes: [UInt8], invalid: Int?) {
    for before in [0...17, 50...68, 120...130].joined() {
      for after in [0...9, 60...70].joined() {
        let padded = [UInt8](repeating: 0x61, count: before) + bytes + [UInt8](repeating: 0x62, count: after)
        #expect(firstInvalidByte(padded.span) == invalid.map { $0 + before })
        #expect(isValidUTF8(padded.span) == (invalid == nil))
      }
    }
  }

  @Test("a sequence that another cuts off is found, wherever a block of the validator ends")
  func cutOffSequences() {
    for first in [[0xd0], [0xe2, 0x82], [0xe2], [0xf0, 0x9f], [0xf0, 0x9f, 0x98]] as [[UInt8]] {
      for second in [[0xd0, 0xb0], [0xe2, 0x82, 0xac], [0xf0, 0x9f, 0x98, 0x80]] as [[UInt8]] {
        for before in 50...130 {
          let bytes = [UInt8](repeating: 0x61, count: before) + first + second + [UInt8](repeating: 0x62, count: 70)
          #expect(firstInvalidByte(bytes.span) == before)
        }
      }
    }
  }

  @Test("the validator agrees with the standard library's on random bytes and on damaged text")
  func agreement() {
    var random = SplitMix64(seed: 11)
    let sentence = "Отлично! Hyvä 😀 – l’été, ok 日本語 oke bgtt "
    let text = Array(String(repeating: sentence, count: 5).utf8)
    var validCount = 0
    for _ in 0..<50_000 {
      let start = Int.random(in: 0..<60, using: &random)
      var bytes = Array(text[start..<Int.random(in: start...text.count, using: &random)])
      if Bool.random(using: &random), !bytes.isEmpty {
        let damage = [UInt8.random(in: 0...255, using: &random), 0xe0, 0xed, 0xf0, 0xf4, 0xf5, 0xc1]
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = damage.randomElement(using: &random) ?? 0
      }
      let expected = String(validating: bytes, as: UTF8.self) != nil
      #expect(isValidUTF8(bytes.span) == expected)
      if let invalid = firstInvalidByte(bytes.span) {
        #expect(String(validating: bytes[..<invalid], as: UTF8.self) != nil)
      }
      if expected { validCount += 1 }
    }
    #expect(validCount > 5_000 && validCount < 45_000)
  }
}

@Suite("ASCII")
struct ASCIITests {
  private func areASCII(_ bytes: [UInt8]) -> Bool { isASCII(bytes.span) }

  @Test(
    "bytes are ASCII unless one of them is above 127, wherever it stands", arguments: [1, 63, 4095, 4096, 4097, 9000])
  func twin(count: Int) {
    var bytes = [UInt8](repeating: 0x7f, count: count)
    #expect(areASCII(bytes))
    for index in [0, count / 2, count - 1] {
      bytes[index] = 0x80
      #expect(!areASCII(bytes))
      bytes[index] = 0
    }
    #expect(areASCII([]))
  }
}
