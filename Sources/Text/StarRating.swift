/// Ratings drawn as stars: `★★★★☆`, `⭐⭐⭐⭐⭐`.
public enum StarRating {
  /// Runs longer than this are decoration.
  public static let maximum = 10

  static func isStar(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x2605 || scalar.value == 0x2606 || scalar.value == 0x2b50 || scalar.value == 0x1f31f
  }

  /// Filled and all stars of a symbol token's form, or nil where it is no rating.
  ///
  /// A rating has an empty star or at least three and at most five filled ones of five: one or two alone may be decoration.
  public static func parse(_ form: Span<UInt8>) -> (filled: Int, of: Int)? {
    var filled = 0
    var empty = 0
    var offset = 0
    while offset < form.count {
      let (scalar, length) = form.scalar(at: offset)
      guard isStar(scalar) else { return nil }
      if scalar.value == 0x2606 { empty += 1 } else { filled += 1 }
      offset += length
    }
    let all = filled + empty
    if empty > 0 { return all == 5 || all == 10 ? (filled, all) : nil }
    return filled >= 3 && filled <= 5 ? (filled, 5) : nil
  }
}
