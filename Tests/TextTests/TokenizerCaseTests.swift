import Testing
import Text

@Suite("Tokenizer: cases")
struct TokenizerCaseTests {
  private func expect(_ cases: [(text: String, expected: String)]) {
    var listing = TokenListing()
    for (text, expected) in cases { #expect(listing.list(text) == expected, "\(text.debugDescription)") }
  }

  @Test("words are folded to lower case, ё to е")
  func folding() {
    expect([
      ("", ""), (" \t\u{a0}", ""), ("Hyvä", "hyvä"), ("ÄÄNI Été", "ääni/C été"), ("Ещё ЁЖ", "еще еж"),
      ("ＯＫ", "ok"), ("straße", "straße"), ("日本", "日本"),
    ])
  }

  @Test("an apostrophe of any shape ends a word and stays with it, between letters alone")
  func elisions() {
    expect([
      ("l'attesa", "l' attesa"), ("l’attesa", "l' attesa"), ("L‘été", "l' été"), ("d`accord", "d' accord"),
      ("jusqu'à", "jusqu' à"), ("n'", "n"), ("'ciao'", "ciao"), ("l' attesa", "l attesa"), ("об'єкт", "об' єкт"),
      ("l'9", "l #9"), ("''", ""),
    ])
  }

  @Test("letters and marks that belong together are one letter")
  func composition() {
    expect([
      ("хорошии\u{306}", "хороший"), ("ЕЩЕ\u{308}", "еще/C"), ("hyva\u{308}", "hyvä"), ("e\u{301}te\u{301}", "été"),
      ("perche\u{301}", "perché"), ("A\u{30a}bo", "åbo"), ("c\u{327}a", "ça"), ("x\u{306}y", "xy"), ("\u{301}a", "a"),
      ("Vie\u{323}\u{302}t", "việt"),
    ])
  }

  @Test("a letter typed more than three times in a row is kept three times")
  func stretching() {
    expect([
      ("suuper", "suuper"), ("suuuper", "suuuper/S"), ("suuuuuuper", "suuuper/S"), ("ОООчень", "ооочень/S"),
      ("ooo", "ooo/S"), ("aAaAa", "aaa/S"), ("111111", "#111111"), ("éééééé", "ééé/S"),
      ("zzzzuuuuzzzz", "zzzuuuzzz/S"),
    ])
  }

  @Test("three letters or more, all capitals, are shouted")
  func capitals() {
    expect([
      ("OK", "ok"), ("BAD", "bad/C"), ("УЖАС", "ужас/C"), ("Bad", "bad"), ("BaD", "bad"), ("A1B2C3", "a1b2c3/C"),
      ("WI-FI", "wi-fi/CH"), ("ЁЛКА", "елка/C"),
    ])
  }

  @Test("a hyphen between letters joins, any other dash parts")
  func hyphens() {
    expect([
      ("peut-être", "peut-être/H"), ("cepat-cepat", "cepat-cepat/H"), ("из‑за", "из-за/H"),
      ("ei - hyvä", "ei , hyvä"), ("ei -hyvä", "ei hyvä"), ("ei— hyvä", "ei , hyvä"), ("a–b", "a , b"),
      ("hinta-", "hinta ,"), ("-5", "#5"), ("3-x", "#3 x"), ("a-b-c", "a-b-c/H"),
    ])
  }

  @Test("numbers keep points, commas and colons between digits; a slash makes a fraction")
  func numbers() {
    expect([
      ("12", "#12"), ("1.000,50", "#1.000,50"), ("10:30", "#10:30"), ("5.", "#5 ."), ("5,", "#5 ,"), ("9/10", "%9/10"),
      ("4,5/5", "%4,5/5"), ("8 / 10", "#8 #10"), ("9/", "#9"), ("9/x", "#9 x"), ("2nd", "2nd"), ("10kg", "10kg"),
      ("²", "#²"), ("50%", "#50"), ("1,2,3", "#1,2,3"),
    ])
  }

  @Test("a date with slashes is no fraction", arguments: ["04/05/2024", "21/11/2026", "10/10/24"])
  func dates(text: String) {
    var listing = TokenListing()
    #expect(!listing.list(text).contains("%"))
  }

  @Test("a run of one emoji is one symbol; skin tones and presentation selectors vanish")
  func emoji() {
    expect([
      ("😀", "<😀>"), ("😀😀😀", "<😀>/S"), ("😀😡", "<😀> <😡>"), ("👍🏽", "<👍>"), ("👍🏽👍🏿👍", "<👍>/S"), ("❤️", "<❤>"),
      ("❤️❤️", "<❤>/S"), ("ok👍ok", "ok <👍> ok"), ("😀 😀", "<😀> <😀>"), ("👨‍👩", "<👨> <👩>"),
    ])
  }

  @Test("a run of stars is one symbol, whole up to ten")
  func stars() {
    expect([
      ("★★★★☆", "<★★★★☆>"), ("⭐️⭐️⭐️", "<⭐⭐⭐>"), ("★", "<★>"), ("★ ★", "<★> <★>"),
      (String(repeating: "★", count: 14), "<★★★★★★★★★★>"), ("★😀", "<★> <😀>"),
    ])
  }

  @Test("the longest emoticon wins, its last mark may be repeated, and no letter stands behind it")
  func emoticons() {
    expect([
      ("ok :)", "ok <:)>"), (":)))", "<:)>/S"), (":-)", "<:-)>"), (":'(", "<:'(>"), ("<3", "<<3>"), ("<30", "#30"),
      (":D", "<:D>"), (":Date", ", date"), ("ok:) no", "ok <:)> no"), ("a=)", "a <=)>"), ("x: (y)", "x , y ,"),
      ("ok -- no", "ok <--> no"),
    ])
  }

  @Test("brackets that close nothing are smiles, two open ones frowns")
  func brackets() {
    expect([
      ("спасибо)", "спасибо <)>"), ("спасибо))", "спасибо <))>"), ("спасибо)))", "спасибо <))>/S"),
      ("плохо((", "плохо <((>"), ("плохо((((", "плохо <((>/S"), ("плохо(", "плохо ,"), ("(да)", ", да ,"),
      ("(да))", ", да <))>"), ("1) раз", "#1 , раз"), ("(а (б) в)", ", а , б , в ,"), ("а) б (в)", "а <)> б , в ,"),
    ])
  }

  @Test("marks that follow each other are one, and the strongest of them counts")
  func marks() {
    expect([
      ("a, b", "a , b"), ("a; b: c", "a , b , c"), ("a. b", "a . b"), ("a...", "a ."), ("a…", "a ."), ("a!", "a ./!"),
      ("a?!", "a ./!?"), ("a ! ?", "a ./!?"), ("a,. b", "a . b"), ("a.,", "a ."), ("¿a?", ". a ./?"),
      ("«a» “b”", ", a , b ,"), ("a‼ b⁇ c⁉", "a ./! b ./? c ./!?"),
    ])
  }

  @Test("a line end ends a sentence, also as CR LF")
  func lineEnds() {
    expect([
      ("a\nb", "a . b"), ("a\r\nb", "a . b"), ("a\rb", "a . b"), ("a.\r\n\r\nb", "a . b"), ("a!\nb", "a ./! b"),
      ("a\u{2028}b", "a . b"), ("a\tb", "a b"),
    ])
  }

  @Test("links, addresses and names with an at sign give no token")
  func links() {
    expect([
      ("see https://example.com/a?b=1 now", "see now"), ("HTTP://X.Y ok", "ok"), ("www.example.com.", ""),
      ("to ivan99@example.com today", "to today"), ("thanks @shop_1 ok", "thanks ok"), ("http is", "http is"),
      ("www. ok", "ok"), ("a @ b", "a b"),
    ])
  }

  @Test(
    "an address gives no token, whatever its local part is made of",
    arguments: [
      "john.smith@example.com", "ivan_petrov@example.com", "99@example.com", "a+b@example.com", "a-b.c@example.com",
    ])
  func addresses(text: String) {
    var listing = TokenListing()
    #expect(listing.list(text) == "")
  }

  @Test("an address takes nothing of the words around it")
  func addressNeighbours() {
    expect([
      ("ok john.smith@example.com ok", "ok ok"), ("2 @ 3", "#2 #3"), ("ok,john@example.com", "ok ,"),
      ("cool.www.example.com ok", "cool . ok"),
    ])
  }

  @Test("zero-width characters vanish, also within a word and a run")
  func zeroWidth() {
    expect([
      ("хо\u{200b}рошо", "хорошо"), ("\u{feff}ok", "ok"), ("kopfü\u{ad}ber", "kopfüber"),
      ("a\u{200d}a\u{2060}a", "aaa/S"),
      ("l\u{200b}'eau", "l' eau"),
      ("😀\u{200d}😀", "<😀>/S"), ("\u{200b}\u{200b}", ""),
    ])
  }

  @Test("Latin letters that look Cyrillic are Cyrillic in a word that has Cyrillic ones, if all of them do")
  func homoglyphs() {
    expect([
      ("xорошo", "хорошо"), ("CУПEP", "супер/C"), ("wi-fiй", "wi-fiй/H"), ("cop", "cop"), ("qа", "qа"),
      ("плоxо и cheap", "плохо и cheap"), ("еtо", "ето"),
    ])
  }

  @Test("a word is kept up to 96 bytes and its place in full", arguments: ["ab", "жш", "äö"])
  func longWords(letters: String) {
    var listing = TokenListing()
    let word = String(repeating: letters, count: 100)
    #expect(listing.list(word) == String(word.unicodeScalars.prefix(96 / (letters.utf8.count / 2))))
    let token = listing.tokens[0]
    #expect(token.start == 0)
    #expect(token.end == UInt32(word.utf8.count))
  }

  @Test("a word is kept up to 96 bytes whatever its letters", arguments: ["аo", "x日", "б日"])
  func longWordsOfMixedLetters(letters: String) {
    var listing = TokenListing()
    let form = listing.list("x" + String(repeating: letters, count: 100))
    #expect(form.utf8.count <= Tokenizer.maximumWordBytes)
  }

  @Test(
    "bytes that are no UTF-8 separate words",
    arguments: [
      [0xff], [0x80], [0xc0], [0xc1], [0xfe, 0xff], [0xf5],
    ] as [[UInt8]])
  func invalidBytes(invalid: [UInt8]) {
    var listing = TokenListing()
    #expect(listing.list(Array("ok".utf8) + invalid + Array(" no".utf8)) == "ok no")
  }

  @Test(
    "a byte that opens a sequence takes nothing that stands behind it",
    arguments: [
      [0xc3], [0xe2], [0xe0, 0xa4], [0xf0], [0xe0, 0x80], [0xc3, 0x20],
    ] as [[UInt8]])
  func truncatedSequences(invalid: [UInt8]) {
    var listing = TokenListing()
    #expect(listing.list(Array("ok".utf8) + invalid + Array("good no".utf8)) == "ok good no")
  }
}
