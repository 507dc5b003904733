import Campaigns
import JSON
import Proofs

/// A second party's number: from the campaign file to the charter, and the checks that need keys.
package enum RevealSource {
    /// As the charter declares it; the loader and ``problems(_:source:origins:)`` have checked it.
    static func source(_ reveal: Campaign.Reveal) -> RandomnessSource {
        guard let key = try? VerificationKey(parsing: reveal.vkey), let digest = Digest(hex: reveal.commitment) else {
            preconditionFailure("a reveal is checked before it is announced")
        }
        return .reveal(party: reveal.party, key: key, digest: digest)
    }

    /// What is wrong with the keys and notes of a file that loads, each located in it.
    ///
    /// - Parameter origins: Those for which a note may be signed: a daemon has one, a check of a file accepts the live
    ///   one and the rehearsal's.
    package static func problems(_ campaign: Campaign, source bytes: [UInt8], origins: [Origin]) -> [Problem] {
        guard let root = (try? JSONDocument(bytes: bytes))?.root else { return [] }
        var problems: [Problem] = []
        for (index, element) in (root["randomness"]?.elements ?? []).enumerated() {
            guard let party = element["party"]?.string, let reveal = campaign.reveal(of: party) else { continue }
            problems += self.problems(reveal, element, "/randomness/\(index)", source: bytes, origins: origins)
        }
        if case .reveal(let reveal)? = campaign.activation, let element = root["activation"] {
            problems += self.problems(reveal, element, "/activation", source: bytes, origins: origins)
        }
        return problems
    }

    private static func problems(
        _ reveal: Campaign.Reveal, _ element: JSONValue, _ pointer: String, source bytes: [UInt8], origins: [Origin]
    ) -> [Problem] {
        flaws(reveal, origins).map { key, message in
            let offset = element[key]?.range.lowerBound ?? element.range.lowerBound
            return Problem(
                severity: .error, pointer: "\(pointer)/\(key)", offset: offset,
                position: JSONPosition(of: offset, in: bytes), message: message)
        }
    }

    private static func flaws(
        _ reveal: Campaign.Reveal, _ origins: [Origin]
    ) -> [(key: String, message: BilingualText)] {
        let key: VerificationKey
        do throws(FormatError) {
            key = try VerificationKey(parsing: reveal.vkey)
        } catch {
            return [("vkey", BilingualText(zh: "公钥格式不对：\(error)", en: "the key is malformed: \(error)"))]
        }
        guard let digest = Digest(hex: reveal.commitment) else { return [] }
        var last: BilingualText?
        for origin in origins {
            do throws(RevealNote.Flaw) {
                try RevealNote.check(Array(reveal.note.utf8), origin: origin, key: key, digest: digest)
                return []
            } catch {
                // Of several origins, a note that fits one in its text says most by its signature.
                if last == nil || error == .signature { last = text(of: error, reveal.party, origin) }
            }
        }
        return last.map { [("note", $0)] } ?? []
    }

    private static func text(of flaw: RevealNote.Flaw, _ party: String, _ origin: Origin) -> BilingualText {
        switch flaw {
        case .malformed(let error):
            BilingualText(zh: "便笺格式不对：\(error)", en: "the note is malformed: \(error)")
        case .text:
            BilingualText(
                zh: "便笺是为另一活动或另一个数签的；这里应为 \(origin.text)",
                en: "the note was signed for another campaign or number; here it is \(origin.text)")
        case .signature:
            BilingualText(
                zh: "便笺上没有 \(party) 用这把公钥作的签名", en: "the note bears no signature of \(party) under this key")
        }
    }
}

extension Campaign {
    fileprivate func reveal(of party: String) -> Reveal? {
        for case .reveal(let reveal) in randomness where reveal.party == party { return reveal }
        return nil
    }
}
