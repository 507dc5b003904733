/// The grammars of the names that stand in records.
package enum Names {
    /// 1–64 bytes of `A–Z a–z 0–9 . _ - @ :`: participants, households, units, devices, parties and sources.
    package static func isName(_ text: some StringProtocol) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                isAlphanumeric(byte) || ".-_@:".utf8.contains(byte)
            }
    }

    /// 1–64 bytes of `a–z 0–9 - .`, and not `registry`, which is the organiser's own log.
    package static func isCampaign(_ text: some StringProtocol) -> Bool {
        (1...64).contains(text.utf8.count) && text != "registry"
            && text.utf8.allSatisfy { isLowerAlphanumeric($0) || $0 == 0x2D || $0 == 0x2E }
    }

    /// 1–32 bytes of `a–z 0–9 -`: phases, tiers, classes, roles, reasons of one word.
    package static func isLabel(_ text: some StringProtocol) -> Bool {
        (1...32).contains(text.utf8.count) && text.utf8.allSatisfy { isLowerAlphanumeric($0) || $0 == 0x2D }
    }

    /// Dot-joined labels: reasons such as `limit.day`.
    package static func isReason(_ text: some StringProtocol) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.parts(at: ".").allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { isLowerAlphanumeric($0) || $0 == 0x2D || $0 == 0x5F }
            }
    }

    /// A domain name in lower case: dot-joined parts of letters, digits and inner hyphens, 253 bytes at most.
    package static func isOrganiser(_ text: some StringProtocol) -> Bool {
        (1...253).contains(text.utf8.count)
            && text.parts(at: ".").allSatisfy { part in
                (1...63).contains(part.utf8.count) && part.first != "-" && part.last != "-"
                    && part.utf8.allSatisfy { isLowerAlphanumeric($0) || $0 == 0x2D }
            }
    }

    private static func isLowerAlphanumeric(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isLowerAlphanumeric(byte) || (0x41...0x5A).contains(byte)
    }
}

/// The name of a campaign's log: `<organiser>/<campaign>`, in a rehearsal `rehearsal/<organiser>/<campaign>`.
package struct Origin: Hashable, Sendable, CustomStringConvertible {
    package let organiser: String
    package let campaign: String
    package let isRehearsal: Bool

    /// Nil unless the organiser is a domain name and the campaign an id.
    package init?(organiser: String, campaign: String, isRehearsal: Bool = false) {
        guard Names.isOrganiser(organiser), Names.isCampaign(campaign) else { return nil }
        self.organiser = organiser
        self.campaign = campaign
        self.isRehearsal = isRehearsal
    }

    package init?(_ text: some StringProtocol) {
        var parts = text.parts(at: "/")
        let isRehearsal = parts.count == 3 && parts[0] == "rehearsal"
        if isRehearsal { parts.removeFirst() }
        guard parts.count == 2 else { return nil }
        self.init(organiser: String(parts[0]), campaign: String(parts[1]), isRehearsal: isRehearsal)
    }

    package var text: String { (isRehearsal ? "rehearsal/" : "") + organiser + "/" + campaign }

    /// The origin of the organiser's log of campaigns.
    package var registry: String { Origin.registry(of: organiser, isRehearsal: isRehearsal) }

    /// `<organiser>/registry`, in a rehearsal `rehearsal/<organiser>/registry`.
    package static func registry(of organiser: String, isRehearsal: Bool) -> String {
        (isRehearsal ? "rehearsal/" : "") + organiser + "/registry"
    }

    package var description: String { text }
}
