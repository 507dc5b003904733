import Durability

/// A step of a campaign's lifecycle, as the journal keeps it; with the record it made, which recovery must make again.
///
/// `u32 campaign, u8 step, i64 tick, parameters, record`, and four bytes that are given up when the campaign is retired, or
/// a row that was added to the roll is erased.
enum Step: Equatable {
    case endIntake(reason: String)
    case close
    /// The source's place in the charter, from 0, its canonical value, and the signature of a beacon's round, or "".
    case value(source: Int, value: String, signature: String)
    case draw
    /// The canonical value of the activation's source, and the signature of a beacon's round, or "".
    case activate(value: String, signature: String)
    case void
    case amend(AmendmentStep)
    case withhold(index: Int, reason: String)
    /// The log ends.
    case final

    func write(campaign: Int, at tick: Int64, record: [UInt8], to payload: inout PayloadWriter) {
        payload.integer(UInt32(campaign))
        switch self {
        case .endIntake(let reason):
            payload.integer(UInt8(1))
            payload.integer(tick)
            payload.string(reason)
        case .close:
            payload.integer(UInt8(2))
            payload.integer(tick)
        case .value(let source, let value, let signature):
            payload.integer(UInt8(3))
            payload.integer(tick)
            payload.integer(UInt32(source))
            payload.string(value)
            payload.string(signature)
        case .draw:
            payload.integer(UInt8(4))
            payload.integer(tick)
        case .activate(let value, let signature):
            payload.integer(UInt8(20))
            payload.integer(tick)
            payload.string(value)
            payload.string(signature)
        case .amend(let step):
            payload.integer(UInt8(5))
            payload.integer(tick)
            step.write(to: &payload)
        case .void:
            payload.integer(UInt8(6))
            payload.integer(tick)
        case .final:
            payload.integer(UInt8(7))
            payload.integer(tick)
        case .withhold(let index, let reason):
            payload.integer(UInt8(9))
            payload.integer(tick)
            payload.integer(UInt64(index))
            payload.string(reason)
        }
        payload.string(record)
        payload.bytes += [UInt8](repeating: 0, count: PayloadEdit.givenUpBytes)
    }

    /// Reads a step after its campaign number.
    static func read(
        _ payload: inout PayloadReader
    ) throws(PayloadError) -> (step: Step, tick: Int64, record: [UInt8]) {
        let number: UInt8 = try payload.integer()
        let tick: Int64 = try payload.integer()
        let step: Step
        switch number {
        case 1: step = .endIntake(reason: try payload.text())
        case 2: step = .close
        case 3:
            step = .value(
                source: Int(try payload.integer(UInt32.self)), value: try payload.text(), signature: try payload.text())
        case 4: step = .draw
        case 20: step = .activate(value: try payload.text(), signature: try payload.text())
        case 5: step = .amend(try AmendmentStep(reading: &payload))
        case 6: step = .void
        case 7: step = .final
        case 9: step = .withhold(index: Int(try payload.integer(UInt64.self)), reason: try payload.text())
        default: throw PayloadError(what: "is a step of unknown number \(number)")
        }
        let record = try payload.string()
        _ = try payload.take(PayloadEdit.givenUpBytes)
        try payload.end()
        return (step, tick, record)
    }

    /// Where in a whole payload the rows of people lie who were added to the roll, and what was added.
    static func rollStep(_ payload: inout PayloadReader) throws(PayloadError) -> (rowsOffset: Int, step: RollStep) {
        _ = try payload.integer(UInt32.self)
        let (step, _, _) = try read(&payload)
        guard case .amend(.roll(let added)) = step else { throw PayloadError(what: "adds nobody to the roll") }
        // Campaign, number of the step, tick, number of the amendment, length of the rows.
        return (4 + 1 + 8 + 1 + 4, added)
    }
}
