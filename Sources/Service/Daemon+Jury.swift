import Campaigns
import Engine
import JSON
import Proofs

extension Daemon {
    /// `jury.score`: a juror's scores of a work; a later one replaces it. The log has them behind a commitment until the
    /// bundle, so that no juror and no voter is swayed.
    func score(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let work = try parameters.work(in: campaign)
        guard let jury = campaign.rules.jury else { throw CallError(.unjudged) }
        let name = String(decoding: try parameters.name("juror"), as: UTF8.self)
        guard let juror = jury.members.firstIndex(where: { $0.id == name }) else {
            throw CallError(.notFound, "juror.unknown", zh: "没有这位评委：\(name)", en: "there is no such juror: \(name)")
        }
        let step = ScoreStep(
            juror: juror, work: work, marks: try parameters.marks(jury), nonce: amendmentNonce(of: campaign))
        do throws(AmendmentRefusal) {
            return ["index": .integer(Int64(try make(.score(step), in: campaign)))]
        } catch {
            throw CallError(error)
        }
    }
}

extension Parameters {
    /// `scores`: a number, or where there are criteria an object with one for each.
    fileprivate func marks(_ jury: Campaign.Jury) throws(CallError) -> [Int] {
        let line = call.line
        guard let node = node("scores") else { throw .params("缺少参数 scores", "the parameter scores is missing") }
        guard !jury.criteria.isEmpty else { return [try mark(line.integer(node), jury)] }
        guard line.nodes[node].kind == .object, Int(line.nodes[node].count) == jury.criteria.count else {
            throw badScores(jury)
        }
        var marks: [Int?] = Array(repeating: nil, count: jury.criteria.count)
        var key = node + 1
        for _ in 0..<line.nodes[node].count {
            let criterion = line.text(key)
            guard let place = jury.criteria.firstIndex(where: { $0.id == criterion }) else { throw badScores(jury) }
            marks[place] = try mark(line.integer(key + 1), jury)
            key = Int(line.nodes[key + 1].next)
        }
        guard !marks.contains(nil) else { throw badScores(jury) }
        return marks.compactMap(\.self)
    }

    private func mark(_ value: Int64?, _ jury: Campaign.Jury) throws(CallError) -> Int {
        guard let mark = value.flatMap({ Int(exactly: $0) }), jury.scores.contains(mark) else {
            throw badScores(jury)
        }
        return mark
    }

    private func badScores(_ jury: Campaign.Jury) -> CallError {
        let range = "\(jury.scores.lowerBound)–\(jury.scores.upperBound)"
        let names = jury.criteria.map(\.id).joined(separator: "、")
        return jury.criteria.isEmpty
            ? .params("scores 应为 \(range) 的整数", "scores is an integer from \(range)")
            : .params(
                "scores 应为对象，每项标准（\(names)）各一个 \(range) 的整数",
                "scores is an object with an integer from \(range) for each criterion: \(names)")
    }
}

/// A juror's scores of a work, as the journal keeps them.
struct ScoreStep: Equatable {
    /// Places in the file.
    var juror: Int
    var work: Int
    var marks: [Int]
    /// For the commitment.
    var nonce: Digest

    func write(to payload: inout PayloadWriter) {
        payload.integer(UInt32(juror))
        payload.integer(UInt32(work))
        payload.integer(UInt32(marks.count))
        for mark in marks { payload.integer(UInt32(mark)) }
        payload.bytes.append(contentsOf: nonce.bytes)
    }

    init(juror: Int, work: Int, marks: [Int], nonce: Digest) {
        self.juror = juror
        self.work = work
        self.marks = marks
        self.nonce = nonce
    }

    init(reading payload: inout PayloadReader) throws(PayloadError) {
        juror = Int(try payload.integer(UInt32.self))
        work = Int(try payload.integer(UInt32.self))
        marks = []
        for _ in 0..<(try payload.integer(UInt32.self)) { marks.append(Int(try payload.integer(UInt32.self))) }
        guard let nonce = Digest(try payload.take(32)) else {
            throw PayloadError(what: "has a nonce of the wrong size")
        }
        self.nonce = nonce
    }
}

extension RunningCampaign {
    /// Takes a juror's scores, the same at a restart.
    func score(_ step: ScoreStep, at tick: Int64) throws(AmendmentRefusal) -> Amendment {
        guard let jury = rules.jury, jury.members.indices.contains(step.juror),
            let work = rules.works.flatMap({ $0.entries.indices.contains(step.work) ? $0.entries[step.work] : nil }),
            step.marks.count == JuryBook.width(jury)
        else { throw .untimely(.unjudged) }
        let changes = JurySheet.changes(
            step.marks, jury, juror: jury.members[step.juror].id, work: work.id)
        let body: JSON = ["changes": .array(changes.map(\.json))]
        let opening = Opening(nonce: step.nonce, body: body.canonicalBytes())
        let index = state.leafCount
        do throws(Untimely) {
            let record = try state.take(
                JuryScore(juror: step.juror, work: step.work, marks: step.marks, secret: opening.commitment), at: tick)
            secretAmendments.append((index, opening))
            return record
        } catch {
            throw .untimely(error)
        }
    }
}
