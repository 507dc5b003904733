/// A sum of fractions, over the common denominator of all of them.
struct FractionSum {
    private static let denominatorBound = 1 << 53

    private(set) var numerator = 0
    private(set) var denominator = 1

    /// Nil where the common denominator is 2^53 or more.
    func adding(_ fraction: Campaign.Fraction) -> FractionSum? {
        var (a, b) = (denominator, fraction.denominator)
        while b != 0 { (a, b) = (b, a % b) }
        let (common, overflows) = (denominator / a).multipliedReportingOverflow(by: fraction.denominator)
        guard !overflows, common < Self.denominatorBound else { return nil }
        let (share, isOver) = fraction.numerator.multipliedReportingOverflow(by: common / fraction.denominator)
        // Before this one there was no more than one.
        let (sum, isFarOver) = share.addingReportingOverflow(numerator * (common / denominator))
        // Exactly how far above one is of no use.
        guard !isOver, !isFarOver else { return FractionSum(numerator: 2, denominator: 1) }
        return FractionSum(numerator: sum, denominator: common)
    }

    var isOne: Bool { numerator == denominator }
    var isOverOne: Bool { numerator > denominator }

    /// What is missing to one, in lowest terms.
    var rest: Campaign.Fraction {
        var (a, b) = (denominator, denominator - numerator)
        while b != 0 { (a, b) = (b, a % b) }
        return Campaign.Fraction((denominator - numerator) / a, denominator / a)
    }
}

extension CampaignBuilder {
    /// The sum of fractions, each with its place; nil where it is not readable or its denominator too large.
    mutating func sum(_ fractions: [CampaignPlace]) -> FractionSum? {
        var sum = FractionSum()
        for place in fractions {
            guard let fraction = place.fraction else { return nil }
            guard let next = sum.adding(fraction) else {
                problems.error(
                    place, zh: "公分母须小于 2^53", en: "the fractions have a common denominator of 2^53 or more")
                return nil
            }
            sum = next
            guard !sum.isOverOne else { return sum }
        }
        return sum
    }

    /// Weights add up to exactly one.
    mutating func checkWeights(_ weights: [CampaignPlace], in place: CampaignPlace) {
        guard let sum = sum(weights), !sum.isOne else { return }
        let total = "\(sum.numerator)/\(sum.denominator)"
        problems.error(
            place, zh: "权重之和须为 1，实为 \(total)", en: "the weights must add up to 1, and add up to \(total)")
    }
}
