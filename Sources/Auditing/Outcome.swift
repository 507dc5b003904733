import Proofs

/// How a phase ended: by the first record in its log that says so.
enum Outcome {
    case drawn(index: Int, record: Draw)
    case void(index: Int, record: VoidRecord)

    var index: Int {
        switch self {
        case .drawn(let index, _), .void(let index, _): index
        }
    }

    var at: Int64 {
        switch self {
        case .drawn(_, let record): record.at
        case .void(_, let record): record.at
        }
    }

    var draw: (index: Int, record: Draw)? {
        if case .drawn(let index, let record) = self { (index, record) } else { nil }
    }

    var voiding: (index: Int, record: VoidRecord)? {
        if case .void(let index, let record) = self { (index, record) } else { nil }
    }
}
