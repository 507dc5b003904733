enum Check {
    static let command = Command(name: "check", summary: "…", isHidden: false) { _ in
        throw CommandFailure("not part of this build")
    }
}
