enum StoreFuzz { static func run(_ fuzzCase: FuzzCase) throws {} }
