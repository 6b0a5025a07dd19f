import Buffers
import Testing

@Suite("ConstantBytes")
struct ConstantBytesTests {
  @Test("a literal and a copy of its bytes hold the same")
  func literalAndCopy() {
    let literal = ConstantBytes("0123456789abcdefghij")
    let copy = ConstantBytes(copying: Array("0123456789abcdefghij".utf8))
    #expect(literal.count == 20 && copy.count == 20)
    for index in 0..<20 { #expect(literal[index] == copy[index]) }
    for index in 0...4 { #expect(literal.vector(at: index) == copy.vector(at: index)) }
    #expect(literal.vector(at: 4)[15] == UInt8(ascii: "j"))
  }

  @Test("no bytes are possible")
  func empty() {
    #expect(ConstantBytes("").count == 0)
    #expect(ConstantBytes(copying: []).count == 0)
  }
}
