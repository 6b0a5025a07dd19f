import Testing
import Text

@Suite("StarRating")
struct StarRatingTests {
  @Test(
    "a run of stars is a rating with an empty star, or with three to five filled ones",
    arguments: [
      ("★★★★☆", 4, 5), ("☆☆☆☆☆", 0, 5), ("★★★★★★★☆☆☆", 7, 10), ("★★★", 3, 5), ("⭐⭐⭐⭐⭐", 5, 5), ("🌟🌟🌟🌟", 4, 5),
      ("★", nil, nil), ("★★", nil, nil), ("★★★★★★", nil, nil), ("★★☆", nil, nil), ("★★★a", nil, nil), ("", nil, nil),
    ] as [(String, Int?, Int?)])
  func table(text: String, filled: Int?, all: Int?) {
    let rating = StarRating.parse(Array(text.utf8).span)
    #expect(rating?.filled == filled)
    #expect(rating?.of == all)
  }
}
