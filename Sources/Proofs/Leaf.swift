/// Any leaf of a campaign's log or of a registry.
package enum Leaf: Hashable, Sendable {
    // Behind a pointer, so that the million entries beside them stay small.
    indirect case charter(Charter)
    case activation(Activation)
    case entry(EntryLeaf)
    indirect case amendment(Amendment)
    indirect case closing(Closing)
    case value(Value)
    case draw(Draw)
    case void(VoidRecord)
    case event(EventLeaf)
    case withheld(Withheld)
    case final(Final)
    indirect case registered(Registered)

    /// Reads a leaf by its type line; an unknown type is refused.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        let type = bytes.prefix { $0 != 0x0A && $0 != 0x20 }
        // Literals are compared as bytes, so the common case costs no string.
        if type.elementsEqual(EntryLeaf.type.utf8) {
            self = .entry(try EntryLeaf(parsing: bytes))
            return
        }
        switch String(decoding: type, as: UTF8.self) {
        case Charter.type: self = .charter(try Charter(parsing: bytes))
        case Activation.type: self = .activation(try Activation(parsing: bytes))
        case Amendment.type: self = .amendment(try Amendment(parsing: bytes))
        case Closing.type: self = .closing(try Closing(parsing: bytes))
        case Value.type: self = .value(try Value(parsing: bytes))
        case Draw.type: self = .draw(try Draw(parsing: bytes))
        case VoidRecord.type: self = .void(try VoidRecord(parsing: bytes))
        case EventLeaf.type: self = .event(try EventLeaf(parsing: bytes))
        case Withheld.type: self = .withheld(try Withheld(parsing: bytes))
        case Final.type: self = .final(try Final(parsing: bytes))
        case Registered.type: self = .registered(try Registered(parsing: bytes))
        case let other:
            throw FormatError(
                "leaf", at: .line(1), expected: "a known leaf type", found: FormatError.quoted(other))
        }
    }

    /// The exact bytes that are hashed, ending in LF.
    package var bytes: [UInt8] {
        switch self {
        case .charter(let record): record.bytes
        case .activation(let record): record.bytes
        case .entry(let leaf): leaf.bytes
        case .amendment(let record): record.bytes
        case .closing(let record): record.bytes
        case .value(let record): record.bytes
        case .draw(let record): record.bytes
        case .void(let record): record.bytes
        case .event(let leaf): leaf.bytes
        case .withheld(let record): record.bytes
        case .final(let record): record.bytes
        case .registered(let record): record.bytes
        }
    }
}
