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
            guard let reason = Reason(rawValue: error.reason) else { throw error }
            var told = refused(request, Refusal(reason))
            (told.message, told.field) = (error.message, error.field)
            throw told
        }
    }

    /// The same of a claim, whose refusals are not counted: the count is closed by then.
    func filledForm(
        _ line: Line, _ node: Int, beside: Int = 0, of campaign: RunningCampaign
    ) throws(CallError) -> FilledForm {
        _ = try line.required("fields", node, .object)
        guard let reader = campaign.formReader else { throw CallError(Refusal(.formUnasked)) }
        let filled: FilledForm
        do throws(FieldProblem) {
            filled = try reader.read(line, at: node)
        } catch {
            throw CallError(error)
        }
        let room = Opening.mostBodyBytes - EntryBody.mostBytesBesideAnswers
        guard filled.bodyBytes + beside <= room, filled.concealedBytes <= room else {
            throw CallError(Refusal(.formSize))
        }
        return filled
    }

    /// Stages what private fields of the next leaf hold, and gives `fields` as the body has them.
    func conceal(_ filled: FilledForm, of campaign: RunningCampaign) -> [FilledField] {
        let leaf = campaign.log.count
        let (fields, openings) = filled.published { nonces.field($0, for: campaign, index: leaf) }
        guard !openings.isEmpty else { return fields }
        let payload = PrivateFields(campaign: UInt32(campaign.number), leaf: leaf, values: openings)
        let location = journal.stage(kind: FrameKind.fields.rawValue, payload: payload.bytes)
        campaign.concealed.append((leaf, location))
        return fields
    }

    func stageConcealed(_ filled: FilledForm, of campaign: RunningCampaign) -> [UInt8] {
        conceal(filled, of: campaign).canonical
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
