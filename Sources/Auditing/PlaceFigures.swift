import Books
import Campaigns
import JSON

extension Report {
    /// How full each slot is, and who waits, as of the bundle's last leaf.
    package struct Places: Sendable, Hashable {
        package struct Slot: Sendable, Hashable {
            package var id: String
            package var title: BilingualText
            package var capacity: Int
            package var taken = 0
            package var offered = 0
            /// Enrolments that wait for it.
            package var waiting = 0
        }

        /// Who gets a place, in the words of the campaign file.
        package var by: String
        package var slots: [Slot]
        /// Enrolments that have places or an offer, and that are on the list.
        package var placed: Int
        package var waiting: Int

        /// From places.csv and waiting.csv.
        init(_ places: Campaign.Places, _ files: PlaceFiles) {
            by = places.by.rawValue
            slots = places.slots.map { Slot(id: $0.id, title: $0.title, capacity: $0.capacity) }
            let numbers = Dictionary(uniqueKeysWithValues: places.slots.enumerated().map { ($1.id, $0) })
            var (placed, listed): (Set<Substring>, Set<Substring>) = ([], [])
            for row in Self.rows(files.places) {
                guard row.count == 5, let slot = numbers[String(row[2])], let count = Int(row[3]) else { continue }
                placed.insert(row[0])
                if row[4] == "taken" { slots[slot].taken += count } else { slots[slot].offered += count }
            }
            for row in Self.rows(files.waiting) {
                guard row.count == 5, let slot = numbers[String(row[0])] else { continue }
                listed.insert(row[2])
                slots[slot].waiting += 1
            }
            self.placed = placed.count
            waiting = listed.count
        }

        private static func rows(_ file: [UInt8]) -> [[Substring]] {
            String(decoding: file, as: UTF8.self).split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
        }

        var json: JSON {
            [
                "by": .string(by), "placed": .integer(Int64(placed)), "waiting": .integer(Int64(waiting)),
                "slots": .array(
                    slots.map { slot in
                        [
                            "capacity": .integer(Int64(slot.capacity)), "id": .string(slot.id),
                            "offered": .integer(Int64(slot.offered)), "taken": .integer(Int64(slot.taken)),
                            "title": JSON(slot.title), "waiting": .integer(Int64(slot.waiting)),
                        ]
                    }),
            ]
        }
    }
}
