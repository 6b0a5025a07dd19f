import CSV
import FuzzTargets
import Testing

@Suite("Encodings")
struct EncodingTests {
  @Test(
    "known bytes are read as the text that they are",
    arguments: [
      ("windows-1251", [0xcf, 0xeb, 0xee, 0xf5, 0xee, 0x20, 0xb8], "Плохо ё"),
      ("koi8-r", [0xf0, 0xcc, 0xcf, 0xc8, 0xcf], "Плохо"),
      ("windows-1252", [0x80, 0x93, 0xe9, 0x94], "€“é”"), ("iso-8859-1", [0xe4, 0x80], "ä\u{80}"),
      ("iso-8859-15", [0xa4, 0xbd], "€œ"), ("ibm866", [0x8f, 0xab, 0xae, 0xe5, 0xae], "Плохо"),
      ("shift_jis", [0x83, 0x5c, 0x82, 0xa0, 0x5c], "ソあ¥"), ("gb18030", [0xc4, 0xe3, 0x81, 0x30, 0x84, 0x36], "你¥"),
      ("euc-jp", [0xa4, 0xa2], "あ"), ("big5", [0xa4, 0xa4], "中"),
    ] as [(String, [UInt8], String)])
  func texts(encoding: String, bytes: [UInt8], text: String) throws {
    let content = Array("id;text\n1;".utf8) + bytes + Array("\n2;ok\n".utf8)
    for chunkBytes in [1, 64, 1 << 20] {
      let reading = try Reading(
        of: content, dialect: DialectDescription(delimiter: ";", encoding: encoding),
        limits: ReadLimits(chunkBytes: chunkBytes))
      #expect(reading.rows.map { String(decoding: $0[1], as: UTF8.self) } == [text, "ok"])
      #expect(reading.records.map(\.start) == [8, 8 + 2 + bytes.count + 1])
    }
  }

  @Test("a delimiter beyond ASCII is found in a single-byte encoding")
  func latinDelimiter() throws {
    let reading = try Reading(
      of: [0x61, 0xa7, 0x62, 0x0a, 0xe9, 0xa7, 0x81, 0x0a],
      dialect: DialectDescription(delimiter: "§", encoding: "windows-1252"))
    #expect(reading.rows[0][0] == Array("é".utf8))
    let isValid = reading.rows[0][1].isUTF8
    #expect(!isValid)
  }

  @Test("lone surrogates, cut characters and foreign bytes spoil their record alone")
  func invalid() throws {
    let units = { (text: String) in text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] } }
    let cases: [(String, [UInt8])] = [
      ("utf-16le", units("a,b\n1,") + [0x3d, 0xd8] + units("\n2,y\n")),
      ("utf-16le", units("a,b\n1,") + [0x42, 0xde] + units("x\n2,y\n")),
      ("euc-jp", Array("a,b\n1,".utf8) + [0xa4] + Array("\n2,y\n".utf8)),
      ("shift_jis", Array("a,b\n1,".utf8) + [0x81] + Array("\n2,y\n".utf8)),
    ]
    for (encoding, bytes) in cases {
      let reading = try Reading(of: bytes, dialect: DialectDescription(encoding: encoding))
      #expect(validity(reading) == [false, true], "\(encoding)")
    }
    let cut = try Reading(of: units("a,b\n1,x") + [0x41], dialect: DialectDescription(encoding: "utf-16le"))
    #expect(validity(cut) == [false])
    let cutPair = try Reading(of: units("a,b\n1,x") + [0x3d, 0xd8], dialect: DialectDescription(encoding: "utf-16le"))
    #expect(validity(cutPair) == [false])
  }

  private func validity(_ reading: Reading) -> [Bool] { reading.rows.map { $0[1].isUTF8 } }

  @Test("UTF-16 without a mark is told by its zeros, with one by the mark")
  func byteOrder() throws {
    for isMarked in [false, true] {
      for isBig in [false, true] {
        let text = (isMarked ? "\u{feff}" : "") + "a,b\n1,é\n"
        let bytes = text.utf16.flatMap { unit -> [UInt8] in
          let pair = [UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit)]
          return isBig ? pair : pair.reversed()
        }
        let reading = try Reading(of: bytes, dialect: DialectDescription(encoding: "UTF-16"))
        #expect(reading.header == [Array("a".utf8), Array("b".utf8)])
        #expect(reading.rows == [[Array("1".utf8), Array("é".utf8)]])
        #expect(reading.records.map(\.start) == [isMarked ? 10 : 8])
      }
    }
  }

  @Test(
    "encodings whose bytes mean different things by what came before are refused",
    arguments: [
      "iso-2022-jp", "utf-7", "ebcdic-us", "klingon", "",
    ])
  func refused(encoding: String) {
    let error = #expect(throws: ReadError.self) { _ = try DialectDescription(encoding: encoding).resolve() }
    #expect(error?.kind == .encoding)
  }

  @Test(
    "mojibake is recognized and turned back",
    arguments: [
      ("Ð¿Ñ€Ð¸Ð²ÐµÑ‚", 0, "привет"), ("cafÃ© nÂ° 1", 0, "café n° 1"), ("itâ€™s", 0, "it’s"),
      ("РџСЂРёРІРµС‚, РјРёСЂ!", 1, "Привет, мир!"), ("п©я─п╦п╡п╣я┌", 2, "привет"), ("ðŸ˜€", 0, "😀"),
      ("ÃƒÂ©", 0, "é"),
    ])
  func mojibake(text: String, encoding: Int, meant: String) {
    let mojibake = Mojibake()
    let bytes = Array(text.utf8)
    let found = mojibake.encoding(of: bytes.span)
    #expect(found == encoding)
    #expect(String(decoding: mojibake.repaired(bytes), as: UTF8.self) == meant)
  }

  @Test(
    "what people write is no mojibake",
    arguments: [
      "привет", "Отлично, спасибо!", "ООО «Я»", "Spaß»", "«Spaß»", "Hyvää päivää", "perché", "Ça va très bien", "50 €",
      "ok",
      "", "Ё-моё… № 5", "à côté — « déçu »", "😀👍🏽", "РС", "Г№", "São João Ã",
    ])
  func noMojibake(text: String) {
    let mojibake = Mojibake()
    let bytes = Array(text.utf8)
    let found = mojibake.encoding(of: bytes.span)
    #expect(found == nil)
    #expect(mojibake.repaired(Array(text.utf8)) == Array(text.utf8))
  }

  @Test("mojibake is recognized by the tables of iconv", arguments: Mojibake.encodings.indices)
  func mojibakeTables(number: Int) throws {
    let mojibake = Mojibake()
    let transcoder = try Transcoder(encoding: Mojibake.encodings[number])
    var count = 0
    for scalar in (0x80...0x2fff).compactMap(Unicode.Scalar.init) {
      // Two of each, since one alone may be what somebody wrote.
      let bytes = Array(String(repeating: Character(scalar), count: 2).utf8)
      guard transcoder.undefinedByte(bytes) == nil else { continue }
      let misread = transcoder.text(bytes)
      count += 1
      let found = mojibake.encoding(of: misread.span)
      let repaired = mojibake.repaired(misread)
      #expect(found != nil && repaired == bytes, "U+\(String(scalar.value, radix: 16))")
    }
    #expect(count > 5000)
  }
}
