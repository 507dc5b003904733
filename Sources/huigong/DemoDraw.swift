import Campaigns
import JSON
import Terminal

/// The end of a campaign in the demo: closing, randomness, draw, export, verification.
extension DemoAct {
    func close() throws {
        try stage.moveClock(to: campaign.closes)
        try requireClosedToSubmissions()
        stage.tell(
            "\(ZonedTime.text(campaign.closes, zone: campaign.zone)) 截止，拒绝：phase.closed",
            "\(ZonedTime.text(campaign.closes, zone: campaign.zone)) intake ends, refused: phase.closed")
        try stage.moveClock(to: campaign.closes + campaign.review)
        try stage.require("the phase", try stage.phase(of: campaign.id), is: "closed")
    }

    /// Gives the public numbers, each too early first.
    ///
    /// - Returns: the numbers by name, as whoever saw them drawn knows them.
    func giveRandomness() throws -> [(name: String, value: String)] {
        var random = SeededRandom("\(stage.seed)/public/\(campaign.id)")
        var values: [(name: String, value: String)] = []
        for (place, source) in campaign.randomness.enumerated() {
            guard case .public(let name, let form, let availableAt) = source,
                campaign.randomnessTerms[place].fallbackOf == nil
            else { continue }
            let value = form.sample(&random)
            let params = stage.campaignParams(
                campaign.id, [.init("source", .integer(Int64(place + 1))), .init("value", .string(value))])
            try stage.requireRefusal("draw.waiting", "draw", stage.campaignParams(campaign.id))
            try stage.requireRefusal("value.early", "randomness", params)
            stage.tell("公开随机数未到时间，拒绝：value.early", "public number too early, refused: value.early")
            try stage.moveClock(to: availableAt)
            try stage.control("randomness", params)
            try stage.requireRefusal("value.twice", "randomness", params)
            stage.tell("\(name) 公布 \(form.text)：\(value)", "\(name) drew \(form.text): \(value)")
            values.append((name, value))
        }
        return values
    }

    /// - Returns: The winners, as the daemon told them.
    func draw() throws -> [JSONValue] {
        let result = try stage.control("draw", stage.campaignParams(campaign.id))
        let winners = result["winners"]?.elements ?? []
        stage.tell("种子 \(result.text("seed"))", "seed \(result.text("seed"))")
        for tier in campaign.prizes.tiers {
            let ofTier = winners.filter { $0.text("tier") == tier.id }
            try stage.require(ofTier.count <= tier.count, "\(ofTier.count) winners of \(tier.count) in \(tier.id)")
            try stage.require(
                ofTier.allSatisfy { campaign.disclosure.masking.canShow($0.text("display")) },
                "a winner of \(tier.id) is not masked")
            tellWinners(tier, ofTier)
        }
        let people = Set(winners.map { $0.count("index") })
        try stage.require("different winning entries", people.count, is: winners.count)
        try stage.require("the phase", try stage.phase(of: campaign.id), is: "drawn")
        try stage.requireRefusal("drawn", "draw", stage.campaignParams(campaign.id))
        return winners
    }

    private func tellWinners(_ tier: Campaign.Tier, _ winners: [JSONValue]) {
        let shown = winners.prefix(8).map { $0.text("display") }.joined(separator: " ")
        let more = winners.count > 8 ? " …" : ""
        let title = tier.title.text(stage.language)
        stage.tell(
            "\(title)（\(tier.prize.text(.zh))）\(winners.count) 人：\(shown)\(more)",
            "\(title) (\(tier.prize.text(.en))), \(winners.count): \(shown)\(more)")
    }

    func export() throws {
        let result = try stage.control(
            "export", stage.campaignParams(campaign.id, [.init("into", .string(bundle))]))
        try stage.require("the bundle", result.text("path"), is: bundle)
        stage.tell(
            "审计包 \(bundle)：\(grouped(result.count("files"))) 个文件，\(byteCount(result.count("bytes")))",
            "bundle \(bundle): \(grouped(result.count("files"))) files, \(byteCount(result.count("bytes")))")
    }

    /// Both verifiers must pass the bundle, with the key that `campaign` told and the numbers that were seen drawn.
    func verify(pythonVerifier: String, publicValues: [(name: String, value: String)]) throws {
        var options = ["--vkey", verificationKey]
        for (name, value) in publicValues { options += ["--public", "\(name)=\(value)"] }
        let own = try runToEnd(
            ChildProcess.ownPath, ["verify", bundle] + options + ["--lang", stage.language.rawValue],
            outputPath: "\(bundle).huigong.txt")
        try requirePass(own, "huigong verify")
        let python = try runToEnd(
            "python3", [pythonVerifier, bundle] + options, outputPath: "\(bundle).python.txt")
        try requirePass(python, "tools/verify.py")
        try stage.require("the exit code of tools/verify.py", python.code, is: own.code)
        let grade = own.output.split(separator: "\n").first.map(String.init) ?? ""
        stage.tell("huigong verify 与 tools/verify.py 均通过", "huigong verify and tools/verify.py both pass")
        Output.result("           " + stage.style.green(grade))
    }

    private func requirePass(_ run: (code: Int32, output: String), _ name: String) throws {
        let lines = run.output.split(separator: "\n").suffix(6).joined(separator: " / ")
        try stage.require(run.code == 0 || run.code == 3, "\(name) ended with \(run.code): \(lines)")
    }
}

extension PublicForm {
    /// A number of this form, as the seed gives it. In a real campaign it is drawn in public.
    func sample(_ random: inout SeededRandom) -> String {
        parts.flatMap { part -> [Int] in
            switch part {
            case .dice(let count, let faces): return (0..<count).map { _ in random.below(faces) + 1 }
            case .digits(let count): return (0..<count).map { _ in random.below(10) }
            case .balls(let count, let all, let isSorted):
                let drawn = Array(random.shuffled(Array(1...all)).prefix(count))
                return isSorted ? drawn.sorted() : drawn
            }
        }
        .map(String.init).joined(separator: ".")
    }
}
