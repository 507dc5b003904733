import Campaigns
import Engine
import JSON
import Proofs

extension Daemon {
    /// The most people whom a unit enrols in one call.
    static let mostBatchRows = 1000

    /// `enrol`: slots as a person ranks them, with who comes along; a later one replaces it.
    func enrol(_ parameters: Parameters, _ address: ReplyAddress) throws(CallError) {
        let request = try actRequest(parameters, address)
        let wish = Wish(
            choices: parameters.node("choices"), dependants: parameters.node("dependants"),
            fields: parameters.node("fields"))
        let (act, members) = try readEnrolment(wish, request)
        try take(act, members, content: contentHash(.enrol, members, device: request.device), request)
    }

    /// `enrol.batch`: a unit's people, each for itself and in their order; what becomes of each is told by row.
    ///
    /// All rows are of one batch of the journal: after a power cut all of them are there, or none. Each row comes under the
    /// batch's key, which is its person's own: so whoever was taken is answered as a retry when the batch is sent again,
    /// whatever rows stand before theirs now. Two rows of one person would share a key, and the second would undo the first.
    func enrolBatch(_ parameters: Parameters, _ address: ReplyAddress) throws(CallError) {
        let campaign = try campaign(parameters)
        let key = try parameters.name("key")
        let unit = try parameters.string("unit")
        let line = parameters.call.line
        let rows = try line.required("rows", parameters.node("rows"), .array)
        guard 1...Self.mostBatchRows ~= Int(line.nodes[rows].count) else {
            throw .params(
                "rows 应为 1–\(Self.mostBatchRows) 行", "rows are 1–\(Self.mostBatchRows) rows", column: line.column(rows))
        }
        guard campaign.rules.places?.areEnrolledByUnits == true else {
            throw refused(campaign, Refusal(.actAbsent))
        }
        if let barred { throw CallError(barred) }
        let parsed = try batchRows(line, rows)
        var (results, accepted): ([JSON], Int64) = ([], 0)
        let pseudonym = campaign.announced.keys.pseudonym(of: unit, what: .unit)
        var named: Set<[UInt8]> = []
        for row in parsed {
            let isFirst = named.insert(Array(row.participant)).inserted
            let result = Result { () throws(CallError) in
                guard isFirst else { throw .personTwice }
                return try enrol(row, of: pseudonym, key, campaign, parameters.call, address)
            }
            if case .success = result { accepted += 1 }
            results.append(result.json(parameters.call.language))
        }
        guard let id = parameters.call.id else { return }
        address.write(result: ["accepted": .integer(accepted), "rows": .array(results)], id: line.idBytes(id))
    }

    /// What is read of one enrolment, as places in the line.
    struct Wish {
        var choices: Int?
        var dependants: Int?
        var fields: Int?
    }

    /// Reads an enrolment; `answersScratch` has its canonical choices then.
    private func readEnrolment(_ wish: Wish, _ request: ActRequest) throws(CallError) -> (Act, ActMembers) {
        let line = request.call.line
        let campaign = request.campaign
        answersScratch.removeAll()
        guard let places = campaign.rules.places else { throw refused(request, Refusal(.actAbsent)) }
        let node = try line.required("choices", wish.choices, .array)
        guard let choices = campaign.actReader.choices(line, at: node), choices.count <= places.choices else {
            throw refused(request, Refusal(.placeChoices))
        }
        answersScratch.append(JSON.array(choices.map { .string(places.slots[$0].id) }).canonicalBytes())
        var members = ActMembers()
        if let node = wish.fields {
            members.filled = try readFields(line, node, beside: answersScratch.count, of: request)
        }
        if let node = wish.dependants {
            members.dependants = try readDependants(line, node, places.dependants, request)
        }
        do throws(CallError) {
            let forms = members.dependants + [members.filled].compactMap(\.self)
            try requireRoom(for: forms, beside: answersScratch.count)
        } catch {
            throw refused(request, Refusal(.formSize))
        }
        return (.enrol(choices: choices, dependants: members.dependants.count), members)
    }

    private func readDependants(
        _ line: Line, _ node: Int, _ declared: Campaign.Places.Dependants?, _ request: ActRequest
    ) throws(CallError) -> [FilledForm] {
        _ = try line.required("dependants", node, .array)
        guard let declared, Int(line.nodes[node].count) <= declared.most else {
            guard line.nodes[node].count == 0 else { throw refused(request, Refusal(.placeDependants)) }
            return []
        }
        let reader = FormReader(declared.fields)
        var dependants: [FilledForm] = []
        var element = node + 1
        for _ in 0..<line.nodes[node].count {
            _ = try line.required("dependants", element, .object)
            do throws(CallError) {
                dependants.append(try filledForm(line, element, reader))
            } catch {
                throw counted(error, request)
            }
            element = Int(line.nodes[element].next)
        }
        guard !dependants.map(\.fields).haveOneTwice else {
            var twice = refused(request, Refusal(.placeDependants))
            twice.message = BilingualText(
                zh: "有两名家属或子女填得完全相同", en: "two dependants are the same in every field")
            throw twice
        }
        return dependants
    }
}

// MARK: - Rows of a unit

extension Daemon {
    private struct BatchRow {
        var participant: UnsafeBufferPointer<UInt8>
        var wish: Wish
    }

    /// Reads all rows before any is taken.
    private func batchRows(_ line: Line, _ rows: Int) throws(CallError) -> [BatchRow] {
        var parsed: [BatchRow] = []
        var row = rows + 1
        for _ in 0..<line.nodes[rows].count {
            _ = try line.required("rows", row, .object)
            let known = ["participant", "choices", "dependants", "fields"] as [StaticString]
            var key = row + 1
            for _ in 0..<line.nodes[row].count {
                guard known.contains(where: { line.isText(key, $0) }) else {
                    throw .params(
                        "rows 的一行没有 \(line.text(key))", "a row of rows has no \(line.text(key))",
                        column: line.column(key))
                }
                key = Int(line.nodes[key + 1].next)
            }
            parsed.append(
                BatchRow(
                    participant: try line.name("participant", line.member("participant", of: row)),
                    wish: Wish(
                        choices: try line.required("choices", line.member("choices", of: row), .array),
                        dependants: line.member("dependants", of: row), fields: line.member("fields", of: row))))
            row = Int(line.nodes[row].next)
        }
        return parsed
    }

    /// Takes one row, and what follows from it before the next.
    private func enrol(
        _ row: BatchRow, of unit: Pseudonym, _ key: UnsafeBufferPointer<UInt8>, _ campaign: RunningCampaign,
        _ call: Call, _ address: ReplyAddress
    ) throws(CallError) -> [JSON.Member] {
        let request = try actRequest(call, campaign, row.participant, key, nil, Sender(), false, address)
        guard campaign.state.cast.units[request.person] == unit else { throw .unitOther }
        let (act, members) = try readEnrolment(row.wish, request)
        let (acceptance, isReplay) = try decide(
            act, members, content: contentHash(.enrol, members, device: nil), request)
        if !isReplay { settleDue(campaign) }
        var result = [JSON.Member("index", .integer(Int64(acceptance.index)))]
        if let standing = campaign.standing(enrolment: acceptance.index) {
            result.append(JSON.Member("places", standing))
        }
        if let replaced = campaign.state.replaced(by: acceptance.index) {
            result.append(JSON.Member("replaced", .integer(Int64(replaced))))
        }
        if isReplay { result.append(JSON.Member("replayed", true)) }
        return result
    }
}

extension CallError {
    static let unitOther = CallError(
        .refused, "person.unit", zh: "这个人不属于该单位", en: "this person is of another unit, or of none")

    static let personTwice = CallError(
        .refused, "person.twice", zh: "这个人在本批中已有一行", en: "an earlier row of the batch is of this person")
}

extension Result where Success == [JSON.Member], Failure == CallError {
    /// One row of the answer.
    fileprivate func json(_ language: Language) -> JSON {
        switch self {
        case .success(let members): return .object(members)
        case .failure(let error):
            var members = [
                JSON.Member("reason", .string(error.reason)),
                JSON.Member("message", .string(error.message.text(language))),
            ]
            if let field = error.field { members.append(JSON.Member("field", .string(field))) }
            return ["error": .object(members)]
        }
    }
}
