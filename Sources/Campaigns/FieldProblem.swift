import JSON

/// Why what somebody filled in is not what the fields ask for; it names the field, and never says what was written.
package struct FieldProblem: Error, Sendable, Hashable {
    package enum Kind: Sendable {
        /// There is no such field.
        case unknown
        /// A field that must be filled in is not there.
        case missing
        /// What is there can't be the field's.
        case value
    }

    package var kind: Kind
    /// The id of the field; nil of one that is not declared: its name could be anything.
    package var field: String?
    package var message: BilingualText

    package static let unknown = FieldProblem(
        kind: .unknown, message: BilingualText(zh: "登记表没有这一项", en: "the form has no such field"))

    package static func missing(_ field: Campaign.Field) -> FieldProblem {
        FieldProblem(
            kind: .missing, field: field.id,
            message: BilingualText(
                zh: "缺少登记项 \(field.id)：\(field.expectation.zh)",
                en: "the field \(field.id) is missing: it is \(field.expectation.text(.en))"))
    }

    package static func value(_ field: Campaign.Field) -> FieldProblem {
        FieldProblem(
            kind: .value, field: field.id,
            message: BilingualText(
                zh: "登记项 \(field.id) 应为：\(field.expectation.zh)",
                en: "the field \(field.id) is \(field.expectation.text(.en))"))
    }
}

extension [Campaign.Field] {
    /// Why these can't be the fields' values as somebody sent them; nil where they can.
    package func problem(in filled: [FilledField]) -> FieldProblem? {
        problem(in: filled) { field, value in field.fits(value) }
    }

    /// The same of an entry's body, which has `#` and a digest for each private one.
    package func problem(inBody filled: [FilledField]) -> FieldProblem? {
        problem(in: filled) { field, value in field.isPrivate ? value.isCommitment : field.fits(value) }
    }

    private func problem(
        in filled: [FilledField], _ fits: (Campaign.Field, FieldValue) -> Bool
    ) -> FieldProblem? {
        for given in filled {
            guard let field = first(where: { $0.id.utf8.elementsEqual(given.id.utf8) }) else { return .unknown }
            guard fits(field, given.value) else { return .value(field) }
        }
        for field in self where !field.isOptional {
            guard filled.contains(where: { $0.id == field.id }) else { return .missing(field) }
        }
        return nil
    }

    /// What stands in a body for the private ones among filled fields.
    ///
    /// - Parameter parent: The JSON pointer of the object that they stand in; ids have nothing to escape.
    package func commitments(_ filled: [FilledField], in parent: String) -> [PrivateCommitment] {
        filled.compactMap { given in
            guard case .text(let commitment) = given.value,
                let field = first(where: { $0.isPrivate && $0.id == given.id })
            else { return nil }
            return PrivateCommitment(pointer: "\(parent)/\(given.id)", commitment: commitment, field: field)
        }
    }
}

/// What stands in a body for a private value; two are the same whatever field they are of.
package struct PrivateCommitment: Sendable, Equatable {
    /// Where it stands, as a JSON pointer (RFC 6901).
    package var pointer: String
    package var commitment: String
    /// Nil where whoever made it does not know.
    package var field: Campaign.Field?

    package init(pointer: String, commitment: String, field: Campaign.Field? = nil) {
        self.pointer = pointer
        self.commitment = commitment
        self.field = field
    }

    package static func == (left: PrivateCommitment, right: PrivateCommitment) -> Bool {
        left.pointer.utf8.elementsEqual(right.pointer.utf8) && left.commitment.utf8.elementsEqual(right.commitment.utf8)
    }
}

extension FieldValue {
    /// Whether it is what stands for a private value: `#` and 64 hex digits in lower case.
    package var isCommitment: Bool {
        guard case .text(let text) = self else { return false }
        return text.utf8.count == 65 && text.utf8.first == UInt8(ascii: "#")
            && text.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}

extension Campaign {
    /// With what people send in what the form asks.
    package enum FormBearer: Sendable {
        case register, vote, enrol, claim, work
    }

    /// Nil without a form. Where works are collected, it is whoever hands one in that fills it in, and no voter.
    package var formBearer: FormBearer? {
        guard let form else { return nil }
        if form.asked == .claim { return .claim }
        if kind == .enrolment { return .enrol }
        if works?.areCollected == true { return .work }
        return kind == .contest ? .vote : .register
    }

    /// Whether a form that is filled in once comes before everything else that a person does.
    package var isFormFirst: Bool { form?.asked == .once && works?.areCollected != true }
}
