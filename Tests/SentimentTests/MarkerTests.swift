import Sentiment
import Testing

@Suite("Markers")
struct MarkerTests {
  @Test(
    "a marker says what its tag says",
    arguments: [
      ("x", ""), ("exceeded", "exceeded"), ("met", "met"), ("missed", "missed"), ("recommend", "recommend"),
      ("discourage", "advise_against"), ("return", "buy_again"), ("leave", "leave"), ("happy", "happy:600"),
      ("furious", "angry:900"), ("grumble", "complaint"), ("thanks", "praise"), ("please", "request"),
      ("😀", "happy:800 praise"), ("broken", "complaint"), ("recommend, return! please", "recommend buy_again request"),
    ])
  func plain(text: String, markers: String) throws {
    #expect(Reading(text, try OwnLexicon.model()).markers == markers)
  }

  @Test(
    "negated, a marker says the opposite or nothing",
    arguments: [
      ("not met", "missed"), ("not missed", ""), ("not recommend", "advise_against"), ("not return", "leave"),
      ("not leave", ""), ("not happy", ""), ("not furious", ""), ("not grumble", ""), ("not thanks", ""),
      ("not repaired", "complaint"), ("not x y z return", "buy_again"), ("return never", "leave"),
      ("not endorse", "advise_against complaint"),
    ])
  func negated(text: String, markers: String) throws {
    #expect(Reading(text, try OwnLexicon.model()).markers == markers)
  }

  @Test("negated advice against is a recommendation")
  func negatedAdviceAgainst() throws {
    #expect(Reading("not discourage", try OwnLexicon.model()).markers == "recommend")
  }

  @Test(
    "what is only wished for or asked about is not said, but a request is",
    arguments: [
      ("would endorse", ""), ("endorse?", "request"), ("please?", "request"), ("would please", "request"),
      ("endorse. good?", "recommend praise request"), ("would x, endorse", "recommend praise"),
    ])
  func irrealis(text: String, markers: String) throws {
    #expect(Reading(text, try OwnLexicon.model()).markers == markers)
  }

  @Test(
    "what is only wished for or asked about is not said, also where its term has no weight",
    arguments: [
      ("would recommend", ""), ("recommend?", "request"), ("would happy", ""), ("return?", "request"),
    ])
  func weightlessIrrealis(text: String, markers: String) throws {
    #expect(Reading(text, try OwnLexicon.model()).markers == markers)
  }

  @Test(
    "of advice and intent the last word counts; a missed expectation outweighs one met or exceeded",
    arguments: [
      ("recommend. discourage", "advise_against"), ("discourage. recommend", "recommend"), ("return, leave", "leave"),
      ("leave, return", "buy_again"), ("exceeded. missed. met", "missed"), ("met. exceeded", "exceeded"),
    ])
  func several(text: String, markers: String) throws {
    #expect(Reading(text, try OwnLexicon.model()).markers == markers)
  }

  @Test(
    "the stronger emotion counts, and anger where they are equal",
    arguments: [
      ("happy annoyed", "happy:600"), ("happy furious", "angry:900"), ("annoyed furious", "angry:900"),
      ("furious annoyed", "angry:900"),
    ])
  func emotions(text: String, markers: String) throws {
    #expect(Reading(text, try OwnLexicon.model()).markers == markers)
  }

  @Test(
    "a question is angry where its words are, and a wish is not",
    arguments: [
      ("furious?", "angry:900 request"), ("happy?", "request"), ("would furious", ""), ("not furious?", "request"),
    ])
  func rhetoricalQuestions(text: String, markers: String) throws {
    #expect(Reading(text, try OwnLexicon.model()).markers == markers)
  }

  @Test(
    "what strengthens a weight strengthens an emotion, up to 1, and a comment in capitals is shouted throughout",
    arguments: [
      ("annoyed!", "angry:330"), ("ANNOYED x", "angry:360"), ("ANNOYED", "angry:360"), ("x ANNOYED!", "angry:396"),
      ("happyyy", "happy:780"), ("FURIOUS x!", "angry:1000"), ("annoyed", "angry:300"),
    ])
  func emotionStrength(text: String, markers: String) throws {
    #expect(Reading(text, try OwnLexicon.model()).markers == markers)
  }

  @Test(
    "evidence enough makes a complaint or praise",
    arguments: [
      ("bad", "complaint"), ("good", "praise"), ("good bad", "complaint praise"), ("somewhat slow", ""),
      ("somewhat fine", ""), ("not good", "complaint"), ("not x", ""),
    ])
  func byWeight(text: String, markers: String) throws {
    #expect(Reading(text, try OwnLexicon.model()).markers == markers)
  }

  @Test(
    "a question, or a question word, is a request, unless the comment is negative or mixed",
    arguments: [
      ("x?", "request"), ("why x", "request"), ("x. y? z", "request"), ("x!", ""), ("good. x?", "praise request"),
      ("awful. x?", "complaint"), ("good. bad. x?", "complaint praise"), ("awful. why x", "complaint"),
      ("awful. x? please", "complaint request"),
    ])
  func questions(text: String, markers: String) throws {
    #expect(Reading(text, try OwnLexicon.model()).markers == markers)
  }
}
