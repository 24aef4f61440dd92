// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "deferral",
  products: [
    .executable(name: "deferral", targets: ["deferral"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // C libraries and shims: no logic.
    .systemLibrary(
      name: "COpenSSL", path: "Sources/System/COpenSSL", pkgConfig: "openssl",
      providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CZlib", path: "Sources/System/CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CKernels", path: "Sources/System/CKernels"),
    .target(name: "CLinux", path: "Sources/System/CLinux"),
    .target(
      name: "CSimdJSON", path: "Sources/System/CSimdJSON",
      linkerSettings: [.linkedLibrary("simdjson")]),

    // The leaves.
    .target(name: "LearningToDefer", dependencies: ["CKernels"]),
    // A loop's objects are touched on its queue alone. Checks at run time that no two accesses overlap took 28 % of a
    // request's instructions; the compiler's own remain, and debug builds, the sanitizers' too, have both.
    .target(
      name: "HTTPServer", dependencies: ["CLinux", "COpenSSL", "CZlib"],
      swiftSettings: [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]),
    .target(
      name: "Storage",
      dependencies: ["CLinux", .product(name: "GRDB", package: "GRDB.swift")]),
    .target(
      name: "Formats",
      dependencies: ["LearningToDefer", "CLinux", "COpenSSL", "CSimdJSON", "CZlib"]),
    .target(name: "Reports"),
    .target(name: "Reproduction", dependencies: ["LearningToDefer", "Formats", "Reports"]),

    .target(name: "ModelReport", dependencies: ["LearningToDefer", "Reports"]),

    // The composition root, and the command line over it.
    .target(
      name: "DeferralService",
      dependencies: [
        "LearningToDefer", "Formats", "HTTPServer", "Storage", "COpenSSL",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Yams", package: "Yams"),
      ],
      // The program carries its own contract, wherever it is copied.
      resources: [.embedInCode("API/openapi.yaml")]),
    .executableTarget(
      name: "deferral",
      dependencies: [
        "DeferralService", "LearningToDefer", "Formats", "ModelReport", "Reports", "Reproduction", "Storage",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // What `Benchmarks/run training` and `Benchmarks/http` time: in this package, for they measure what no product shows.
    .target(name: "CRoof", path: "Benchmarks/Sources/CRoof"),
    .executableTarget(
      name: "TrainingBenchmark",
      dependencies: [
        "LearningToDefer", "Formats", "CRoof",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks/Sources/TrainingBenchmark"),
    .target(name: "AllocationCounter", path: "Benchmarks/Sources/AllocationCounter"),
    .executableTarget(
      name: "HTTPBenchmark", dependencies: ["HTTPServer", "AllocationCounter"],
      path: "Benchmarks/Sources/HTTPBenchmark"),

    .testTarget(
      name: "LearningToDeferTests", dependencies: ["LearningToDefer"],
      resources: [.copy("Fixtures")]),
    // Each names all that it imports: what it gets through others is not always built anew.
    .testTarget(
      name: "FormatsTests", dependencies: ["Formats", "LearningToDefer", "TestSupport"],
      resources: [.copy("Fixtures")]),
    // Its allocations are counted in a program of its own.
    .testTarget(name: "HTTPServerTests", dependencies: ["HTTPServer", "HTTPBenchmark", "CZlib"]),
    .testTarget(
      name: "StorageTests",
      dependencies: ["Storage", .product(name: "GRDB", package: "GRDB.swift")]),
    .testTarget(
      name: "DeferralServiceTests",
      dependencies: [
        "DeferralService", "HTTPServer", "LearningToDefer", "Formats", "Storage", "TestSupport",
        .product(name: "Logging", package: "swift-log"), .product(name: "Yams", package: "Yams"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(name: "ReportsTests", dependencies: ["Reports"]),
    .testTarget(name: "ModelReportTests", dependencies: ["ModelReport", "LearningToDefer", "Reports"]),
    .testTarget(
      name: "ReproductionTests", dependencies: ["Reproduction", "LearningToDefer", "Formats", "TestSupport"]),
    .testTarget(
      name: "EndToEndTests", dependencies: ["deferral", "LearningToDefer", "Formats", "TestSupport"]),
    .target(name: "TestSupport", dependencies: ["Formats"], path: "Tests/TestSupport"),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
