/// Which witnesses there are, and how many of them must have seen a head (C2SP tlog-policy).
///
///     log <vkey> [<url>]
///     witness <name> <vkey> [<url>]
///     group <name> <n, any or all> <members…>
///     quorum <name or none>
///
/// Words are divided by spaces and tabs; empty lines and lines that begin with `#` say nothing. A name stands above the
/// lines that use it, and is a member of one group at most, so that nobody counts twice.
package struct WitnessPolicy: Hashable, Sendable {
    package struct Witness: Hashable, Sendable {
        /// What groups and the quorum call it, in this file only.
        package let name: String
        package let key: VerificationKey
    }

    /// A witness or a group, by its place among them.
    package enum Member: Hashable, Sendable {
        case witness(Int)
        case group(Int)
    }

    package struct Group: Hashable, Sendable {
        package let name: String
        /// How many of the members it takes, from 1.
        package let needed: Int
        package let members: [Member]
    }

    /// The logs whose heads count; none listed is any log that the reader knows by other means.
    package internal(set) var logs: [VerificationKey] = []
    package internal(set) var witnesses: [Witness] = []
    package internal(set) var groups: [Group] = []
    /// Nil for `none`: every head will do, and nothing is shown by it.
    package internal(set) var quorum: Member?

    init() {}

    package init(parsing bytes: [UInt8]) throws(FormatError) {
        var reader = PolicyReader()
        self = try reader.read(bytes)
    }

    /// Whether heads of a log count.
    package func accepts(_ log: VerificationKey) -> Bool {
        logs.isEmpty || logs.contains(log)
    }

    /// The place of the witness that signs as a signature says it does.
    package func place(of signature: SignedNote.Signature) -> Int? {
        witnesses.firstIndex { witness in
            witness.key.keyID == signature.keyID && TextReader.isSame(witness.key.name, signature.name)
        }
    }

    /// When the quorum was reached, from when each witness signed, by its place; nil while it is not, and always for
    /// `none`.
    package func quorumReached<Time: Comparable>(_ times: [Time?]) -> Time? {
        precondition(times.count == witnesses.count, "a time or nothing of every witness")
        return quorum.flatMap { reached($0, times) }
    }

    /// A group has seen what its needed number of members has seen, so it did when the last of them did.
    private func reached<Time: Comparable>(_ member: Member, _ times: [Time?]) -> Time? {
        switch member {
        case .witness(let place): return times[place]
        case .group(let place):
            let group = groups[place]
            let seen = group.members.compactMap { reached($0, times) }.sorted()
            return seen.count < group.needed ? nil : seen[group.needed - 1]
        }
    }

    /// Whether the quorum is among these witnesses, by their places; `none` always is.
    package func holds(_ cosigners: [Int]) -> Bool {
        guard quorum != nil else { return true }
        var times = [Int?](repeating: nil, count: witnesses.count)
        for place in cosigners { times[place] = 0 }
        return quorumReached(times) != nil
    }
}
