import Sentiment
import Testing
import Text

@Suite("Language of a comment, by the built-in samples")
struct LanguageIdentificationTests {
  /// Reads with the samples of the binary; no lexicon is needed.
  private static let loaded: SentimentModel = {
    var issues: [LexiconIssue] = []
    return SentimentModel.load(usesBuiltin: false, files: [], identifiesLanguages: true, issues: &issues)
  }()

  private func identify(_ texts: [String], _ check: (String, CommentAnalysis) -> Void) {
    var analyzer = CommentAnalyzer(Self.loaded, collectsEvidence: false)
    var analysis = CommentAnalysis()
    for text in texts {
      analyzer.analyze(Array(text.utf8).span, .identify(minimumConfidence: 500), into: &analysis)
      check(text, analysis)
    }
  }

  @Test(
    "clear sentences are found to be in their language",
    arguments: [
      (
        .russian,
        [
          "Заказ привезли на два дня раньше, чем обещали.", "Оператор вежливо ответил на все вопросы.",
          "Чайник перестал работать через неделю.", "Цена выше, чем в соседнем магазине.", "Больше сюда не приду.",
          "Спасибо мастеру за быструю установку!", "Очередь на кассе стояла полчаса.",
          "Деньги вернули без лишних разговоров.",
          "Размер не подошёл, пришлось менять.", "Упаковка была порвана, но товар цел.", "Буду советовать знакомым.",
          "Хотелось бы видеть больше цветов в наличии.",
        ]
      ),
      (
        .indonesian,
        [
          "Barangnya sampai dua hari lebih cepat dari janji.", "Pelayan toko menjawab semua pertanyaan dengan sopan.",
          "Mesin cuci ini rusak setelah seminggu dipakai.", "Harganya lebih mahal daripada toko sebelah.",
          "Saya tidak akan belanja di sini lagi.", "Terima kasih sudah memasang AC dengan rapi.",
          "Antrean di kasir terlalu panjang.", "Uang saya dikembalikan tanpa banyak tanya.",
          "Ukurannya tidak cocok untuk anak saya.",
          "Kemasannya sobek tetapi isinya masih utuh.", "Saya akan menyarankan toko ini kepada teman.",
          "Semoga pilihan warnanya lebih banyak nanti.",
        ]
      ),
      (
        .finnish,
        [
          "Tilaus saapui kaksi päivää luvattua aiemmin.", "Myyjä vastasi kohteliaasti kaikkiin kysymyksiin.",
          "Vedenkeitin hajosi viikon käytön jälkeen.", "Hinta on korkeampi kuin naapurikaupassa.",
          "En tule tänne enää koskaan.",
          "Kiitos asentajalle nopeasta työstä!", "Kassalla joutui jonottamaan puoli tuntia.",
          "Rahat palautettiin ilman turhia kyselyjä.",
          "Koko ei sopinut, joten vaihdoin sen.", "Pakkaus oli rikki, mutta tavara oli ehjä.",
          "Aion kertoa tästä ystävilleni.",
          "Toivoisin valikoimaan lisää värejä.",
        ]
      ),
      (
        .italian,
        [
          "Il pacco è arrivato due giorni prima del previsto.",
          "La commessa ha risposto con gentilezza a tutte le domande.",
          "Il bollitore si è rotto dopo una settimana.", "Il prezzo è più alto che nel negozio accanto.",
          "Non tornerò mai più in questo posto.", "Grazie al tecnico per il lavoro veloce!",
          "Alla cassa ho aspettato mezz'ora.",
          "Mi hanno restituito i soldi senza discutere.", "La taglia non andava bene e l'ho cambiata.",
          "La scatola era rotta ma il contenuto era intatto.", "Lo dirò a tutti i miei amici.",
          "Vorrei vedere più colori disponibili.",
        ]
      ),
      (
        .french,
        [
          "Le colis est arrivé deux jours plus tôt que prévu.",
          "La vendeuse a répondu poliment à toutes mes questions.",
          "La bouilloire est tombée en panne au bout d'une semaine.",
          "Le prix est plus élevé que dans le magasin voisin.",
          "Je ne reviendrai plus jamais ici.", "Merci au technicien pour son travail rapide !",
          "J'ai attendu une demi-heure à la caisse.",
          "On m'a remboursé sans poser de questions.", "La taille n'allait pas, je l'ai échangée.",
          "L'emballage était déchiré mais l'article était intact.", "J'en parlerai à tous mes amis.",
          "J'aimerais voir plus de couleurs en rayon.",
        ]
      ),
    ] as [(Language, [String])])
  func known(language: Language, texts: [String]) {
    identify(texts) { text, analysis in
      #expect(analysis.language == language, "\(text)")
      #expect((500...1000).contains(analysis.languageConfidence), "\(text)")
    }
  }

  @Test(
    "sentences in other languages are in none of the known ones",
    arguments: [
      "The parcel arrived two days earlier than promised.", "The kettle stopped working after a week, what a shame.",
      "Das Paket kam zwei Tage früher als versprochen an.", "El paquete llegó dos días antes de lo prometido.",
      "A encomenda chegou dois dias antes do prometido, muito obrigado.", "Paketet kom två dagar tidigare än utlovat.",
      "Het pakket kwam twee dagen eerder dan beloofd.", "Pakk jõudis kohale kaks päeva varem, kui lubati.",
      "Посилка прийшла на два дні раніше, ніж обіцяли.", "Пратката пристигна два дни по-рано от обещаното.",
      "荷物は約束より二日早く届きました。", "وصل الطرد قبل يومين من الموعد.", "Přesylka dorazila o dva dny dříve, než slíbili.",
    ])
  func others(text: String) {
    identify([text]) { text, analysis in #expect(analysis.language == nil, "\(text)") }
  }

  @Test("a comment without words is in no language, at no confidence", arguments: ["", " ", "123 9/10", "😀!!!"])
  func noWords(text: String) {
    identify([text]) { _, analysis in
      #expect(analysis.language == nil)
      #expect(analysis.languageConfidence == 0)
    }
  }

  @Test("a language less likely than asked for is none")
  func minimumConfidence() {
    var analyzer = CommentAnalyzer(Self.loaded, collectsEvidence: false)
    var analysis = CommentAnalysis()
    let text = Array("Заказ привезли вовремя.".utf8)
    analyzer.analyze(text.span, .identify(minimumConfidence: 1001), into: &analysis)
    #expect(analysis.language == nil)
    #expect(analysis.languageConfidence > 500)
  }
}
