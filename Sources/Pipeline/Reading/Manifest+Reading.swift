import Foundation

extension Manifest {
  /// Reads a manifest back.
  ///
  /// - Throws: `data` where the bytes are no manifest; the message begins with `file`.
  init(json: [UInt8], file: String) throws(RunError) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .custom { Key($0.last?.stringValue ?? "") }
    do { self = try decoder.decode(Manifest.self, from: Data(json)) } catch {
      throw RunError(.data, "\(file): not the manifest of a run: \(Self.reason(error))")
    }
  }

  /// The property that a key of the file stands for: `pipeline_sha256` for `pipelineSHA256`.
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ key: String) {
      let words = key.split(separator: "_")
      let further = words.dropFirst().map { $0 == "sha256" ? "SHA256" : $0.capitalized }
      stringValue = (words.prefix(1).map(String.init) + further).joined()
    }

    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private static func reason(_ error: any Error) -> String {
    func place(_ context: DecodingError.Context) -> String {
      let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
      return path.isEmpty ? "at the top" : "at " + path.joined(separator: ".")
    }
    return switch error as? DecodingError {
    case .keyNotFound(let key, let context): "\(key.stringValue) is missing \(place(context))"
    case .typeMismatch(let type, let context): "no \(type) \(place(context))"
    case .valueNotFound(_, let context): "null \(place(context))"
    case .dataCorrupted: "it is no JSON"
    case nil: error.localizedDescription
    @unknown default: error.localizedDescription
    }
  }
}
