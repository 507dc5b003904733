import JSON

/// Reads answers as a gateway must: each as JSON, matched to its request by the id, and no index given twice.
struct BenchAnswers {
    private var tape = JSONTape(limits: JSONLimits(maxDepth: 8, maxNodes: 1_024))
    private let expectsResult: Bool
    /// A bit for each index that an answer named.
    private var seen: [UInt64] = []

    /// - Parameter expectsResult: Whether an answer is good only with a result that names a new index; otherwise it is
    ///   the request itself, sent back.
    init(expectsResult: Bool) {
        self.expectsResult = expectsResult
    }

    /// The id of the request that a good answer is for, or nil.
    mutating func request(of line: UnsafeRawBufferPointer) -> Int? {
        let bytes = line.assumingMemoryBound(to: UInt8.self)
        do throws(JSONError) { try tape.read(bytes) } catch { return nil }
        guard let id = tape.member("id", of: 0, in: bytes), let number = tape[id].integer(of: bytes) else { return nil }
        return (expectsResult ? isNewResult(bytes) : isRequest(bytes)) ? Int(number) : nil
    }

    private mutating func isNewResult(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let result = tape.member("result", of: 0, in: bytes),
            let node = tape.member("index", of: result, in: bytes),
            let index = tape[node].integer(of: bytes).map({ Int($0) }), (1..<1 << 32).contains(index),
            tape.member("replayed", of: result, in: bytes) == nil
        else { return false }
        while seen.count <= index / 64 { seen.append(0) }
        let bit: UInt64 = 1 << UInt64(index % 64)
        defer { seen[index / 64] |= bit }
        return seen[index / 64] & bit == 0
    }

    private func isRequest(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        tape.member("method", of: 0, in: bytes).map { tape[$0].isText("submit", of: bytes) } ?? false
    }
}
