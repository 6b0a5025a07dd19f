import Buffers
import Testing
import Text

@Suite("Language")
struct LanguageTests {
  @Test("a code names the language it is the code of", arguments: Language.allCases)
  func roundTrip(language: Language) {
    #expect(Language(code: language.code) == language)
    #expect(Language(tag: Array(language.code.utf8).span) == language)
  }

  @Test(
    "values of exports name languages as codes, locales or three letters",
    arguments: [
      ("ru", "ru"), ("RU", "ru"), ("rus", "ru"), ("fr-CH", "fr"), ("it_IT", "it"), ("fin", "fi"), ("IND", "id"),
      ("in", "id"), ("fre", "fr"), ("fra", "fr"), ("en", nil), ("", nil), ("french", nil), ("f", nil), ("und", nil),
      ("russian-RU", nil), ("-fr", nil),
    ] as [(String, String?)])
  func tags(tag: String, code: String?) {
    #expect(Language(tag: Array(tag.utf8).span)?.code == code)
  }

  @Test("only lower-case codes are codes", arguments: ["RU", "rus", "", "en"])
  func wrongCodes(code: String) {
    #expect(Language(code: code) == nil)
  }
}
