// swift-tools-version: 6.2
import PackageDescription

/// With FUZZ=address libraries count what they execute and check their memory, and `fuzz` is built (`make fuzz`); with
/// FUZZ=coverage they only count, and several times as many inputs are tried.
let fuzzers = ["address": "-sanitize=fuzzer,address", "coverage": "-sanitize=fuzzer"]
let fuzzer = fuzzers[Context.environment["FUZZ"] ?? ""]
let fuzzing: [SwiftSetting] = fuzzer.map { [.unsafeFlags([$0])] } ?? []
// gold, the default, fails at the sanitizers' symbols.
let fuzzLinking: [LinkerSetting] = fuzzer.map { [.unsafeFlags([$0, "-use-ld=lld"])] } ?? []

/// The settings of every Swift target (ARCHITECTURE.md, "Settings").
let settings: [SwiftSetting] =
  fuzzing + [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ]

/// Targets that hold unsafe code say so line by line.
let checkedMemory: [SwiftSetting] = settings + [.strictMemorySafety()]

let package = Package(
  name: "voc",
  products: [
    .executable(name: "voc", targets: ["voc"]),
    .library(name: "Parquet", targets: ["Parquet", "Columnar"]),
    .library(name: "Sentiment", targets: ["Sentiment", "Text"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    // C libraries, each imported by the one target that wraps it.
    .systemLibrary(name: "CLibCSV", providers: [.apt(["libcsv-dev"])]),
    .systemLibrary(name: "CLibStemmer", providers: [.apt(["libstemmer-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
    .target(name: "CSystem"),
    .target(name: "CLexicons"),

    .target(name: "Buffers", dependencies: ["CSystem"], swiftSettings: checkedMemory),
    .target(name: "CSV", dependencies: ["Buffers", "CLibCSV", "CZlib", "CZstd"], swiftSettings: checkedMemory),
    .target(name: "Text", dependencies: ["Buffers", "CLibStemmer"], swiftSettings: checkedMemory),
    // The languages' samples are counted when the package is built: the plugin runs the tool, which writes a source file.
    .target(name: "LanguageTraining", dependencies: ["Buffers", "Text"], swiftSettings: settings),
    .executableTarget(
      name: "language-tables", dependencies: ["LanguageTraining", "Text"], swiftSettings: settings,
      linkerSettings: fuzzLinking),
    .plugin(name: "LanguageTablesPlugin", capability: .buildTool(), dependencies: ["language-tables"]),
    .target(
      name: "LanguageTables", dependencies: ["Buffers", "Text"], swiftSettings: settings,
      plugins: ["LanguageTablesPlugin"]),

    .target(
      name: "Sentiment", dependencies: ["Buffers", "Text", "CLexicons", "LanguageTables"], swiftSettings: checkedMemory),
    .target(name: "Purchases", dependencies: ["Buffers"], swiftSettings: checkedMemory),
    .target(name: "Satisfaction", dependencies: ["Buffers"], swiftSettings: checkedMemory),
    .target(name: "Columnar", dependencies: ["Buffers"], swiftSettings: checkedMemory),
    .target(name: "Parquet", dependencies: ["Buffers", "Columnar", "CZlib", "CZstd"], swiftSettings: checkedMemory),
    .target(
      name: "Pipeline",
      dependencies: [
        "Buffers", "CSV", "Text", "Sentiment", "Purchases", "Satisfaction", "Columnar", "Parquet", "CSystem",
        .product(name: "Yams", package: "Yams"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "voc",
      dependencies: [
        "Pipeline", "CSV", "Sentiment", "Text", "Buffers",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),

    // What is fuzzed, with the slow twins of the reader; tests replay what was found.
    .target(
      name: "FuzzTargets",
      dependencies: ["Buffers", "CSV", "Text", "Sentiment", "Columnar", "Parquet", "Pipeline"],
      swiftSettings: settings),
    .testTarget(name: "FuzzTargetsTests", dependencies: ["FuzzTargets", "Buffers"], swiftSettings: settings),

    .testTarget(name: "BuffersTests", dependencies: ["Buffers"], swiftSettings: checkedMemory),
    .testTarget(
      name: "CSVTests", dependencies: ["CSV", "FuzzTargets", "CLibCSV", "CZlib", "CZstd", "Buffers"],
      swiftSettings: checkedMemory),
    .testTarget(name: "TextTests", dependencies: ["Text", "Sentiment", "Buffers"], swiftSettings: checkedMemory),
    .testTarget(
      name: "LanguageTrainingTests", dependencies: ["LanguageTraining", "Text", "Buffers"],
      swiftSettings: checkedMemory),
    .testTarget(name: "SentimentTests", dependencies: ["Sentiment", "Text", "Buffers"], swiftSettings: checkedMemory),
    .testTarget(name: "PurchasesTests", dependencies: ["Purchases", "Buffers"], swiftSettings: checkedMemory),
    .testTarget(
      name: "SatisfactionTests", dependencies: ["Satisfaction", "Buffers"], exclude: ["Reference"],
      swiftSettings: checkedMemory),
    .testTarget(name: "ColumnarTests", dependencies: ["Columnar", "Buffers"], swiftSettings: checkedMemory),
    .testTarget(name: "ParquetTests", dependencies: ["Parquet", "Columnar", "Buffers"], swiftSettings: checkedMemory),
    .testTarget(
      name: "PipelineTests",
      dependencies: ["Pipeline", "Purchases", "CSV", "Sentiment", "Text", "Parquet", "Columnar", "Buffers"],
      exclude: ["Fixtures"], swiftSettings: settings),
    // Runs the program that the build puts beside the tests.
    .testTarget(name: "vocTests", exclude: ["Shim"], swiftSettings: settings),
  ]
)

if fuzzer != nil {
  package.targets += [
    .target(name: "CFuzzer"),
    .executableTarget(
      name: "fuzz", dependencies: ["FuzzTargets", "CFuzzer"], swiftSettings: settings, linkerSettings: fuzzLinking),
  ]
}
