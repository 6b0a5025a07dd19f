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
  (hash64(bytes, seed: 0), hash64(bytes, seed: 0x9e37_79b9_7f4a_7c15))
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

private func hash(_ buffer: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
  let count = buffer.count
  var state = seed ^ secret0
  var offset = 0
  func word(_ at: Int) -> UInt64 { unsafe buffer.loadUnaligned(fromByteOffset: at, as: UInt64.self).littleEndian }
  func half(_ at: Int) -> UInt64 {
    UInt64(unsafe buffer.loadUnaligned(fromByteOffset: at, as: UInt32.self).littleEndian)
  }
  var a: UInt64
  var b: UInt64
  if count <= 16 {
    if count >= 8 {
      a = word(0)
      b = word(count - 8)
    } else if count >= 4 {
      a = half(0)
      b = half(count - 4)
    } else if count > 0 {
      let first = UInt64(unsafe buffer[0])
      let middle = UInt64(unsafe buffer[count >> 1])
      a = first << 16 | middle << 8 | UInt64(unsafe buffer[count - 1])
      b = 0
    } else {
      a = 0
      b = 0
    }
  } else {
    while count - offset > 16 {
      state = mix64(word(offset) ^ secret1, word(offset + 8) ^ state)
      offset += 16
    }
    a = word(count - 16)
    b = word(count - 8)
  }
  return mix64(secret2 ^ UInt64(count), mix64(a ^ secret1, b ^ state))
}

/// A byte string in three words: its hash, its first and its last eight bytes.
///
/// Of strings up to 16 bytes, equal keys and lengths mean equal strings; of longer ones, the middle must be compared.
public struct StringKey: Sendable, Equatable {
  /// `hash64` of the string.
  public var hash: UInt64
  /// The first eight bytes, least significant first; zeros where it is shorter.
  public var head: UInt64
  /// The last eight bytes; 0 where the string has eight or fewer.
  public var tail: UInt64

  /// The key of a string.
  ///
  /// About 4 ns for a word.
  public init(_ string: Span<UInt8>) {
    // Every load stays within the buffer, which is valid within the closure.
    self = unsafe string.withUnsafeBytes { buffer in
      let count = buffer.count
      var head: UInt64 = 0
      var tail: UInt64 = 0
      if count >= 8 {
        head = unsafe buffer.loadUnaligned(fromByteOffset: 0, as: UInt64.self).littleEndian
        if count > 8 { tail = unsafe buffer.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self).littleEndian }
      } else {
        for index in 0..<count { head |= UInt64(unsafe buffer[index]) << UInt64(index * 8) }
      }
      return StringKey(hash: unsafe Buffers.hash(buffer, seed: 0), head: head, tail: tail)
    }
  }

  private init(hash: UInt64, head: UInt64, tail: UInt64) {
    self.hash = hash
    self.head = head
    self.tail = tail
  }
}
