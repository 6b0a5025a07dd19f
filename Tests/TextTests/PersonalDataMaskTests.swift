import Buffers
import Testing
import Text

@Suite("PersonalDataMask")
struct PersonalDataMaskTests {
  private func mask(_ text: String, _ kinds: Set<PersonalDataMask.Kind> = [.email, .phone, .card]) -> (String, Int) {
    let bytes = Array(text.utf8)
    var result = bytes
    let count = PersonalDataMask(kinds).apply(bytes.span, into: &result)
    return (String(decoding: result, as: UTF8.self), count)
  }

  /// `[` and `]` in a case stand around what must be masked.
  private func expect(_ marked: String) {
    let text = marked.filter { $0 != "[" && $0 != "]" }
    var expected = ""
    var isInside = false
    var count = 0
    for character in marked {
      switch character {
      case "[":
        isInside = true
        count += 1
      case "]": isInside = false
      default: expected += isInside ? String(repeating: "*", count: character.utf8.count) : String(character)
      }
    }
    let (masked, found) = mask(text)
    #expect(masked == expected, "\(text)")
    #expect(found == count, "\(text)")
  }

  @Test(
    "an address is local@domain.tld",
    arguments: [
      "write to [ivan.petrov+1@mail.example.ru], please", "[a@b.fi]", "[A_b%c-d@x-y.co.uk]. Then",
      "почта [ivan@ya.ru]!",
      "([a@b.it])", "[a@b.fr],[c@d.fr]", "a@b", "@shop", "a@b.c", "a @ b.fi", "é@b.fi", "a@.fi",
    ])
  func addresses(marked: String) { expect(marked) }

  @Test(
    "a phone number has 8 to 15 digits after a plus, or 9 to 12 that begin with 0 or 8",
    arguments: [
      "call [+7 (916) 123-45-67] now", "[+358401234567]", "[+33.1.23.45.67.89]", "+1234567", "+1234567890123456",
      "[8 916 123 45 67]", "[0812-3456-7890]", "[06 12 34 56 78]", "[040-1234567] ok", "тел[89161234567]",
      "[+33\u{a0}1\u{202f}23\u{a0}45\u{a0}67\u{a0}89]", "[8\u{2013}916\u{2011}123\u{2010}4567]", "7916 1234567",
      "12345678", "08123456", "order A89161234567", "1.234.567,89",
    ])
  func phones(marked: String) { expect(marked) }

  @Test(
    "a card number has 13 to 19 digits, in groups or not, and passes Luhn's check",
    arguments: [
      "card [4111 1111 1111 1111]", "[4111-1111-1111-1111].", "[5500005555555559]", "[378282246310005]",
      "[4222222222222]", "[6304000000000000]", "4111 1111 1111 1112", "1234567890123456", "411111111111",
      "41111111111111111111111111",
    ])
  func cards(marked: String) { expect(marked) }

  @Test(
    "dates, times, prices and order numbers are no numbers of persons",
    arguments: [
      "21.11.2026", "on 01.02.2026 10:30", "01-02-2026 at 12", "2026-11-21", "08.11.2026", "costs 1 299 000",
      "№ 123456789", "from 01.02.2026 to 05.02.2026", "2026-11-21T10:30:00",
    ])
  func dates(marked: String) { expect(marked) }

  @Test(
    "a number is masked whatever number stands behind it",
    arguments: [
      "[4111 1111 1111 1111] 12/27", "[4111111111111111] 123", "[89161234567] 14.05", "[+358401234567] 2026",
    ])
  func neighbours(marked: String) {
    expect(marked)
  }

  @Test("what is masked twice is counted once", arguments: ["[89161234567@mail.ru]"])
  func countedOnce(marked: String) {
    expect(marked)
  }

  @Test("kinds that are not asked for are left alone")
  func kinds() {
    let text = "a@b.fi +358401234567 x 4111 1111 1111 1111"
    #expect(mask(text, []) == (text, 0))
    #expect(mask(text, [.email]) == ("****** +358401234567 x 4111 1111 1111 1111", 1))
    #expect(mask(text, [.phone]) == ("a@b.fi ************* x 4111 1111 1111 1111", 1))
    #expect(mask(text, [.card]) == ("a@b.fi +358401234567 x *******************", 1))
    #expect(mask(text).1 == 3)
  }

  /// A comment may have a megabyte; were each stretch of groups looked at, this would take hours.
  @Test("a megabyte of digits with blanks between them is gone through once")
  func manyGroups() {
    let text = String(repeating: "1 ", count: 500_000)
    #expect(mask(text + "+358401234567").0.hasSuffix("1 *************"))
  }

  @Test("masking keeps the number of bytes, and changes nothing but ASCII to asterisks")
  func invariants() {
    var random = SplitMix64(seed: 14)
    let pieces = [
      "a@b.fi", "ivan", "@", ".", " ", "+7", "8", "0", "4111", "1111", "-", "(", ")", "916", "1234567", "é", "й", "😀",
      ",",
      "21.11.2026", "\n",
    ]
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...14, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      let bytes = Array(text.utf8)
      var result: [UInt8] = [1, 2, 3]
      let found = PersonalDataMask([.email, .phone, .card]).apply(bytes.span, into: &result)
      guard found > 0 else {
        #expect(result == [1, 2, 3])
        continue
      }
      #expect(result.count == bytes.count)
      #expect(zip(result, bytes).allSatisfy { $0 == $1 || $0 == UInt8(ascii: "*") && $1 < 0x80 })
    }
  }
}
