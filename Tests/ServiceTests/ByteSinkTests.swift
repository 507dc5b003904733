import Testing

@testable import Service

struct ByteSinkTests {
    @Test func `writes numbers as Swift does`() {
        var numbers: [Int64] = [0, 1, 9, 10, 99, 100, 101, 999, 1000, .max, .min, .max - 1, -1, -10]
        var power: Int64 = 1
        for _ in 0..<18 {
            power *= 10
            numbers += [power - 1, power, power + 1, -power]
        }
        for number in numbers {
            let sink = ByteSink(capacity: 1)
            sink.append(decimal: number)
            #expect(String(decoding: sink.bytes, as: UTF8.self) == String(number))
        }
    }
}
