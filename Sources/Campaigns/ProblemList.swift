import JSON

/// Collects the problems of one file.
struct ProblemList {
    /// A file of the wrong kind has a problem in every line, and each costs a search for its line.
    private static let mostListed = 1000

    private(set) var problems: [Problem] = []
    private(set) var unlisted = 0
    private let bytes: [UInt8]
    private var places = JSONPosition.Finder()

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var hasErrors: Bool { hasErrors(under: "") }

    /// Whether there is an error at a pointer or inside of what it points to.
    func hasErrors(under pointer: String) -> Bool {
        problems.contains {
            $0.severity == .error && ($0.pointer == pointer || $0.pointer.hasPrefix(pointer + "/"))
        }
    }

    /// In the order of the file; errors before warnings at one place.
    var sorted: [Problem] {
        problems.enumerated().sorted { a, b in
            (a.element.offset, a.element.severity == .error ? 0 : 1, a.offset)
                < (b.element.offset, b.element.severity == .error ? 0 : 1, b.offset)
        }.map(\.element)
    }

    mutating func error(
        _ place: CampaignPlace, zh: String, en: String, expected: BilingualText? = nil, suggestion: String? = nil
    ) {
        add(.error, place.pointer, place.offset, BilingualText(zh: zh, en: en), expected, suggestion)
    }

    mutating func warning(_ place: CampaignPlace, zh: String, en: String) {
        add(.warning, place.pointer, place.offset, BilingualText(zh: zh, en: en), nil, nil)
    }

    mutating func add(
        _ severity: Problem.Severity, _ pointer: String, _ offset: Int, _ message: BilingualText,
        _ expected: BilingualText?, _ suggestion: String?
    ) {
        guard problems.count < ProblemList.mostListed || severity == .error && !hasErrors else {
            unlisted += 1
            return
        }
        problems.append(problem(severity, pointer, offset, message, expected, suggestion))
    }

    mutating func problem(
        _ severity: Problem.Severity, _ pointer: String, _ offset: Int, _ message: BilingualText,
        _ expected: BilingualText? = nil, _ suggestion: String? = nil
    ) -> Problem {
        Problem(
            severity: severity, pointer: pointer, offset: offset, position: places.position(of: offset, in: bytes),
            message: message, expected: expected, suggestion: suggestion)
    }
}
