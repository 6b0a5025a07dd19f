/// The version of the tool, as it stands in outputs.
public enum Version {
  /// Semantic version.
  public static let number = "0.1.0"
}
