import JSON
import Witnessing

extension WitnessRefusal {
    /// Why the witness does not cosign, for people.
    var words: BilingualText {
        let chinese =
            switch self {
            case .malformed(let error): error.words.zh
            case .oldAboveSize(let old, let size): "旧的大小 \(old) 大于检查点的大小 \(size)"
            case .notSigned(let origin): "检查点不是由 \(origin) 已知的公钥签名的"
            case .unknownOrigin(let origin): "这里不认识日志 \(origin)"
            case .conflict(let origin, let cosigned, let old): "\(origin) 上次的大小是 \(cosigned)，正文里旧的大小却是 \(old)"
            case .fork(let origin, let size): "\(origin) 在大小 \(size) 处的根与签过的不同：日志被分叉了"
            case .badProof(let origin, let cosigned, let size):
                "证明不能说明 \(origin) 的大小 \(size) 是由大小 \(cosigned) 续写来的"
            case .clock(let origin, let now, let last): "时钟是 \(now) 秒，早于上次为 \(origin) 签名的 \(last) 秒"
            }
        return both(chinese, description)
    }
}

extension FollowFailure {
    /// Why a registry is not followed, for people.
    var words: BilingualText {
        let chinese =
            switch self {
            case .refused(let refusal): refusal.words.zh
            case .notARegistry(let origin): "\(origin) 不是登记簿"
            case .tooLarge(let size): "\(size) 片叶，登记簿没有这么多"
            case .entries(let origin, let size): "\(origin) 的条目与它大小为 \(size) 的检查点不符"
            case .leaf(let index, let what): "登记簿第 \(index) 片叶：\(what)"
            case .otherKey(let index, let origin): "登记簿第 \(index) 片叶给 \(origin) 的公钥与已知的不同"
            }
        return both(chinese, description)
    }
}
