// The RLE / bit-packing hybrid (parquet-format, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid"):
//
//   runs       = { run }
//   run        = rle | bit-packed
//   rle        = varint(count << 1)        value in ceil(width / 8) bytes, little-endian
//   bit-packed = varint(groups << 1 | 1)   groups × 8 values of `width` bits, least significant bit first
//
// A bit-packed run holds a multiple of 8 values; only the last of a page may be padded, with zeros.

/// Appends numbers of `width` bits, 1 to 32, as runs and bit-packed groups.
///
/// Works on groups of eight: a run is made of equal groups, so that no number costs a branch of its own.
/// Precondition: each is below 2^width.
package func appendRuns(_ values: Span<UInt32>, width: Int, to page: inout PageBuffer) {
  let valueBytes = (width + 7) / 8
  // A run pays once it is longer packed than as a run plus the header of the next packed group.
  let shortestRun = max(8, ((3 + valueBytes) * 8 + width - 1) / width)
  let groupCount = values.count / 8
  var literalStart = 0
  var group = 0
  while group < groupCount {
    guard isUniform(values, at: group * 8) else {
      group += 1
      continue
    }
    let value = values[group * 8]
    var end = group * 8 + 8
    while end < values.count, values[end] == value { end += 1 }
    // A packed run can't end within a group, unless nothing follows it.
    if end < values.count { end &= ~7 }
    if end - group * 8 >= shortestRun {
      appendPacked(values, literalStart..<group * 8, width: width, to: &page)
      page.appendULEB128(UInt64(end - group * 8) << 1)
      page.append(lowBytes: valueBytes, of: UInt64(value))
      literalStart = end
    }
    group = max(group + 1, end / 8)
  }
  appendPacked(values, literalStart..<values.count, width: width, to: &page)
}

/// Whether the eight numbers at `offset` are the same.
@inline(__always)
private func isUniform(_ values: Span<UInt32>, at offset: Int) -> Bool {
  let first = values[offset]
  var difference: UInt32 = 0
  for index in 1..<8 { difference |= values[offset + index] ^ first }
  return difference == 0
}

private func appendPacked(_ values: Span<UInt32>, _ range: Range<Int>, width: Int, to page: inout PageBuffer) {
  guard !range.isEmpty else { return }
  let groups = (range.count + 7) / 8
  page.appendULEB128(UInt64(groups) << 1 | 1)
  let byteCount = groups * width
  // Every store is of 8 bytes at a multiple of 8 below `byteCount`, so 8 bytes more than those needed are enough.
  unsafe page.append(capacity: byteCount + 8) { room in
    var word: UInt64 = 0
    var filled = 0
    var offset = 0
    for index in range {
      let value = UInt64(values[index])
      word |= value &<< UInt64(truncatingIfNeeded: filled)
      filled += width
      if filled >= 64 {
        unsafe room.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt64.self)
        offset += 8
        filled -= 64
        word = value &>> UInt64(truncatingIfNeeded: width - filled)
      }
    }
    while offset < byteCount {
      unsafe room.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt64.self)
      offset += 8
      word = 0
    }
    return byteCount
  }
}

/// Appends flags, one byte 0 or 1 each, in the hybrid with a width of 1: definition levels and booleans.
///
/// Works on groups of eight: a run is made of at least four equal groups, so that 32 flags cost what a run costs.
package func appendRuns(flags: [UInt8], _ range: Range<Int>, to page: inout PageBuffer) {
  let flags = flags.span.extracting(range)
  let groupCount = flags.count / 8
  var literalStart = 0
  var group = 0
  while group < groupCount {
    let bits = packedGroup(flags, at: group * 8)
    var end = group + 1
    if bits == 0 || bits == 0xff {
      while end < groupCount, packedGroup(flags, at: end * 8) == bits { end += 1 }
      let (isLast, tail) = tailRun(flags, from: end, of: groupCount, flag: bits & 1)
      if end - group >= 4 || (isLast && group == 0) {
        appendPacked(flags: flags, literalStart * 8..<group * 8, to: &page)
        page.appendULEB128(UInt64((end - group) * 8 + tail) << 1)
        page.append(bits & 1)
        literalStart = end
        if isLast { return }
      }
    }
    group = end
  }
  appendPacked(flags: flags, literalStart * 8..<flags.count, to: &page)
}

/// Whether the flags behind the last whole group, if groups end at `end`, are all `flag`, and how many they are.
private func tailRun(_ flags: Span<UInt8>, from end: Int, of groupCount: Int, flag: UInt8) -> (Bool, Int) {
  guard end == groupCount else { return (false, 0) }
  for index in groupCount * 8..<flags.count where flags[index] != flag { return (false, 0) }
  return (true, flags.count - groupCount * 8)
}

private func appendPacked(flags: Span<UInt8>, _ range: Range<Int>, to page: inout PageBuffer) {
  guard !range.isEmpty else { return }
  page.appendULEB128(UInt64((range.count + 7) / 8) << 1 | 1)
  appendBits(flags.extracting(range), to: &page)
}

/// Appends flags, one byte 0 or 1 each, as bits, least significant first, the last byte padded with zeros.
package func appendBits(_ flags: [UInt8], to page: inout PageBuffer) {
  appendBits(flags.span, to: &page)
}

private func appendBits(_ flags: Span<UInt8>, to page: inout PageBuffer) {
  // One byte is stored for each group of eight flags, a broken last group included.
  unsafe page.append(capacity: (flags.count + 7) / 8) { room in
    let groupCount = flags.count / 8
    for group in 0..<groupCount { unsafe room[group] = packedGroup(flags, at: group * 8) }
    guard flags.count % 8 != 0 else { return groupCount }
    var bits: UInt8 = 0
    for index in groupCount * 8..<flags.count { bits |= flags[index] << UInt8(index & 7) }
    unsafe room[groupCount] = bits
    return groupCount + 1
  }
}

/// Eight flags as the bits of a byte: the product moves the low bit of byte i to bit 56 + i.
@inline(__always)
private func packedGroup(_ flags: Span<UInt8>, at offset: Int) -> UInt8 {
  // The caller's group lies within the flags; the load checks it.
  let word = unsafe flags.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
  return UInt8(truncatingIfNeeded: (word &* 0x0102_0408_1020_4080) >> 56)
}
