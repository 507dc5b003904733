/// Reads the lines of a policy; every refusal names the line.
struct PolicyReader {
    /// The most bytes that are read, and the most lines of one sort.
    static let mostBytes = 256 * 1024
    static let mostOfASort = 1024

    private var policy = WitnessPolicy()
    private var hasQuorum = false
    private var line = 0
    /// Places of witnesses and groups that are members of a group already.
    private var usedWitnesses: Set<Int> = []
    private var usedGroups: Set<Int> = []

    mutating func read(_ bytes: [UInt8]) throws(FormatError) -> WitnessPolicy {
        guard bytes.count <= Self.mostBytes else {
            throw error("at most \(Self.mostBytes) bytes", "\(bytes.count)")
        }
        guard bytes.last == 0x0A else {
            line = bytes.count { $0 == 0x0A } + 1
            throw error("LF at the end", bytes.isEmpty ? "no bytes" : "another byte")
        }
        for bytes in bytes.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false) {
            line += 1
            try read(line: bytes)
        }
        guard hasQuorum else {
            line += 1
            throw error("a quorum line", "the end of the text")
        }
        return policy
    }

    private mutating func read(line bytes: ArraySlice<UInt8>) throws(FormatError) {
        if let control = bytes.first(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) {
            throw error("no control characters but tab and LF", "byte \(control)")
        }
        let parts = bytes.split { $0 == 0x20 || $0 == 0x09 }
        guard let first = parts.first, first.first != UInt8(ascii: "#") else { return }
        var words: [String] = []
        for part in parts {
            guard let word = String(validating: part, as: UTF8.self) else { throw error("UTF-8", "other bytes") }
            words.append(word)
        }
        switch words[0] {
        case "log": try readLog(words)
        case "witness": try readWitness(words)
        case "group": try readGroup(words)
        case "quorum": try readQuorum(words)
        case let other: throw error("log, witness, group or quorum", FormatError.quoted(other))
        }
    }

    private mutating func readLog(_ words: [String]) throws(FormatError) {
        guard (2...3).contains(words.count) else { throw error("log <vkey> [<url>]", shown(words)) }
        let key = try key(words[1], .ed25519)
        guard !policy.logs.contains(where: { $0.publicKey == key.publicKey }) else {
            throw error("a log that is not listed yet", FormatError.quoted(words[1]))
        }
        guard policy.logs.count < Self.mostOfASort else { throw tooMany("logs") }
        policy.logs.append(key)
    }

    private mutating func readWitness(_ words: [String]) throws(FormatError) {
        guard (3...4).contains(words.count) else { throw error("witness <name> <vkey> [<url>]", shown(words)) }
        try requireNew(words[1])
        let key = try key(words[2], .cosignature)
        guard !policy.witnesses.contains(where: { $0.key.publicKey == key.publicKey }) else {
            throw error("a witness whose key is not listed yet", FormatError.quoted(words[2]))
        }
        guard policy.witnesses.count < Self.mostOfASort else { throw tooMany("witnesses") }
        policy.witnesses.append(WitnessPolicy.Witness(name: words[1], key: key))
    }

    private mutating func readGroup(_ words: [String]) throws(FormatError) {
        guard words.count >= 4 else { throw error("group <name> <n, any or all> <members…>", shown(words)) }
        try requireNew(words[1])
        var members: [WitnessPolicy.Member] = []
        for word in words[3...] { members.append(try take(member: word)) }
        let needed: Int
        switch words[2] {
        case "any": needed = 1
        case "all": needed = members.count
        case let number:
            guard let read = Decimal.readPositive(number), read <= members.count else {
                throw error("any, all, or a number from 1 to \(members.count)", FormatError.quoted(number))
            }
            needed = read
        }
        guard policy.groups.count < Self.mostOfASort else { throw tooMany("groups") }
        policy.groups.append(WitnessPolicy.Group(name: words[1], needed: needed, members: members))
    }

    private mutating func readQuorum(_ words: [String]) throws(FormatError) {
        guard words.count == 2 else { throw error("quorum <name or none>", shown(words)) }
        guard !hasQuorum else { throw error("one quorum line", shown(words)) }
        hasQuorum = true
        guard words[1] != "none" else { return }
        guard let member = named(words[1]) else { throw unknown(words[1]) }
        policy.quorum = member
    }

    /// A member by its name, which no group has yet.
    private mutating func take(member name: String) throws(FormatError) -> WitnessPolicy.Member {
        guard let member = named(name) else { throw unknown(name) }
        let isNew =
            switch member {
            case .witness(let place): usedWitnesses.insert(place).inserted
            case .group(let place): usedGroups.insert(place).inserted
            }
        guard isNew else { throw error("a member of one group only", FormatError.quoted(name)) }
        return member
    }

    private func named(_ name: String) -> WitnessPolicy.Member? {
        if let place = policy.witnesses.firstIndex(where: { TextReader.isSame($0.name, name) }) {
            return .witness(place)
        }
        return policy.groups.firstIndex { TextReader.isSame($0.name, name) }.map { .group($0) }
    }

    private func requireNew(_ name: String) throws(FormatError) {
        guard name != "none", named(name) == nil else {
            throw error("a name that is not taken", FormatError.quoted(name))
        }
    }

    private func key(_ text: String, _ algorithm: VerificationKey.Algorithm) throws(FormatError) -> VerificationKey {
        guard let key = try? VerificationKey(parsing: text), key.algorithm == algorithm else {
            throw error("a vkey of type 0\(algorithm.rawValue)", FormatError.quoted(text))
        }
        return key
    }

    private func unknown(_ name: String) -> FormatError {
        error("a witness or group of a line above", FormatError.quoted(name))
    }

    private func tooMany(_ sort: String) -> FormatError {
        error("at most \(Self.mostOfASort) \(sort)", "one more")
    }

    private func shown(_ words: [String]) -> String {
        FormatError.quoted(words.joined(separator: " "))
    }

    private func error(_ expected: String, _ found: String) -> FormatError {
        FormatError("policy", at: .line(max(1, line)), expected: expected, found: found)
    }
}
