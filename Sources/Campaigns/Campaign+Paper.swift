import JSON

extension Campaign {
    package struct Paper: Sendable, Hashable {
        /// In file order; ids are unique.
        package var questions: [Question]
        /// How many questions of each stratum a paper takes, in file order; empty: no papers are drawn, and a
        /// submission answers any of the questions.
        package var draw: [Stratum]
        package var shufflesOptions: Bool
        /// The points from which a submission passes.
        package var pass: Int?
        package var time: TimeLimit?
        /// Which of a person's attempts counts, where they are scored together.
        package var attempts: Attempts?
        package var overrides: [Override] = []

        package init(questions: [Question], draw: [Stratum], shufflesOptions: Bool, pass: Int?) {
            self.questions = questions
            self.draw = draw
            self.shufflesOptions = shufflesOptions
            self.pass = pass
        }
    }

    package struct TimeLimit: Sendable, Hashable {
        /// In milliseconds.
        package var limit: Int64
        package var grace: Int64
        /// Whether what was answered is handed in when time is up; else the attempt is void.
        package var isHandedIn: Bool
    }

    package enum Attempts: String, Sendable, CaseIterable {
        case highest, average, first, last
    }

    /// What is different for people of some groups.
    package struct Override: Sendable, Hashable {
        package var groups: [String]
        package var time: Int64?
        package var pass: Int?
        package var total: Int?

        /// The place, from 1, of the first override that holds for somebody of these groups; 0 where none does.
        package static func variant(of groups: [String], _ overrides: [Override]) -> UInt8 {
            UInt8((overrides.firstIndex { !Set($0.groups).isDisjoint(with: groups) } ?? -1) + 1)
        }
    }

    package struct Stratum: Sendable, Hashable {
        package var name: String
        package var take: Int

        package init(name: String, take: Int) {
            self.name = name
            self.take = take
        }
    }

    package struct Question: Sendable, Hashable {
        package enum Answer: Sendable, Hashable {
            /// The one right option.
            case single(String)
            /// All right options, ascending; nothing less and nothing more scores.
            case multi([String])
            /// The accepted texts, already folded by `folding`, the declared answer first.
            case text(accepted: [String], folding: Folding)
            case trueFalse(Bool)
            /// In millionths.
            case number(Int64, tolerance: Int64)
            /// All options, in order.
            case order([String])
            /// Each of the options with its other side.
            case match([Pair])
            /// The accepted texts of each gap, already folded by `folding`.
            case blanks([[String]], folding: Folding)
            /// Nothing is right or wrong; so many options at most.
            case survey(most: Int)
        }

        package struct Pair: Sendable, Hashable {
            package var left: String
            package var right: String
        }

        package enum Scoring: String, Sendable, CaseIterable {
            case all, proportional, penalty
        }

        /// A hint costs points.
        package struct Hint: Sendable, Hashable {
            package var text: BilingualText
            package var cost: Int
        }

        package var id: String
        package var stratum: String?
        package var text: BilingualText
        package var options: [Option]
        /// The other side of pairs.
        package var partners: [Option] = []
        package var answer: Answer
        /// None of a survey.
        package var points: Int
        /// Of a number, shown beside it.
        package var unit: String?
        package var scoring = Scoring.all
        package var tags: [String] = []
        package var solution: BilingualText?
        package var hints: [Hint] = []
        /// Folded like the right answers.
        package var forbidden: [String] = []

        package init(
            id: String, stratum: String?, text: BilingualText, options: [Option], answer: Answer, points: Int
        ) {
            self.id = id
            self.stratum = stratum
            self.text = text
            self.options = options
            self.answer = answer
            self.points = points
        }
    }

    package struct Option: Sendable, Hashable {
        package var id: String
        package var text: BilingualText

        package init(id: String, text: BilingualText) {
            self.id = id
            self.text = text
        }
    }
}
