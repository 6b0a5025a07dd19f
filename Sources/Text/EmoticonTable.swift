internal import Buffers

/// Finds emoticons (`:-)`, `;(`, `:'(`) in text: the longest that stands at a place.
struct EmoticonTable: Sendable {
  private var forms: [[UInt8]] = []
  /// By first byte: the numbers of the forms that begin with it, longest first.
  private var byFirst: [[Int]] = Array(repeating: [], count: 256)
  /// By byte: whether a form begins with it.
  private var begins = [Bool](repeating: false, count: 256)

  /// Single marks and plain brackets are left to the tokenizer.
  init(_ emoticons: [String]) {
    forms = emoticons.map { Array($0.utf8) }.filter { $0.count > 1 && !$0.allSatisfy { $0 == 0x28 || $0 == 0x29 } }
    for number in forms.indices { byFirst[Int(forms[number][0])].append(number) }
    for first in byFirst.indices { begins[first] = !byFirst[first].isEmpty }
    for first in byFirst.indices { byFirst[first].sort { forms[$0].count > forms[$1].count } }
  }

  func form(_ number: Int) -> [UInt8] { forms[number] }

  /// The emoticon at `offset`; its last mark may be repeated.
  ///
  /// What stands behind must not be a letter or digit.
  func match(_ text: Span<UInt8>, at offset: Int) -> (number: Int, end: Int, isStretched: Bool)? {
    guard begins[Int(text[offset])] else { return nil }
    for number in byFirst[Int(text[offset])] {
      let form = forms[number]
      guard offset + form.count <= text.count, (1..<form.count).allSatisfy({ text[offset + $0] == form[$0] }) else {
        continue
      }
      var end = offset + form.count
      let shortest = end
      while end < text.count, text[end] == form[form.count - 1] { end += 1 }
      if end < text.count {
        let next = text[end] | 0x20
        if next >= 0x61 && next <= 0x7a || text[end] >= 0x30 && text[end] <= 0x39 { continue }
      }
      return (number, end, end - shortest > 1)
    }
    return nil
  }
}
