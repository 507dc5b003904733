/// What a target may stand on and must not do: the "may not" of the architecture, with what to do instead.
struct TargetRules: CustomStringConvertible, Sendable {
    var target: String
    /// Everything it may import; any other module is a mistake.
    var imports: Set<String>
    var bans: [Ban] = []

    var description: String { target }

    /// Something that must not stand in the code of a target.
    struct Ban: Sendable {
        /// Identifiers; one of them is in every line that is meant.
        var words: [String]
        /// Which lines with such a word are meant; nil is all of them.
        var pattern: String?
        var instead: String

        init(_ words: [String], where pattern: String? = nil, instead: String) {
            self.words = words
            self.pattern = pattern
            self.instead = instead
        }

        /// `path:line` of each use.
        func places(in file: SourceFile) throws -> [String] {
            guard !file.words.isDisjoint(with: words) else { return [] }
            return file.places(of: try Regex(pattern ?? #"\b(?:\#(words.joined(separator: "|")))\b"#))
        }
    }
}

extension TargetRules {
    static let all: [TargetRules] = [
        TargetRules(target: "CKernel", imports: []),
        TargetRules(target: "JSON", imports: [], bans: pure),
        TargetRules(target: "Proofs", imports: ["CKernel"], bans: pure + exact),
        TargetRules(target: "Campaigns", imports: ["JSON", "Foundation"], bans: pure),
        TargetRules(target: "Books", imports: ["Campaigns"], bans: pure + exact),
        TargetRules(target: "Engine", imports: ["JSON", "Proofs", "Campaigns", "Books"], bans: pure + exact),
        TargetRules(
            target: "Platform", imports: ["CKernel", "Glibc", "Synchronization"],
            bans: [
                Ban(["Campaign", "Charter", "Submission", "RollLine"], instead: "bytes: Platform wraps the kernel")
            ]),
        TargetRules(
            target: "Durability", imports: ["Platform", "CKernel", "Glibc", "Dispatch", "Synchronization"],
            bans: files + clocks + [
                Ban(["Campaign", "Charter", "Submission", "Entry"], instead: "bytes: Durability judges no entry")
            ]),
        TargetRules(
            target: "Witnessing", imports: ["Proofs", "Platform"],
            bans: files + clocks + randomness + [
                Ban(["Campaign", "Charter", "Submission"], instead: "origins and heads: a witness knows no campaign")
            ]),
        TargetRules(
            target: "Auditing", imports: ["JSON", "Proofs", "Campaigns", "Books", "Foundation"],
            bans: clocks + randomness),
        TargetRules(
            target: "Service",
            imports: [
                "CKernel", "JSON", "Proofs", "Campaigns", "Books", "Engine", "Platform", "Durability", "Auditing",
                "Glibc",
                "Dispatch", "Foundation", "Synchronization",
            ],
            bans: clocks + randomness),
        TargetRules(target: "Terminal", imports: ["Glibc"], bans: clocks),
        TargetRules(
            target: "Simulation",
            imports: ["Platform", "Durability", "Service", "Proofs", "Campaigns", "Engine", "JSON", "Synchronization"],
            bans: clocks + randomness),
        TargetRules(
            target: "huigong",
            imports: [
                "JSON", "Proofs", "Campaigns", "Books", "Engine", "Platform", "Durability", "Service", "Witnessing",
                "Auditing", "Terminal", "Glibc", "Foundation", "Dispatch", "Synchronization",
            ]),
    ]

    /// Values in, values out.
    private static let pure =
        files + clocks + randomness + [
            Ban(["DispatchQueue", "Thread", "Task"], instead: "a plain call: threads belong to Service")
        ]

    private static let files = [
        Ban(
            ["FileManager", "FileHandle", "contentsOfFile", "fopen", "opendir"],
            instead: "bytes passed in: Platform's Disk, Auditing and huigong open files"),
        Ban(
            ["contentsOf"], where: #"\bcontentsOf:\s*(?:URL|path)"#,
            instead: "bytes passed in: Platform's Disk, Auditing and huigong open files"),
    ]

    private static let clocks = [
        Ban(["Date"], where: #"\bDate\s*\(\s*\)|\bDate\.now\b"#, instead: "an instant passed in"),
        Ban(
            ["clock_gettime", "gettimeofday", "ContinuousClock", "SuspendingClock"],
            instead: "an instant passed in; Platform's Clock has it"),
    ]

    private static let randomness = [
        Ban(
            ["SystemRandomNumberGenerator", "shuffled", "randomElement", "getrandom", "arc4random_buf"],
            instead: "bytes passed in; Platform's Randomness has them"),
        Ban(["random"], where: #"\.random\s*\(\s*in:"#, instead: "bytes passed in; Platform's Randomness has them"),
        Ban(["UUID"], where: #"\bUUID\s*\("#, instead: "bytes passed in"),
    ]

    /// Outcomes are whole numbers, and Swift's own hashes differ from run to run.
    private static let exact = [
        Ban(["Double", "Float", "CGFloat"], instead: "integers: nothing on the way to an outcome is rounded"),
        Ban(
            ["Hasher", "hashValue"], where: #"\bHasher\s*\(|\.hashValue\b"#,
            instead: "StableHash, which is the same in every process"),
    ]
}
