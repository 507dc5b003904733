import Campaigns
import Durability
import Engine
import JSON
import Proofs

/// People who were added to the roll, as the journal keeps them: `string rows, u64 count, root`.
struct RollStep: Equatable {
    /// A header and their rows, as the organiser's file had them; a roll of its own.
    var rows: [UInt8]
    /// Of the whole published roll with them.
    var roll: CountedDigest

    /// What the rows of one amendment may come to, which the batch always has room for.
    static let mostBytes = 1 << 20

    init(rows: [UInt8], roll: CountedDigest) {
        self.rows = rows
        self.roll = roll
    }

    init(reading payload: inout PayloadReader) throws(PayloadError) {
        rows = try payload.string()
        let count = Int(try payload.integer(UInt64.self))
        roll = CountedDigest(count: count, digest: try payload.digest())
    }

    func write(to payload: inout PayloadWriter) {
        payload.string(rows)
        payload.integer(UInt64(roll.count))
        payload.bytes += roll.digest.bytes
    }

    /// What is put over rows in the payload of the amendment's frame.
    ///
    /// - Parameter places: Among the rows, from 0.
    static func fillings(ofRows places: [Int], in payload: [UInt8]) throws(PayloadError) -> [PayloadEdit.Replacement] {
        let found = payload.withUnsafeBytes { bytes in
            Result { () throws(PayloadError) in
                var reader = PayloadReader(bytes)
                let (offset, step) = try Step.rollStep(&reader)
                return (offset, step.rows)
            }
        }
        let (offset, rows) = try found.get()
        return try Roll.fillings(ofRows: places, in: rows, at: offset)
    }
}

extension Roll {
    /// What is put over the rows of people in a roll that lies at an offset of a payload.
    static func fillings(
        ofRows places: [Int], in file: [UInt8], at offset: Int
    ) throws(PayloadError) -> [PayloadEdit.Replacement] {
        var replacements: [PayloadEdit.Replacement] = []
        for place in places {
            guard let row = rowRange(of: place, in: file) else {
                throw PayloadError(what: "has no row \(place) of the roll")
            }
            replacements.append(
                PayloadEdit.Replacement(
                    offset: offset + row.lowerBound, bytes: [UInt8](repeating: filling, count: row.count)))
        }
        return replacements
    }
}

extension RunningCampaign {
    /// Adds people, the same at a restart.
    func add(_ step: RollStep, at tick: Int64) throws(AmendmentRefusal) -> Amendment {
        guard case .success(let roll) = loadRoll(bytes: step.rows, acceptsErased: true) else {
            throw .invalid(BilingualText(zh: "增加的名册行读不了", en: "the rows that were added are no roll"))
        }
        let index = state.leafCount
        let added = RollBook(roll, keys: announced.keys, masking: announced.masking, announced.campaign).cast
        let record: Amendment
        do throws(Untimely) {
            record = try state.addPeople(added, roll: step.roll, at: tick)
        } catch {
            throw .untimely(error)
        }
        take(roll, RollPart(leaf: index, firstPlace: self.roll.count, file: step.rows), commitment: step.roll)
        return record
    }
}
