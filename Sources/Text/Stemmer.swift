internal import Buffers
internal import CLibStemmer

/// libstemmer's stemmer of one language (Snowball).
///
/// It is not thread-safe, so every worker owns its own. Words must be folded as the tokenizer does. About 1 µs a word: put a
/// cache in front of it. Source: `sb_stemmer_stem` in libstemmer.h.
@safe
public struct Stemmer: ~Copyable {
  // Made in init, used while self lives, deleted in deinit.
  private let stemmer: OpaquePointer

  /// Makes the stemmer of a language.
  ///
  /// Traps where the installed libstemmer lacks the language, which no release since 2.0 does.
  public init(_ language: Language) {
    let name =
      switch language {
      case .russian: "russian"
      case .indonesian: "indonesian"
      case .finnish: "finnish"
      case .italian: "italian"
      case .french: "french"
      }
    guard let made = unsafe sb_stemmer_new(name, "UTF_8") else {
      preconditionFailure("libstemmer has no stemmer for \(name): version 2.0 or newer is needed")
    }
    unsafe stemmer = made
  }

  deinit { unsafe sb_stemmer_delete(stemmer) }

  /// Replaces `stem` by the stem of the folded `word`; the word itself where the library runs out of memory.
  public func stem(_ word: Span<UInt8>, into stem: inout [UInt8]) {
    stem.removeAll(keepingCapacity: true)
    unsafe word.withUnsafeBufferPointer { buffer in
      // libstemmer reads `count` bytes and owns the result until its next call; it is copied before that.
      guard let result = unsafe sb_stemmer_stem(stemmer, buffer.baseAddress, Int32(buffer.count)) else {
        return unsafe stem.append(contentsOf: buffer)
      }
      let length = unsafe Int(sb_stemmer_length(stemmer))
      unsafe stem.append(contentsOf: UnsafeBufferPointer(start: result, count: length))
    }
  }

  /// The stem of a folded word, as an array: for compiling lexicons and for tests.
  public func stem(_ word: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    stem(word.span, into: &result)
    return result
  }
}
