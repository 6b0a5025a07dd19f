/// The bytes of a fuzzed input: choices at the front, content behind them.
///
/// Choices that are missing are the first ones, so that an empty input is legal.
struct FuzzInput {
  private var bytes: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  /// All that has not been taken as a choice.
  var content: [UInt8] { Array(bytes) }

  /// One of `options`, told by the next byte.
  mutating func choose<Option>(_ first: Option, _ others: Option...) -> Option {
    let number = Int(bytes.popFirst() ?? 0) % (others.count + 1)
    return number == 0 ? first : others[number - 1]
  }

  /// A number from 0 to 255.
  mutating func number() -> Int { Int(bytes.popFirst() ?? 0) }
}
