import Campaigns
import Proofs

/// What a verifier's caller knows, and what it could check, beyond the bundle's own consistency.
struct GradeBasis {
    /// Values of public sources that the caller saw drawn, by name.
    var publicValues: [String: String] = [:]
    /// Keys that second parties confirmed to the caller.
    var partyKeys: [VerificationKey] = []
    /// Whether every round's signature was checked; a report is no verifier's word, and says that it was not.
    var isBeaconChecked = false
    /// Whether the witnesses are those of the caller's own policy, and not the organiser's choice.
    var areWitnessesTrusted = false
    /// What else holds the grade down, such as an extension that came late.
    var most = EvidenceGrade.g3
}

extension RandomnessFacts {
    /// | sources | the grade here | condition |
    /// |---|---|---|
    /// | commit alone | G0 | |
    /// | reveal | G0; G1 for a caller who knows the party's key | the party confirms its key |
    /// | public, fewer than 2^64 outcomes | G0; G1 for one who saw it drawn | it was really published |
    /// | public, 2^64 outcomes or more | G1; G2 or G3 for one who saw it drawn | it was really published |
    /// | drand | G1; G2 or G3 where the signature was checked | the signature is genuine |
    /// | closed at or after a public time | G0 | |
    ///
    /// G3 in place of G2 where witnesses saw everything in time, and only for a caller who chose them; for others it is
    /// a condition. G1 at most where the campaign was announced late, was extended without a witness having seen it in
    /// time, or where a fallback stands in.
    func grade(_ basis: GradeBasis = GradeBasis()) -> Grade {
        guard closedInTime else { return Grade(.g0) }
        let usesFallback = sources.contains { $0.fallbackOf != nil && $0.value != nil }
        let isHeldDown = announcedLate || isExtended || usesFallback || basis.most < .g2
        let most = min(basis.most, isHeldDown ? .g1 : isWitnessed ? .g3 : .g2)
        let areWitnessesOpen = most == .g3 && !basis.areWitnessesTrusted
        let rounds = self.rounds
        let open = published.filter { basis.publicValues[$0.name] != $0.value }
        let isPublicShown = !published.isEmpty && open.isEmpty
        if !rounds.isEmpty && basis.isBeaconChecked || isWide && isPublicShown {
            return areWitnessesOpen
                ? Grade(.g2, condition: Grade.condition(most, published: [], andWitnesses: true)) : Grade(most)
        }
        let isPartyShown = keys.contains { basis.partyKeys.contains($0.key) }
        if rounds.isEmpty, !isWide {
            if isPublicShown || isPartyShown { return Grade(min(most, .g1)) }
            guard most > .g0, !open.isEmpty || !keys.isEmpty else { return Grade(.g0) }
            return Grade(.g0, condition: Grade.condition(.g1, published: open, parties: keys.map(\.party)))
        }
        let base = min(most, isHeldDown && !isPartyShown ? EvidenceGrade.g0 : .g1)
        guard base < most else { return Grade(base) }
        let condition =
            rounds.isEmpty
            ? Grade.condition(most, published: open, andWitnesses: areWitnessesOpen)
            : Grade.condition(most, rounds: rounds, andWitnesses: areWitnessesOpen)
        return Grade(base, condition: condition)
    }

    private var rounds: [Int64] {
        sources.compactMap { counted in
            guard case .drand(let round) = counted.source, counted.value != nil else { return nil }
            return round
        }
    }

    private var keys: [(party: String, key: VerificationKey)] {
        sources.compactMap { counted in
            guard case .reveal(let party, let key, _) = counted.source, counted.value != nil else { return nil }
            return (party, key)
        }
    }

    /// The public numbers that count.
    private var published: [(name: String, value: String)] {
        sources.compactMap { counted in
            guard case .publicNumber(let name, _, _) = counted.source, let value = counted.value else { return nil }
            return (name, value)
        }
    }

    /// Whether the public numbers that count have 2^64 outcomes together.
    private var isWide: Bool {
        let texts = sources.compactMap { counted -> String? in
            guard case .publicNumber(_, let text, _) = counted.source, counted.value != nil else { return nil }
            return text
        }
        let forms = texts.compactMap { try? PublicForm.parse($0).get() }
        return !forms.isEmpty && forms.count == texts.count && OutcomeCount.product(of: forms).reaches64Bits
    }
}
