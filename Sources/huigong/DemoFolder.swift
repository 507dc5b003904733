import Campaigns

/// The folder that the demo works in: the sample campaigns with a larger roll.
enum DemoFolder {
    /// As many as an organisation with this kind of campaign has registered.
    static let usualRollCount = 188_000

    /// Copies the campaigns and makes the roll.
    ///
    /// - Returns: the riddle and the quiz, in this order, and the roll that both name.
    static func prepare(
        _ directory: String, samples: String, rollCount: Int, seed: String
    ) throws -> (riddle: Campaign, quiz: Campaign, roll: Roll) {
        let folder = directory + "/campaigns"
        try makeDirectory(folder)
        try makeDirectory(directory + "/bundles")
        var campaigns: [Campaign] = []
        for name in try directoryEntries(samples) where CampaignFileName.isCampaign(name) {
            let bytes = try readFile(samples + "/" + name)
            guard case .success(let loaded) = loadCampaign(bytes: bytes, organiser: nil) else { continue }
            guard loaded.campaign.prizes.drawing == .final,
                [.riddle, .quiz].contains(loaded.campaign.kind), loaded.campaign.opens >= Demo.startMilliseconds,
                canBePlayed(loaded.campaign), loaded.campaign.days.isEmpty,
                !campaigns.contains(where: { $0.kind == loaded.campaign.kind })
            else { continue }
            try writeFile(folder + "/" + name, bytes)
            campaigns.append(loaded.campaign)
        }
        guard let riddle = campaigns.first(where: { $0.kind == .riddle }),
            let quiz = campaigns.first(where: { $0.kind == .quiz })
        else {
            throw CommandFailure(
                both("文件夹里没有一个猜灯谜和一个答题活动", "no riddle and quiz campaign in the folder"), at: samples,
                hint: both(
                    "在项目的最上层运行，或用 --campaigns DIR 指明样例",
                    "run it at the top of the project, or name the samples with --campaigns DIR"), exitCode: .usage)
        }
        guard let path = riddle.rollPath, let quizPath = quiz.rollPath else {
            throw CommandFailure(both("样例没有名册", "the samples have no roll"), at: samples)
        }
        let roll = try makeRoll(folder + "/" + path, samples: samples, count: rollCount, seed: seed)
        if quizPath != path {
            try makeParent(of: folder + "/" + quizPath)
            try writeFile(folder + "/" + quizPath, try readFile(folder + "/" + path))
        }
        return (riddle, quiz, roll)
    }

    /// Tools lie beside the folder of the samples.
    static func tool(_ name: String, samples: String) -> String {
        samples + "/../tools/" + name
    }

    private static func makeRoll(_ path: String, samples: String, count: Int, seed: String) throws -> Roll {
        try makeParent(of: path)
        let tool = tool("make-roll", samples: samples)
        let process = try ChildProcess("python3", [tool, String(count), seed], outputPath: path)
        guard process.wait() == 0 else { throw CommandFailure(both("名册没有做成", "the roll could not be made"), at: tool) }
        guard case .success(let roll) = loadRoll(bytes: try readFile(path)), roll.people.count == count else {
            throw CommandFailure(both("做成的名册读不了", "the roll that was made can't be loaded"), at: path)
        }
        return roll
    }

    private static func makeParent(of path: String) throws {
        guard let slash = path.lastIndex(of: "/") else { return }
        try makeDirectory(String(path[..<slash]))
    }

    /// Whether the crowd knows all that the campaign asks of it.
    private static func canBePlayed(_ campaign: Campaign) -> Bool {
        campaign.paper.time == nil && [.passing, .correct].contains(campaign.prizes.chancesFor)
            && campaign.paper.questions.allSatisfy { question in
                switch question.answer {
                case .single, .multi, .text: true
                case .trueFalse, .number, .order, .match, .blanks, .survey: false
                }
            }
    }
}
