/// The numbers that one person's paper is drawn with, the same for everyone who has the paper key.
package struct PaperStream: Sendable {
    private let key: HMACSHA256
    private let label: [UInt8]
    private var block: UInt32 = 0
    private var words: [UInt64] = []
    private var position = 0

    /// Block j is HMAC(key, "huigong/paper/v1\n" ‖ pseudonym ‖ LF ‖ attempt ‖ LF ‖ (activation ‖ LF) ‖ u32-BE j).
    package init(key: HMACSHA256, pseudonym: Pseudonym, attempt: Int, activation: Digest?) {
        self.key = key
        var label = Array("huigong/paper/v1\n".utf8)
        pseudonym.appendHex(to: &label)
        label.append(0x0A)
        Decimal.append(attempt, to: &label)
        label.append(0x0A)
        if let activation {
            activation.withUnsafeBytes { Hex.append($0, to: &label) }
            label.append(0x0A)
        }
        self.label = label
    }

    private mutating func nextWord() -> UInt64 {
        if position == words.count {
            let digest = key.authenticate(label + withUnsafeBytes(of: block.bigEndian) { Array($0) })
            block += 1
            words = digest.withUnsafeBytes { bytes in
                (0..<4).map { UInt64(bigEndian: bytes.load(fromByteOffset: 8 * $0, as: UInt64.self)) }
            }
            position = 0
        }
        position += 1
        return words[position - 1]
    }

    /// A number of 0 ..< count, each equally likely: words from the largest multiple of `count` on are passed over.
    /// One of one takes no word.
    package mutating func below(_ count: Int) -> Int {
        precondition(count > 0, "nothing to choose from")
        if count == 1 { return 0 }
        let count = UInt64(count)
        let excess = (0 &- count) % count
        while true {
            let word = nextWord()
            if word <= UInt64.max - excess { return Int(word % count) }
        }
    }

    /// The first `taken` of a list once position i was swapped with i + below(length − i), for i from 0.
    package mutating func take<Element>(_ taken: Int, of list: [Element]) -> [Element] {
        precondition((0...list.count).contains(taken), "can't take \(taken) of \(list.count)")
        var list = list
        for position in 0..<taken {
            list.swapAt(position, position + below(list.count - position))
        }
        return Array(list[..<taken])
    }
}

/// Which questions a person got, and in which order their options stood.
package struct PaperDrawing: Hashable, Sendable {
    /// Questions to choose from, as their numbers in the file, and how many to take.
    package struct Stratum: Hashable, Sendable {
        package var questions: [Int]
        package var take: Int

        package init(questions: [Int], take: Int) {
            self.questions = questions
            self.take = take
        }
    }

    package struct Question: Hashable, Sendable {
        /// The number in the file.
        package var number: Int
        /// The numbers of the options in their order on the paper; nil where they are not shuffled.
        package var options: [Int]?
    }

    /// In paper order.
    package let questions: [Question]

    /// Takes the questions stratum by stratum, then, in paper order, all options of each question that shuffles.
    ///
    /// `shuffledOptions` tells how many options a question has, nil where it does not shuffle.
    package static func draw(
        key: HMACSHA256, pseudonym: Pseudonym, attempt: Int, activation: Digest?, strata: [Stratum],
        shuffledOptions: (Int) -> Int?
    ) -> PaperDrawing {
        var stream = PaperStream(key: key, pseudonym: pseudonym, attempt: attempt, activation: activation)
        var numbers: [Int] = []
        for stratum in strata { numbers += stream.take(stratum.take, of: stratum.questions) }
        return PaperDrawing(
            questions: numbers.map { number in
                let options = shuffledOptions(number).map { stream.take($0, of: Array(0..<$0)) }
                return Question(number: number, options: options)
            })
    }

    /// `p-` and the first 16 hex digits of SHA-256(paper key ‖ pseudonym ‖ LF ‖ attempt).
    package static func id(key: Digest, pseudonym: Pseudonym, attempt: Int) -> String {
        var message: [UInt8] = []
        pseudonym.appendHex(to: &message)
        message.append(0x0A)
        Decimal.append(attempt, to: &message)
        var hash = SHA256()
        hash.update(key)
        hash.update(message)
        return "p-" + String(hash.finalize().hex.prefix(16))
    }
}
