enum Verify {
    static let command = Command(name: "verify", summary: "…", isHidden: false) { _ in
        throw CommandFailure("not part of this build")
    }
}
