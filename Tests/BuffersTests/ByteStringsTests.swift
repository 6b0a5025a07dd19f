import Buffers
import Testing

@Suite("ByteStrings")
struct ByteStringsTests {
  private func randomStrings(_ count: Int, _ random: inout SplitMix64) -> [[UInt8]] {
    (0..<count).map { _ in
      (0..<Int.random(in: 0...5, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
  }

  private func filled(_ strings: [[UInt8]]) -> ByteStrings {
    var result = ByteStrings()
    for string in strings { result.append(string) }
    return result
  }

  private func contents(_ strings: ByteStrings) -> [[UInt8]] { (0..<strings.count).map { strings.copy($0) } }

  @Test("strings come back as they were appended, by whichever way")
  func roundTrip() {
    var strings = ByteStrings()
    #expect(strings.isEmpty)
    strings.append("hyvä")
    strings.appendEmpty()
    strings.append([0, 255])
    strings.append([1, 2, 3].span)
    #expect(contents(strings) == [Array("hyvä".utf8), [], [0, 255], [1, 2, 3]])
    #expect(strings.text(0) == "hyvä")
    #expect(strings.range(1) == 5..<5)
    #expect(strings.ends == [5, 5, 7, 10])
    strings.removeAll()
    #expect(strings.isEmpty)
    #expect(strings.bytes.isEmpty)
    strings.append("a")
    #expect(contents(strings) == [[0x61]])
  }

  @Test("appending places of two arenas is appending each string of the one that is named")
  func appendOfTwo() {
    var random = SplitMix64(seed: 41)
    func arena() -> [UInt8] {
      (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
    for _ in 0..<2_000 {
      let (first, second) = (arena(), arena())
      var expected = [Array("x".utf8)]
      var places: [BytePlace] = []
      var areSecond: [Bool] = []
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        let isSecond = Bool.random(using: &random)
        let bytes = isSecond ? second : first
        let start = Int.random(in: 0...bytes.count, using: &random)
        let end = Int.random(in: start...min(bytes.count, start + 24), using: &random)
        places.append(BytePlace(start..<end))
        areSecond.append(isSecond)
        expected.append(Array(bytes[start..<end]))
      }
      var strings = filled([Array("x".utf8)])
      strings.append(places.span, of: first.span, or: second.span, areSecond.span)
      #expect(contents(strings) == expected)
    }
  }

  @Test("appending rows of another arena is appending each of them")
  func appendRows() {
    var random = SplitMix64(seed: 4)
    for _ in 0..<3_000 {
      let mine = randomStrings(Int.random(in: 0...4, using: &random), &random)
      let theirs = randomStrings(Int.random(in: 0...8, using: &random), &random)
      let first = Int.random(in: 0...theirs.count, using: &random)
      let last = Int.random(in: first...theirs.count, using: &random)
      var strings = filled(mine)
      strings.append(contentsOf: filled(theirs), rows: first..<last)
      #expect(contents(strings) == mine + theirs[first..<last])
      #expect(strings.bytes == Array((mine + theirs[first..<last]).joined()))
    }
  }

  @Test("an arena can be appended to itself")
  func appendItself() {
    var strings = filled([[1], [], [2, 3]])
    strings.append(contentsOf: strings, rows: 1..<3)
    #expect(contents(strings) == [[1], [], [2, 3], [], [2, 3]])
  }

  @Test("an arena holds less than 4 GiB", arguments: [(0, true), (4_294_967_294, true), (4_294_967_295, false)])
  func limit(byteCount: Int, fits: Bool) {
    #expect(filled([[7]]).canHold(byteCount) == fits)
  }
}
