import Engine
import JSON

extension Daemon {
    /// `hint`: the next hint for a question, which costs points; asked again under its key it is the same one.
    func hint(_ parameters: Parameters, _ address: ReplyAddress) throws(CallError) {
        let name = try parameters.string("question")
        let request = try actRequest(parameters, address)
        let state = request.campaign.state
        guard
            let question = state.rules.campaign.paper.questions.firstIndex(where: {
                $0.id.utf8.elementsEqual(name.utf8)
            })
        else { throw refused(request, Refusal(.answersUnknown)) }
        let number = state.hintsTaken(by: request.person, for: question)
        answersScratch.removeAll()
        let content = contentHash(.hint, ActMembers(question: name), device: request.device)
        try take(
            .hint(question: question, number: number), ActMembers(hint: number + 1, question: name), content: content,
            request)
    }
}
