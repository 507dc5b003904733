/// The request that the benchmark sends, as one line of fixed length in which only digits change.
struct BenchRequest {
    /// `m0000042`: the people of the roll count from 1.
    static let personDigits = 7
    private(set) var bytes: [UInt8]
    /// The id of request 0: ids have a leading one, so that all have as many digits.
    private static let firstID = 10_000_000_000
    private let idPlace: Int
    private let personPlace: Int
    private let keyPlace: Int
    private let choicePlace: Int
    private static let keyDigits = 10

    init(campaign: String) {
        let line =
            "{\"jsonrpc\":\"2.0\",\"id\":1_ID_______,\"method\":\"submit\",\"params\":{\"campaign\":\"\(campaign)\","
            + "\"participant\":\"m_PERSON\",\"device\":\"d-9f3a\",\"key\":\"k_KEY______\","
            + "\"answers\":{\"q1\":\"?\",\"q2\":[\"A\",\"C\"],\"q3\":\"D\"}}}\n"
        bytes = Array(line.utf8)
        idPlace = BenchRequest.place(of: "_ID_______", in: bytes)
        personPlace = BenchRequest.place(of: "_PERSON", in: bytes)
        keyPlace = BenchRequest.place(of: "_KEY______", in: bytes)
        choicePlace = BenchRequest.place(of: "?", in: bytes)
        fill(number: 0, person: 1)
    }

    /// Puts in the number of the request, which is its key, the person who sends it, and one of three answers, of which
    /// one is right. Returns the request's id.
    @discardableResult
    mutating func fill(number: Int, person: Int) -> Int {
        bytes.withUnsafeMutableBufferPointer { bytes in
            bytes[choicePlace] = UInt8(ascii: "A") + UInt8(truncatingIfNeeded: UInt(bitPattern: number &* 7) % 3)
            BenchRequest.write(number, BenchRequest.keyDigits, at: idPlace, bytes)
            BenchRequest.write(number, BenchRequest.keyDigits, at: keyPlace, bytes)
            BenchRequest.write(person, BenchRequest.personDigits, at: personPlace, bytes)
        }
        return BenchRequest.firstID + number
    }

    @inline(__always)
    private static func write(_ number: Int, _ digits: Int, at place: Int, _ bytes: UnsafeMutableBufferPointer<UInt8>) {
        var rest = UInt(bitPattern: number)
        var position = place + digits - 1
        while position >= place {
            bytes[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
            position -= 1
        }
    }

    private static func place(of mark: String, in bytes: [UInt8]) -> Int {
        let mark = Array(mark.utf8)
        guard let place = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else {
            preconditionFailure("the template has every mark")
        }
        return place
    }
}
