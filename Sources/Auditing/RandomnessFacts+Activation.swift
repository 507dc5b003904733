import Campaigns
import Proofs

extension RandomnessFacts {
    /// The grade of the whole campaign: that of its draw, and where something is won at once no better than that of the
    /// number which that depends on.
    ///
    /// | activation | instant wins |
    /// |---|---|
    /// | commit; fewer than 2^64 outcomes; public when leaf 0 was announced, or missing | G0 |
    /// | a number drawn in public | G0; G1 for one who saw it drawn |
    ///
    /// Where the draw and the activation both rest on what the caller did not confirm, it is G0 until one of them is.
    func wholeGrade(_ basis: GradeBasis = GradeBasis()) -> Grade {
        let draw = grade(basis)
        guard let activation else { return draw }
        guard isActivatedInPublic, case .publicNumber(let name, _, _) = activation.source,
            let value = activation.value
        else { return Grade(.g0) }
        let isSeen = basis.publicValues[name] == value
        guard draw.grade > .g0 else { return isSeen ? draw : Grade(.g0) }
        return isSeen ? Grade(.g1) : Grade(.g0, condition: Grade.condition(.g1, published: [(name, value)]))
    }

    /// Whether it alone has 2^64 outcomes, and nobody could know it when leaf 0 was announced.
    private var isActivatedInPublic: Bool {
        guard activatedAfterAnnouncing, case .publicNumber(_, let text, _) = activation?.source,
            let form = try? PublicForm.parse(text).get()
        else { return false }
        return OutcomeCount.product(of: [form]).reaches64Bits
    }
}
