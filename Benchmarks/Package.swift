// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "benchmarks",
  products: [
    // Loaded into the measured program by LD_PRELOAD, which takes a library of its own.
    .library(name: "AllocationCounter", type: .dynamic, targets: ["AllocationCounter"])
  ],
  targets: [
    .target(name: "AllocationCounter")
  ]
)
