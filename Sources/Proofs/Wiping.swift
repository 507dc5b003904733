import CKernel

extension Array where Element: BitwiseCopyable {
    /// Overwrites every element with zeros where it lies. Only for an array that nobody else holds: a shared one
    /// would be copied first, and the copy wiped.
    mutating func wipe() {
        withUnsafeMutableBytes { bytes in
            if let start = bytes.baseAddress { kernel_wipe(start, bytes.count) }
        }
    }
}

/// Runs `body` on a secret and then overwrites the stack that it used. Swift may leave copies of values there that no
/// code can name, so wiping variables alone would not do.
@inline(never)
func withWipedStack<Result>(_ body: () -> Result) -> Result {
    let result = body()
    kernel_wipe_stack()
    return result
}
