/// The form of a number drawn in public: parts joined by `+`.
package struct PublicForm: Sendable, Hashable {
    package enum Part: Sendable, Hashable {
        case dice(count: Int, faces: Int)
        case balls(count: Int, of: Int, sorted: Bool)
        case digits(Int)
    }

    package var parts: [Part]

    package init(parts: [Part]) {
        self.parts = parts
    }
}
