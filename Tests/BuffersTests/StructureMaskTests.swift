import Buffers
import Testing

@Suite("Masks of a CSV file's structure")
struct StructureMaskTests {
  @Test("lanes of every width find what a look at each byte finds", arguments: LaneWidth.all.indices)
  func everyWidth(width: Int) {
    let lanes = LaneWidth.all[width]
    var random = SplitMix64(seed: 19)
    let marks: [UInt8] = [0x22, 0x2c, 0x3b, 0x0a, 0x0d, 0x20, 0x09, 0x00, 0x0b, 0xa0, 0xff]
    for _ in 0..<400 {
      let bytes = (0..<96).map { _ in
        let any = UInt8.random(in: 0...255, using: &random)
        return Bool.random(using: &random) ? marks.randomElement(using: &random) ?? any : any
      }
      let offset = Int.random(in: 0...32, using: &random)
      let delimiter: UInt8 = Bool.random(using: &random) ? 0x2c : 0x3b
      let found = bytes.span.bytes.structureMasks(at: offset, quote: 0x22, delimiter: delimiter, lanes)
      func mask(_ isOne: (UInt8) -> Bool) -> UInt64 {
        (0..<64).reduce(0) { $0 | (isOne(bytes[offset + $1]) ? 1 << UInt64($1) : 0) }
      }
      #expect(found.quotes == mask { $0 == 0x22 })
      #expect(found.delimiters == mask { $0 == delimiter })
      #expect(found.lineEnds == mask { $0 == 0x0a || $0 == 0x0d })
      #expect(found.blanks == mask { $0 == 0x20 || $0 == 0x09 })
    }
  }
}
