import Testing

@testable import Durability
