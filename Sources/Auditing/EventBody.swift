import Campaigns
import JSON
import Proofs

/// The body of an event's opening (`huigong/event/v1`), canonical (RFC 8785): a family of events a case.
package enum EventBody: Hashable, Sendable {
    case prize(PrizeEventBody)
    case place(PlaceEventBody)
    case fund(FundEventBody)

    package var at: Int64 {
        switch self {
        case .prize(let body): body.at
        case .place(let body): body.at
        case .fund(let body): body.at
        }
    }

    /// The leaf that it refers to.
    package var index: Int {
        switch self {
        case .prize(let body): body.index
        case .place(let body): body.index
        case .fund(let body): body.index
        }
    }

    /// In whose draw a prize was won; of places, vouchers and money there is one phase.
    var phase: String {
        switch self {
        case .prize(let body): body.phase
        case .place, .fund: DrawPhase.wholeName
        }
    }

    /// Whom it is about; nil where it names nobody.
    package var pseudonym: Pseudonym? {
        switch self {
        case .prize(let body): body.pseudonym
        case .place(let body): body.pseudonym
        case .fund(let body): body.pseudonym
        }
    }

    /// What somebody filled in with it, by their ids' bytes; nil where nothing was.
    package var fields: [FilledField]? {
        switch self {
        case .prize(let body): body.fields
        case .place, .fund: nil
        }
    }

    package var bytes: [UInt8] {
        switch self {
        case .prize(let body): body.bytes
        case .place(let body): body.bytes
        case .fund(let body): body.bytes
        }
    }

    /// Nil where the bytes are no such body.
    ///
    /// - Parameter isOfPlaces: Whether the campaign has places: its events are about these alone.
    package init?(reading bytes: [UInt8], isOfPlaces: Bool = false) {
        guard let root = try? JSONDocument(bytes: bytes).root, root.kind == .object else { return nil }
        let body =
            isOfPlaces
            ? PlaceEventBody(root).map(EventBody.place)
            : PrizeEventBody(root).map(EventBody.prize) ?? FundEventBody(root).map(EventBody.fund)
        // Written again it is the same: no other member, no other order.
        guard let body, body.bytes == bytes else { return nil }
        self = body
    }
}

extension [FilledField] {
    /// Nil where it is no object of strings and whole numbers.
    init?(_ object: JSONValue) {
        guard object.kind == .object else { return nil }
        self = []
        for member in object.members {
            guard let value = FieldValue(member.value) else { return nil }
            append(FilledField(member.key, value))
        }
    }
}
