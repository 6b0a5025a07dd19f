import Buffers
import Satisfaction
import Testing

@Suite("DimensionKey")
struct DimensionKeyTests {
  private enum Value: Equatable {
    case string([UInt8]?)
    case number(Int32?)
    case flag(Bool?)

    static func random(kind: Int, _ random: inout SplitMix64) -> Value {
      let isNull = Int.random(in: 0...4, using: &random) == 0
      switch kind {
      case 0:
        // Bytes that the form treats apart are frequent.
        let bytes = (0..<Int.random(in: 0...4, using: &random)).map { _ in
          [0, 0, 1, 254, 255, 97].randomElement(using: &random) ?? 0 as UInt8
        }
        return .string(isNull ? nil : bytes)
      case 1:
        let edge: [Int32] = [.min, -1, 0, 1, .max, 20_000, Int32.random(in: .min ... .max, using: &random)]
        return .number(isNull ? nil : edge.randomElement(using: &random))
      default: return .flag(isNull ? nil : Bool.random(using: &random))
      }
    }

    func append(to key: inout [UInt8]) {
      switch self {
      case .string(let value?): DimensionKey.append(value.span, to: &key)
      case .number(let value?): DimensionKey.append(value, to: &key)
      case .flag(let value?): DimensionKey.append(value, to: &key)
      case .string(nil), .number(nil), .flag(nil): DimensionKey.appendNull(to: &key)
      }
    }

    /// Null first, then by value; strings by bytes.
    func precedes(_ other: Value) -> Bool {
      switch (self, other) {
      case (.string(let a), .string(let b)):
        guard let b else { return false }
        return a?.lexicographicallyPrecedes(b) ?? true
      case (.number(let a), .number(let b)):
        guard let b else { return false }
        return a.map { $0 < b } ?? true
      case (.flag(let a), .flag(let b)):
        guard let b else { return false }
        return a.map { !$0 && b } ?? true
      default: return false
      }
    }
  }

  private func key(_ values: [Value]) -> [UInt8] {
    var key: [UInt8] = []
    for value in values { value.append(to: &key) }
    return key
  }

  @Test("values of a key come back as they were appended")
  func roundTrip() {
    var random = SplitMix64(seed: 27)
    for _ in 0..<20_000 {
      let kinds = (0..<Int.random(in: 0...5, using: &random)).map { _ in Int.random(in: 0...2, using: &random) }
      let values = kinds.map { Value.random(kind: $0, &random) }
      var reader = DimensionKey.Reader(key(values))
      for value in values {
        switch value {
        case .string(let expected): #expect(reader.string() == expected)
        case .number(let expected): #expect(reader.number() == expected)
        case .flag(let expected): #expect(reader.flag() == expected)
        }
      }
    }
  }

  @Test("the order of keys is the order of values, dimension by dimension, and only equal values have equal keys")
  func order() {
    var random = SplitMix64(seed: 28)
    for _ in 0..<40_000 {
      let kinds = (0..<Int.random(in: 1...3, using: &random)).map { _ in Int.random(in: 0...2, using: &random) }
      let first = kinds.map { Value.random(kind: $0, &random) }
      var second = kinds.map { Value.random(kind: $0, &random) }
      // Equal beginnings are what tests the later dimensions.
      for index in second.indices where Bool.random(using: &random) { second[index] = first[index] }
      let different = zip(first, second).first { $0 != $1 }
      let expected = different.map { $0.0.precedes($0.1) } ?? false
      #expect(key(first).lexicographicallyPrecedes(key(second)) == expected)
      #expect((key(first) == key(second)) == (first == second))
    }
  }
}
