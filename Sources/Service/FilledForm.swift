import Campaigns
import Engine
import JSON
import Proofs

/// What somebody filled in, as it was sent: every value fits its field.
struct FilledForm {
    /// In the order of their ids' bytes, which is that of canonical JSON.
    let fields: [FilledField]
    /// The places among them of those that only the auditor sees.
    let concealed: [Int]

    /// The bytes that a body needs for it at most.
    var bodyBytes: Int {
        fields.enumerated().reduce(0) { sum, field in
            let (place, field) = field
            let value = concealed.contains(place) ? 67 : field.value.json.canonicalBytes().count
            return sum + field.id.utf8.count + 4 + value
        }
    }

    /// The bytes that private values have.
    var concealedBytes: Int { concealed.reduce(0) { $0 + fields[$1].value.bytes.count } }

    /// Adds what was sent to a hash by which replays are told from other submissions.
    func combine(into hash: inout StableHash) {
        hash.combine(UInt64(fields.count) + 1)
        for field in fields {
            for text in [Array(field.id.utf8), field.value.json.canonicalBytes()] {
                hash.combine(UInt64(text.count))
                text.withUnsafeBufferPointer { hash.combine($0) }
            }
        }
    }

    /// A stable hash of what was sent; never 0.
    var content: UInt64 {
        var hash = StableHash()
        combine(into: &hash)
        return max(1, hash.finalize())
    }

    /// The fields as a body has them, and what opens the private ones.
    ///
    /// - Parameter parent: The JSON pointer of the object that they stand in.
    func published(
        in parent: String, nonce: (_ pointer: String) -> Digest
    ) -> (fields: [FilledField], openings: [PrivateValue]) {
        var published = fields
        var openings: [PrivateValue] = []
        for place in concealed {
            let field = fields[place]
            let pointer = "\(parent)/\(field.id)"
            let opening = PrivateValue(pointer: pointer, nonce: nonce(pointer), value: field.value.bytes)
            published[place].value = .text(opening.commitment)
            openings.append(opening)
        }
        return (published, openings)
    }
}

extension [FilledField] {
    /// The canonical object.
    var canonical: [UInt8] { json.canonicalBytes() }

    var json: JSON { .object(map { JSON.Member($0.id, $0.value.json) }) }
}

/// Reads `fields`: an object of field ids and values.
struct FormReader {
    private let fields: [Campaign.Field]

    init(_ fields: [Campaign.Field]) { self.fields = fields }

    func read(_ line: Line, at node: Int) throws(FieldProblem) -> FilledForm {
        var filled: [FilledField] = []
        var key = node + 1
        for _ in 0..<line.nodes[node].count {
            filled.append(try field(line, key))
            key = Int(line.nodes[key + 1].next)
        }
        if let problem = fields.problem(in: filled) { throw problem }
        filled.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
        let ids = Set(fields.filter(\.isPrivate).map(\.id))
        return FilledForm(fields: filled, concealed: filled.indices.filter { ids.contains(filled[$0].id) })
    }

    private func field(_ line: Line, _ key: Int) throws(FieldProblem) -> FilledField {
        let id = line.text(key)
        guard let field = fields.first(where: { $0.id.utf8.elementsEqual(id.utf8) }) else { throw .unknown }
        if case .string = line.nodes[key + 1].kind { return FilledField(id, .text(line.text(key + 1))) }
        guard let number = line.integer(key + 1) else { throw .value(field) }
        return FilledField(id, .integer(number))
    }
}
