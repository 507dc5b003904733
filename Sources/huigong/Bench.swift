enum Bench {
    static let command = Command(name: "bench", summary: "…", isHidden: false) { _ in
        throw CommandFailure("not part of this build")
    }
}
