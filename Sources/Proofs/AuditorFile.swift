/// What the auditor alone is given: the ids of the winners and of a sample of the roll, each with the salt that opens
/// ic of its roll line. Nobody else may see it.
///
///     huigong/auditor/v1
///     origin <origin>
///     seed <64 hex digits, or ->
///     sample <how many were asked for>
///     winner <pseudonym> <identity salt> <id>
///     person <pseudonym> <identity salt> <id>
///     private <leaf> <JSON pointer> <nonce> <base64 value>
///
/// A line a winner in the order of displays.csv, then a line a person of the sample, ascending by ticket. Without a draw
/// there is no seed to choose by: then it is `seed -` and `sample 0`, and nobody but who won at once.
/// Last comes a line for each private field, ascending by leaf, then by the bytes of the pointer.
package struct AuditorFile: Sendable {
    package static let firstLine = "huigong/auditor/v1"
    /// What a caller may ask for; more would no longer be a sample.
    package static let sampleSizes = 1...10_000
    package static let usualSample = 20

    /// An opened roll line.
    package struct Person: Hashable, Sendable {
        package var pseudonym: Pseudonym
        package var salt: Digest
        package var id: String

        package init(pseudonym: Pseudonym, salt: Digest, id: String) {
            self.pseudonym = pseudonym
            self.salt = salt
            self.id = id
        }

        /// ic, as the roll line must have it.
        package var commitment: Digest { Commitments.identity(salt: salt, id: id) }
    }

    package var origin: Origin
    /// Nil without a draw.
    package var seed: Digest?
    /// How many people were asked for, 0 without a seed; a smaller roll gives fewer.
    package var sample: Int
    package var winners: [Person]
    package var people: [Person]
    /// What opens private fields.
    package var concealed: [(leaf: Int, value: PrivateValue)] = []

    package init(origin: Origin, seed: Digest?, sample: Int, winners: [Person], people: [Person]) {
        self.origin = origin
        self.seed = seed
        self.sample = sample
        self.winners = winners
        self.people = people
    }

    package var text: String {
        var text = "\(AuditorFile.firstLine)\norigin \(origin.text)\nseed \(seed?.hex ?? "-")\nsample \(sample)\n"
        for person in winners { text += "winner \(person.line)\n" }
        for person in people { text += "person \(person.line)\n" }
        for (leaf, value) in concealed { text += value.line(leaf: leaf) + "\n" }
        return text
    }

    package init(parsing file: [UInt8]) throws(FormatError) {
        var reader = try TextReader(file, format: "auditor's file")
        try reader.take(exactly: AuditorFile.firstLine)
        origin = try reader.value("origin", "an origin") { Origin($0) }
        let seed = try reader.optional("seed", "64 hex digits or -") { Digest(hex: $0) }
        self.seed = seed
        sample = try reader.value("sample", seed == nil ? "0" : "a number from 1") { text in
            seed == nil ? text == "0" ? 0 : nil : Decimal.readPositive(text)
        }
        winners = []
        people = []
        while let next = reader.next, !next.utf8.starts(with: "private ".utf8) {
            let isWinner = next.utf8.starts(with: "winner ".utf8)
            guard !isWinner || people.isEmpty else {
                _ = try reader.take("a line")
                throw reader.error("person …, after the first of them", next)
            }
            let key = isWinner ? "winner" : "person"
            let person = try reader.value(key, "pseudonym, salt and id") { Person(reading: $0) }
            if isWinner { winners.append(person) } else { people.append(person) }
        }
        try readConcealed(&reader)
    }

    private mutating func readConcealed(_ reader: inout TextReader) throws(FormatError) {
        while reader.next != nil {
            // No error quotes the line: it holds what nobody else may see.
            let line = try reader.take("a line")
            guard let read = PrivateValue.read(line.dropFirst("private ".count)) else {
                throw reader.error("private, leaf, JSON pointer, nonce and value in base64", "something else")
            }
            let isLater = concealed.last.map { last in
                last.leaf < read.leaf
                    || last.leaf == read.leaf
                        && last.value.pointer.utf8.lexicographicallyPrecedes(read.value.pointer.utf8)
            }
            guard isLater ?? true else {
                throw reader.error("private …, ascending", "\(read.leaf) \(read.value.pointer)")
            }
            concealed.append(read)
        }
    }
}

extension AuditorFile.Person {
    fileprivate var line: String { "\(pseudonym.hex) \(salt.hex) \(id)" }

    fileprivate init?(reading text: Substring) {
        let words = text.parts(at: " ")
        guard words.count == 3, let pseudonym = Pseudonym(hex: words[0]), let salt = Digest(hex: words[1]),
            Names.isName(String(words[2]))
        else { return nil }
        self.init(pseudonym: pseudonym, salt: salt, id: String(words[2]))
    }
}

extension Tickets {
    /// The positions of the `count` people with the least tickets for purpose `sample`, ascending by ticket, then
    /// pseudonym; fewer where there are not so many people.
    package func sample(_ count: Int, of people: [Pseudonym]) -> [Int] {
        let tickets = people.map { ticket(.sample, id: $0.hex) }
        let order = AscendingOrder.positions(count: people.count) {
            tickets[$0].leadingWord
        } precedes: { left, right in
            (tickets[left], people[left]) < (tickets[right], people[right])
        }
        return order.prefix(count).map { Int($0) }
    }
}
