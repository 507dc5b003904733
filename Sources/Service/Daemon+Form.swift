import Campaigns
import Engine
import JSON
import Proofs

// What people fill in. No message, log line or status has any of it.
extension Daemon {
    /// Reads `fields` of an act; what is wrong with them is a refusal that names the field.
    ///
    /// - Parameter beside: The bytes of answers or choice in the same body.
    func readFields(
        _ line: Line, _ node: Int, beside: Int = 0, of request: ActRequest
    ) throws(CallError) -> FilledForm {
        do throws(CallError) {
            return try filledForm(line, node, beside: beside, of: request.campaign)
        } catch {
            throw counted(error, request)
        }
    }

    /// Counts what is wrong with a form as a refusal, and tells its field.
    func counted(_ error: CallError, _ request: ActRequest) -> CallError {
        guard let reason = Reason(rawValue: error.reason) else { return error }
        var told = refused(request, Refusal(reason))
        (told.message, told.field) = (error.message, error.field)
        return told
    }

    /// The same of a claim, whose refusals are not counted: the count is closed by then.
    func filledForm(
        _ line: Line, _ node: Int, beside: Int = 0, of campaign: RunningCampaign
    ) throws(CallError) -> FilledForm {
        _ = try line.required("fields", node, .object)
        guard let reader = campaign.formReader else { throw CallError(Refusal(.formUnasked)) }
        let filled = try filledForm(line, node, reader)
        try requireRoom(for: [filled], beside: beside)
        return filled
    }

    func filledForm(_ line: Line, _ node: Int, _ reader: FormReader) throws(CallError) -> FilledForm {
        do throws(FieldProblem) {
            return try reader.read(line, at: node)
        } catch {
            throw CallError(error)
        }
    }

    /// - Throws: Where forms are more than a body holds.
    func requireRoom(for forms: [FilledForm], beside: Int) throws(CallError) {
        let room = Opening.mostBodyBytes - EntryBody.mostBytesBesideAnswers
        let (bytes, concealed) = forms.reduce((beside, 0)) { ($0.0 + $1.bodyBytes + 3, $0.1 + $1.concealedBytes) }
        guard bytes <= room, concealed <= room else { throw CallError(Refusal(.formSize)) }
    }

    /// Stages what private fields of the next leaf hold, and gives `fields` as the body has them.
    func conceal(_ filled: FilledForm, of campaign: RunningCampaign) -> [FilledField] {
        conceal(filled, dependants: [], of: campaign).fields ?? []
    }

    /// The same of a form and what is said of dependants, each as the body has it.
    private func conceal(
        _ filled: FilledForm?, dependants: [FilledForm], of campaign: RunningCampaign
    ) -> (fields: [FilledField]?, dependants: [[FilledField]]) {
        let leaf = campaign.log.count
        var openings: [PrivateValue] = []
        func published(_ form: FilledForm, in parent: String) -> [FilledField] {
            let (fields, opened) = form.published(in: parent) { nonces.field($0, for: campaign, index: leaf) }
            openings += opened
            return fields
        }
        let fields = filled.map { published($0, in: "/fields") }
        let others = dependants.enumerated().map { published($1, in: "/dependants/\($0)") }
        guard !openings.isEmpty else { return (fields, others) }
        let payload = PrivateFields(campaign: UInt32(campaign.number), leaf: leaf, values: openings)
        let location = journal.stage(kind: FrameKind.fields.rawValue, payload: payload.bytes)
        campaign.concealed.append((leaf, location))
        return (fields, others)
    }

    /// Stages what private fields of an act hold, and gives canonical `fields` and `dependants`.
    func stageConcealed(
        _ members: ActMembers, of campaign: RunningCampaign
    ) -> (fields: [UInt8]?, dependants: [UInt8]?) {
        guard members.filled != nil || !members.dependants.isEmpty else { return (nil, nil) }
        let (fields, dependants) = conceal(members.filled, dependants: members.dependants, of: campaign)
        return (
            fields?.canonical,
            dependants.isEmpty ? nil : JSON.array(dependants.map(\.json)).canonicalBytes()
        )
    }
}

extension CallError {
    init(_ problem: FieldProblem) {
        let reason: Reason =
            switch problem.kind {
            case .unknown: .formUnknown
            case .missing: .formMissing
            case .value: .formValue
            }
        self.init(Refusal(reason))
        message = problem.message
        field = problem.field
    }
}
