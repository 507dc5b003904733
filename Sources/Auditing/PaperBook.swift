import Campaigns
import Proofs

/// Everyone's papers, drawn again from the paper key.
struct PaperBook {
    struct Paper {
        var id: String
        /// Places of its questions in the file.
        var questions: [Int]
    }

    private let key: Digest
    private let mac: HMACSHA256
    /// What papers depend on besides, once it is logged.
    var activation: Digest?
    private let strata: [PaperDrawing.Stratum]

    init(_ paper: Campaign.Paper, key: Digest) {
        self.key = key
        mac = HMACSHA256(key: key)
        strata = paper.draw.map { stratum in
            let questions = paper.questions.indices.filter { paper.questions[$0].stratum == stratum.name }
            return PaperDrawing.Stratum(questions: Array(questions), take: stratum.take)
        }
    }

    func paper(of pseudonym: Pseudonym, attempt: Int) -> Paper {
        // In which order the options stood makes no difference to an answer, which names option ids.
        let drawing = PaperDrawing.draw(
            key: mac, pseudonym: pseudonym, attempt: attempt, activation: activation, strata: strata,
            shuffledOptions: { _ in nil })
        return Paper(
            id: PaperDrawing.id(key: key, pseudonym: pseudonym, attempt: attempt),
            questions: drawing.questions.map(\.number))
    }
}
