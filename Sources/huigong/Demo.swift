enum Demo {
    static let command = Command(name: "demo", summary: "…", isHidden: false) { _ in
        throw CommandFailure("not part of this build")
    }
}
