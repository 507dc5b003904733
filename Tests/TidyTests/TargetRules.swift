/// What a target may stand on and must not do: the "may not" of the architecture, with what to do instead.
struct TargetRules: CustomStringConvertible {
    var target: String
    /// Everything it may import; any other module is a mistake.
    var imports: Set<String>
    var bans: [Ban] = []

    var description: String { target }

    /// Something that must not stand in the code of a target.
    struct Ban {
        var pattern: Regex<Substring>
        var instead: String

        init(_ pattern: Regex<Substring>, instead: String) {
            self.pattern = pattern
            self.instead = instead
        }
    }
}

extension TargetRules {
    static let all: [TargetRules] = [
        TargetRules(target: "CKernel", imports: []),
        TargetRules(target: "JSON", imports: [], bans: pure),
        TargetRules(target: "Proofs", imports: ["CKernel"], bans: pure + exact),
        TargetRules(target: "Campaigns", imports: ["JSON", "Foundation"], bans: pure),
        TargetRules(target: "Engine", imports: ["JSON", "Proofs", "Campaigns"], bans: pure + exact),
        TargetRules(
            target: "Platform", imports: ["CKernel", "Glibc", "Synchronization"],
            bans: [
                Ban(
                    /\b(?:Campaign|Charter|Submission|RollLine)\b/,
                    instead: "values of bytes: Platform wraps the kernel")
            ]),
        TargetRules(
            target: "Durability", imports: ["Platform", "CKernel", "Glibc", "Dispatch", "Synchronization"],
            bans: files + clocks
                + [
                    Ban(
                        /\b(?:Campaign|Charter|Submission|Entry)\b/,
                        instead: "payloads of bytes: Durability judges no entry")
                ]),
        TargetRules(
            target: "Auditing", imports: ["JSON", "Proofs", "Campaigns", "Foundation"], bans: clocks + randomness),
        TargetRules(
            target: "Service",
            imports: [
                "JSON", "Proofs", "Campaigns", "Engine", "Platform", "Durability", "Auditing", "Glibc", "Dispatch",
                "Foundation", "Synchronization",
            ],
            bans: [
                Ban(/\bDate\s*\(\s*\)/, instead: "the tick of the pass, which comes from Clock"),
                Ban(/\b(?:Int|UInt64|Double|Bool)\.random\b/, instead: "Randomness, which a test can replace"),
            ]),
        TargetRules(target: "Terminal", imports: ["Glibc"], bans: clocks),
        TargetRules(
            target: "Simulation",
            imports: ["Platform", "Durability", "Service", "Proofs", "Campaigns", "Engine", "JSON", "Synchronization"],
            bans: clocks + randomness),
        TargetRules(
            target: "huigong",
            imports: [
                "JSON", "Proofs", "Campaigns", "Engine", "Platform", "Durability", "Service", "Auditing", "Terminal",
                "Glibc", "Foundation", "Dispatch", "Synchronization",
            ]),
    ]

    /// Values in, values out.
    private static let pure =
        files + clocks + randomness + [
            Ban(/\b(?:DispatchQueue|Thread|Task)\s*[.({]/, instead: "a plain call: threads belong to Service")
        ]

    private static let files = [
        Ban(
            /\b(?:FileManager|FileHandle)\b/,
            instead: "bytes passed in: files are opened by Service, Auditing and huigong"),
        Ban(
            /\bcontentsOf(?:File)?:\s*(?:URL|path)/,
            instead: "bytes passed in: files are opened by Service, Auditing and huigong"),
        Ban(/\b(?:fopen|open|opendir|creat)\s*\(\s*"/, instead: "the Disk protocol of Platform"),
    ]

    private static let clocks = [
        Ban(/\bDate\s*\(\s*\)|\bDate\.now\b/, instead: "an instant passed in"),
        Ban(/\b(?:clock_gettime|gettimeofday|ContinuousClock|SuspendingClock)\b/, instead: "an instant passed in"),
    ]

    private static let randomness = [
        Ban(
            /\bSystemRandomNumberGenerator\b|\.random\s*\(\s*in:|\.shuffled\s*\(|\.randomElement\s*\(/,
            instead: "bytes passed in"),
        Ban(/\bUUID\s*\(\s*\)|\bgetrandom\b/, instead: "bytes passed in"),
    ]

    /// Outcomes are whole numbers, and Swift's own hashes differ from run to run.
    private static let exact = [
        Ban(/\b(?:Double|Float|CGFloat)\b/, instead: "integers: nothing on the way to an outcome is rounded"),
        Ban(/\bHasher\s*\(\s*\)|\.hashValue\b/, instead: "StableHash, which is the same in every process"),
    ]
}
