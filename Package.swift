// swift-tools-version: 6.1
import PackageDescription

/// The loop owns all state and runs on one thread, so the run-time checks of overlapping access find nothing there and
/// cost a twentieth of an answer; debug builds, which run the tests, keep them.
let hot: [SwiftSetting] = [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]

/// Curves and pairings are dozens of times slower without it, and the tests verify thousands of bundles. Overflow and bounds
/// are checked all the same.
let optimised: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
    name: "huigong",
    targets: [
        .target(name: "CKernel", cSettings: [.unsafeFlags(["-O3"])]),
        .target(name: "JSON", swiftSettings: hot),
        .target(name: "Proofs", dependencies: ["CKernel"], swiftSettings: optimised),
        .target(name: "Campaigns", dependencies: ["JSON"]),
        .target(name: "Books", dependencies: ["Campaigns"]),
        .target(name: "Engine", dependencies: ["JSON", "Campaigns", "Proofs", "Books"], swiftSettings: hot),
        .target(name: "Platform", dependencies: ["CKernel"]),
        .target(name: "Durability", dependencies: ["Platform", "CKernel"], swiftSettings: hot),
        .target(name: "Witnessing", dependencies: ["Proofs", "Platform"]),
        .target(name: "Auditing", dependencies: ["JSON", "Proofs", "Campaigns", "Books"]),
        .target(
            name: "Service",
            dependencies: [
                "CKernel", "JSON", "Proofs", "Campaigns", "Books", "Engine", "Platform", "Durability", "Auditing",
            ],
            swiftSettings: hot),
        .target(name: "Terminal"),
        .target(name: "Simulation", dependencies: ["Platform"]),
        .executableTarget(
            name: "huigong",
            dependencies: [
                "JSON", "Proofs", "Campaigns", "Books", "Engine", "Platform", "Durability", "Service", "Witnessing",
                "Auditing", "Terminal",
            ]),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "Simulation"]),
        .testTarget(name: "ProofsTests", dependencies: ["Proofs"], exclude: ["Example", "Vectors"]),
        .testTarget(name: "CampaignsTests", dependencies: ["Campaigns", "JSON", "Simulation"], exclude: ["Corpus"]),
        .testTarget(name: "BooksTests", dependencies: ["Books", "Campaigns", "JSON"], exclude: ["Golden"]),
        .testTarget(name: "EngineTests", dependencies: ["Engine", "Books", "Campaigns", "Proofs", "JSON"]),
        .testTarget(name: "PlatformTests", dependencies: ["Platform", "Simulation"]),
        .testTarget(name: "DurabilityTests", dependencies: ["CKernel", "Durability", "Platform", "Simulation"]),
        .testTarget(
            name: "ServiceTests",
            dependencies: [
                "Service", "Engine", "Campaigns", "Durability", "Platform", "Simulation", "JSON", "Proofs", "Auditing",
            ]),
        .testTarget(name: "WitnessingTests", dependencies: ["Witnessing", "Proofs", "Platform", "Simulation"]),
        .testTarget(name: "AuditingTests", dependencies: ["Auditing", "Proofs", "Campaigns", "Books", "JSON"]),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal"]),
        .testTarget(name: "CommandTests", dependencies: ["huigong", "Proofs"]),
        .testTarget(name: "TidyTests"),
    ],
    swiftLanguageModes: [.v6]
)
