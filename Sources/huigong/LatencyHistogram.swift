/// Counts latencies in buckets that are at most 3 % wide, from a microsecond to over an hour.
struct LatencyHistogram: Sendable {
    private static let bitsInside = 5
    private var buckets = [Int](repeating: 0, count: 32 << bitsInside)
    private(set) var count = 0
    private(set) var most = 0

    mutating func add(microseconds: Int) {
        let value = max(0, microseconds)
        buckets[min(LatencyHistogram.bucket(of: value), buckets.count - 1)] += 1
        count += 1
        most = max(most, value)
    }

    mutating func add(_ other: LatencyHistogram) {
        for index in buckets.indices { buckets[index] += other.buckets[index] }
        count += other.count
        most = max(most, other.most)
    }

    /// The latency that `thousandths` of a thousand did not exceed, as the upper edge of its bucket.
    func percentile(thousandths: Int) -> Int {
        let rank = (count * thousandths + 999) / 1_000
        var seen = 0
        for (index, inside) in buckets.enumerated() {
            seen += inside
            if seen >= rank, seen > 0 { return min(LatencyHistogram.upperEdge(of: index), most) }
        }
        return most
    }

    /// The leading bit chooses the octave and the five bits after it the bucket inside.
    private static func bucket(of value: Int) -> Int {
        guard value >= 1 << bitsInside else { return value }
        let octave = Int.bitWidth - 1 - value.leadingZeroBitCount - bitsInside
        return (octave + 1) << bitsInside + (value >> octave) & (1 << bitsInside - 1)
    }

    private static func upperEdge(of bucket: Int) -> Int {
        guard bucket >= 1 << bitsInside else { return bucket }
        let octave = bucket >> bitsInside - 1
        let inside = bucket & (1 << bitsInside - 1)
        return (1 << bitsInside + inside + 1) << octave - 1
    }
}
