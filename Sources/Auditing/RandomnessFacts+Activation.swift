import Campaigns
import JSON
import Proofs

extension RandomnessFacts {
    /// The grade of the whole campaign: that of its draw, and where something is won at once no better than that of the
    /// number which that depends on.
    ///
    /// | activation | instant wins |
    /// |---|---|
    /// | commit; fewer than 2^64 outcomes; public when leaf 0 was announced, or missing | G0 |
    /// | a number drawn in public | G0; G1 for one who saw it drawn |
    /// | a second party's number | G0; G1 for one who knows the party's key |
    /// | a round of the beacon | G0; G1 where its signature was checked |
    ///
    /// Where the draw and the activation both rest on what the caller did not confirm, it is G0 until one of them is.
    func wholeGrade(_ basis: GradeBasis = GradeBasis()) -> Grade {
        let draw = grade(basis)
        guard let activation else { return draw }
        guard let (isShown, condition) = activated(activation, basis) else { return Grade(.g0) }
        guard draw.grade > .g0 else { return isShown ? draw : Grade(.g0) }
        return isShown ? Grade(.g1) : Grade(.g0, condition: condition)
    }

    /// Whether the caller is shown that nobody could choose the number that instant wins depend on, and upon what that
    /// rests otherwise; nil where it could be chosen, or known when leaf 0 was announced.
    private func activated(
        _ activation: CountedSource, _ basis: GradeBasis
    ) -> (isShown: Bool, condition: BilingualText)? {
        guard let value = activation.value else { return nil }
        switch activation.source {
        case .commit: return nil
        case .reveal(let party, let key, _):
            return (basis.partyKeys.contains(key), Grade.condition(.g1, published: [], parties: [party]))
        case .drand(let round):
            guard activatedAfterAnnouncing else { return nil }
            return (basis.isBeaconChecked, Grade.condition(.g1, rounds: [round]))
        case .publicNumber(let name, let text, _):
            guard activatedAfterAnnouncing, let form = try? PublicForm.parse(text).get(),
                OutcomeCount.product(of: [form]).reaches64Bits
            else { return nil }
            return (basis.publicValues[name] == value, Grade.condition(.g1, published: [(name, value)]))
        }
    }
}
