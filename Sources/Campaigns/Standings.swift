/// Works or people in the order of a ranking: a pure function of their measures and tickets.
///
/// A measure is brought to one scale by dividing it by the largest of those who are ranked, so that the best has 1; where
/// nobody has anything, all have 0. The total is the sum of these shares by their weights, exact.
package struct Standings: Sendable, Hashable {
    package struct Row: Sendable, Hashable {
        /// The place among the candidates, from 0.
        package let candidate: Int
        /// From 1: how many are better, and one; those whom nothing but a ticket tells apart share a rank.
        package let rank: Int
        package let total: ExactTotal
    }

    /// The best first. A candidate whom the funnel did not let through has no row.
    package let rows: [Row]

    /// What is known of every candidate, in one order, more always being better.
    package typealias Measures = [Campaign.Ranking.Measure: [Ratio]]

    /// - Parameters:
    ///   - measures: Those that the ranking uses.
    ///   - ticket: Of a candidate; the lesser stands first where all else is equal.
    package init<Ticket: Comparable>(
        _ ranking: Campaign.Ranking, of measures: Measures, count: Int, ticket: (Int) -> Ticket
    ) {
        let ranked = Self.funnelled(ranking.funnel, measures, count: count)
        let totals = Self.totals(ranking.shares, measures, of: ranked)
        let ties = ranking.ties.map { measure in Self.values(measure, measures) }
        let tickets = ranked.map(ticket)
        func compare(_ left: Int, _ right: Int) -> Int {
            if totals[left] != totals[right] { return totals[left] > totals[right] ? -1 : 1 }
            for values in ties where values[ranked[left]] != values[ranked[right]] {
                return values[ranked[left]] > values[ranked[right]] ? -1 : 1
            }
            return 0
        }
        let order = ranked.indices.sorted { left, right in
            let order = compare(left, right)
            return order == 0 ? tickets[left] < tickets[right] : order < 0
        }
        let whole = Self.whole(ranking.shares, measures, of: ranked)
        var rows: [Row] = []
        rows.reserveCapacity(order.count)
        for (place, position) in order.enumerated() {
            let isTied = place > 0 && compare(order[place - 1], position) == 0
            rows.append(
                Row(
                    candidate: ranked[position], rank: isTied ? rows[place - 1].rank : place + 1,
                    total: ExactTotal(totals[position], whole)))
        }
        self.rows = rows
    }

    /// The totals, which no ticket changes, by candidate; nil for those whom the funnel does not let through.
    package static func totals(
        _ ranking: Campaign.Ranking, of measures: Measures, count: Int
    ) -> [ExactTotal?] {
        let ranked = funnelled(ranking.funnel, measures, count: count)
        let whole = whole(ranking.shares, measures, of: ranked)
        var all = [ExactTotal?](repeating: nil, count: count)
        for (position, total) in totals(ranking.shares, measures, of: ranked).enumerated() {
            all[ranked[position]] = ExactTotal(total, whole)
        }
        return all
    }

    /// How much less than the most each is: less is better, and better is more.
    package static func less(_ values: [Int64]) -> [Ratio] {
        guard let most = values.max() else { return [] }
        return values.map { Ratio(Int(most - $0)) }
    }

    /// Who goes on, ascending: the first so many by one measure, and all who are equal to the last of them. The seed is
    /// not known while a jury scores those who go on, so no ticket can decide here.
    private static func funnelled(
        _ funnel: Campaign.Ranking.Funnel?, _ measures: Measures, count: Int
    ) -> [Int] {
        guard let funnel, funnel.top < count else { return Array(0..<count) }
        let values = values(funnel.measure, measures)
        let cut = values.sorted(by: >)[funnel.top - 1]
        return (0..<count).filter { values[$0] >= cut }
    }

    private static func values(_ measure: Campaign.Ranking.Measure, _ measures: Measures) -> [Ratio] {
        guard let values = measures[measure] else { preconditionFailure("a measure that the ranking uses is there") }
        return values
    }
}

// MARK: - Totals over one denominator

extension Standings {
    /// A measure of those who are ranked, over one denominator.
    private struct Scaled {
        let values: [Natural]
        /// The largest, or 1 where all are 0.
        let most: Natural

        init(_ ratios: [Ratio]) {
            var common = Natural.one
            // Looked up by key only.
            var factors: [Int: Natural] = [:]
            for ratio in ratios where factors.updateValue(.one, forKey: ratio.denominator) == nil {
                let denominator = Natural(ratio.denominator)
                common = common.divided(by: common.greatestDivisor(with: denominator)) * denominator
            }
            for ratio in ratios where factors[ratio.denominator] == .one {
                factors[ratio.denominator] = common.divided(by: Natural(ratio.denominator))
            }
            values = ratios.map { Natural($0.numerator) * (factors[$0.denominator] ?? .one) }
            most = values.max().flatMap { $0.isZero ? nil : $0 } ?? .one
        }
    }

    private static func scaled(
        _ shares: [Campaign.Ranking.Share], _ measures: Measures, of ranked: [Int]
    ) -> [Scaled] {
        shares.map { share in
            let all = values(share.measure, measures)
            return Scaled(ranked.map { all[$0] })
        }
    }

    /// The weights' common denominator; there are five of at most a billion each, which the loader bounds.
    private static func denominator(_ shares: [Campaign.Ranking.Share]) -> Int {
        shares.reduce(1) { common, share in
            var (left, right) = (common, share.weight.denominator)
            while right != 0 { (left, right) = (right, left % right) }
            return common / left * share.weight.denominator
        }
    }

    /// What every total is a part of.
    private static func whole(
        _ shares: [Campaign.Ranking.Share], _ measures: Measures, of ranked: [Int]
    ) -> Natural {
        scaled(shares, measures, of: ranked).reduce(Natural(denominator(shares))) { $0 * $1.most }
    }

    /// The numerators of the totals of those who are ranked.
    private static func totals(
        _ shares: [Campaign.Ranking.Share], _ measures: Measures, of ranked: [Int]
    ) -> [Natural] {
        let common = denominator(shares)
        let scaled = scaled(shares, measures, of: ranked)
        let factors = shares.indices.map { place in
            let weight = shares[place].weight
            return scaled.indices.filter { $0 != place }.reduce(
                Natural(weight.numerator * (common / weight.denominator))
            ) { $0 * scaled[$1].most }
        }
        return ranked.indices.map { position in
            shares.indices.reduce(.zero) { sum, place in sum + scaled[place].values[position] * factors[place] }
        }
    }
}
