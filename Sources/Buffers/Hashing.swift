// A hash for tables and keys in the manner of wyhash (W. Yi, public domain): 16 bytes a step, one 64 × 64 → 128 bit
// product each. It has no seed of the process: the same bytes hash alike on every run, so that nothing can differ
// between two runs. Tables that use it keep their elements in order of insertion, never of hash.

/// 64 bits of hash of the bytes.
///
/// About 3 ns for a word.
public func hash64(_ bytes: Span<UInt8>, seed: UInt64 = 0) -> UInt64 {
  // The pointer is valid within the closure and every load stays below `count`.
  unsafe bytes.withUnsafeBytes { buffer in
    unsafe hash(buffer, seed: seed)
  }
}

/// 128 bits of hash of the bytes, as two words: for keys that are never compared with the bytes again.
///
/// Two of n different keys are taken for one with probability below n² / 2¹²⁹.
public func hash128(_ bytes: Span<UInt8>) -> (UInt64, UInt64) {
  // The pointer is valid within the closure and every load stays below `count`.
  unsafe bytes.withUnsafeBytes { buffer in
    guard buffer.count <= 16 else {
      return unsafe (hash(buffer, seed: 0), hash(buffer, seed: secondSeed))
    }
    // Ids are short: their words are loaded once for both halves.
    let (a, b) = unsafe words(buffer)
    return (finish(a, b, buffer.count, secret0), finish(a, b, buffer.count, secondSeed ^ secret0))
  }
}

/// Mixes two words into one: for hashes of tuples.
@inlinable
public func mix64(_ a: UInt64, _ b: UInt64) -> UInt64 {
  let product = a.multipliedFullWidth(by: b)
  return product.high ^ product.low
}

private let secret0: UInt64 = 0xa076_1d64_78bd_642f
private let secret1: UInt64 = 0xe703_7ed1_a0b4_28db
private let secret2: UInt64 = 0x8ebc_6af0_9c88_c6e3
private let secret3: UInt64 = 0x5899_65cc_7537_4cc3

private let secondSeed: UInt64 = 0x9e37_79b9_7f4a_7c15

@inline(__always)
private func hash(_ buffer: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
  let count = buffer.count
  var state = seed ^ secret0
  if count <= 16 {
    let (a, b) = unsafe words(buffer)
    return finish(a, b, count, state)
  }
  var offset = 0
  if count > 96 {
    // Three products at a time do not wait for each other: 48 bytes take as long as 16.
    var second = state
    var third = state
    repeat {
      state = unsafe mix64(word(buffer, offset) ^ secret1, word(buffer, offset + 8) ^ state)
      second = unsafe mix64(word(buffer, offset + 16) ^ secret2, word(buffer, offset + 24) ^ second)
      third = unsafe mix64(word(buffer, offset + 32) ^ secret3, word(buffer, offset + 40) ^ third)
      offset += 48
    } while count - offset > 48
    state ^= second ^ third
  }
  while count - offset > 16 {
    state = unsafe mix64(word(buffer, offset) ^ secret1, word(buffer, offset + 8) ^ state)
    offset += 16
  }
  return unsafe finish(word(buffer, count - 16), word(buffer, count - 8), count, state)
}

@inline(__always)
private func finish(_ a: UInt64, _ b: UInt64, _ count: Int, _ state: UInt64) -> UInt64 {
  mix64(secret2 ^ UInt64(count), mix64(a ^ secret1, b ^ state))
}

/// At most 16 bytes in two words.
@inline(__always)
private func words(_ buffer: UnsafeRawBufferPointer) -> (UInt64, UInt64) {
  let count = buffer.count
  if count >= 8 { return unsafe (word(buffer, 0), word(buffer, count - 8)) }
  if count >= 4 { return unsafe (half(buffer, 0), half(buffer, count - 4)) }
  if count == 0 { return (0, 0) }
  // The three places are below the count.
  let first = UInt64(unsafe buffer[0])
  let middle = UInt64(unsafe buffer[count >> 1])
  return (first << 16 | middle << 8 | UInt64(unsafe buffer[count - 1]), 0)
}

// Loads of eight and four bytes; who calls has compared their ends with the count.

@inline(__always)
private func word(_ buffer: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
  unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
}

@inline(__always)
private func half(_ buffer: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
  UInt64(unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian)
}
