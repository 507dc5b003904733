import Foundation
import JSON

/// The rules as they stand after some amendments: the announced file with every change put in, loaded again.
///
/// What counts is the campaign; the document is kept so that the next change finds its place.
package struct RulesInForce: Sendable {
    package let document: JSON
    package let campaign: Campaign
    /// See ``PublicRules``.
    package let publicRules: [UInt8]

    /// Why a change can't be put into the rules.
    package enum Refusal: Error, Hashable, Sendable {
        /// The rules have no such place.
        case nowhere(pointer: String)
        /// The campaign file would not be valid any more; says what is wrong with it.
        case invalid(BilingualText)
    }

    /// The rules as announced.
    package init(_ campaign: Campaign, publicRules: [UInt8], file: [UInt8]) {
        guard let document = try? JSONDocument(bytes: file), let value = JSON(document.root) else {
            preconditionFailure("an accepted file is JSON with integers")
        }
        self.document = value
        self.campaign = campaign
        self.publicRules = publicRules
    }

    private init(document: JSON, loaded: LoadedCampaign) {
        self.document = document
        campaign = loaded.campaign
        publicRules = loaded.publicRules
    }

    /// The rules with these changes; they are loaded as any campaign file is.
    package func changed(_ changes: [RulesChange]) throws(Refusal) -> RulesInForce {
        var value = document
        for change in changes {
            guard let parts = change.parts, value.put(change.value, at: parts[...]) else {
                throw .nowhere(pointer: change.pointer)
            }
        }
        let bytes = value.canonicalBytes()
        switch loadCampaign(bytes: bytes, organiser: nil) {
        case .success(let loaded): return RulesInForce(document: value, loaded: loaded)
        case .failure(let problems):
            let first = problems.list.first { $0.severity == .error }
            throw .invalid(first?.message ?? BilingualText(zh: "文件无效", en: "the file is not valid"))
        }
    }

    /// When a source of randomness has its value in an extension.
    package enum SourceTime: Hashable, Sendable {
        /// It has no time: the number is somebody's own.
        case none
        case at(Int64)
        /// A round of drand.
        case round(Int64)
    }

    /// The changes that make intake end at `closes`, with new times for the sources in the charter's order.
    package func extensionChanges(closes: Int64, times: [SourceTime]) -> [RulesChange] {
        let zone = DayStarts.zone(named: campaign.zone) ?? .gmt
        var changes = [RulesChange(pointer: "/closes", value: .string(Instant.text(closes, zone: zone)))]
        for (place, time) in times.enumerated() {
            switch time {
            case .none: continue
            case .at(let instant):
                changes.append(
                    RulesChange(
                        pointer: campaign.randomnessPointer(place) + "/at",
                        value: .string(Instant.text(instant, zone: zone))))
            case .round(let round):
                changes.append(
                    RulesChange(
                        pointer: campaign.randomnessPointer(place),
                        value: [
                            "source": "drand", "round": .integer(round),
                            "wait": .integer(campaign.randomnessTerms[place].wait / 86_400_000),
                        ]))
            }
        }
        return changes
    }
}
